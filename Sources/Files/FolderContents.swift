import Foundation

/// Everything that lies under a folder, hidden things too; links are named and not followed.
public struct FolderContents: Sendable, Hashable {
    /// Paths of the files, relative to the folder, in the order of their bytes.
    public let files: [String]
    /// Paths of links, pipes and whatever else is neither file nor folder, and of what has a name that is no UTF-8, as it is shown.
    public let others: [String]
    /// Paths of folders in which nothing lies.
    public let emptyFolders: [String]

    /// Whether nothing is in it.
    public var isEmpty: Bool { files.isEmpty && others.isEmpty && emptyFolders.isEmpty }

    /// Lists the folder at `url`, which messages call `name`. Throws when a part of it cannot be listed.
    public init(of url: URL, named name: String) throws(FileError) {
        var files: [String] = []
        var others: [String] = []
        var emptyFolders: [String] = []
        var open = [""]
        while let prefix = open.popLast() {
            let place = prefix.isEmpty ? url.path : url.path + "/" + prefix
            let called = prefix.isEmpty ? name : name + "/" + prefix
            let (names, unreadable) = try SystemCalls.explained(called, .read) { () throws(SystemCalls.Failure) in
                try SystemCalls.listing(place)
            }
            others += unreadable.map { prefix.isEmpty ? $0 : prefix + "/" + $0 }
            if names.isEmpty, unreadable.isEmpty, !prefix.isEmpty { emptyFolders.append(prefix) }
            for name in names {
                let path = prefix.isEmpty ? name : prefix + "/" + name
                let status = try SystemCalls.explained(called + "/" + name, .read) { () throws(SystemCalls.Failure) in
                    try SystemCalls.status(ofLink: place + "/" + name)
                }
                switch status.kind {
                case .folder: open.append(path)
                case .file: files.append(path)
                case .link, .special: others.append(path)
                }
            }
        }
        func sorted(_ paths: [String]) -> [String] {
            paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
        self.files = sorted(files)
        self.others = sorted(others)
        self.emptyFolders = sorted(emptyFolders)
    }
}
