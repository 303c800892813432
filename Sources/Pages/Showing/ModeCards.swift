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

    /// Cards of the given findings, each by itself.
    func html(_ findings: some Sequence<Finding>) -> HTML { html(findings.map { FailureStory($0) }) }

    /// Cards of the given stories: the leading mode, with the others as links.
    func html(_ stories: some Sequence<FailureStory>) -> HTML {
        var html: HTML = "<ol class=\"modes\">\n"
        for story in stories { html += card(story) }
        return html + "</ol>\n"
    }

    private func title(_ finding: Finding) -> HTML {
        let title = phrases.titleHTML(finding.mode)
        guard case .page(let href, _) = link(Reference(.finding, finding.id)) else { return title }
        return "<a href=\"\(href)\">\(title)</a>"
    }

    private func card(_ story: FailureStory) -> HTML {
        let finding = story.lead
        let heading = title(finding)
        let pictures = finding.evidence.prefix(2).map { pictureIndex.pictures(of: $0) }.filter { !$0.isEmpty }
        let rows: [HTML] = pictures.map { "<span class=\"pair\">\($0)</span>" }
        let thumbs: HTML = pictures.isEmpty ? "" : "<div class=\"thumbs\">\(rows.joined())</div>"
        let style: HTML = pictures.isEmpty ? " class=\"bare\"" : ""
        let name = HTML(trusted: "h\(level)")
        return """
            <li\(style)>\(thumbs)<div><\(name)>\(heading)</\(name)><p class="meta">\(phrases.badges(finding))</p>\
            \(amount(story))\(foot(finding))\(related(story))</div></li>

            """
    }

    private func related(_ story: FailureStory) -> HTML {
        guard !story.related.isEmpty else { return "" }
        let links: [HTML] = story.related.map { "\(title($0)) (\(NumberFormat.count($0.errors)))" }
        return "<p class=\"muted\">\(phrases(.modeRelated)) \(links.joined(separator: " · "))</p>"
    }

    /// Of a class that regressed, only what is newly wrong counts.
    private func noun(_ finding: Finding) -> String {
        if case .classRegression = finding.mode {
            return phrases(.modeNewErrorNoun, ["errors": .count(finding.errors)])
        }
        return phrases.errorNoun(finding.errors)
    }

    private func amount(_ story: FailureStory) -> HTML {
        let (finding, all) = (story.lead, errors ?? 0)
        guard finding.errors > 0 else {
            // A mode seen only under a changed input has no errors in the plain evaluation; its measure is what it costs.
            let measure = finding.measure
            return """
                <p><b class="big">\(NumberFormat.format(measure.value, as: measure.unit))</b> \
                <span class="muted">\(NumberFormat.interval(measure.interval, as: measure.unit))</span></p>
                """
        }
        var html: HTML =
            "<p><b class=\"big\">\(NumberFormat.count(finding.errors))</b> \(noun(finding))"
        if story.countedBefore > 0 {
            let above = phrases(.modeCountedAbove, ["errors": .count(story.countedBefore)])
            html += " <span class=\"muted\">\(above)</span>"
        }
        guard all > 0, !finding.mode.isErrorType else { return html + "</p>" }
        let share = Double(finding.errors) / all
        let words = phrases(.modeShare, ["share": .text(NumberFormat.format(min(share, 1), as: .proportion))])
        html += " · \(words)</p>"
        html += HTML(trusted: InlineMark.share(share, label: words))
        return html
    }

    private func statement(_ finding: Finding) -> String {
        if case .classRegression = finding.mode { return phrases.errorRate(finding.measure, of: finding.mode, nouns) }
        return phrases.statement(finding.measure, of: finding.mode, nouns)
    }

    private func foot(_ finding: Finding) -> HTML {
        // A card without errors says its measure in large already.
        var notes = [
            finding.errors > 0 ? statement(finding) : phrases.of(finding, nouns)
        ]
        if let baseline = finding.comparableBaseline {
            notes.append(
                phrases(.modeBaseline, ["value": .text(NumberFormat.format(baseline.value, as: baseline.unit))]))
        }
        return "<p class=\"muted\">\(notes.joined(separator: " · "))</p>"
    }
}
