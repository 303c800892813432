import Columns
import Statistics
import Testing

@testable import Tallies

/// A small table and every conjunction in it, counted the slow and obvious way.
struct BruteForce {
    let columns: [[Int]]
    let losses: [Double]

    struct Row: Equatable {
        let predicates: [String]
        let size: Int
        let errors: Double
        let score: Double
    }

    /// Columns with the given numbers of values, and errors that gather where the first two columns are 0.
    static func random(rows: Int, values: [Int], seed: UInt64, isReal: Bool = false) -> BruteForce {
        var source = SeededGenerator(seed: seed)
        let columns = values.map { count in (0..<rows).map { _ in min(source.below(count), source.below(count)) } }
        let losses = (0..<rows).map { row -> Double in
            let rate = columns.count > 1 && columns[0][row] == 0 && columns[1][row] == 0 ? 0.6 : 0.1
            let isError = source.unit() < rate
            // Multiples of 1/64 are exact in every form that losses take.
            return isReal ? Double(source.below(64)) / 64 * (isError ? 1 : 0.25) : (isError ? 1 : 0)
        }
        return BruteForce(columns: columns, losses: losses)
    }

    func table() throws -> SliceTable {
        try SliceTable(
            columns: columns.enumerated().map { CodedColumn(name: Name("c\($0)"), integers: $1) },
            losses: LossColumn(RowStorage(losses)))
    }

    /// The best slices by SliceLine's score, every tie at the last rank kept.
    func slices(minSupport: Int, depth: Int, top: Int, alpha: Double = 0.95) -> [Row] {
        let n = Double(losses.count)
        let mean = losses.reduce(0, +) / n
        var found: [Row] = []
        for chosen in Self.subsets(columns.count, depth) {
            var cells: [[Int]: (size: Int, errors: Double)] = [:]
            for row in losses.indices {
                let key = chosen.map { columns[$0][row] }
                cells[key, default: (0, 0)].size += 1
                cells[key, default: (0, 0)].errors += losses[row]
            }
            for (key, cell) in cells where cell.size >= minSupport && cell.errors > 0 {
                let size = Double(cell.size)
                let score = alpha * (cell.errors / size / mean - 1) - (1 - alpha) * (n / size - 1)
                if score > 0 {
                    let predicates = zip(chosen, key).map { "c\($0)=\($1)" }
                    found.append(Row(predicates: predicates, size: cell.size, errors: cell.errors, score: score))
                }
            }
        }
        found.sort { $0.score > $1.score }
        guard found.count > top else { return found }
        let last = found[top - 1].score
        return found.filter { $0.score >= last - 1e-12 }
    }

    private static func subsets(_ count: Int, _ depth: Int) -> [[Int]] {
        (1..<1 << count).map { mask in (0..<count).filter { mask >> $0 & 1 == 1 } }.filter { $0.count <= depth }
    }

    /// Expects what the engine lists to be the best there are; ties may be any of them.
    static func expectEqual(_ findings: SliceFindings, _ expected: [Row]) {
        #expect(findings.slices.count == min(expected.count, findings.settings.top))
        for (slice, row) in zip(findings.slices, expected) {
            #expect(abs(slice.score - row.score) < 1e-9)
            let name = slice.predicates.map { "\($0.attribute)=\($0.value)" }
            guard let same = expected.first(where: { $0.predicates == name }) else {
                Issue.record("\(name) is not among the best")
                continue
            }
            #expect(slice.size == same.size)
            #expect(abs(slice.errors - same.errors) < 1e-9)
        }
    }
}

/// What a search gives, in a form that can be compared bit for bit.
func fingerprint(_ findings: SliceFindings) -> [String] {
    findings.slices.map { slice in
        let name = slice.predicates.map { "\($0.attribute)=\($0.value)" }.joined(separator: "&")
        return "\(name) \(slice.size) \(slice.errors) \(slice.score) \(slice.low) \(slice.high) \(slice.adjustedP)"
    } + ["\(findings.tested) \(findings.evaluated) \(findings.pruned) \(findings.tooSmall) \(findings.errors)"]
}
