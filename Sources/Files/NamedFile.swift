import Foundation

/// A file that the user named on the command line, wherever it lies.
public enum NamedFile {
    /// Its bytes; a large one is mapped. Throws what the system says when it cannot be read, and when it is no file.
    /// `name` is how messages call it.
    public static func bytes(_ path: String, called name: String) throws(FileError) -> Data {
        let real = try SystemCalls.explained(name, .read) { () throws(SystemCalls.Failure) in
            try SystemCalls.real(path)
        }
        return try SourceFolder.contents(real, called: name)
    }
}
