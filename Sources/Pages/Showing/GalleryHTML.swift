import Archive
import Columns
import Drawing
import Markup
import Record

/// Where a page finds the pictures of one audit.
struct PictureShelf {
    let audit: Audit
    /// Folder of the version's pages, from which its pictures hang.
    let versionFolder: String
    /// Folder of the page that shows them.
    let pageFolder: String

    /// Pictures of one item: the photo, and the overlay when the archive keeps one.
    func pictures(of item: GalleryItem) -> HTML {
        let words = item.predicted.asOutcome.map { "\(item.label), \($0)" } ?? "\(item.label) read as \(item.predicted)"
        var html: HTML = ""
        if let photo = audit.picture(of: item.item, .photo) {
            html += image(photo, item.predicted == item.label ? "\(item.label), read correctly" : words)
        }
        if item.wantsOverlay, let overlay = audit.picture(of: item.item, .overlay) {
            html += image(overlay, "the same item under its saliency map")
        }
        return html
    }

    /// What the colours of the overlays mean, once a gallery.
    var colourBar: HTML {
        let href = SitePath.relative(ColourBar.path, from: pageFolder)
        let opacity = NumberFormat.format(SaliencyOverlay().opacity, as: .proportion)
        return """
            <figure class="colourbar"><img src="\(href)" width="\(ColourBar.width)" height="\(ColourBar.height)" \
            alt="colour scale from black over purple and orange to yellow"><p class="scale"><span>lowest</span>\
            <span>half</span><span>highest of each map</span></p><figcaption>Saliency, each map on its own scale; the \
            photo shows through where it is low, and \(opacity) is covered at the highest.</figcaption></figure>

            """
    }

    private func image(_ picture: Picture, _ words: String) -> HTML {
        let href = SitePath.relative(versionFolder + picture.file, from: pageFolder)
        return """
            <img src="\(href)" width="\(picture.width)" height="\(picture.height)" alt="\(words)" loading="lazy" \
            decoding="async">
            """
    }
}

extension Gallery {
    /// Most items on one page.
    static let mostItems = 60

    /// The items with their pictures, what the model said and how sure it was.
    func html(_ shelf: PictureShelf) -> HTML {
        var html: HTML = "<ul class=\"gallery\">\n"
        for item in items.prefix(Self.mostItems) { html += card(item, shelf) }
        html += "</ul>\n"
        if shelf.audit.showsHeat(items.prefix(Self.mostItems)) { html += shelf.colourBar }
        let shown = min(items.count, Self.mostItems)
        if total > shown {
            html += "<p class=\"muted\">\(NumberFormat.share(shown, of: total)) shown.</p>\n"
        }
        return html
    }

    private func card(_ item: GalleryItem, _ shelf: PictureShelf) -> HTML {
        let pictures = shelf.pictures(of: item)
        let shown: HTML =
            pictures.isEmpty
            ? "<p class=\"nopicture\">no picture kept</p>" : "<div class=\"pair\">\(pictures)</div>"
        let isRight = item.label == item.predicted
        let outcome = item.predicted.asOutcome
        let verb: HTML =
            isRight
            ? "<span class=\"good\">✓ read correctly</span>"
            : outcome.map { "\($0)" } ?? "read as <b>\(item.predicted)</b>"
        var lines: HTML = "<p class=\"said\"><b>\(item.label)</b> \(verb)</p>"
        lines += "<p class=\"sure\">"
        var said: [String] = []
        if outcome == nil {
            said.append(
                item.score.map { "scores \(NumberFormat.format($0, as: .raw))" }
                    ?? "says \(NumberFormat.format(item.confidence, as: .proportion))")
        }
        if let before = item.baselinePredicted {
            said.append(before.asOutcome.map { "baseline: \($0)" } ?? "baseline said \(before)")
        }
        lines += "\(said.joined(separator: " · "))"
        lines += "</p>"
        if !item.chips.isEmpty {
            let chips: [HTML] = item.chips.map { "<li>\($0.attribute.text) <b>\($0.value.text)</b></li>" }
            lines += "<ul class=\"chips\" aria-label=\"Attributes\">\(chips.joined())</ul>"
        }
        lines += "<p class=\"item\"><code>\(item.item)</code></p>"
        return "<li>\(shown)\(lines)</li>\n"
    }

    /// The items as a table, for CSV.
    var table: Table {
        Table(
            columns: [
                Table.Column("item", "Item"), Table.Column("label", "Label"), Table.Column("predicted", "Predicted"),
                Table.Column("confidence", "Confidence", .number), Table.Column("baseline_predicted", "Baseline said"),
            ],
            rows: items.map { item in
                [
                    .text(item.item), .text(item.label), .text(item.predicted),
                    item.score.map { .number($0, .raw) } ?? .number(item.confidence, .proportion),
                    item.baselinePredicted.map { .text($0) } ?? .none(""),
                ]
            })
    }
}

/// The picture of the saliency colour scale.
enum ColourBar {
    static let path = "assets/saliency-scale.png"
    static let width = 256
    static let height = 12

    /// Its PNG bytes.
    static var bytes: [UInt8] { PNGEncoder.encode(SaliencyOverlay().colours.bar(width: width, height: height)) }
}

extension Audit {
    /// Whether one of these items is shown under its saliency map too.
    func showsHeat(_ items: some Sequence<GalleryItem>) -> Bool {
        items.contains { $0.wantsOverlay && picture(of: $0.item, .overlay) != nil }
    }
}

extension String {
    /// An outcome that is no class, such as a missed object, is written in brackets and has no confidence.
    fileprivate var asOutcome: String? {
        hasPrefix("(") && hasSuffix(")") ? String(dropFirst().dropLast()) : nil
    }
}
