import Drawing
import Markup
import Record

/// Failure modes as cards: what fails, how it stands, how much, and what it looks like.
struct ModeCards {
    /// How many items are wrong in all, where modes are shares of them.
    let errors: Double?
    let shelf: PictureShelf
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
        var heading = finding.mode.titleHTML
        if case .page(let href, _) = link(Reference(.finding, finding.id)) {
            heading = "<a href=\"\(href)\">\(heading)</a>"
        }
        let pictures = finding.evidence.prefix(2).map { shelf.pictures(of: $0) }.filter { !$0.isEmpty }
        let rows: [HTML] = pictures.map { "<span class=\"pair\">\($0)</span>" }
        let thumbs: HTML = pictures.isEmpty ? "" : "<div class=\"thumbs\">\(rows.joined())</div>"
        let style: HTML = pictures.isEmpty ? " class=\"bare\"" : ""
        let name = HTML(trusted: "h\(level)")
        return """
            <li\(style)>\(thumbs)<div><\(name)>\(heading)</\(name)><p class="meta">\(finding.badges)</p>\
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
            "<p><b class=\"big\">\(NumberFormat.count(finding.errors))</b> \(finding.errors == 1 ? "error" : "errors")"
        guard all > 0, finding.errors > 0 else { return html + "</p>" }
        let share = Double(finding.errors) / all
        html += " · \(NumberFormat.format(min(share, 1), as: .proportion)) of all</p>"
        html += HTML(trusted: InlineMark.share(share, label: "share of all errors"))
        return html
    }

    private func foot(_ finding: Finding) -> HTML {
        // A card without errors says its measure in large already.
        var notes = [finding.errors > 0 ? finding.rateStatement : finding.mode.rateWords(n: finding.measure.n)]
        if let baseline = finding.baseline {
            notes.append("baseline \(NumberFormat.format(baseline.value, as: baseline.unit))")
        }
        return "<p class=\"muted\">\(notes.joined(separator: " · "))</p>"
    }
}

extension Finding {
    /// How it stands: finding or lead, and against the baseline.
    var badges: HTML {
        var html = Mark(standing).badge()
        if let trend { html += " \(Mark(trend).badge())" }
        return html + " <span class=\"kind\">\(mode.kindWords)</span>"
    }

    /// `17.3 % [11.8, 24.6] of 133 items of class 8`.
    var rateStatement: String { mode.statement(of: measure) }
}

extension FailureMode {
    /// A measure of this mode in words: its value, its interval and what it is of.
    func statement(of measure: Measure) -> String {
        NumberFormat.format(measure.value, as: measure.unit) + " "
            + NumberFormat.interval(measure.interval, as: measure.unit) + " " + rateWords(n: measure.n)
    }
}
