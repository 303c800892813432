import Diagnostics
import Drawing
import Markup
import Record

/// What an audit could not say, with the weight of a result.
struct NotMeasured {
    let audit: Audit
    let facts: FactIndex
    let phrases: Phrases

    /// Heading, id of the page and reason.
    var entries: [(title: String, section: String?, reason: String)] {
        var entries: [(String, String?, String)] = audit.sections.compactMap { section in
            switch section.status {
            case .notMeasured(let reason): (section.title, section.id, reason)
            case .failed: (section.title, section.id, phrases(.pageEntryFailed))
            case .examined: nil
            }
        }
        for gate in audit.gates where gate.state == .notMeasured {
            let section = gate.fact.split(separator: "/").first.map(String.init)
            if entries.contains(where: { $0.1 == section }) { continue }
            entries.append((phrases.rule(gate, facts), nil, phrases.reason(gate, in: audit) ?? phrases(.gateNotStated)))
        }
        for remark in audit.remarks { entries.append(("Remark", nil, remark)) }
        return entries
    }

    var isEmpty: Bool { entries.isEmpty }

    func html(_ link: (Reference) -> Referent) -> HTML {
        // One input that is not there may be what several analyses need.
        var reasons: [String] = []
        var titles: [String: [HTML]] = [:]
        for entry in entries {
            var title: HTML = "\(entry.title)"
            if let id = entry.section, case .page(let href, _) = link(Reference(.section, id)) {
                title = "<a href=\"\(href)\">\(entry.title)</a>"
            }
            if titles[entry.reason] == nil { reasons.append(entry.reason) }
            titles[entry.reason, default: []].append(title)
        }
        var html: HTML = "<ul class=\"notm\">\n"
        for reason in reasons {
            html += "<li><b>\((titles[reason] ?? []).joined(separator: ", "))</b>: \(reason)</li>\n"
        }
        return html + "</ul>\n"
    }
}
