import Drawing
import Markup
import Record

/// Four headline numbers at most, each with its interval, n and what changed.
struct Tiles {
    let audit: Audit

    /// Candidates in order of weight; the first four that an audit defines are shown.
    private static let paths = [
        "headline/accuracy", "detection/ap", "detection/found", "detection/missed",
        "detection-calibration/dece", "headline/worst_recall", "calibration/ece", "comparison/net_change",
        "headline/macro_f1", "headline/balanced_accuracy", "headline/log_loss", "headline/brier",
    ]
    private static let most = 4

    /// The tiles, or nothing when the audit states none of them.
    var html: HTML {
        var tiles: [HTML] = []
        for path in Self.paths where tiles.count < Self.most {
            if path == "comparison/net_change" {
                if let changed { tiles.append(changed) }
            } else if let fact = audit.fact(at: path), fact.value != nil {
                tiles.append(tile(path, fact))
            }
        }
        guard !tiles.isEmpty else { return "" }
        return "<div class=\"tiles\" role=\"group\" aria-label=\"Headline numbers\">\n\(tiles.joined())</div>\n"
    }

    private func tile(_ path: String, _ fact: Fact) -> HTML {
        let parts = NumberFormat.parts(fact: fact)
        var small: HTML = ""
        if !parts.unit.isEmpty { small = "<small>\u{202F}\(parts.unit)</small>" }
        var known: [String] = []
        if path == "headline/worst_recall",
            let name = audit.section("headline")?.terms.first(where: { $0.id == "worst_class" })
        {
            known.append("class " + name.text)
        }
        if let interval = fact.interval { known.append(NumberFormat.interval(interval, as: fact.unit)) }
        if let floor = fact.floor { known.append("floor " + NumberFormat.format(floor, as: fact.unit)) }
        known.append(NumberFormat.n(fact.n))
        return """
            <div class="tile"><p class="k">\(Self.heading(path))</p><p class="v">\(parts.number)\(small)</p>\
            <p class="ci">\(known.joined(separator: " · "))</p>\(change(path, fact))</div>

            """
    }

    private static func heading(_ path: String) -> String {
        switch path {
        case "headline/worst_recall": "Worst class, recall"
        case "detection/found": "Objects found"
        case "detection/missed": "Objects missed"
        case "detection-calibration/dece": "Calibration error of scores"
        case "calibration/ece": "Calibration error"
        default: FactNames.heading(path)
        }
    }

    /// What moved against the baseline; for accuracy with what the paired comparison makes of it.
    private func change(_ path: String, _ fact: Fact) -> HTML {
        guard let name = audit.baseline?.version else { return "" }
        if path == "headline/accuracy", let section = audit.section("comparison"),
            let change = section.fact("accuracy_change"), let value = change.value
        {
            let ends = change.interval.map { " " + NumberFormat.interval($0, as: change.unit) } ?? ""
            let words = NumberFormat.format(value, as: change.unit) + " against " + name + ends
            if section.holds("worse") { return "<p class=\"d bad\">\(words) worse</p>" }
            if section.holds("better") { return "<p class=\"d good\">\(words) better</p>" }
            return "<p class=\"d\">\(words) <span class=\"muted\">not distinguishable</span></p>"
        }
        guard let change = NumberFormat.change(of: fact) else { return "" }
        let ends = interval(ofChange: path, fact).map { " " + NumberFormat.change($0, of: fact.unit) } ?? ""
        return "<p class=\"d\">\(change) against \(name)\(ends)</p>"
    }

    /// The paired interval of what moved: the fact's own, that of the comparison for the share of objects found, or for
    /// the class that is worst now that of its recall.
    private func interval(ofChange path: String, _ fact: Fact) -> Interval? {
        if path == "detection/found" { return audit.fact(at: "detection-comparison/change")?.interval }
        guard path == "headline/worst_recall" else { return fact.change }
        let name = audit.section("headline")?.terms.first { $0.id == "worst_class" }?.text
        return name.flatMap { audit.fact(at: "comparison/recall_change@class=" + $0)?.interval }
    }

    /// Answers that changed against the baseline.
    private var changed: HTML? {
        guard let fixed = audit.fact(at: "comparison/fixed"), let broken = audit.fact(at: "comparison/broken"),
            let gained = fixed.value, let lost = broken.value
        else { return nil }
        var known: [String] = []
        if let p = audit.fact(at: "comparison/p")?.value { known.append("McNemar " + NumberFormat.pValue(p)) }
        known.append(NumberFormat.n(fixed.n))
        let both = audit.fact(at: "comparison/both_wrong")?.value
        let last: HTML = both.map { "<p class=\"d\">\(NumberFormat.format($0, as: .count)) wrong in both</p>" } ?? ""
        return """
            <div class="tile"><p class="k">Changed answers</p><p class="v">\(NumberFormat.format(gained, as: .count))\
            <small> fixed</small> \(NumberFormat.format(lost, as: .count))<small> broken</small></p>\
            <p class="ci">\(known.joined(separator: " · "))</p>\(last)</div>

            """
    }
}
