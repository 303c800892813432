import Drawing
import Markup
import Record

/// Four headline numbers at most, each with its interval, n and what changed.
struct Tiles {
    let audit: Audit
    let facts: FactIndex
    let phrases: Phrases

    private static let most = 4

    /// The tiles, or nothing when the audit states none of them.
    var html: HTML {
        var tiles: [HTML] = []
        for entry in facts.tiles where tiles.count < Self.most {
            if entry.spec.role == .fixed {
                if let changed = changed(entry) { tiles.append(changed) }
            } else if let fact = audit.fact(at: entry.path), fact.value != nil {
                tiles.append(tile(entry, fact))
            }
        }
        guard !tiles.isEmpty else { return "" }
        return "<div class=\"tiles\" role=\"group\" aria-label=\"Headline numbers\">\n\(tiles.joined())</div>\n"
    }

    private func tile(_ entry: FactIndex.Entry, _ fact: Fact) -> HTML {
        let parts = NumberFormat.parts(fact: fact)
        var small: HTML = ""
        if !parts.unit.isEmpty { small = "<small>\u{202F}\(parts.unit)</small>" }
        var known: [String] = []
        if let name = facts.className(entry, in: audit) { known.append(phrases(.tileClass, ["class": .text(name)])) }
        if let interval = fact.interval {
            let ends = NumberFormat.interval(interval, as: fact.unit)
            // Wider than that of the class by itself, which a gate on it has: it was chosen for how it came out.
            known.append(
                interval.method == "simultaneous" ? phrases(.tileChosen, ["interval": .text(ends)]) : ends)
        }
        if let floor = fact.floor {
            known.append(phrases(.tileFloor, ["floor": .text(NumberFormat.format(floor, as: fact.unit))]))
        }
        known.append(NumberFormat.n(fact.n))
        return """
            <div class="tile"><p class="k">\(entry.spec.tile?.heading ?? facts.heading(entry.path))</p>\
            <p class="v">\(parts.number)\(small)</p>\
            <p class="ci">\(known.joined(separator: " · "))</p>\(change(entry, fact))</div>

            """
    }

    /// What moved against the baseline; for the whole with what the paired comparison makes of it.
    private func change(_ entry: FactIndex.Entry, _ fact: Fact) -> HTML {
        guard let name = audit.baseline?.version else { return "" }
        if entry.spec.role == .whole, let role = entry.spec.change,
            let (section, change) = facts.stated(role, in: audit), let value = change.value
        {
            let words = moved(
                NumberFormat.format(value, as: change.unit), name,
                change.interval.map { NumberFormat.interval($0, as: change.unit) },
                on: change.n == fact.n ? nil : change.n)
            if section.holds(.worse) { return "<p class=\"d bad\">\(words) \(phrases(.tileWorse))</p>" }
            if section.holds(.better) { return "<p class=\"d good\">\(words) \(phrases(.tileBetter))</p>" }
            return "<p class=\"d\">\(words) <span class=\"muted\">\(phrases(.tileNotSignificant))</span></p>"
        }
        guard let change = NumberFormat.change(of: fact) else { return "" }
        let words = moved(
            change, name,
            facts.changeInterval(entry.path, fact, in: audit).map { NumberFormat.change($0, of: fact.unit) },
            ofClass: entry.spec.classTerm != nil)
        if let isBetter = MovedNumbers(audit: audit, facts: facts).isBetter(entry) {
            return isBetter
                ? "<p class=\"d good\">\(words) \(phrases(.tileBetter))</p>"
                : "<p class=\"d bad\">\(words) \(phrases(.tileWorse))</p>"
        }
        return "<p class=\"d\">\(words)</p>"
    }

    /// The change in words; `part` is how many it is on where that is not all. The worst class may be another than before, and its
    /// change is that of the same class.
    private func moved(
        _ change: String, _ baseline: String, _ interval: String?, on part: Int? = nil, ofClass: Bool = false
    ) -> String {
        phrases(
            .tileChange,
            [
                "change": .text(change), "baseline": .text(baseline), "interval": .text(interval ?? ""),
                "has.interval": .flag(interval != nil), "n": .text(part.map(NumberFormat.count) ?? ""),
                "has.part": .flag(part != nil), "is.class": .flag(ofClass),
            ])
    }

    /// Prediction flips against the baseline.
    private func changed(_ entry: FactIndex.Entry) -> HTML? {
        guard let fixed = audit.fact(at: entry.path), let gained = fixed.value,
            let lost = facts.fact(.broken, in: audit)?.value
        else { return nil }
        var known: [String] = []
        if let p = facts.fact(.changeP, in: audit)?.value {
            known.append(phrases(.tileTest, ["p": .text(NumberFormat.pValue(p))]))
        }
        known.append(NumberFormat.n(fixed.n))
        let both = facts.fact(.bothWrong, in: audit)?.value
        let last: HTML =
            both.map {
                let words = phrases(.tileBothIncorrect, ["count": .text(NumberFormat.format($0, as: .count))])
                return "<p class=\"d\">\(words)</p>"
            } ?? ""
        return """
            <div class="tile"><p class="k">\(entry.spec.tile?.heading ?? facts.heading(entry.path))</p>\
            <p class="v">\(NumberFormat.format(gained, as: .count))\
            <small> \(phrases(.tileFixed))</small> \(NumberFormat.format(lost, as: .count))<small> \(phrases(.tileRegressed))</small></p>\
            <p class="ci">\(known.joined(separator: " · "))</p>\(last)</div>

            """
    }
}
