// What describes a data set of YOLO text: Ultralytics' data.yaml, under whatever name, and darknet's obj.data. Beside the names of
// classes it says where the images of each split are: a folder, a text that lists them, or several of either.

import Foundation

/// Which images are of which split, as a description of a data set says.
struct YOLODataFile: Hashable {
    /// A split, with the folders and lists of its images as they are written.
    struct Part: Hashable {
        let name: String
        let places: [String]
    }

    /// The folder that the places are told from, as it is written; "" for that of the file.
    let root: String
    /// The splits that are told, in the order train, val, test.
    let parts: [Part]

    /// Keys of splits. darknet calls validation valid.
    private static let keys = ["train", "val", "valid", "test"]

    /// `nil` for a text that is no such description.
    init?(_ text: String) {
        let lines = text.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline)
        let isYAML = lines.contains { $0.hasPrefix("names:") || $0.hasPrefix("nc:") }
        guard isYAML || lines.contains(where: { Self.value(of: "names", in: $0, "=") != nil }) else { return nil }
        let separator: Character = isYAML ? ":" : "="
        parts = Self.keys.compactMap { key in
            let places = Self.values(of: key, in: lines, separator)
            return places.isEmpty ? nil : Part(name: key, places: places)
        }
        guard !parts.isEmpty else { return nil }
        root = Self.values(of: "path", in: lines, separator).first ?? ""
    }

    /// Whether a place is a text that lists images, and no folder.
    static func isList(_ place: String) -> Bool { place.lowercased().hasSuffix(".txt") }

    /// The values of a key: one behind it, several in brackets, or one a line below it.
    private static func values(of key: String, in lines: [Substring], _ separator: Character) -> [String] {
        guard let at = lines.firstIndex(where: { value(of: key, in: $0, separator) != nil }),
            let rest = value(of: key, in: lines[at], separator)
        else { return [] }
        if rest.hasPrefix("[") {
            let joined = ([rest] + lines[(at + 1)...]).joined(separator: " ")
            return joined.dropFirst().prefix { $0 != "]" }.split(separator: ",").map(plain).filter { !$0.isEmpty }
        }
        let one = plain(rest)
        if !one.isEmpty { return ["null", "~"].contains(one) ? [] : [one] }
        var values: [String] = []
        for line in lines[(at + 1)...] {
            let entry = line.trimmingCharacters(in: .whitespaces)
            if entry.hasPrefix("#") { continue }
            guard entry.hasPrefix("- ") else { break }
            values.append(plain(entry.dropFirst(2)))
        }
        return values.filter { !$0.isEmpty }
    }

    /// What stands behind a key at the start of a line.
    private static func value(of key: String, in line: Substring, _ separator: Character) -> Substring? {
        guard line.hasPrefix(key) else { return nil }
        let rest = line.dropFirst(key.count).drop { $0 == " " || $0 == "\t" }
        guard rest.first == separator else { return nil }
        return rest.dropFirst().drop { $0.isWhitespace }
    }

    /// A value without its quotes, or without the remark behind it.
    private static func plain(_ text: some StringProtocol) -> String {
        let trimmed = text.trimmingCharacters(in: .whitespaces)
        for quote in ["'", "\""] where trimmed.hasPrefix(quote) {
            return String(trimmed.dropFirst().prefix { String($0) != quote })
        }
        if trimmed.hasPrefix("#") { return "" }
        let end = trimmed.range(of: " #")?.lowerBound ?? trimmed.endIndex
        return trimmed[..<end].trimmingCharacters(in: .whitespaces)
    }
}
