// How often the model is right, over all and class by class.

import Artifacts
import Record
import Statistics
import Tallies

/// The metrics that everything else explains.
public struct Headline: Analysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let accuracy = FactSpec(
            "accuracy", "accuracy", .proportion, better: .higher, tile: Tile(1, isListed: true), role: .whole,
            change: .change)
        let balancedAccuracy = FactSpec(
            "balanced_accuracy", "balanced accuracy", .proportion, better: .higher, tile: Tile(10))
        let macroF1 = FactSpec("macro_f1", "macro F1", .score, better: .higher, tile: Tile(9))
        let logLoss = FactSpec("log_loss", "log loss", .score, better: .lower, tile: Tile(11))
        let brier = FactSpec("brier", "the Brier score", .score, better: .lower, tile: Tile(12))
        let meanConfidence = FactSpec("mean_confidence", "mean confidence", .proportion, role: .meanConfidence)
        let errors = FactSpec("errors", "the number of errors", .count, better: .lower, role: .errors)
        let items = FactSpec("items", .count)
        let classes = FactSpec("classes", .count)
        let worstRecall = FactSpec(
            "worst_recall", "the recall of the worst class", .proportion, better: .higher,
            tile: Tile(6, "Worst class, recall", isListed: true), change: .classChange, classTerm: "worst_class")
        let worstPrecision = FactSpec(
            "worst_precision", "the precision of the worst class", .proportion, better: .higher,
            classTerm: "worst_precision_class")
        let recall = FactSpec("recall", .proportion, better: .higher, each: .classes, role: .classRate)
        let precision = FactSpec("precision", .proportion, better: .higher, each: .classes)
        let falsePositiveRate = FactSpec(
            "false_positive_rate", "the false positive rate", .proportion, better: .lower, each: .classes)
        let imagesRead = FactSpec("images_read", .count)
        let imagesWithoutPrediction = FactSpec(
            "images_without_prediction", .count, better: .lower, role: .imagesWithoutPrediction)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case version, dataset, worstClass = "worst_class", worstPrecisionClass = "worst_precision_class"
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case hasProbabilities = "has_probabilities", hasBaseline = "has_baseline"
        case rowsShareUnits = "rows_share_units", showsMatrix = "shows_matrix", hasErrors = "has_errors"
        case classesWithoutItems = "classes_without_items", orderTrusted = "order_trusted"
        case rowsRefused = "rows_refused", isPart = "part"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case perClass = "per_class", recallByClass = "recall_by_class", confusion, topConfusions = "top_confusions"
        case accounting
    }

    /// Its card.
    public let card = Card(
        id: "headline", topic: .verdict, title: "Metrics", question: "How accurate is it, overall and by class?",
        facts: Self.facts.all,
        terms: Term.ids,
        flags: Flag.ids,
        exhibits: Shown.ids,
        methods: [
            "accuracy", "balanced-accuracy", "macro-f1", "log-loss", "brier", "mean-confidence", "recall", "precision",
            "false-positive-rate", "wilson", "simultaneous", "poisson-bootstrap", "widened-bootstrap",
        ])

    /// Largest number of classes a confusion matrix is drawn for.
    static let matrixClasses = 30

    /// The book is enough.
    public let rowNeed = RowNeed.nothing

    /// What it reads in the book.
    public func requests(_ plan: Plan) -> [any TallyRequest] { [Confusion(), Replicates()] }

    /// States the metrics.
    public func examine(_ examination: Examination) throws -> Section {
        let evaluation = examination.evaluation
        guard evaluation.count > 0 else { throw Missing("no image has both a label and a prediction") }
        let confusion = examination.book[Confusion()]
        let scores = ClassScores(confusion)
        let classes = ClassNumbers(evaluation.classes.map(\.text), confusion, scores)
        let measured = HeadlineNumbers(
            examination.book[Replicates()], confusion, scores, recall: classes.recall,
            hasConfidence: evaluation.predictions.hasConfidence)

        var facts = measured.facts + classes.facts
        facts.append(
            .count(
                Headline.facts.errors, confusion.total - confusion.correct, among: confusion.total, method: "accuracy"))
        facts.append(.count(Headline.facts.items, confusion.total, among: confusion.total, method: "accuracy"))
        facts.append(
            .count(
                Headline.facts.imagesWithoutPrediction, evaluation.accounting.unpredicted ?? 0,
                among: evaluation.accounting.itemsRead, method: "accuracy"))
        facts.append(
            .count(
                Headline.facts.imagesRead, evaluation.accounting.itemsRead, among: evaluation.accounting.itemsRead,
                method: "accuracy"))
        facts.append(.count(Headline.facts.classes, evaluation.classes.count, among: confusion.total, method: "recall"))
        facts = examination.besideBaseline(facts, of: card.id, sameAs: classes.names)

        var terms = Terms([
            Headline.Term.version: evaluation.manifest.version, Headline.Term.dataset: evaluation.datasheet.title,
        ])
        terms[Headline.Term.worstClass] = classes.worstRecall.map { evaluation.classes[$0].text }
        terms[Headline.Term.worstPrecisionClass] = classes.worstPrecision.map { evaluation.classes[$0].text }

        let shows = ClassExhibits(
            evaluation, confusion, classes, facts, examination.comparableBaseline?.version.name)
        var flags = Flags()
        if evaluation.predictions.hasProbabilities { flags.insert(Headline.Flag.hasProbabilities) }
        if examination.comparableBaseline != nil { flags.insert(Headline.Flag.hasBaseline) }
        if examination.rowsShareUnits { flags.insert(Headline.Flag.rowsShareUnits) }
        if evaluation.classes.count <= Self.matrixClasses { flags.insert(Headline.Flag.showsMatrix) }
        if confusion.correct < confusion.total { flags.insert(Headline.Flag.hasErrors) }
        if scores.truth.contains(0) { flags.insert(Headline.Flag.classesWithoutItems) }
        if evaluation.accounting.kept < evaluation.accounting.itemsRead { flags.insert(Headline.Flag.isPart) }
        if evaluation.accounting.orderTrusted { flags.insert(Headline.Flag.orderTrusted) }
        if !evaluation.accounting.refused.isEmpty { flags.insert(Headline.Flag.rowsRefused) }
        return Section(card, facts: facts, terms: terms, flags: flags, exhibits: shows.exhibits)
    }
}
