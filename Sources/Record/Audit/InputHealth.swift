import Diagnostics

/// What was understood of the input: which files were read and how much of each was used, what was remarked of them, and
/// what is doubted. It is what a person looks at before believing any number about the model.
public struct InputHealth: Sendable, Codable, Hashable {
    /// What a file or folder holds.
    public enum Role: String, Sendable, Codable, CaseIterable {
        /// The images and their labels.
        case images
        /// What a detector is to find.
        case groundTruth = "ground_truth"
        /// Pictures of the images.
        case pictures
        /// What a classifier said.
        case predictions
        /// What a detector said.
        case detections
        /// Saliency maps.
        case maps
        /// Feature vectors.
        case embeddings
        /// Runs under a change.
        case perturbations
        /// Where answers came from, and how long they took.
        case telemetry
    }

    /// A file or folder that was read.
    public struct Source: Sendable, Codable, Hashable {
        /// Where it lies in the workspace.
        public var path: String
        /// What it holds.
        public var role: Role
        /// How many of its rows or files are used: joined to an image.
        public var used: Int
        /// Of how many.
        public var total: Int

        /// A source.
        public init(_ path: String, _ role: Role, used: Int, of total: Int) {
            self.path = path
            self.role = role
            self.used = used
            self.total = total
        }
    }

    /// A warning or a note.
    public struct Remark: Sendable, Codable, Hashable {
        /// Warning or note.
        public var severity: Severity
        /// What it is about, as it is printed.
        public var place: String
        /// What was found, and what to do about it.
        public var text: String

        /// What a problem says.
        public init(_ problem: Problem) {
            severity = problem.severity
            place = [problem.place?.file, problem.place?.field].compactMap { $0 }.joined(separator: ", ")
            text = problem.summary + (problem.suggestion.map { "; \($0)" } ?? "")
        }
    }

    /// Something that looks like a slip of the files.
    public struct Doubt: Sendable, Codable, Hashable {
        /// Its name in `accept:` of misread.yml.
        public var kind: String
        /// What it is about.
        public var place: String
        /// What was found.
        public var text: String
        /// Whether it was accepted when the audit was made.
        public var isAccepted: Bool
        /// The baseline that it is about; `nil` where it is about the version itself.
        public var baseline: String?

        /// A doubt.
        public init(kind: String, place: String, text: String, isAccepted: Bool, baseline: String? = nil) {
            self.kind = kind
            self.place = place
            self.text = text
            self.isAccepted = isAccepted
            self.baseline = baseline
        }

        /// Whether it is about a run under a change.
        package var isOfRunUnderChange: Bool { runUnderChange != nil }

        /// The run that it is about: the CHANGE of versions/NAME/DATASET/experiments/CHANGE/FILE.
        package var runUnderChange: String? {
            let parts = place.split(separator: "/", maxSplits: 5)
            return parts.count == 6 && parts[0] == "versions" && parts[3] == "experiments" ? String(parts[4]) : nil
        }

        /// Whether it leaves open what the version said of which image: then no number of it is the model's.
        package var isOfAnswers: Bool {
            baseline == nil && !isOfRunUnderChange && Self.kindsOfAnswers.contains(kind)
        }

        /// Doubts that leave open what was said of which image. Others are about confidence, sizes, slices, or how much counts.
        package static let kindsOfAnswers: Set<String> = [
            "class-order", "class-names", "image-order", "predicted-class", "box-form", "one-class", "never-run",
            "never-labelled", "placeholder-labels",
        ]
    }

    /// A finding that doubts explain: it is a lead while one of them stands.
    public struct Explained: Sendable, Codable, Hashable {
        /// Which finding.
        public var finding: String
        /// Names of the doubts.
        public var kinds: [String]

        /// An explained finding.
        public init(finding: String, kinds: [String]) {
            self.finding = finding
            self.kinds = kinds
        }
    }

    /// What was read, in the order of reading.
    public var sources: [Source]
    /// Warnings before notes, in the order in which they were met.
    public var remarks: [Remark]
    /// Doubts, accepted or not.
    public var doubts: [Doubt]
    /// Findings that are significant and that a doubt explains.
    public var explained: [Explained]

    /// The health of an input.
    public init(sources: [Source] = [], remarks: [Remark] = [], doubts: [Doubt] = [], explained: [Explained] = []) {
        self.sources = sources
        self.remarks = remarks.filter { $0.severity == .warning } + remarks.filter { $0.severity != .warning }
        self.doubts = doubts
        self.explained = explained
    }
}

extension Audit {
    /// What is doubted of what the version said of which image, and not accepted.
    package var doubtsOfAnswers: [InputHealth.Doubt] {
        (health?.doubts ?? []).filter { $0.isOfAnswers && !$0.isAccepted }
    }

    /// What is doubted of the baseline, and not accepted: nothing was compared with it.
    package var doubtsOfBaseline: [InputHealth.Doubt] {
        (health?.doubts ?? []).filter { $0.baseline != nil && !$0.isAccepted }
    }

    /// The audit with the doubts that `accepted` names accepted, and no others: doubting is measured once and accepting is
    /// policy, like a gate. What stands in the way of a finding no longer does. Unchanged where the archive does not say
    /// what is doubted, or `accepted` is `nil`.
    public func accepting(_ accepted: [String]?) -> Audit {
        // What is compared with a baseline was decided when the audit was made.
        let places = health?.doubts.indices.filter { health?.doubts[$0].baseline == nil } ?? []
        guard let accepted, let health,
            places.contains(where: { health.doubts[$0].isAccepted != accepted.contains(health.doubts[$0].kind) })
        else { return self }
        var audit = self
        let standing = health.doubts.filter { $0.baseline == nil && !accepted.contains($0.kind) }
        audit.doubts = standing.isEmpty ? nil : standing.map(\.text)
        for doubt in places {
            audit.health?.doubts[doubt].isAccepted = accepted.contains(health.doubts[doubt].kind)
        }
        let kinds = Set(standing.map(\.kind))
        var explained: [String: Bool] = [:]
        for entry in health.explained { explained[entry.finding] = !kinds.isDisjoint(with: entry.kinds) }
        for section in sections.indices {
            for finding in sections[section].findings.indices {
                guard let isExplained = explained[sections[section].findings[finding].id] else { continue }
                audit.sections[section].findings[finding].standing = isExplained ? .lead : .finding
            }
        }
        return audit
    }
}
