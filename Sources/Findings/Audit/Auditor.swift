// Runs the analyses over one examination and adds up what they say.
//
// An analysis that misses an input, or breaks, is a result of that analysis: the audit goes on, and says so. Analyses know
// nothing of each other, so they run at the same time, and their sections are put in reading order; one that reads what the
// others found is worded after them. Between what they test and what they say of it lies the one budget of false alarms that
// they share.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// Makes audits.
public struct Auditor: Sendable {
    /// What runs, in reading order.
    public let analyses: [any Analysis]
    /// Version of the program, recorded in the audit.
    public let program: String
    /// How many analyses run at a time; the audit does not depend on it.
    public let threads: Int

    /// An auditor running `analyses`, `threads` at a time.
    public init(analyses: [any Analysis] = Catalog.analyses, program: String, threads: Int = 1) {
        self.analyses = analyses
        self.program = program
        self.threads = threads
    }

    /// Examines everything and adds it up; findings that a doubt of `health` explains are leads, and a run under a change that is
    /// doubted is not looked at: what rests on it alone is not there. What it quotes of files that looks like personal data is
    /// withheld. Never throws: what breaks is stated in its section.
    public func audit(
        _ examination: Examination, baseline: BaselineReference? = nil, inputs: [InputFile], remarks: [String] = [],
        health: InputHealth = InputHealth(), progress: @Sendable (Card) -> Void = { _ in }
    ) -> Audit {
        let evaluation = examination.evaluation
        let examination = examination.leavingOut(runs: health.runsLeftOut)
        let wanted = analyses.filter { $0.card.tasks.contains(examination.settings.task) }
        let counted = examination.counting(for: wanted, edition: program, threads: threads)
        let drafts = Shards.map(wanted.count, threads: threads) { part in
            part.map { index in
                progress(wanted[index].card)
                if let kind = health.doubtsOfRuns.first?.kind, wanted[index].readsConditions, counted.conditions.isEmpty
                {
                    return Draft([]) { _ in throw Missing(Self.reason(kind)) }
                }
                return Self.draft(of: wanted[index], counted)
            }
        }.flatMap(\.self)
        let levels = TestLevels(drafts.flatMap(\.tests))
        var health = health
        health.doubts += examination.baselineDoubts
        var sections = Shards.map(wanted.count, threads: threads) { part in
            part.map { index in
                guard !drafts[index].readsOthers else { return Section(wanted[index].card) }
                var section = Self.section(of: wanted[index], drafts[index], levels).withUnits(counted.units)
                let family = drafts[index].tests.first.flatMap { tests in
                    levels.tested.first { $0.family == tests.family }
                }
                for found in section.findings.indices
                where section.findings[found].p != nil && section.findings[found].level == nil {
                    section.findings[found].level = family?.level
                }
                return section
            }
        }.flatMap(\.self)
        for (index, analysis) in wanted.enumerated() {
            let kinds = health.doubts.filter { Self.explains($0, analysis) }
            guard !kinds.isEmpty else { continue }
            for finding in sections[index].findings.indices where sections[index].findings[finding].standing == .finding
            {
                health.explained.append(
                    .init(finding: sections[index].findings[finding].id, kinds: kinds.map(\.kind)))
                if kinds.contains(where: { !$0.isAccepted }) { sections[index].findings[finding].standing = .lead }
            }
        }
        // What reads the others is worded when it is known what they stand by: a finding that a doubt explains is a lead.
        let others = sections.indices.filter { !drafts[$0].readsOthers }.map { sections[$0] }
        for index in sections.indices where drafts[index].readsOthers {
            // Accepted or not: what is accepted later is judged over what was archived.
            if let doubt = health.doubts.first(where: { Self.explains($0, wanted[index]) }) {
                sections[index] = Section(
                    wanted[index].card, status: .notMeasured(reason: Self.reason(doubt.kind)))
                continue
            }
            sections[index] = Self.section(of: wanted[index], drafts[index], levels, others).withUnits(counted.units)
        }
        if let most = examination.settings.pictures { sections = sections.map { $0.showing(atMost: most) } }
        let doubts = health.doubts.filter { !$0.isAccepted && $0.baseline == nil }
        // Which errors a mode covers is said of the archived outcomes, of which there are none without rows.
        if counted.tallied == nil, sections.contains(where: { !$0.findings.isEmpty }) {
            let covered = ErrorsCovered(counted)
            for index in sections.indices { sections[index].findings = covered.stated(sections[index].findings) }
        }
        let policy = ReleasePolicy(
            gates: examination.settings.gates, units: examination.unitCount,
            asksForBaseline: evaluation.manifest.baseline != nil || !examination.isFirst,
            constraints: examination.settings.constraints.isEmpty ? nil : examination.settings.constraints)
        return Audit(
            program: program, version: VersionRecord(evaluation.manifest),
            dataset: DatasetRecord(
                of: evaluation, imagesDigest: examination.imagesDigest, digest: examination.tallied?.digest),
            title: examination.settings.title, task: examination.settings.task, baseline: baseline,
            accounting: evaluation.accounting, sections: sections, tested: levels.tested,
            gates: policy.decided(over: sections), policy: policy, inputs: inputs,
            settings: examination.settings.record, remarks: remarks,
            doubts: doubts.isEmpty ? nil : doubts.map(\.text), health: health
        ).said(
            in: PublishedText(
                examination.settings,
                besides: [evaluation.manifest.version, evaluation.manifest.baseline, evaluation.datasheet.name]
                    .compactMap(\.self)))
    }

    private static func reason(_ kind: String) -> String {
        "the input is doubted (\(kind)), and that may be the whole cause"
    }

    /// Whether a doubt explains what an analysis finds.
    private static func explains(_ doubt: InputHealth.Doubt, _ analysis: any Analysis) -> Bool {
        // Nothing was compared with a baseline that is doubted.
        if doubt.baseline != nil { return false }
        // A run that is doubted was left out: what is found of the others stands.
        if doubt.isOfRunUnderChange { return doubt.isAccepted && analysis.readsConditions }
        // What an attribute, or sizes, are wrong about explains slices alone.
        let ofSlices = [InputDoubt.Kind.outcomeAttribute, .objectAreas].map(\.rawValue)
        if ofSlices.contains(doubt.kind) {
            return ["slices", "detection-slices", "groups", "hypotheses"].contains(analysis.card.id)
        }
        let ofConfidence = [InputDoubt.Kind.constantConfidence, .probabilityScale].map(\.rawValue)
        return !ofConfidence.contains(doubt.kind) || analysis.readsConfidence
    }

    /// What an analysis tests, and its section; what it throws waits with it.
    private static func draft(of analysis: any Analysis, _ examination: Examination) -> Draft {
        do {
            if let reason = examination.reasonAgainst(analysis) { throw Missing(reason) }
            let seen = examination.seen(by: analysis)
            if let testing = analysis as? any TestingAnalysis { return try testing.draft(seen) }
            let section = try analysis.examine(seen)
            return Draft([]) { _ in section }
        } catch {
            return Draft([]) { _ in throw error }
        }
    }

    private static func section(
        of analysis: any Analysis, _ draft: Draft, _ levels: TestLevels, _ others: [Section] = []
    ) -> Section {
        do {
            return try draft.section(levels, others: others)
        } catch let missing as Missing {
            return Section(analysis.card, status: .notMeasured(reason: missing.reason))
        } catch {
            return Section(analysis.card, status: .failed(message: "\(error)"))
        }
    }
}

extension InputHealth {
    /// What is doubted of runs under a change and not accepted.
    fileprivate var doubtsOfRuns: [Doubt] { doubts.filter { $0.isOfRunUnderChange && !$0.isAccepted } }

    /// The runs that are left out for it: of what is measured, and of what the next version is compared with.
    package var runsLeftOut: [String] { doubtsOfRuns.compactMap(\.runUnderChange) }
}

extension Section {
    /// The same with the number of units beside each interval that counts over rows which share some.
    func withUnits(_ units: ResamplingUnits) -> Section {
        guard units.areShared else { return self }
        var section = self
        for index in facts.indices where facts[index].interval != nil && facts[index].units == nil {
            section.facts[index].units = min(facts[index].n, units.count)
        }
        return section
    }
}

extension WorkspaceSettings {
    /// The heading of what is accepted of the input, which like a gate is judged again when pages are made.
    public static let acceptedHeading = "Accepted of the input"

    /// The settings in force as headings and texts, in a fixed order.
    public var record: [Setting] {
        var record = [
            Setting("Confident error: confidence of at least", "\(confidentAbove)"),
            Setting("Smallest effect that is named", "\(smallestEffect), as a difference of rates"),
            Setting(
                Setting.unitOfResampling,
                unit ?? (task == .detection ? "image" : "row: rows were treated as independent")),
            Setting("Minimum support of a slice", "\(slicing.minSupport) rows"),
            Setting("Most attributes of a slice", "\(slicing.maxDepth)"),
            Setting("Buckets of a numeric attribute", "\(slicing.buckets) quantiles"),
            Setting("Slices by class label", slicing.includesLabel ? "yes" : "no"),
        ]
        if let attributes = slicing.attributes {
            record.append(Setting("Attributes sliced by", attributes.joined(separator: ", ")))
        }
        if !groups.isEmpty {
            record.append(Setting("Groups of people", groups.joined(separator: ", ")))
            record.append(Setting("Fewest images of a group that is published", "\(suppressBelow)"))
        }
        for (attribute, edges) in slicing.edges.sorted(by: { $0.key < $1.key }) {
            record.append(Setting("Edges of \(attribute)", edges.map { "\($0)" }.joined(separator: ", ")))
        }
        for slice in slicing.declared {
            let conditions = slice.predicates.map { "\($0.attribute) = \($0.value)" }.joined(separator: ", ")
            record.append(Setting("Declared slice", "\(slice.name): \(conditions)"))
        }
        if let split { record.append(Setting("Split", split)) }
        if rule != .coco { record.append(Setting("Rule for detections", "LVIS")) }
        if maxDetections != 100 {
            record.append(Setting("Detections of an image and class at most", "\(maxDetections)"))
        }
        if !accepted.isEmpty {
            record.append(Setting(Self.acceptedHeading, accepted.map(\.rawValue).joined(separator: ", ")))
        }
        for one in cases { record.append(Setting("Case of the suite", one.words(smallestEffect: smallestEffect))) }
        for mix in whatIf { record.append(Setting("Mix \(mix.name)", mix.words)) }
        let usual = TelemetrySettings()
        if let match = telemetry.match {
            record.append(Setting("Telemetry compared at the same mix of", match.joined(separator: ", ")))
        }
        if let node = telemetry.referenceNode { record.append(Setting("Reference node", node)) }
        if telemetry.tolerance != usual.tolerance {
            record.append(Setting("Taps differ beyond this share of their spread", "\(telemetry.tolerance)"))
        }
        if telemetry.referenceDays != usual.referenceDays {
            record.append(Setting("Days of reference", "\(telemetry.referenceDays)"))
        }
        if examples != Self.usualExamples { record.append(Setting("Examples with a page of their own", "\(examples)")) }
        if let pictures { record.append(Setting("Pictures of a list at most", "\(pictures)")) }
        if let publish { record.append(Setting("Attributes published", publish.joined(separator: ", "))) }
        return record
    }
}
