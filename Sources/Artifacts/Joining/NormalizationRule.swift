import Columns
import Foundation

/// A way in which two files spell one name differently: not another name, but not the same bytes either.
enum NormalizationRule: Int, Sendable, CaseIterable {
    /// `cafÃ©` and `café`: UTF-8 that was read as Latin-1. It is undone before anything else changes a letter.
    case encoding
    /// `0042` and `42`, `img_007` and `img_7`.
    case leadingZero
    /// `42.0` and `42`: a column of ids with a gap, as pandas writes it.
    case decimals
    /// `val\a` and `val/a`.
    case separator
    /// `a.jpg` and `a`.
    case fileExtension
    /// `/data/val/dog/a.jpg` and `dog/a.jpg`: a name that is one within its folder alone.
    case folderAbove
    /// `val/a.jpg`, `val\a.jpg` and `a.jpg`.
    case folder
    /// `Dog` and `dog`.
    case letterCase
    /// `dog ` and `dog`, `traffic light` and `traffic  light`.
    case blanks
    /// One letter composed, and decomposed into letter and accent.
    case composition
    /// `traffic-light` or `traffic_light` and `traffic light`; the dash of `-1` is no mark between words.
    case marks

    /// What makes the difference, as in "one for one but for a leading zero".
    var words: String {
        switch self {
        case .encoding: "letters of UTF-8 that were read as Latin-1"
        case .leadingZero: "a leading zero"
        case .decimals: "a \".0\" behind a number"
        case .separator: "the separator of folders"
        case .fileExtension: "a file extension"
        case .folderAbove: "the folders above"
        case .folder: "a folder"
        case .letterCase: "letter case"
        case .blanks: "blanks"
        case .composition: "the form of a letter (composed against decomposed)"
        case .marks: "dashes, underscores and blanks between words"
        }
    }

    /// The name with everything taken off that the rule is about.
    func plain(_ name: String) -> String {
        switch self {
        case .encoding: Self.decodedOnce(name)
        case .leadingZero: Self.withoutLeadingZeros(name)
        case .decimals: Self.withoutDecimals(name)
        case .separator: name.replacing("\\", with: "/")
        case .fileExtension: Self.withoutExtension(name)
        case .folderAbove: name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).suffix(2).joined(separator: "/")
        case .folder: name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? name
        case .letterCase: name.lowercased()
        case .blanks: name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        case .composition: name.precomposedStringWithCanonicalMapping
        case .marks: Self.withBlanksBetweenWords(name)
        }
    }

    /// Folders that say nothing of what lies in them.
    private static let plainFolders: Set<String> = [
        "images", "image", "imgs", "img", "jpegimages", "data", "pictures", ".",
    ]

    /// Whether two names stand in folders that say different things: `train/0.png` is not `test/0.png`. One that ends in the
    /// other says more of the same place, and a name without a folder says nothing of it. Of a path from the root of some
    /// machine the last folder counts alone. `rules` are what is taken off before.
    static func isOfOtherFolder(_ a: String, _ b: String, _ rules: [NormalizationRule] = []) -> Bool {
        guard rules.isEmpty || rules.contains(.folder) || rules.contains(.folderAbove) else { return false }
        let folders = { (name: String) -> [Substring] in
            let plain = rules.filter { $0 != .folder && $0 != .folderAbove }.reduce(name) { $1.plain($0) }
            let parts = plain.lowercased().split { $0 == "/" || $0 == "\\" }.dropLast()
            let isFromRoot = plain.hasPrefix("/") || plain.hasPrefix("\\") || plain.dropFirst().hasPrefix(":")
            let meant = parts.filter { !plainFolders.contains(String($0)) }
            return isFromRoot ? meant.suffix(1) : meant
        }
        let (first, second) = (folders(a), folders(b))
        return !first.suffix(second.count).elementsEqual(second.suffix(first.count))
    }

    /// A name whose letters are the bytes of UTF-8, one a letter, as the letters that these bytes are.
    private static func decodedOnce(_ name: String) -> String {
        guard name.utf8.contains(where: { $0 >= 0x80 }) else { return name }
        for encoding in [String.Encoding.isoLatin1, .windowsCP1252] {
            if let bytes = name.data(using: encoding), let text = String(data: bytes, encoding: .utf8) { return text }
        }
        return name
    }

    /// In each run of digits the zeros before its first other digit.
    private static func withoutLeadingZeros(_ name: String) -> String {
        var kept: [UInt8] = []
        var isInNumber = false
        let bytes = Array(name.utf8)
        for (index, byte) in bytes.enumerated() {
            let isDigit = (0x30...0x39).contains(byte)
            let isFollowed = index + 1 < bytes.count && (0x30...0x39).contains(bytes[index + 1])
            if byte == 0x30, !isInNumber, isFollowed { continue }
            isInNumber = isDigit
            kept.append(byte)
        }
        return String(decoding: kept, as: UTF8.self)
    }

    /// Dashes, underscores and blanks between two letters or digits as one blank.
    private static func withBlanksBetweenWords(_ name: String) -> String {
        func isMark(_ sign: Character) -> Bool { sign == "-" || sign == "_" || sign.isWhitespace }
        func isOfWord(_ sign: Character?) -> Bool { sign.map { $0.isLetter || $0.isNumber } ?? false }
        var kept = ""
        var rest = name[...]
        while let sign = rest.first {
            let marks = rest.prefix(while: isMark)
            let after = rest[marks.endIndex...]
            if marks.isEmpty {
                kept.append(sign)
                rest = rest.dropFirst()
            } else {
                kept += isOfWord(kept.last) && isOfWord(after.first) ? " " : marks
                rest = after
            }
        }
        return kept
    }

    /// A whole number without the zeros behind its point.
    private static func withoutDecimals(_ name: String) -> String {
        let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let isWhole =
            parts.count == 2 && !parts[0].isEmpty && !parts[1].isEmpty
            && parts[0].allSatisfy { $0.isASCII && $0.isNumber }
            && parts[1].allSatisfy { $0 == "0" }
        return isWhole ? String(parts[0]) : name
    }

    /// A short ending of letters and digits with a letter in it: `v1.5` has none.
    private static func withoutExtension(_ name: String) -> String {
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
        let ending = name[name.index(after: dot)...]
        let isEnding =
            (1...5).contains(ending.utf8.count) && ending.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            && ending.contains(where: \.isLetter)
        return isEnding ? String(name[..<dot]) : name
    }
}

/// Names that would be the same but for their spelling.
struct NormalizedMatch: Sendable, Hashable {
    /// The rules that make them the same.
    let rules: [NormalizationRule]
    /// How many of the one file belong to one of the other each.
    let count: Int
    /// Examples of the other file's spelling.
    let counterparts: [String]

    /// Rules that are tried, alone first.
    static let sets: [[NormalizationRule]] =
        NormalizationRule.allCases.map { [$0] } + [
            [.fileExtension, .folderAbove], [.fileExtension, .folder], [.letterCase, .blanks], [.letterCase, .marks],
            [.leadingZero, .fileExtension, .folder],
            NormalizationRule.allCases,
        ]

    /// Whether `given` names differ from `free` ones, that nothing else is called, only by spelling: at least half of
    /// them, one for one. `nil` when they do not.
    init?(of given: [String], to free: [String]) {
        guard !given.isEmpty, !free.isEmpty else { return nil }
        var best: (rules: [NormalizationRule], counterparts: [String])?
        for rules in Self.sets where best?.counterparts.count != given.count {
            let found = Self.pairs(of: given, in: free, rules).map(\.known)
            if Self.isChosen(found.count, of: given.count, rules, isFirst: best == nil) { best = (rules, found) }
        }
        guard let best else { return nil }
        rules = best.rules
        count = best.counterparts.count
        counterparts = best.counterparts
    }

    /// Whether rules that make so many of the given names others are taken: the first that explain half of them; of later ones those
    /// of two rules at most that explain all.
    static func isChosen(_ found: Int, of given: Int, _ rules: [NormalizationRule], isFirst: Bool) -> Bool {
        found > 0 && (isFirst ? found * 2 >= given : rules.count <= 2 && found == given)
    }

    /// Which of the `free` names the `given` ones are under some rules, one for one.
    static func pairs(
        of given: [String], in free: [String], _ rules: [NormalizationRule]
    ) -> [(given: String, known: String)] {
        var ofPlain: [Name: String?] = [:]
        for name in free {
            let plain = plain(name, rules)
            ofPlain[plain] = ofPlain[plain] == nil ? .some(name) : .some(nil)
        }
        var met: [Name: Int] = [:]
        for name in given { met[plain(name, rules), default: 0] += 1 }
        return given.compactMap { name in
            let plain = plain(name, rules)
            guard met[plain] == 1, case .some(.some(let other)) = ofPlain[plain],
                !NormalizationRule.isOfOtherFolder(name, other, rules)
            else { return nil }
            return (name, other)
        }
    }

    /// What makes the difference: "a file extension and a folder".
    var words: String { Self.words(rules) }

    /// What some rules are about.
    static func words(_ rules: [NormalizationRule]) -> String {
        rules.count > 3 ? "spelling" : rules.map(\.words).joined(separator: " and ")
    }

    /// Whether two names are one but for letter case, blanks or the form of letters.
    static func isOneName(_ a: String, _ b: String) -> Bool {
        let rules: [NormalizationRule] = [.letterCase, .blanks, .composition]
        return plain(a, rules) == plain(b, rules)
    }

    /// A name with everything taken off that some rules are about.
    static func plain(_ name: String, _ rules: [NormalizationRule]) -> Name {
        Name(rules.reduce(name) { $1.plain($0) })
    }
}
