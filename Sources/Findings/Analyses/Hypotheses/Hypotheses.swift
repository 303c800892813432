// Why does it fail? The explanations that a team would name, each asked of the evidence, and what to collect where the evidence
// cannot say.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// The standing explanations and what the evidence says of each.
public struct Hypotheses: TestingAnalysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let supported = FactSpec("supported", .count)
        let contradicted = FactSpec("contradicted", .count)
        let inconclusive = FactSpec("inconclusive", .count)
        let notTestable = FactSpec("not_testable", .count)
        let effect = FactSpec("effect", .raw, each: .explanations)
        let p = FactSpec("p", .pValue, each: .explanations)
        let smallest = FactSpec("smallest", .points)
        let labelsSlices = FactSpec("labels_slices", .count)
        let labelsInside = FactSpec("labels_inside", .proportion)
        let labelsOutside = FactSpec("labels_outside", .proportion)
        let labelsEffect = FactSpec("labels_effect", .points)
        let labelsDeciding = FactSpec("labels_deciding", .count)
        let rankCorrelation = FactSpec("rank_correlation", .score)
        let fewerRate = FactSpec("fewer_rate", .proportion)
        let othersRate = FactSpec("others_rate", .proportion)
        let shareDeciding = FactSpec("training_share_deciding", .count)
        let annotationEffect = FactSpec("annotation_effect", .points)
        let annotationDeciding = FactSpec("annotation_deciding", .count)
        let capacityExponent = FactSpec("capacity_exponent", .score)
        let capacityDoubled = FactSpec("capacity_doubled", .proportion)
        let qualityEffect = FactSpec("input_quality_effect", .points)
        let qualityDeciding = FactSpec("input_quality_deciding", .count)
        let shiftBefore = FactSpec("shift_before", .proportion)
        let shiftNow = FactSpec("shift_now", .proportion)
        let shiftEffect = FactSpec("shift_effect", .points)
        let shiftDeciding = FactSpec("shift_deciding", .count)
    }
    static let facts = Facts()

    /// Names from the data that its template uses, and what is missing, by explanation.
    enum Term: String, CardKey {
        case supported, annotationLevel = "annotation_level", qualityLevel = "input_quality_level"
        case capacitySize = "capacity_size", shiftColumns = "shift_columns", shareAttribute = "training_share_attribute"
        case labelsMissing = "labels_missing", shareMissing = "training_share_missing"
        case annotationMissing = "annotation_missing", capacityMissing = "capacity_missing"
        case qualityMissing = "input_quality_missing", shiftMissing = "shift_missing"
    }

    /// What its template branches on: an explanation with its verdict, among others.
    enum Flag: String, CardKey {
        case anySupported = "any_supported", anyMissing = "any_missing", rowsShareUnits = "rows_share_units"
        /// What is counted where it is no image.
        case ofObjects = "of_objects", ofLabels = "of_labels"
        case shareByValue = "training_share_by_value", shiftOfTraining = "shift_of_training"
        case labelsSupported = "labels_supported", labelsContradicted = "labels_contradicted"
        case labelsInconclusive = "labels_inconclusive", labelsMissing = "labels_missing"
        case shareSupported = "training_share_supported", shareContradicted = "training_share_contradicted"
        case shareInconclusive = "training_share_inconclusive", shareMissing = "training_share_missing"
        case annotationSupported = "annotation_supported", annotationContradicted = "annotation_contradicted"
        case annotationInconclusive = "annotation_inconclusive", annotationMissing = "annotation_missing"
        case capacitySupported = "capacity_supported", capacityContradicted = "capacity_contradicted"
        case capacityInconclusive = "capacity_inconclusive", capacityMissing = "capacity_missing"
        case qualitySupported = "input_quality_supported", qualityContradicted = "input_quality_contradicted"
        case qualityInconclusive = "input_quality_inconclusive", qualityMissing = "input_quality_missing"
        case shiftSupported = "shift_supported", shiftContradicted = "shift_contradicted"
        case shiftInconclusive = "shift_inconclusive", shiftMissing = "shift_missing"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case explanations, classes, values
    }

    /// Its card.
    public let card = Card(
        id: "hypotheses", topic: .causes, title: "Hypotheses",
        question: "Which explanation does the evidence support?",
        tasks: [.classification, .multilabel, .detection],
        facts: Self.facts.all, terms: Term.ids, flags: Flag.ids, exhibits: Shown.ids,
        methods: [
            "hypotheses", "rank-correlation", "power-law", "matched-difference", "confident-learning",
            "post-stratification", "slice-search", "simultaneous", "cluster-robust", "wilson", "holm", "error-budget",
        ])

    /// The explanations, in reading order.
    static let all: [any Hypothesis] = [
        LabelsHypothesis(), TrainingShareHypothesis(), AnnotationHypothesis(), CapacityHypothesis(),
        InputQualityHypothesis(), ShiftHypothesis(),
    ]

    /// What it reads in the book: which labels are disputed.
    public func requests(_ plan: Plan) -> [any TallyRequest] { plan.hasProbabilities ? [OwnProbabilities()] : [] }

    /// The joint, once it is known how sure is sure.
    public func requests(_ plan: Plan, after book: Book) -> [any TallyRequest] {
        plan.hasProbabilities ? [LabelSuspects.joint(book)] : []
    }

    /// Asks every explanation. Those with a test of their own are a family; questions about slices that are findings are asked
    /// below those, at their level.
    public func draft(_ examination: Examination) throws -> Draft {
        guard examination.evaluation.count > 0 else {
            throw Missing("no image has both a label and a prediction")
        }
        guard !examination.evaluation.wrongRows.isEmpty else {
            throw Missing("no prediction is incorrect, so that there is nothing to explain")
        }
        let counted = CountedRows(examination)
        let asked = Self.all.map { (explanation: $0.explanation, came: $0.ask(examination, counted)) }
        let own = asked.compactMap(\.came.ownP)
        return Draft(own.isEmpty ? [] : [FamilyTests(.hypotheses, own)]) { levels, sections in
            let found = FoundSlice.all(in: sections)
            var corrected = Multiplicity.holm(own).makeIterator()
            let answers = asked.map { one in
                switch one.came {
                case .now(let came):
                    HypothesisAnswer(
                        one.explanation, came, p: one.came.ownP.flatMap { _ in corrected.next() },
                        level: levels[.hypotheses])
                case .ofSlices(let ask): HypothesisAnswer(one.explanation, ask(found), level: levels[.slices])
                }
            }
            return section(examination, counted, answers)
        }
    }

    private func section(
        _ examination: Examination, _ counted: CountedRows, _ answers: [HypothesisAnswer]
    ) -> Section {
        let n = answers.count
        func count(_ spec: FactSpec, _ verdict: HypothesisVerdict) -> Fact {
            .count(spec, answers.count { $0.verdict == verdict }, among: n, method: "hypotheses")
        }
        let specs = Self.facts
        var facts = [
            count(specs.supported, .supported), count(specs.contradicted, .contradicted),
            count(specs.inconclusive, .inconclusive), count(specs.notTestable, .missing),
            Fact(
                specs.smallest, examination.settings.smallestEffect, n: counted.count,
                method: "hypotheses"),
        ]
        for answer in answers { facts += answer.facts }
        // What a template may speak of is stated, or it is said why not.
        for spec in specs.all where spec.members == nil && !facts.contains(where: { $0.id == spec.id }) {
            facts.append(Fact(spec, undefined: "not tested here, or decided", n: 0, method: "hypotheses"))
        }
        var terms = Terms()
        var flags = Flags(answers.compactMap { Flag(rawValue: $0.key($0.verdict.rawValue)) })
        let supported = answers.filter { $0.verdict == .supported }
        terms[Term.supported] = supported.map { $0.explanation.title.lowercased() }.joined(separator: ", ")
        if !supported.isEmpty { flags.insert(Flag.anySupported) }
        if answers.contains(where: { $0.verdict == .missing }) { flags.insert(Flag.anyMissing) }
        if counted.units != nil { flags.insert(Flag.rowsShareUnits) }
        switch counted.kind {
        case .images: break
        case .objects: flags.insert(Flag.ofObjects)
        case .labels: flags.insert(Flag.ofLabels)
        }
        for flag in answers.flatMap(\.details.flags) { flags.insert(flag) }
        for answer in answers {
            for (term, text) in answer.details.terms { terms[term] = text }
            if let term = Term(rawValue: answer.key("missing")) { terms[term] = answer.missing ?? "" }
        }
        return Section(
            card, facts: facts, terms: terms, flags: flags,
            exhibits: [Exhibit(Shown.explanations, .table(HypothesisAnswer.table(answers)))]
                + answers.flatMap(\.details.exhibits))
    }
}
