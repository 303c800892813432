import Diagnostics
import Foundation

/// Whether two names of classes look like one that was written twice: by its spelling, its plural, a code or a word such as `class` before
/// it, its accents, or a letter or two.
enum ClassLikeness {
    private static let spelling: [NormalizationRule] = [
        .encoding, .letterCase, .blanks, .composition, .marks, .decimals, .leadingZero,
    ]
    /// Words that say nothing of which class is meant.
    private static let plainWords: Set<String> = ["class", "cls", "label", "category"]

    /// Names of different numbers are two: `737-400` is not `737-500`.
    static func areAlike(_ a: String, _ b: String) -> Bool {
        let (first, second) = (plain(a), plain(b))
        if first == second { return true }
        let (own, other) = (words(first), words(second))
        if !own.isEmpty, !other.isEmpty, own == withoutCode(second) || withoutCode(first) == other { return true }
        guard digits(first) == digits(second) else { return false }
        let (short, long) = first.utf8.count < second.utf8.count ? (first, second) : (second, first)
        if [short + "s", short + "es"].contains(long) { return true }
        if short.hasSuffix("y"), long == short.dropLast() + "ies" { return true }
        // Of short words others are a letter away: cat and car.
        return short.count > 5 && isALetterAway(short, long)
    }

    /// Whether two names of three letters or more are one but for two letters in the other order.
    static func haveTurnedLetters(_ a: String, _ b: String) -> Bool {
        let (first, second) = (plain(a), plain(b))
        return first.count > 2 && digits(first) == digits(second) && areTurned(first, second)
    }

    private static func plain(_ name: String) -> String {
        let spelled = spelling.reduce(name) { $1.plain($0) }
        let scalars = spelled.decomposedStringWithCanonicalMapping.unicodeScalars.filter {
            $0.properties.generalCategory != .nonspacingMark
        }
        return String(String.UnicodeScalarView(scalars))
    }

    private static func words(_ name: String) -> [String] {
        name.split { !($0.isLetter || $0.isNumber) }.map(String.init)
    }

    /// The words of a name without those before and behind them that are codes, or say that it is a class: of `n02 cat` it is `cat`.
    private static func withoutCode(_ name: String) -> [String] {
        let isCode = { (word: String) in word.contains(where: \.isNumber) || plainWords.contains(word) }
        let named = words(name).drop(while: isCode)
        return Array(named.reversed().drop(while: isCode).reversed())
    }

    private static func digits(_ name: String) -> [Substring] { name.split { !$0.isNumber } }

    /// Whether one letter was left out, put in, or is another, or two stand in the other order.
    private static func isALetterAway(_ a: String, _ b: String) -> Bool {
        let (first, second) = (Array(a), Array(b))
        let before = zip(first, second).prefix { $0 == $1 }.count
        let behind = zip(first.reversed(), second.reversed()).prefix { $0 == $1 }.count
        let kept = min(first.count, second.count)
        if before + behind >= kept { return second.count - first.count <= 1 }
        return first.count == second.count && before + behind == kept - 1 || areTurned(a, b)
    }

    /// Whether two letters beside each other stand in the other order.
    private static func areTurned(_ a: String, _ b: String) -> Bool {
        let (first, second) = (Array(a), Array(b))
        guard first.count == second.count, let at = first.indices.first(where: { first[$0] != second[$0] }),
            at + 1 < first.count
        else { return false }
        return first[at] == second[at + 1] && first[at + 1] == second[at] && first[(at + 2)...] == second[(at + 2)...]
    }
}
