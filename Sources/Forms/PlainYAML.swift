// Anchors, aliases and tags are looked for before the YAML parser runs: by the time it has built its tree, an alias used
// as a key has been hashed, and a few lines of aliases of aliases take longer than anybody waits.
//
// This is a scan, not a parser. It knows just enough of YAML to tell where a value may begin: quotes, comments, flow
// brackets, and block scalars, whose lines are text whatever they hold.

/// Looks for what forms do not allow.
struct PlainYAML {
    private let bytes: [UInt8]
    private var position = 0
    private var row: Int
    /// Depth of `[` and `{`.
    private var flow = 0
    /// Whether a value may begin here.
    private var mayBegin = true
    /// Column in which the value or key on this line begins, after any `- `.
    private var column = 0

    private init(_ text: String, firstRow: Int) {
        bytes = Array(text.utf8)
        row = firstRow
    }

    /// Throws at the first anchor, alias or tag of `text`.
    static func check(_ text: String, firstRow: Int) throws(FormError) {
        var scan = PlainYAML(text, firstRow: firstRow)
        while scan.position < scan.bytes.count { try scan.step() }
    }

    private func byte(_ offset: Int = 0) -> UInt8? {
        position + offset < bytes.count ? bytes[position + offset] : nil
    }

    private static func isBlank(_ byte: UInt8?) -> Bool {
        byte == nil || byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    private mutating func step() throws(FormError) {
        guard let here = byte() else { return }
        switch here {
        case 0x0A: newLine()
        case 0x20, 0x09, 0x0D: position += 1
        case UInt8(ascii: "#") where position == 0 || Self.isBlank(bytes[position - 1]): skipLine()
        case UInt8(ascii: "\"") where mayBegin, UInt8(ascii: "'") where mayBegin: skipQuoted(here)
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            if mayBegin || flow > 0 {
                flow += 1
                mayBegin = true
            }
            position += 1
        case UInt8(ascii: "]") where flow > 0, UInt8(ascii: "}") where flow > 0:
            flow -= 1
            mayBegin = false
            position += 1
        case UInt8(ascii: ",") where flow > 0: begin()
        case UInt8(ascii: ":") where flow > 0 || Self.isBlank(byte(1)): begin()
        case UInt8(ascii: "-") where mayBegin && Self.isBlank(byte(1)),
            UInt8(ascii: "?") where mayBegin && Self.isBlank(byte(1)):
            begin()
            column = columnHere
        case UInt8(ascii: "&") where mayBegin: throw .notPlain(row: row, what: "an anchor (&)")
        case UInt8(ascii: "*") where mayBegin: throw .notPlain(row: row, what: "an alias (*)")
        case UInt8(ascii: "!") where mayBegin: throw .notPlain(row: row, what: "a tag (!)")
        case UInt8(ascii: "|") where mayBegin && flow == 0, UInt8(ascii: ">") where mayBegin && flow == 0:
            skipBlockScalar()
        default:
            mayBegin = false
            position += 1
        }
    }

    private mutating func begin() {
        mayBegin = true
        position += 1
    }

    /// Column of the next byte that is not blank on this line.
    private var columnHere: Int {
        var start = position
        while start > 0, bytes[start - 1] != 0x0A { start -= 1 }
        var cursor = position
        while cursor < bytes.count, bytes[cursor] == 0x20 || bytes[cursor] == 0x09 { cursor += 1 }
        return cursor - start
    }

    private mutating func newLine() {
        position += 1
        row += 1
        mayBegin = true
        column = columnHere
    }

    private mutating func skipLine() {
        while let here = byte(), here != 0x0A { position += 1 }
    }

    private mutating func skipQuoted(_ quote: UInt8) {
        position += 1
        while let here = byte() {
            if here == 0x0A { row += 1 }
            if here == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                if byte(1) == 0x0A { row += 1 }
                position += 2
            } else if here == quote, quote == UInt8(ascii: "'"), byte(1) == quote {
                position += 2
            } else if here == quote {
                position += 1
                break
            } else {
                position += 1
            }
        }
        mayBegin = false
    }

    /// Skips the header and the lines that are indented as deep as the first one that is not blank.
    private mutating func skipBlockScalar() {
        let key = column
        let isListItem = columnHere == column
        skipLine()
        var depth: Int?
        while byte() != nil {
            let lineStart = position + 1
            var cursor = lineStart
            while cursor < bytes.count, bytes[cursor] == 0x20 { cursor += 1 }
            let isBlankLine = cursor >= bytes.count || bytes[cursor] == 0x0A || bytes[cursor] == 0x0D
            let indent = cursor - lineStart
            if !isBlankLine {
                // The text of `key: |` is deeper than the key; that of `- |` is deeper than the dash before it.
                if depth == nil { depth = max(indent, isListItem ? key - 1 : key + 1) }
                if let depth, indent < depth { break }
            }
            position = lineStart
            row += 1
            skipLine()
        }
        mayBegin = false
    }
}
