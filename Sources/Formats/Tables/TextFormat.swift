/// How a CSV file spells things.
public struct Dialect: Sendable, Hashable {
    /// Between fields: one ASCII character.
    public var delimiter: UInt8
    /// Between the whole and the fraction of a number: `.` or `,`.
    public var point: UInt8

    /// A dialect; RFC 4180 by default.
    public init(delimiter: UInt8 = UInt8(ascii: ","), point: UInt8 = UInt8(ascii: ".")) {
        self.delimiter = delimiter
        self.point = point
    }
}

/// How a table of text is written.
public enum TextFormat: Sendable, Hashable {
    /// Fields between separators, names in the first line.
    case csv(Dialect)
    /// One JSON object a line, or an array of objects.
    case jsonLines

    /// By the extension of a file's name: JSON Lines for `.jsonl`, `.ndjson` and `.json`, `dialect` between tabs for `.tsv`, else
    /// `dialect`.
    public init(ofFileCalled name: String, dialect: Dialect = Dialect()) {
        switch TextFormat.fileExtension(name) {
        case "jsonl", "ndjson", "json": self = .jsonLines
        case "tsv": self = .csv(Dialect(delimiter: UInt8(ascii: "\t"), point: dialect.point))
        default: self = .csv(dialect)
        }
    }

    /// What stands behind the last point of a name, in lower case; `gz` or `zst` behind another is passed over.
    public static func fileExtension(_ name: String) -> String {
        let parts = name.split(separator: "/").last?.split(separator: ".").dropFirst() ?? []
        let plain = parts.count > 1 && ["gz", "zst"].contains(parts.last?.lowercased()) ? parts.dropLast() : parts
        return plain.last?.lowercased() ?? ""
    }
}
