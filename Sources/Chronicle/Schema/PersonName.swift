import Foundation

/// Names of people and roles, as somebody reads them.
enum PersonName {
    /// A name without letter case, accents, width, blanks and what cannot be seen: two spellings of it are one person.
    static func folded(_ name: String) -> String {
        let plain = name.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
        return String(String.UnicodeScalarView(plain.unicodeScalars.filter { CharacterSet.alphanumerics.contains($0) }))
    }
}
