// Which labels are looked at first: those that a confident model disputes, then the other errors, each by what the
// model leaves for other classes than the label. An image much like one that is in the list already teaches less, so it moves back.

import Archive
import Record

/// Images in the order in which a second look at their label is worth most.
public struct LabellingQueue: Sendable {
    /// An image.
    public struct Entry: Sendable {
        /// Its id.
        public let image: String
        /// Its file, where the archive keeps it.
        public let file: String?
        /// Its label.
        public let label: String
        /// What the model gives it.
        public let predicted: String
        /// The class that the model is sure of in place of the label; `nil` where it is sure of none.
        public let suggested: String?
        /// What the model leaves for other classes than the label, 0...1.
        public let otherProbability: Double
        /// Failure modes that cover its error, by id.
        public let modes: [String]

        /// Whether the model disputes the label confidently.
        public var isSuspect: Bool { suggested != nil }
    }

    /// Why there is no queue.
    public enum Missing: Sendable {
        /// The model gives no probability of the label.
        case probabilities
        /// Where it is sure, it is not often enough of the label.
        case tooWeak
        /// The archive was written before it kept the list.
        case notKept
    }

    /// How much less the next image with the same label and the same prediction counts.
    public static let discount = 0.95

    /// The images, first first.
    public let entries: [Entry]
    /// Why there are none.
    public let missing: Missing?

    /// Those of a failure mode.
    public func entries(of mode: String) -> [Entry] { entries.filter { $0.modes.contains(mode) } }
    /// How many labels the model disputes confidently.
    public var suspects: Int { entries.count(where: \.isSuspect) }

    /// The queue of an audit.
    public init(_ archived: ArchivedAudit) {
        let (audit, table) = (archived.audit, archived.outcomes)
        let section = audit.section("label-suspects")
        let places = table.wrongPlaces
        guard let disputed = section?.disputed, disputed.images.count == places.count else {
            entries = []
            missing =
                section.map { section in
                    if section.status != .examined { return .probabilities }
                    return section.holds("too_weak") ? .tooWeak : .notKept
                } ?? .probabilities
            return
        }
        missing = nil
        let covering = audit.findings.compactMap { finding in
            finding.covers.flatMap { $0.total == places.count ? (finding.id, $0) : nil }
        }
        let classes = audit.dataset.classes
        func name(_ code: Int) -> String { code >= 0 && code < classes.count ? classes[code] : "" }
        let found = places.indices.map { error in
            Entry(
                image: disputed.images[error], file: disputed.files?[error],
                label: name(Int(table.labels[places[error]])),
                predicted: name(Int(table.predicted[places[error]])), suggested: disputed.suggested[error].map(name),
                otherProbability: 1 - disputed.ownProbability[error],
                modes: covering.filter { $0.1.contains(error) }.map(\.0))
        }.sorted { a, b in
            if a.isSuspect != b.isSuspect { return a.isSuspect }
            return a.otherProbability != b.otherProbability
                ? a.otherProbability > b.otherProbability : a.image < b.image
        }
        var seen: [String: Double] = [:]
        let worth = found.map { entry -> Double in
            let key = "\(entry.isSuspect)\u{0}\(entry.label)\u{0}\(entry.predicted)"
            defer { seen[key, default: 1] *= Self.discount }
            return entry.otherProbability * seen[key, default: 1]
        }
        entries = found.indices.sorted { a, b in
            if found[a].isSuspect != found[b].isSuspect { return found[a].isSuspect }
            return worth[a] != worth[b] ? worth[a] > worth[b] : a < b
        }.map { found[$0] }
    }
}

extension OutcomeTable {
    /// The rows that are wrong, in their order: that of the bits of an ``ErrorSet``.
    var wrongPlaces: [Int] { ids.indices.filter { labels[$0] != predicted[$0] } }
}

extension Chronicle {
    /// What new labels changed, from each audit to the next on a data set of the same name; only where a label is another.
    public var relabellings: [(from: ArchivedAudit, to: ArchivedAudit, change: Relabelling)] {
        zip(audits, audits.dropFirst()).compactMap { old, new in
            guard old.audit.task == .classification, new.audit.task == .classification,
                old.audit.dataset.name == new.audit.dataset.name,
                let change = Relabelling(
                    from: old.outcomes, old.audit.dataset.classes, to: new.outcomes, new.audit.dataset.classes),
                change.relabelled > 0
            else { return nil }
            return (old, new, change)
        }
    }
}
