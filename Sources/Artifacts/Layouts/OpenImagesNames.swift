// Open Images calls a class by a machine's id, /m/01g317, and says in a table beside the annotations that it is a person:
// class-descriptions-boxable.csv without a header, or oidv7-class-descriptions.csv with one. Results may use either.

import Columns
import Formats
import Foundation

/// The names of Open Images' classes.
struct OpenImagesNames {
    /// The file, as a path of its source.
    let file: String
    private let names: [Name: String]

    /// The first such table among the files of an export that are nothing else, or beside one that was named.
    static func beside(_ layout: LayoutSource) -> OpenImagesNames? {
        let folder = layout.path.split(separator: "/").dropLast().joined(separator: "/")
        let beside =
            layout.isFolder
            ? []
            : ((try? layout.source.names(in: folder)) ?? []).filter { $0.contains("class-descriptions") }
                .map { folder.isEmpty ? $0 : folder + "/" + $0 }
        for file in layout.scan.others + beside {
            let name = Packed.plainName(file).lowercased()
            guard name.hasSuffix(".csv") || name.hasSuffix(".txt") else { continue }
            if let bytes = try? layout.source.bytes(file), let found = OpenImagesNames(bytes, file: file) {
                return found
            }
        }
        return nil
    }

    /// `nil` for what is no such table.
    init?(_ packed: Data, file: String) {
        guard let plain = try? Packed.text(packed, "") else { return nil }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = plain.starts(with: mark) ? plain.dropFirst(3) : plain
        let start = String(decoding: text.prefix(64), as: UTF8.self)
        guard Self.isID(start) || start.lowercased().hasPrefix("labelname,displayname"),
            let lines = try? Packed.lines(text, "")
        else { return nil }
        var names: [Name: String] = [:]
        for (_, line) in lines {
            guard Self.isID(line), let comma = line.firstIndex(of: ",") else { continue }
            var title = String(line[line.index(after: comma)...].trimmingBlanks)
            if title.count > 1, title.hasPrefix("\""), title.hasSuffix("\"") {
                title = String(title.dropFirst().dropLast()).replacing("\"\"", with: "\"")
            }
            if !title.isEmpty { names[Name(String(line[..<comma]))] = title }
        }
        guard !names.isEmpty else { return nil }
        (self.file, self.names) = (file, names)
    }

    /// What messages call it.
    func called(in layout: LayoutSource) -> String {
        layout.isFolder ? layout.name(file) : file.split(separator: "/").last.map(String.init) ?? file
    }

    /// Whether a text begins with a machine's id.
    static func isID(_ text: some StringProtocol) -> Bool { text.hasPrefix("/m/") || text.hasPrefix("/g/") }

    /// What a class is called; `nil` for one that the table does not list.
    func name(of id: Identifier) -> String? {
        if case .text(let text) = id { names[Name(text)] } else { nil }
    }
}

extension BoxRows {
    /// Calls classes as a table of names does, which `called` is how messages name it. Two classes of one name keep their ids: a
    /// result by that name would be of neither.
    mutating func call(by given: OpenImagesNames, _ called: String) {
        let named = classes.compactMap { id in given.name(of: id).map { (id: id, name: $0) } }
        guard !named.isEmpty else { return }
        let count = Dictionary(grouping: named) { Name($0.name) }.mapValues(\.count)
        let own = Set(classes.map { Name($0.description) })
        for (id, name) in named where count[Name(name)] == 1 && !own.contains(Name(name)) {
            classTitles[Name(id.description)] = name
        }
        note("\(classTitles.count) of \(classes.count) classes are called by the names that \(called) gives their ids")
    }
}
