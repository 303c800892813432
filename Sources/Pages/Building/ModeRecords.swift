import Chronicle
import Drawing
import Markup
import Record

/// What records say of a failure mode: on its page, and as a cell of the inventory.
struct ModeRecords {
    let map: SiteMap
    let mode: TrackedMode
    let review: ModeReview
    private var phrases: Phrases { map.phrases }

    /// `nil` of a mode that is not in the inventory.
    init?(_ map: SiteMap, _ mode: TrackedMode) {
        guard let review = map.reviews[mode.id] else { return nil }
        (self.map, self.mode, self.review) = (map, mode, review)
    }

    private var playbooks: [PlaybookRecord] { map.chronicle.records.playbooks(for: mode.finding.mode, ids: mode.ids) }

    /// Whether there is anything to say.
    var isEmpty: Bool { review.records.isEmpty && playbooks.isEmpty && review.owner == nil }

    /// Where it stands, in words.
    var words: String {
        switch review.state {
        case .unreviewed: phrases(.reviewNone)
        case .seen: phrases(.reviewSeen)
        case .inRemediation: phrases(.reviewRemediation)
        case .accepted: phrases(.reviewAccepted)
        case .muted(let day): phrases(.reviewMuted, ["day": .text(day.description)])
        }
    }

    var badge: HTML {
        switch review.state {
        case .unreviewed:
            ModeReview.isUrgent(mode, review) ? Mark.undecided.badge(words) : "<span class=\"muted\">\(words)</span>"
        case .seen: Mark.neutral.badge(words)
        case .inRemediation: Mark.undecided.badge(words)
        case .accepted, .muted: Mark.waived.badge(words)
        }
    }

    /// Review state, owner, records and playbooks, on a page in `folder`.
    func sheet(on folder: String) -> HTML {
        let link = map.link(from: folder)
        func named(_ id: String, _ kind: Reference.Kind) -> HTML {
            if case .page(let href, _) = link(Reference(kind, id)) { return "<a href=\"\(href)\">\(id)</a>" }
            return "\(id)"
        }
        var rows: [(String, HTML)] = [(phrases(.reviewTitle), badge)]
        if let owner = review.owner { rows.append((phrases(.reviewOwner), "\(owner)")) }
        let ids: [HTML] = review.records.map { id in
            named(id, RecordKind(ofID: id).map { Reference.Kind($0) } ?? .action)
        }
        if !ids.isEmpty { rows.append((phrases(.reviewRecords), ids.joined(separator: ", "))) }
        let books: [HTML] = playbooks.map { "\(named($0.id, .playbook)) \($0.title)" }
        if !books.isEmpty { rows.append((phrases(.reviewPlaybooks), RecordSheet.list(books))) }
        return RecordSheet.sheet(rows)
    }
}
