// From the text of a formula to its tree: one pass over the characters, one function a form. What is not known is an error
// with the nearest known word, for a formula that lost a part says something else.

import Diagnostics

/// What is wrong with a formula.
public enum FormulaFault: Error, Sendable, Hashable {
    /// A word behind a backslash that is none of those known.
    case unknown(String, nearest: String?)
    /// A sign that has no meaning here.
    case unexpected(Character)
    /// The word or sign that lacks what has to follow it.
    case unfinished(String)
    /// Nested or long beyond what is read.
    case tooDeep
}

/// Reads one formula.
struct FormulaReader {
    private var rest: Substring
    private var depth = 0

    /// Deepest nesting of a formula, and its most characters.
    static let depthLimit = 20, lengthLimit = 2_000

    /// The tree of a line.
    static func formula(_ text: Substring) throws(FormulaFault) -> Formula {
        guard text.count <= lengthLimit else { throw .tooDeep }
        var reader = FormulaReader(rest: text)
        let parts = try reader.parts { _ in false }
        if let left = reader.rest.first { throw .unexpected(left) }
        return .row(parts)
    }

    private init(rest: Substring) { self.rest = rest }

    /// Parts up to the end, or up to where `isEnd` holds of what is left, which stays.
    private mutating func parts(until isEnd: (Substring) -> Bool) throws(FormulaFault) -> [Formula] {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw .tooDeep }
        var found: [Formula] = []
        while true {
            skipBlanks()
            guard !rest.isEmpty, !isEnd(rest) else { return found }
            found.append(try scripted(try part()))
        }
    }

    /// A part with what stands below and above it.
    private mutating func scripted(_ base: Formula) throws(FormulaFault) -> Formula {
        var below: Formula?
        var above: Formula?
        while true {
            skipBlanks()
            if rest.first == "_", below == nil {
                rest.removeFirst()
                below = try argument("_")
            } else if rest.first == "^", above == nil {
                rest.removeFirst()
                above = try argument("^")
            } else if rest.first == "'", above == nil {
                rest.removeFirst()
                above = .sign("′")
            } else {
                break
            }
        }
        guard below != nil || above != nil else { return base }
        let isUnder: Bool =
            switch base {
            case .sign(let sign): FormulaNames.sums.values.contains(sign)
            case .name(let name, true): FormulaNames.functions[name] ?? false
            default: false
            }
        return .scripts(base, below: below, above: above, isUnder: isUnder)
    }

    private mutating func part() throws(FormulaFault) -> Formula {
        guard let first = rest.first else { throw .unfinished("") }
        switch first {
        case "{": return .row(try group("{"))
        case "\\": return try command()
        case "-":
            rest.removeFirst()
            return .sign("−")
        case "+", "=", "<", ">", ",", ";", ":", "(", ")", "[", "]", "|", "/", "!", "*":
            rest.removeFirst()
            return .sign(String(first))
        case _ where first.isASCII && first.isNumber:
            return .number(taken { $0.isASCII && $0.isNumber || $0 == "." })
        case _ where first.isASCII && first.isLetter:
            rest.removeFirst()
            return .name(String(first), isUpright: false)
        default: throw .unexpected(first)
        }
    }

    private mutating func command() throws(FormulaFault) -> Formula {
        rest.removeFirst()
        let word = self.word()
        if let letter = FormulaNames.letters[word] { return .name(letter, isUpright: false) }
        if let sign = FormulaNames.sums[word] ?? FormulaNames.signs[word] { return .sign(sign) }
        if FormulaNames.functions[word] != nil { return .name(word, isUpright: true) }
        if let ems = FormulaNames.spaces[word] { return .space(ems) }
        if let sign = FormulaNames.accents[word] { return .accent(try argument(word), sign) }
        switch word {
        case "int": return .sign("∫")
        case "frac":
            let top = try argument(word)
            return .fraction(top, try argument(word), hasLine: true)
        case "binom":
            let top = try argument(word)
            let number = Formula.fraction(top, try argument(word), hasLine: false)
            return .group([.fence("("), number, .fence(")")])
        case "sqrt": return .root(try argument(word))
        case "mathrm", "operatorname": return .name(try words(word), isUpright: true)
        case "text": return .text(try words(word))
        case "left": return try fenced()
        case "begin": return try cases()
        default: throw .unknown(word, nearest: nearestName(to: word, in: FormulaNames.all))
        }
    }

    /// What stands between `\left` and its `\right`, with the fences beside it.
    private mutating func fenced() throws(FormulaFault) -> Formula {
        let opening = try fence("left")
        let inside = try parts { $0.hasPrefix("\\right") }
        guard rest.hasPrefix("\\right") else { throw .unfinished("left") }
        rest.removeFirst("\\right".count)
        return .group([opening] + inside + [try fence("right")])
    }

    private mutating func fence(_ word: String) throws(FormulaFault) -> Formula {
        skipBlanks()
        guard let first = rest.first else { throw .unfinished(word) }
        rest.removeFirst()
        switch first {
        case "(", ")", "[", "]", "|": return .fence(String(first))
        case ".": return .fence("")
        case "\\":
            let name = self.word()
            guard let sign = FormulaNames.signs[name] else { throw .unknown(name, nearest: nil) }
            return .fence(sign)
        default: throw .unexpected(first)
        }
    }

    private mutating func cases() throws(FormulaFault) -> Formula {
        let name = try words("begin")
        guard name == "cases" else { throw .unknown(name, nearest: "cases") }
        var rows: [[Formula]] = [[]]
        while true {
            let cell = try parts { $0.hasPrefix("&") || $0.hasPrefix("\\\\") || $0.hasPrefix("\\end") }
            rows[rows.count - 1].append(.row(cell))
            if rest.hasPrefix("&") {
                rest.removeFirst()
            } else if rest.hasPrefix("\\\\") {
                rest.removeFirst(2)
                rows.append([])
            } else if rest.hasPrefix("\\end{cases}") {
                rest.removeFirst("\\end{cases}".count)
                return .cases(rows)
            } else {
                throw .unfinished("begin")
            }
        }
    }

    /// What a word or sign is about: a group, or the one part behind it.
    private mutating func argument(_ word: String) throws(FormulaFault) -> Formula {
        skipBlanks()
        guard let first = rest.first, first != "}", first != "&" else { throw .unfinished(word) }
        if first == "{" { return .row(try group(word)) }
        // TeX takes one digit.
        if first.isASCII, first.isNumber {
            rest.removeFirst()
            return .number(String(first))
        }
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw .tooDeep }
        return try part()
    }

    private mutating func group(_ word: String) throws(FormulaFault) -> [Formula] {
        rest.removeFirst()
        let inside = try parts { $0.first == "}" }
        guard rest.first == "}" else { throw .unfinished(word) }
        rest.removeFirst()
        return inside
    }

    /// Text in braces, as it stands.
    private mutating func words(_ word: String) throws(FormulaFault) -> String {
        skipBlanks()
        guard rest.first == "{", let end = rest.firstIndex(of: "}") else { throw .unfinished(word) }
        let text = String(rest[rest.index(after: rest.startIndex)..<end])
        if let sign = text.first(where: { "{\\$".contains($0) }) { throw .unexpected(sign) }
        rest = rest[rest.index(after: end)...]
        return text
    }

    /// A word of letters, or the one sign, behind a backslash.
    private mutating func word() -> String {
        let letters = taken { $0.isASCII && $0.isLetter }
        if !letters.isEmpty { return letters }
        return rest.isEmpty ? "" : String(rest.removeFirst())
    }

    private mutating func taken(while belongs: (Character) -> Bool) -> String {
        let text = rest.prefix(while: belongs)
        rest = rest[text.endIndex...]
        return String(text)
    }

    private mutating func skipBlanks() {
        while rest.first?.isWhitespace == true { rest.removeFirst() }
    }
}

extension MarkdownEdit {
    /// Puts formulas, one a line, in the place of the block they were written as.
    mutating func replaceFormulas(_ block: MarkdownNode) {
        var html = ""
        for (index, line) in block.literal.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where !line.allSatisfy(\.isWhitespace) {
            do throws(FormulaFault) {
                html += try FormulaReader.formula(line).line
            } catch {
                // The first line of a fenced block is its fence.
                problems.add(MarkupError.formula(error, place(of: block, plus: index + 1)))
            }
        }
        // A wide one moves inside its own frame, by keys too.
        guard let node = MarkdownTree.block(opening: "<div class=\"scroll\" tabindex=\"0\">\n\(html)</div>\n") else {
            return
        }
        block.replace(with: node, keepingChildren: false)
    }
}
