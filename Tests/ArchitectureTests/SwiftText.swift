/// What a Swift source declares and names, read as text: enough to draw arrows between files, no more. An arrow can be
/// missing, since methods that an extension adds are not followed.
struct SwiftText {
    /// Types declared at the top level and visible outside the file.
    let declared: Set<String>
    /// Every word that could name a type of another file.
    let used: Set<String>

    private static let kinds: Set<String> = ["struct", "class", "enum", "protocol", "actor", "typealias"]
    private static let modifiers: Set<String> = [
        "public", "package", "internal", "final", "indirect", "nonisolated", "private", "fileprivate",
    ]

    private static func isOfWords(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 128...:
            true
        default: false
        }
    }

    init(_ text: String) {
        var reader = CodeReader(text)
        reader.readCode(insideParentheses: false)
        var declared: Set<String> = []
        var used: Set<String> = []
        var own: Set<String> = []
        for line in reader.code.split(separator: UInt8(ascii: "\n")) {
            let words = line.split { !Self.isOfWords($0) }.map { String(decoding: $0, as: UTF8.self) }
            used.formUnion(words.lazy.filter { $0.first?.isUppercase == true })
            guard let kind = words.firstIndex(where: Self.kinds.contains), words.indices.contains(kind + 1) else {
                continue
            }
            own.insert(words[kind + 1])
            let isMarked = line.first == UInt8(ascii: "@")
            guard line.first.map(Self.isOfWords) == true || isMarked, !words[..<kind].contains("private"),
                !words[..<kind].contains("fileprivate"),
                isMarked || words[..<kind].allSatisfy(Self.modifiers.contains)
            else { continue }
            declared.insert(words[kind + 1])
        }
        self.declared = declared
        // Nested and private types hide those of other files.
        self.used = used.subtracting(own)
    }
}

/// The code of a source without its comments and the words in its strings; what an interpolation names is code.
private struct CodeReader {
    private let bytes: [UInt8]
    private var at = 0
    private(set) var code: [UInt8] = []

    init(_ text: String) { bytes = Array(text.utf8) }

    private func sees(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes[at...].starts(with: $0) }
    }

    private mutating func skip(past end: StaticString) {
        while at < bytes.count, !sees(end) { at += 1 }
        at += end.utf8CodeUnitCount
    }

    mutating func readCode(insideParentheses: Bool) {
        var depth = 0
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "/") where sees("//"):
                while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
                continue
            case UInt8(ascii: "/") where sees("/*"):
                skip(past: "*/")
                continue
            case UInt8(ascii: "\""):
                readString()
                continue
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"):
                if depth == 0, insideParentheses { return }
                depth -= 1
            default: break
            }
            code.append(bytes[at])
            at += 1
        }
    }

    private mutating func readString() {
        let end: StaticString = sees("\"\"\"") ? "\"\"\"" : "\""
        at += end.utf8CodeUnitCount
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\\") where sees("\\("):
                at += 2
                code.append(UInt8(ascii: " "))
                readCode(insideParentheses: true)
                at += 1
            case UInt8(ascii: "\\"): at += 2
            case UInt8(ascii: "\"") where sees(end):
                at += end.utf8CodeUnitCount
                code.append(UInt8(ascii: " "))
                return
            default: at += 1
            }
        }
    }
}
