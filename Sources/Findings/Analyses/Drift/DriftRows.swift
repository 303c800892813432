import Artifacts
import Columns
import Record

/// The columns of telemetry that are followed over time: whether a prediction is an error, what was predicted and how
/// confidently, where it ran, how long it took, and what the images are.
struct DriftRows: Sendable {
    let columns: [WindowedColumn]
    let errors: [Bool]
    /// What a change of the error rate may be divided by.
    let partitions: [CodedColumn]

    /// Most categories of a column that is followed.
    static let mostCategories = 200

    init(_ telemetry: Telemetry, _ examination: Examination) {
        let evaluation = examination.evaluation
        let images = telemetry.images
        let labels = evaluation.items.labels
        let errors = telemetry.errors(against: labels)
        self.errors = errors
        let isError = CodedColumn(
            name: Drift.error, categories: ["0", "1"], codes: Codes(errors.map { $0 ? 1 : 0 }, categories: 2))
        let label = evaluation.classColumn(Predicate.label, images.map { labels[Int($0)] })
        let attributes = examination.columns.withoutLabel.map { $0.gathered(images) }
        let categories =
            [isError, evaluation.classColumn("predicted", telemetry.predicted), label] + telemetry.factors + attributes
        var columns = categories.filter { $0.categories.count <= Self.mostCategories }.map {
            WindowedColumn.categories($0)
        }
        if telemetry.confidence.contains(where: \.isFinite) {
            columns.append(.numbers(NumericColumn(name: "confidence", values: telemetry.confidence)))
        }
        columns += telemetry.latencies.map { .numbers($0) }
        self.columns = columns
        partitions = telemetry.factors + [label] + attributes
    }
}
