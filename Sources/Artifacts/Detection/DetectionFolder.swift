import Foundation

/// A folder of one file an image, as YOLO and Pascal VOC have it.
struct DetectionFolder {
    /// Files that list class names, a name a line.
    static let nameLists = ["classes.txt", "obj.names", "names.txt"]
    /// What YOLO's description of a data set is called.
    static let dataFiles = ["data.yaml", "data.yml"]
    /// Largest text file that is read, in bytes.
    static let textLimit = 64 << 20

    /// Where it lies.
    let path: String
    /// How it is called in messages.
    let name: String

    /// Whether a folder lies at `path`.
    static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// The folder of labels: `labels` inside the given one when there is one.
    init(_ path: String, named name: String) {
        let inside = path + "/labels"
        let hasLabels = Self.isFolder(inside)
        self.path = hasLabels ? inside : path
        self.name = hasLabels ? name + "/labels" : name
    }

    /// A file's name in messages.
    func name(_ file: String) -> String { name + "/" + file }

    /// Names of the files with an extension, sorted by bytes.
    func files(endingIn ending: String) -> [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return all.filter { $0.hasSuffix("." + ending) }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The lines of a text that are not blank, with their numbers.
    func lines(_ file: String) throws -> [(row: Int, line: Substring)] {
        let text = String(decoding: try bytes(file), as: UTF8.self)
        return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().compactMap {
            index, line in
            line.allSatisfy(\.isWhitespace) ? nil : (index + 1, line)
        }
    }

    /// A file's bytes.
    func bytes(_ file: String) throws -> Data {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path + "/" + file))
        defer { try? handle.close() }
        return try handle.read(upToCount: Self.textLimit) ?? Data()
    }

    /// Class names in order, when a list of them lies here or one folder up, or `data.yaml` up to two folders up.
    var classNames: [String] {
        for place in [path, path + "/.."] {
            for list in Self.nameLists {
                guard let text = try? String(contentsOfFile: place + "/" + list, encoding: .utf8) else { continue }
                return text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            }
        }
        for place in [path, path + "/..", path + "/../.."] {
            for list in Self.dataFiles {
                guard let text = try? String(contentsOfFile: place + "/" + list, encoding: .utf8) else { continue }
                return YOLODataNames.names(in: text)
            }
        }
        return []
    }

    /// The size of the picture that belongs to a label file, and its name.
    func imageSize(_ stem: String) throws -> (file: String, width: Double, height: Double)? {
        for folder in [path, path + "/images", path + "/../images"] {
            for ending in ["jpg", "jpeg", "png", "JPG", "JPEG", "PNG"] {
                let file = stem + "." + ending
                let url = URL(fileURLWithPath: folder + "/" + file)
                guard FileManager.default.fileExists(atPath: url.path) else { continue }
                let size = try ImageFile.size(Data(contentsOf: url, options: .alwaysMapped), name: file)
                return (file, Double(size.width), Double(size.height))
            }
        }
        return nil
    }
}
