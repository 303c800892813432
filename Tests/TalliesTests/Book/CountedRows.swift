import Artifacts
import Columns
import Record
import Statistics

@testable import Tallies

/// An evaluation by its rows, so that laws can put them in another order.
struct CountedRows {
    struct Row {
        let id: String
        let label: Int32
        let predicted: Int32
        let confidence: Double
        let probabilities: [Double]
        let unit: Int
    }

    var rows: [Row]
    let classes: [String]
    let hasProbabilities: Bool
    let sharesUnits: Bool

    static let units = (0..<40).map { "unit \($0)" }

    /// Images with all probabilities, those of a unit alike.
    static func images(_ count: Int, seed: UInt64 = 5, sharesUnits: Bool) -> CountedRows {
        var random = SeededGenerator(seed: seed)
        let rows = (0..<count).map { index in
            // Coarse, so that probabilities tie.
            let weights = (0..<4).map { _ in Double(1 + random.below(6)) }
            let sum = weights.reduce(0, +)
            let best = Int32(weights.firstIndex(of: weights.max() ?? 0) ?? 0)
            return Row(
                id: "image \(index)", label: Int32(random.below(4)), predicted: best,
                confidence: weights[Int(best)] / sum, probabilities: weights.map { $0 / sum }, unit: random.below(40))
        }
        return CountedRows(
            rows: rows, classes: ["a", "b", "c", "d"], hasProbabilities: true, sharesUnits: sharesUnits)
    }

    /// Objects of images: some were missed or mislocalised.
    static func objects(_ count: Int, seed: UInt64 = 6) -> CountedRows {
        var random = SeededGenerator(seed: seed)
        let rows = (0..<count).map { index in
            Row(
                id: "object \(index)", label: Int32(random.below(3)), predicted: Int32(random.below(5)) - 2,
                confidence: Double(random.below(20)) / 20, probabilities: [], unit: random.below(40))
        }
        return CountedRows(rows: rows, classes: ["a", "b", "c"], hasProbabilities: false, sharesUnits: true)
    }

    /// The rows in another order.
    func shuffled(_ seed: UInt64) -> CountedRows {
        var other = self
        var random = SeededGenerator(seed: seed)
        other.rows = random.permutation(rows.count).map { rows[$0] }
        return other
    }

    /// What an earlier evaluation answered on most of the rows: a property of the id, so that no order shows.
    var earlier: EarlierAnswers {
        func draw(_ row: Row) -> Int { Int(PoissonBootstrap.id(of: row.id) % 7) }
        let paired = rows.indices.filter { draw(rows[$0]) > 0 }
        return EarlierAnswers(
            count: rows.count, rows: paired,
            answers: paired.map { draw(rows[$0]) < 4 ? rows[$0].label : rows[$0].predicted })
    }

    var evaluation: Evaluation {
        Evaluation(
            manifest: VersionManifest(version: "v1", date: "2026-01-01", model: "made"),
            datasheet: Datasheet(name: "made", title: "Made"), classes: classes.map { ClassName($0) },
            items: Items(
                ids: ItemIDs(rows.map { ItemID($0.id) }), labels: rows.map(\.label),
                units: sharesUnits
                    ? CodedColumn(
                        name: "unit", categories: Self.units.map { Name($0) },
                        codes: Codes(rows.map(\.unit), categories: 40)) : nil),
            predictions: ClassPredictions(
                predicted: rows.map(\.predicted), confidence: rows.map(\.confidence),
                probabilities: hasProbabilities
                    ? ProbabilityMatrix(rows: rows.count, classes: 4, values: rows.flatMap(\.probabilities)) : nil,
                outcomesWithoutClass: hasProbabilities ? 0 : 2),
            accounting: RowAccounting(itemsRead: rows.count, predictionsRead: rows.count, kept: rows.count))
    }
}
