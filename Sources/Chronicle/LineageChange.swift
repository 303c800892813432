// What a version was made from, beside what its baseline was made from. A part that differs has changed; what is made with
// it is downstream of the change. That exactly one thing changed may be said only where everything is stated on both sides.

import Archive
import Record

/// The lineage of a version beside that of its baseline.
public struct LineageChange: Sendable {
    /// A node of the graph, each before what is made with it.
    public enum Node: String, Sendable, CaseIterable {
        case dataset, labels, preprocessing, code, origin, training, model, runtime, evaluation

        /// The node of what a manifest states.
        public init(_ part: Lineage.Part) {
            self =
                switch part {
                case .dataset: .dataset
                case .labels: .labels
                case .preprocessing: .preprocessing
                case .code: .code
                case .training: .training
                case .runtime: .runtime
                }
        }

        /// What it is made with or runs on.
        public var upstream: [Node] {
            switch self {
            case .dataset, .preprocessing, .code, .origin: []
            case .labels: [.dataset]
            case .training: [.dataset, .labels, .preprocessing, .code, .origin]
            case .model: [.training]
            // What is done to an image is done when the model predicts, too.
            case .runtime: [.preprocessing, .model]
            case .evaluation: [.runtime]
            }
        }
    }

    /// What is stated of a node.
    public struct Stated: Sendable, Equatable {
        /// What people call it.
        public let name: String
        /// A hash of its content in hexadecimal digits.
        public let hash: String?
    }

    /// How a node compares with the baseline's.
    public enum State: String, Sendable {
        /// By its hash, or by its name where neither side has one.
        case same
        /// Its own statement differs.
        case changed
        /// Its own statement does not differ, and what it is made with or runs on does.
        case downstream
        /// Training went on from the weights of the baseline: no change of its own.
        case continued
        /// One of the two does not state it.
        case notStated = "not_stated"
        /// The names are the same, and one side alone has a hash.
        case notComparable = "not_comparable"
    }

    /// A node with both statements.
    public struct Row: Sendable {
        /// Which.
        public let node: Node
        /// In the version.
        public let now: Stated?
        /// In the baseline.
        public let before: Stated?
        /// How they compare; `nil` where there is no baseline that states its lineage.
        public let state: State?
    }

    /// What can be said of how much changed.
    public enum Verdict: Sendable, Equatable {
        /// The version names no baseline that is audited.
        case noBaseline
        /// The baseline states no lineage.
        case baselineNotStated
        /// Everything is stated in both and nothing differs.
        case nothing
        /// Everything is stated in both, one thing differs, and neither the manifest's other fields nor its `changes:` say
        /// that there was another.
        case one(Node)
        /// At least these differ; `others` are fields of the manifests that differ besides, by their headings, and `stated` is
        /// how many changes the manifest lists.
        case several([Node], others: [String], stated: Int)
        /// These differ, none or one with `others`, and of `open` it cannot be told.
        case atLeast([Node], others: [String], open: [Node])
    }

    /// The version.
    public let version: VersionRecord
    /// The baseline, where its audit is kept.
    public let baseline: VersionRecord?
    /// Every node, upstream first; the origin of the weights only where one side states it.
    public let rows: [Row]
    /// What can be said of how much changed.
    public let verdict: Verdict

    /// The lineage of an audit's version beside that of the baseline; `nil` where the version states none.
    public init?(of audit: Audit, since baseline: Audit?) {
        guard audit.version.lineage != nil else { return nil }
        version = audit.version
        self.baseline = baseline?.version
        let known = baseline.flatMap { $0.version.lineage == nil ? nil : $0 }
        var states: [Node: State] = [:]
        var rows: [Row] = []
        for node in Node.allCases {
            let (now, before) = (Self.stated(node, audit), baseline.flatMap { Self.stated(node, $0) })
            if node == .origin, now == nil, before == nil { continue }
            let own = known.map { Self.compare(node, now, before, audit, $0) }
            let isReached = node.upstream.contains { states[$0] == .changed || states[$0] == .downstream }
            let state = own.map { own in
                guard isReached else { return own }
                return Self.reached(node, own, now, before)
            }
            states[node] = state
            rows.append(Row(node: node, now: now, before: before, state: state))
        }
        self.rows = rows
        verdict = Self.verdict(rows, audit, baseline, isKnown: known != nil)
    }

    /// What a node's state becomes where something it is made with has changed.
    private static func reached(_ node: Node, _ own: State, _ now: Stated?, _ before: Stated?) -> State {
        guard node == .model else { return own == .changed ? .changed : .downstream }
        // An artifact of the same bytes lets nothing through. One of other bytes is what the change made; another name is a
        // change of its own.
        if own == .same, now?.hash != nil { return .same }
        return own == .changed && now?.name != before?.name ? .changed : .downstream
    }

    /// What is stated of a node: under `lineage:`, else in the manifest's field of the same thing.
    private static func stated(_ node: Node, _ audit: Audit) -> Stated? {
        let version = audit.version
        func part(_ part: Lineage.Part, else heading: String? = nil) -> Stated? {
            if let entry = version.lineage?.entry(part) { return Stated(name: entry.name, hash: entry.hash) }
            return heading.flatMap { version.detail($0) }.map { Stated(name: $0, hash: nil) }
        }
        switch node {
        case .dataset: return part(.dataset, else: VersionRecord.trainingData)
        case .labels: return part(.labels)
        case .preprocessing: return part(.preprocessing, else: VersionRecord.preprocessing)
        case .code: return part(.code, else: VersionRecord.commit)
        case .origin: return version.lineage?.derivedFrom.map { Stated(name: $0, hash: nil) }
        case .training: return part(.training)
        case .model: return Stated(name: version.model, hash: version.detail(VersionRecord.artifact))
        case .runtime: return part(.runtime, else: VersionRecord.runtime)
        case .evaluation: return Stated(name: audit.dataset.title, hash: audit.dataset.digest)
        }
    }

    private static func compare(
        _ node: Node, _ now: Stated?, _ before: Stated?, _ audit: Audit, _ baseline: Audit
    ) -> State {
        if node == .origin, now?.name == baseline.version.name { return .continued }
        if node == .evaluation { return audit.dataset.isSameSet(as: baseline.dataset) ? .same : .changed }
        guard let now, let before else { return .notStated }
        // Two names of a model are two models, whatever became of the bytes.
        if node == .model, now.name != before.name { return .changed }
        switch (now.hash, before.hash) {
        // A commit may be written short on one side.
        case (let a?, let b?): return a.hasPrefix(b) || b.hasPrefix(a) ? .same : .changed
        case (nil, nil): return now.name == before.name ? .same : .changed
        default: return now.name == before.name ? .notComparable : .changed
        }
    }

    /// The manifest's fields that say again what a node says.
    private static let fields: [(heading: String, node: Node)] = [
        (VersionRecord.trainingData, .dataset), (VersionRecord.trainedOn, .dataset),
        (VersionRecord.preprocessing, .preprocessing),
        (VersionRecord.commit, .code), (VersionRecord.runtime, .runtime), (VersionRecord.labelVersion, .evaluation),
    ]

    private static func verdict(_ rows: [Row], _ audit: Audit, _ baseline: Audit?, isKnown: Bool) -> Verdict {
        guard let baseline else { return .noBaseline }
        guard isKnown else { return .baselineNotStated }
        let changed = rows.filter { $0.state == .changed }.map(\.node)
        let others = fields.filter { field in
            guard !changed.contains(field.node), let now = audit.version.detail(field.heading),
                let before = baseline.version.detail(field.heading)
            else { return false }
            return now != before
        }.map(\.heading)
        let stated = audit.version.changes.count
        if changed.count + others.count > 1 || stated > 1 {
            return .several(changed, others: others, stated: stated)
        }
        // What cannot be compared itself stays open, whatever reached it.
        let open = rows.filter { row in
            guard row.state != .changed, row.state != .continued, row.node != .evaluation else { return false }
            guard let now = row.now, let before = row.before else { return true }
            // An artifact that is downstream of a change is another one, whoever states its hash.
            if row.node == .model, row.state == .downstream { return false }
            return (now.hash == nil) != (before.hash == nil)
        }.map(\.node)
        guard open.isEmpty, others.isEmpty else { return .atLeast(changed, others: others, open: open) }
        return changed.first.map { .one($0) } ?? .nothing
    }
}
