import Archive
import Columns
import Drawing
import Markup
import Record

/// Where a page finds the pictures of one audit.
struct PictureIndex {
    let audit: Audit
    let phrases: Phrases
    /// Folder of the page that shows them.
    let pageFolder: String
    /// Ids of what has a page of its own.
    var published: Set<Name> = []

    /// The id of an item, with the way to its page where it has one.
    func name(of item: String) -> HTML {
        guard published.contains(Name(item)) else { return "<code>\(item)</code>" }
        let href = SitePath.relative(SitePath.example(item) + "index.html", from: pageFolder)
        return "<a href=\"\(href)\"><code>\(item)</code></a>"
    }

    /// Pictures of one item: the photo, and the overlay when the archive keeps one.
    func pictures(of item: GalleryItem) -> HTML {
        let words: String
        if let outcome = item.outcome {
            words = phrases(.galleryAltOutcome, ["label": .text(item.label), "outcome": .text(outcome)])
        } else if item.predicted == item.label {
            words = phrases(.galleryAltCorrect, ["label": .text(item.label)])
        } else {
            words = phrases(.galleryAlt, ["label": .text(item.label), "predicted": .text(item.predicted)])
        }
        var html: HTML = ""
        if let photo = audit.picture(of: item.item, .photo) {
            html += image(photo, words)
        }
        if item.wantsOverlay, let overlay = audit.picture(of: item.item, .overlay) {
            html += image(overlay, phrases(.galleryAltOverlay))
        }
        return html
    }

    /// What the colours of the overlays mean, once a gallery.
    var colourBar: HTML {
        let href = SitePath.relative(ColourBar.path, from: pageFolder)
        let opacity = NumberFormat.format(SaliencyOverlay().opacity, as: .proportion)
        return """
            <figure class="colourbar"><img src="\(href)" width="\(ColourBar.width)" height="\(ColourBar.height)" \
            alt="\(phrases(.galleryScaleAlt))"><p class="scale"><span>\(phrases(.galleryScaleLowest))</span>\
            <span>\(phrases(.galleryScaleHalf))</span><span>\(phrases(.galleryScaleHighest))</span></p>\
            <figcaption>\(phrases(.galleryScale, ["opacity": .text(opacity)]))</figcaption></figure>

            """
    }

    func image(_ picture: Picture, _ words: String) -> HTML {
        let href = SitePath.relative(SitePath.picture(picture, of: audit.version.name), from: pageFolder)
        return """
            <img src="\(href)" width="\(picture.width)" height="\(picture.height)" alt="\(words)" loading="lazy">
            """
    }
}

extension Gallery {
    /// Most items on one page.
    static let mostItems = 60

    /// The items with their pictures, what was predicted and with what confidence.
    func html(_ pictureIndex: PictureIndex) -> HTML {
        var html: HTML = "<ul class=\"gallery\">\n"
        for item in items.prefix(Self.mostItems) { html += card(item, pictureIndex) }
        html += "</ul>\n"
        if pictureIndex.audit.showsHeatmap(items.prefix(Self.mostItems)) { html += pictureIndex.colourBar }
        let shown = min(items.count, Self.mostItems)
        if total > shown {
            html +=
                "<p class=\"muted\">\(pictureIndex.phrases(.galleryShown, ["share": .text(NumberFormat.share(shown, of: total))]))</p>\n"
        }
        return html
    }

    private func card(_ item: GalleryItem, _ pictureIndex: PictureIndex) -> HTML {
        let pictures = pictureIndex.pictures(of: item)
        let shown: HTML =
            pictures.isEmpty
            ? "<p class=\"nopicture\">\(pictureIndex.phrases(pictureIndex.audit.isWithheld(item.item) ? .galleryTakenDown : .galleryNoPicture))</p>"
            : "<div class=\"pair\">\(pictures)</div>"
        let isRight = item.label == item.predicted
        let outcome = item.outcome
        let verb: HTML =
            isRight
            ? "<span class=\"good\">✓ \(pictureIndex.phrases(.galleryCorrect))</span>"
            : outcome.map { "\($0)" } ?? "\(pictureIndex.phrases(.galleryPredictedAs)) <b>\(item.predicted)</b>"
        var lines: HTML = "<p class=\"said\"><b>\(item.label)</b> \(verb)</p>"
        lines += "<p class=\"sure\">"
        var notes: [String] = []
        if outcome == nil, item.isUnscored != true {
            notes.append(
                item.score.map {
                    pictureIndex.phrases(.galleryScore, ["score": .text(NumberFormat.format($0, as: .raw))])
                }
                    ?? pictureIndex.phrases(
                        .galleryConfidence, ["confidence": .text(NumberFormat.format(item.confidence, as: .score))]))
        }
        if let before = item.baselinePredicted {
            notes.append(pictureIndex.phrases(.galleryBaseline, ["predicted": .text(item.baselineOutcome ?? before)]))
        }
        lines += "\(notes.joined(separator: " · "))"
        lines += "</p>"
        if !item.chips.isEmpty {
            let chips: [HTML] = item.chips.map { "<li>\($0.attribute.text) <b>\($0.value.text)</b></li>" }
            lines += "<ul class=\"chips\" aria-label=\"Attributes\">\(chips.joined())</ul>"
        }
        lines += "<p class=\"item\">\(pictureIndex.name(of: item.item))</p>"
        return "<li>\(shown)\(lines)</li>\n"
    }

    /// The items as a table, for CSV.
    var table: Table {
        Table(
            columns: [
                Table.Column("item", "Image"), Table.Column("label", "Label"), Table.Column("predicted", "Predicted"),
                Table.Column("confidence", "Confidence", .number),
                Table.Column("baseline_predicted", "Baseline predicted"),
            ],
            rows: items.map { item in
                [
                    .text(item.item), .text(item.label), .text(item.predicted),
                    item.isUnscored == true
                        ? .none("no confidence")
                        : item.score.map { .number($0, .raw) } ?? .number(item.confidence, .proportion),
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
    func showsHeatmap(_ items: some Sequence<GalleryItem>) -> Bool {
        items.contains { $0.wantsOverlay && picture(of: $0.item, .overlay) != nil }
    }
}
