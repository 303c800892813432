import Columns
import Statistics

@testable import Artifacts

extension MadeEvaluation {
    /// The same with telemetry.
    func evaluation(with telemetry: Telemetry) -> Evaluation {
        var evaluation = evaluation
        evaluation.telemetry = telemetry
        return evaluation
    }
}

/// A row of telemetry under construction.
struct MadeRequest {
    var image: Int
    var predicted: Int
    var day = 0
    var latency = 10.0
    var confidence = 0.9
    var factors: [String]
}

extension Telemetry {
    /// Telemetry of rows; the first factor is the node.
    init(
        _ rows: [MadeRequest], factors: [String], isTimed: Bool = true, stages: [Stage] = [], swaps: [Swap] = [],
        waiting: Waiting = Waiting()
    ) {
        self.init(
            file: "telemetry.csv", images: rows.map { Int32($0.image) }, predicted: rows.map { Int32($0.predicted) },
            statesPredictions: true, confidence: rows.map(\.confidence),
            factors: factors.indices.map { factor in
                CodedColumn(name: Name(factors[factor]), texts: rows.map { $0.factors[factor] })
            },
            latencies: [NumericColumn(name: "latency_ms", values: rows.map(\.latency))],
            days: isTimed ? rows.map { Int32($0.day) } : nil, stages: stages, swaps: swaps, waiting: waiting)
    }
}
