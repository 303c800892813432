// Which labels are looked at first: those that a confident model disputes, then the other errors, each by how much the model
// says against the label. An image much like one that is in the list already teaches less, so it moves back.

import Archive
import Record

/// Images in the order in which a second look at their labels is worth most.
public struct LabellingQueue: Sendable {
    /// What the model says against the label of an image.
    public struct ImageDispute: Sendable {
        /// The label.
        public let label: String
        /// What the model gives it.
        public let predicted: String
        /// The class that the model is sure of in place of the label; `nil` where it is sure of none.
        public let suggested: String?
        /// What the model leaves for other classes than the label, 0...1.
        public let otherProbability: Double
    }

    /// What a detector says against the label of an object, or against there being none.
    public struct ObjectDispute: Sendable {
        /// What may be wrong.
        public let doubt: LabelDoubt
        /// The class that is labelled there; `nil` where nothing is.
        public let label: String?
        /// The class that is detected.
        public let predicted: String
        /// The detection and what is labelled.
        public let dispute: DisputedObjects.Dispute
    }

    /// What a multi-label model says against a label of an image, or against its not being there.
    public struct LabelDispute: Sendable {
        /// The label.
        public let label: String
        /// What may be wrong, and what the model says.
        public let dispute: DisputedLabelSets.Dispute
    }

    /// An image.
    public struct Entry: Sendable {
        /// Its id.
        public let image: String
        /// Its file, where the archive keeps it.
        public let file: String?
        /// Width and height in pixels, where the archive keeps them.
        public let size: (width: Double, height: Double)?
        /// What is said against its one label; `nil` of a detector, which labels objects, and of images of any number of labels.
        public let ofImage: ImageDispute?
        /// What is said confidently against the labels of its objects.
        public let ofObjects: [ObjectDispute]
        /// What is said confidently against its labels, where it may have any number.
        public let ofLabels: [LabelDispute]
        /// How much is said against its labels in all.
        public let weight: Double
        /// Failure modes that cover an error of it, by id.
        public let modes: [String]

        /// Whether the model disputes a label confidently.
        public var isSuspect: Bool { suspects > 0 }
        /// How many labels it disputes confidently.
        public var suspects: Int {
            ofImage.map { $0.suggested == nil ? 0 : 1 } ?? (ofObjects.count + ofLabels.count)
        }

        /// What is disputed and in favour of what, each with what it weighs.
        fileprivate var parts: [(kind: String, weight: Double)] {
            if let ofImage { return [("\(ofImage.label)\u{0}\(ofImage.predicted)", weight)] }
            return ofObjects.map {
                ("\($0.doubt.rawValue)\u{0}\($0.label ?? "")\u{0}\($0.predicted)", $0.dispute.weight)
            } + ofLabels.map { ("\($0.dispute.doubt.rawValue)\u{0}\($0.label)", $0.dispute.weight) }
        }
    }

    /// Why there is no queue.
    public enum Missing: Sendable {
        /// The model gives no probability of the label.
        case probabilities
        /// Where it is sure, it is not often enough of the label.
        case tooWeak
        /// The archive was written before it kept the list.
        case notKept
        /// Nothing is labelled that could be disputed.
        case objects
    }

    /// How much less the next dispute of the same label in favour of the same prediction counts.
    public static let discount = 0.95

    /// The images, first first.
    public let entries: [Entry]
    /// Why there are none.
    public let missing: Missing?

    /// Those of a failure mode.
    public func entries(of mode: String) -> [Entry] { entries.filter { $0.modes.contains(mode) } }
    /// How many images have a label that the model disputes confidently.
    public var suspects: Int { entries.count(where: \.isSuspect) }
    /// How many labels it disputes confidently.
    public var disputedLabels: Int { entries.reduce(0) { $0 + $1.suspects } }

    /// The queue of an audit.
    public init(_ archived: ArchivedAudit) {
        let found: Result<[Entry], Reason> =
            switch archived.audit.task {
            case .classification: Self.ofImages(archived)
            case .detection: Self.ofObjects(archived)
            case .multilabel: Self.ofLabelSets(archived)
            }
        switch found {
        case .success(let entries): (self.entries, missing) = (Self.ordered(entries), nil)
        case .failure(let reason): (entries, missing) = ([], reason.missing)
        }
    }

    private struct Reason: Error {
        let missing: Missing
    }

    /// Suspects first, then by weight, in which each further dispute of the same kind counts less.
    private static func ordered(_ entries: [Entry]) -> [Entry] {
        let found = entries.sorted { a, b in
            if a.isSuspect != b.isSuspect { return a.isSuspect }
            return a.weight != b.weight ? a.weight > b.weight : a.image < b.image
        }
        var seen: [String: Double] = [:]
        let worth = found.map { entry -> Double in
            let parts = entry.parts
            guard !parts.isEmpty else { return entry.weight }
            return parts.reduce(0) { sum, part in
                let key = "\(entry.isSuspect)\u{0}\(part.kind)"
                defer { seen[key, default: 1] *= discount }
                return sum + part.weight * seen[key, default: 1]
            }
        }
        return found.indices.sorted { a, b in
            if found[a].isSuspect != found[b].isSuspect { return found[a].isSuspect }
            return worth[a] != worth[b] ? worth[a] > worth[b] : a < b
        }.map { found[$0] }
    }

    /// The images that a classifier predicts otherwise than they are labelled.
    private static func ofImages(_ archived: ArchivedAudit) -> Result<[Entry], Reason> {
        let (audit, table) = (archived.audit, archived.outcomes)
        guard let section = audit.section("label-suspects"), section.status == .examined else {
            return .failure(Reason(missing: .probabilities))
        }
        let places = table.wrongPlaces
        guard let disputed = section.disputed, disputed.images.count == places.count else {
            return .failure(Reason(missing: section.holds("too_weak") ? .tooWeak : .notKept))
        }
        let covering = audit.covering(places.count)
        let names = ClassNames(audit)
        return .success(
            places.indices.map { error in
                let weight = 1 - disputed.ownProbability[error]
                return Entry(
                    image: disputed.images[error], file: disputed.files?[error], size: nil,
                    ofImage: ImageDispute(
                        label: names[Int(table.labels[places[error]])],
                        predicted: names[Int(table.predicted[places[error]])],
                        suggested: disputed.suggested[error].map { names[$0] }, otherProbability: weight),
                    ofObjects: [], ofLabels: [], weight: weight,
                    modes: covering.filter { $0.errors.contains(error) }.map(\.mode))
            })
    }

    /// The images of which a multi-label model gives other labels than they have.
    private static func ofLabelSets(_ archived: ArchivedAudit) -> Result<[Entry], Reason> {
        let audit = archived.audit
        guard let section = audit.section("label-set-suspects") else { return .failure(Reason(missing: .notKept)) }
        guard section.status == .examined else { return .failure(Reason(missing: .probabilities)) }
        let errors = archived.outcomes.wrongPlaces.count
        guard let disputed = section.disputedLabelSets, disputed.images.count == errors else {
            return .failure(Reason(missing: section.holds("too_weak") ? .tooWeak : .notKept))
        }
        let covering = audit.covering(errors)
        let names = audit.dataset.labels?.names ?? []
        let disputes = Dictionary(grouping: disputed.disputes.filter { names.indices.contains($0.label) }, by: \.image)
        return .success(
            disputed.images.enumerated().map { place, image in
                let own = (disputes[place] ?? []).map { LabelDispute(label: names[$0.label], dispute: $0) }
                return Entry(
                    image: image.name, file: image.file, size: nil, ofImage: nil, ofObjects: [], ofLabels: own,
                    weight: own.isEmpty ? image.weight : own.reduce(0) { $0 + $1.dispute.weight },
                    modes: covering.filter { $0.errors.contains(place) }.map(\.mode))
            })
    }

    /// The images on which a detector and the labels disagree.
    private static func ofObjects(_ archived: ArchivedAudit) -> Result<[Entry], Reason> {
        let audit = archived.audit
        guard let section = audit.section("detection-gallery"), section.status == .examined else {
            return .failure(Reason(missing: .objects))
        }
        let errors = archived.outcomes.wrongPlaces.count
        guard let disputed = section.disputedObjects, disputed.errors.count == errors else {
            return .failure(Reason(missing: section.holds("too_weak") ? .tooWeak : .notKept))
        }
        let names = ClassNames(audit)
        var modes = [[String]](repeating: [], count: disputed.images.count)
        for (mode, covered) in audit.covering(errors) {
            let images = Set(disputed.errors.indices.lazy.filter(covered.contains).map { disputed.errors[$0] })
            for image in images { modes[image].append(mode) }
        }
        var disputes = [[ObjectDispute]](repeating: [], count: disputed.images.count)
        for dispute in disputed.disputes {
            disputes[dispute.image].append(
                ObjectDispute(
                    doubt: dispute.doubt, label: dispute.labelled.map { names[$0.label] },
                    predicted: names[dispute.predicted], dispute: dispute))
        }
        return .success(
            disputed.images.enumerated().map { place, image in
                let own = disputes[place]
                return Entry(
                    image: image.name, file: image.file,
                    size: image.width.flatMap { width in image.height.map { (width: width, height: $0) } },
                    ofImage: nil, ofObjects: own, ofLabels: [],
                    weight: own.isEmpty ? image.weight : own.reduce(0) { $0 + $1.dispute.weight },
                    modes: modes[place])
            })
    }
}

/// Names of classes by code; empty for what is none.
private struct ClassNames {
    private let classes: [String]

    init(_ audit: Audit) { classes = audit.dataset.classes }

    subscript(code: Int) -> String { classes.indices.contains(code) ? classes[code] : "" }
}

extension Audit {
    /// The failure modes that say which of so many errors they cover.
    fileprivate func covering(_ errors: Int) -> [(mode: String, errors: ErrorSet)] {
        findings.compactMap { finding in
            finding.covers.flatMap { $0.total == errors ? (finding.id, $0) : nil }
        }
    }
}

extension OutcomeTable {
    /// The rows that are wrong, in their order: that of the bits of an ``ErrorSet``.
    var wrongPlaces: [Int] { ids.indices.filter { labels[$0] != predicted[$0] } }
}
