// What stands at the foot of each printed sheet of a version's pages: which version it is, and of which archive. A sheet that is
// passed on alone still says what it is of.

import Diagnostics

/// The style sheet for paper that a version's pages share. It stands beside them and not in them: the digest changes with
/// every audit, and in each page one changed number would change them all. Boxes in the margin of a sheet take no room of the
/// page and cover nothing; a screen has none, and nobody is read them. A browser that knows no such boxes prints what it did.
struct SheetFoot {
    /// Its file, in the version's folder.
    static let file = "print.css"

    /// The file's text.
    let css: String

    /// The foot of a version's sheets. Twelve digits tell two archives apart; the overview and the page of provenance have all.
    init(_ version: VersionPages) {
        let dataset = version.map.dataset
        let words = version.map.phrases(
            .pageSheet,
            [
                "site": .text(version.audit.title), "version": .text(version.name), "dataset": .text(dataset ?? ""),
                "has.dataset": .flag(dataset != nil), "seal": .text(String(version.archived.seal.prefix(12))),
            ])
        let look = "font:8px system-ui,sans-serif;color:#444"
        css = """
            @page{@bottom-left{content:"\(Self.escaped(words))";\(look)}
            @bottom-right{content:counter(page) " / " counter(pages);\(look)}}

            """
    }

    /// A text as a string of a style sheet holds it, in ASCII: whatever a name is made of, it ends neither the string nor the
    /// element of a page that holds the sheet whole (CSS Syntax 3, "Consume an escaped code point").
    static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in TerminalText.visible(text).unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", " ", ".", ",", ":", "-", "_": out.unicodeScalars.append(scalar)
            default: out += "\\" + String(scalar.value, radix: 16) + " "
            }
        }
        return out
    }
}
