// A style sheet can make a browser ask another machine for a picture, a font or a sheet. A site asks nobody for anything, so that
// it can be read in twenty years and tells nobody who reads it: what would ask is refused.

/// What a style sheet may not hold.
enum StyleCheck {
    /// Ways to name a resource, in lower case.
    private static let asking = ["url(", "@import", "image-set(", "src(", "image(", "cross-fade(", "element("]

    /// Rows, from 1, on which a sheet asks for something, and by what word.
    static func asks(_ sheet: String) -> [(row: Int, word: String)] {
        var found: [(Int, String)] = []
        for (index, line) in lines(plain(sheet)).enumerated() {
            for word in asking where has(line, word) { found.append((index + 1, word)) }
        }
        return found
    }

    /// Rows, from 1, on which a sheet would end the element of a page that holds it: a browser looks for this word alone, in
    /// remarks and texts too, and takes what follows for a part of the page (HTML, "The style element").
    static func ends(_ sheet: String) -> [Int] {
        lines(sheet.lowercased()).enumerated().filter { has($0.element, "</style") }.map { $0.offset + 1 }
    }

    private static func lines(_ sheet: String) -> [Substring] {
        sheet.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    }

    /// By bytes, as a browser reads: a sign that joins with its neighbour would hide a word from who compares characters.
    private static func has(_ line: Substring, _ word: String) -> Bool {
        line.utf8.firstRange(of: word.utf8) != nil
    }

    /// The sheet without remarks, escapes written out (`\\75 rl(` is `url(`), in lower case; line ends stay where they are.
    private static func plain(_ sheet: String) -> String {
        var out: [UInt8] = []
        var rest = Array(sheet.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "/"), rest.first == UInt8(ascii: "*") {
                rest = rest.dropFirst()
                while let next = rest.popFirst() {
                    if next == UInt8(ascii: "\n") { out.append(next) }
                    if next == UInt8(ascii: "*"), rest.first == UInt8(ascii: "/") {
                        rest = rest.dropFirst()
                        break
                    }
                }
            } else if byte == UInt8(ascii: "\\") {
                let digits = rest.prefix(6).prefix { Character(Unicode.Scalar($0)).isHexDigit && $0 < 0x80 }
                if digits.isEmpty { continue }
                rest = rest.dropFirst(digits.count)
                if let next = rest.first, next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") {
                    rest = rest.dropFirst()
                }
                let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16).flatMap(Unicode.Scalar.init)
                out += Array(String(Character(code ?? " ")).utf8)
            } else {
                out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self).lowercased()
    }
}
