import Drawing
import Markup
import Record

/// Failure modes as cards: what fails, how it stands, how much, and what it looks like.
struct ModeCards {
    /// How many errors there are in all, where modes are shares of them.
    let errors: Double?
    /// What the audit counts: images, objects.
    let nouns: String
    let phrases: Phrases
    let pictureIndex: PictureIndex
    let link: (Reference) -> Referent
    /// Level of the cards' headings.
    var level = 3

    /// Cards of the given findings.
    func html(_ findings: some Sequence<Finding>) -> HTML {
        var html: HTML = "<ol class=\"modes\">\n"
        for finding in findings { html += card(finding) }
        return html + "</ol>\n"
    }

    private func card(_ finding: Finding) -> HTML {
        var heading = phrases.titleHTML(finding.mode)
        if case .page(let href, _) = link(Reference(.finding, finding.id)) {
            heading = "<a href=\"\(href)\">\(heading)</a>"
        }
        let pictures = finding.evidence.prefix(2).map { pictureIndex.pictures(of: $0) }.filter { !$0.isEmpty }
        let rows: [HTML] = pictures.map { "<span class=\"pair\">\($0)</span>" }
        let thumbs: HTML = pictures.isEmpty ? "" : "<div class=\"thumbs\">\(rows.joined())</div>"
        let style: HTML = pictures.isEmpty ? " class=\"bare\"" : ""
        let name = HTML(trusted: "h\(level)")
        return """
            <li\(style)>\(thumbs)<div><\(name)>\(heading)</\(name)><p class="meta">\(phrases.badges(finding))</p>\
            \(amount(finding))\(foot(finding))</div></li>

            """
    }

    private func amount(_ finding: Finding) -> HTML {
        let all = errors ?? 0
        guard finding.errors > 0 else {
            // A mode seen only under a changed input has no errors in the plain evaluation; its measure is what it costs.
            let measure = finding.measure
            return """
                <p><b class="big">\(NumberFormat.format(measure.value, as: measure.unit))</b> \
                <span class="muted">\(NumberFormat.interval(measure.interval, as: measure.unit))</span></p>
                """
        }
        var html: HTML =
            "<p><b class=\"big\">\(NumberFormat.count(finding.errors))</b> \(phrases.errorNoun(finding.errors))"
        guard all > 0, finding.errors > 0 else { return html + "</p>" }
        let share = Double(finding.errors) / all
        let words = phrases(.modeShare, ["share": .text(NumberFormat.format(min(share, 1), as: .proportion))])
        html += " · \(words)</p>"
        html += HTML(trusted: InlineMark.share(share, label: words))
        return html
    }

    private func foot(_ finding: Finding) -> HTML {
        // A card without errors says its measure in large already.
        var notes = [
            finding.errors > 0
                ? phrases.statement(finding.measure, of: finding.mode, nouns)
                : phrases.of(finding.mode, n: finding.measure.n, nouns)
        ]
        if let baseline = finding.comparableBaseline {
            notes.append(
                phrases(.modeBaseline, ["value": .text(NumberFormat.format(baseline.value, as: baseline.unit))]))
        }
        return "<p class=\"muted\">\(notes.joined(separator: " · "))</p>"
    }
}
