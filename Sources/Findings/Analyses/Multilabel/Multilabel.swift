// How often a multi-label model is right: over all, label by label, image by image.

import Artifacts
import Record
import Statistics
import Tallies

/// The metrics of a model that may give an image any number of labels.
public struct Multilabel: Analysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let microF1 = FactSpec(
            "micro_f1", "micro F1", .score, better: .higher, tile: Tile(61, isListed: true), role: .whole)
        let macroF1 = FactSpec("macro_f1", "macro F1", .score, better: .higher, tile: Tile(63))
        let samplesF1 = FactSpec("samples_f1", "mean F1 of images", .score, better: .higher)
        let exactMatch = FactSpec(
            "exact_match", "the share of images with every label right", .proportion, better: .higher,
            tile: Tile(62, "All labels right", isListed: true), change: .change)
        let hammingLoss = FactSpec(
            "hamming_loss", "the share of wrong labels (Hamming loss)", .proportion, better: .lower)
        let jaccard = FactSpec("jaccard", "the mean Jaccard index of images", .score, better: .higher)
        let meanAP = FactSpec(
            "mean_ap", "mean average precision", .score, better: .higher, tile: Tile(64, "Mean average precision"))
        let microAP = FactSpec("micro_ap", "average precision over all pairs", .score, better: .higher)
        let macroAUROC = FactSpec("macro_auroc", "macro AUROC", .score, better: .higher)
        let microAUROC = FactSpec("micro_auroc", "micro AUROC", .score, better: .higher)
        let coverageError = FactSpec("coverage_error", "coverage error", .raw, better: .lower)
        let rankingPrecision = FactSpec(
            "ranking_precision", "label ranking average precision", .score, better: .higher)
        let worstF1 = FactSpec(
            "worst_f1", "the F1 of the worst label", .score, better: .higher, tile: Tile(66, "Worst label, F1"),
            classTerm: "worst_label")
        let falsePositives = FactSpec("false_positives", "false labels", .count, better: .lower)
        let misses = FactSpec("misses", "missed labels", .count, better: .lower)
        let errors = FactSpec(
            "errors", "the number of images with a wrong label", .count, better: .lower, role: .errors)
        let items = FactSpec("items", .count)
        let labels = FactSpec("labels", .count)
        let labelsWithoutImages = FactSpec("labels_without_images", .count)
        let positives = FactSpec("positives", .count, each: .labels)
        let f1 = FactSpec("f1", "F1", .score, better: .higher, each: .labels)
        let recall = FactSpec("recall", "recall", .proportion, better: .higher, each: .labels, role: .classRate)
        let precision = FactSpec("precision", "precision", .proportion, better: .higher, each: .labels)
        let averagePrecision = FactSpec("ap", "average precision", .score, better: .higher, each: .labels)
        let auroc = FactSpec("auroc", "AUROC", .score, better: .higher, each: .labels)
        let threshold = FactSpec("threshold", .score, each: .labels)
        let imagesRead = FactSpec("images_read", .count)
        let imagesWithoutPrediction = FactSpec(
            "images_without_prediction", .count, better: .lower, role: .imagesWithoutPrediction)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case version, dataset, worstLabel = "worst_label"
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case hasScores = "has_scores", hasBaseline = "has_baseline", rowsShareUnits = "rows_share_units"
        case hasErrors = "has_errors", labelsWithoutImages = "labels_without_images", orderTrusted = "order_trusted"
        case rowsRefused = "rows_refused", isPart = "part"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case numbers, perLabel = "per_label", f1ByLabel = "f1_by_label", errors = "label_errors", wrong, accounting
    }

    /// Its card.
    public let card = Card(
        id: "multilabel", topic: .verdict, title: "Metrics", question: "How accurate is it, overall and by label?",
        tasks: [.multilabel],
        facts: Self.facts.all, terms: Term.ids, flags: Flag.ids, exhibits: Shown.ids,
        methods: [
            "multilabel", "recall", "precision", "wilson", "image-bootstrap", "exact-images", "simultaneous",
        ])

    /// Why there is no number that needs scores.
    static let noScores = "the labels are given without scores"

    /// States the metrics.
    public func examine(_ examination: Examination) throws -> Section {
        let evaluation = examination.evaluation
        guard let labels = evaluation.labelSets else { throw Missing("the evaluation has no labels") }
        guard evaluation.count > 0 else { throw Missing("no image has both labels and a prediction") }
        let numbers = LabelNumbers(labels, examination.units)
        var facts = numbers.facts
        let n = evaluation.count
        facts += [
            .count(Self.facts.errors, evaluation.wrongRows.count, among: n, method: "multilabel"),
            .count(Self.facts.items, n, among: n, method: "multilabel"),
            .count(Self.facts.labels, labels.names.count, among: n, method: "multilabel"),
            .count(
                Self.facts.labelsWithoutImages, numbers.positives.count { $0 == 0 }, among: labels.names.count,
                method: "multilabel"),
            .count(
                Self.facts.imagesRead, evaluation.accounting.itemsRead, among: evaluation.accounting.itemsRead,
                method: "multilabel"),
            .count(
                Self.facts.imagesWithoutPrediction, evaluation.accounting.unpredicted ?? 0,
                among: evaluation.accounting.itemsRead, method: "multilabel"),
        ]
        let worst = numbers.worstFirst.first { numbers.f1[$0].value != nil && numbers.positives[$0] > 0 }
        let none = "no label has an image"
        facts.append(
            worst.map { numbers.worst($0) } ?? Fact(Self.facts.worstF1, undefined: none, n: 0, method: "multilabel"))
        facts = examination.besideBaseline(
            facts, of: card.id, sameAs: [Self.facts.worstF1: worst.map { numbers.f1[$0].id }])

        var terms = Terms([Term.version: evaluation.manifest.version, Term.dataset: evaluation.datasheet.title])
        terms[Term.worstLabel] = worst.map { labels.names[$0].text }
        let account = evaluation.accounting
        let flags: [(Flag, Bool)] = [
            (.hasScores, labels.hasScores), (.hasBaseline, examination.comparableBaseline != nil),
            (.rowsShareUnits, examination.rowsShareUnits), (.hasErrors, !evaluation.wrongRows.isEmpty),
            (.labelsWithoutImages, numbers.positives.contains(0)), (.orderTrusted, account.orderTrusted),
            (.rowsRefused, !account.refused.isEmpty), (.isPart, account.kept < account.itemsRead),
        ]
        let shows = LabelExhibits(
            evaluation, labels, numbers, facts, baseline: examination.comparableBaseline?.version.name)
        return Section(
            card, facts: facts, terms: terms, flags: Flags(flags.filter(\.1).map(\.0)), exhibits: shows.exhibits)
    }
}
