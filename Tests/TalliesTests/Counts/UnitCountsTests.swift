import Artifacts
import Statistics
import Testing

@testable import Tallies

/// What is read from a tally is what a walk over the rows finds.
@Suite struct UnitCountsTests {
    private let evaluation = CountedRows.objects(200).evaluation
    private var units: ResamplingUnits { ResamplingUnits(of: evaluation) }
    private var block: Block { Block(0..<200, of: evaluation, units) }

    /// The share of some rows by a walk.
    private func share(of part: (Int) -> Bool, where isHit: (Int) -> Bool) -> UnitProportion {
        var sums: [UInt64: (successes: Int, rows: Int)] = [:]
        for row in 0..<200 where part(row) {
            sums[units.ids[row], default: (0, 0)].rows += 1
            if isHit(row) { sums[units.ids[row], default: (0, 0)].successes += 1 }
        }
        return UnitProportion(sums.values)
    }

    @Test func classesOfLabelsAndAnswersAreSumsOfCells() {
        let confusion = ConfusionTally(Confusion(), over: block)
        let byLabel = confusion.byLabel.proportions(width: 2)
        let byAnswer = confusion.byAnswer.proportions(width: 2)
        for cls in 0..<3 {
            let code = Int32(cls)
            #expect(
                byLabel[cls] == share(of: { evaluation.items.labels[$0] == code }, where: evaluation.isCorrect))
            #expect(
                byAnswer[cls]
                    == share(of: { evaluation.predictions.predicted[$0] == code }, where: evaluation.isCorrect))
        }
        #expect(confusion.byLabel.totals.reduce(0, +) == 200)
        #expect(confusion.byAnswer.totals.reduce(0, +) == evaluation.predictions.predicted.count { $0 >= 0 })
    }

    @Test func partsAreTheirCellsByThemselves() {
        let confusion = ConfusionTally(Confusion(), over: block)
        let parts = confusion.cells.parts(width: confusion.answers)
        #expect(parts.count == 3)
        for (label, part) in parts.enumerated() {
            #expect(Array(part.totals) == (0..<confusion.answers).map { confusion[label, $0] })
            for answer in 0..<confusion.answers {
                let walked = share(
                    of: { evaluation.items.labels[$0] == Int32(label) },
                    where: { evaluation.predictions.predicted[$0] == confusion.code(of: answer) })
                #expect(part.proportion(of: { _ in true }, where: { $0 == answer }) == walked)
            }
        }
    }

    @Test func valuesAreTheirRows() {
        let table = CountedRows.objects(200)
        let (a, b) = (table.columns[0], table.columns[1])
        let block = Block(0..<200, of: evaluation, units, pairedWith: table.earlier, by: table.columns)
        let both = ValueTally(Values(by: [a, b]), over: block).rows
        let paired = ValueTally(Values(by: [b], isPaired: true), over: block).rows
        for value in 0..<3 {
            for other in 0..<4 {
                let rows = (0..<200).filter { a.codes[$0] == value && b.codes[$0] == other }
                let cell = 2 * (value * 4 + other)
                #expect(both.totals[cell + 1] == rows.count { evaluation.isCorrect($0) })
                #expect(both.totals[cell] == rows.count { !evaluation.isCorrect($0) })
                let walked = share(of: rows.contains) { !evaluation.isCorrect($0) }
                #expect(both.proportions(width: 2, hit: 0)[cell / 2] == walked)
            }
        }
        for other in 0..<4 {
            let rows = (0..<200).filter { b.codes[$0] == other && table.earlier[$0] != nil }
            #expect(paired.totals[4 * other..<4 * other + 4].reduce(0, +) == rows.count)
            let broken = rows.count { table.earlier[$0] == evaluation.items.labels[$0] && !evaluation.isCorrect($0) }
            #expect(paired.totals[4 * other + 2] == broken)
        }
        #expect(paired.totals.reduce(0, +) < 200, "rows that are not paired are in no cell")
    }

    @Test func theFirstOfEachGroupAreThoseOfAll() {
        let request = Exemplars(.right(from: 0.1), of: .labels, limit: 4)
        let tally = ExemplarTally(request, over: block)
        for label in 0..<3 {
            let rows = (0..<200).filter {
                evaluation.items.labels[$0] == Int32(label) && evaluation.isCorrect($0)
                    && evaluation.predictions.confidence[$0] >= 0.1
            }.sorted {
                let (a, b) = (evaluation.predictions.confidence[$0], evaluation.predictions.confidence[$1])
                return a != b ? a > b : evaluation.items.ids[$0] < evaluation.items.ids[$1]
            }
            #expect(tally.items(label: label).map(\.id) == rows.prefix(4).map { evaluation.items.ids[$0] })
        }
        let pairs = ExemplarTally(Exemplars(.wrong(from: 0), of: .pairs, limit: 200), over: block)
        for (label, answer) in [(0, 1), (2, 0), (1, -1)] {
            #expect(
                pairs.items(label: label, answer: answer).count
                    == (0..<200).count {
                        evaluation.items.labels[$0] == Int32(label)
                            && evaluation.predictions.predicted[$0] == Int32(answer)
                    })
        }
    }
}
