// The bootstrap behind the headline's intervals. Each row has a Poisson weight that is a property of its unit's name, so
// that the replicates are the same for any order of rows; sums are integers, so that they are the same to the bit.

import Artifacts
import Columns
import Statistics

/// What rows are resampled by.
struct ResamplingUnits: Sendable {
    /// One id a row: the hash of its unit's name.
    let ids: [UInt64]
    /// Whether rows share units, so that an interval for independent rows would be too narrow.
    let areShared: Bool

    /// The units of an evaluation: the values of the column that the settings name, or each row by itself.
    init(of evaluation: Evaluation, _ settings: WorkspaceSettings) {
        let column = settings.unit.flatMap { name in
            evaluation.items.attributes.first { $0.name.utf8.elementsEqual(name.utf8) }
        }
        switch column {
        case .category(let column)?:
            let named = column.categories.map { PoissonBootstrap.id(of: $0) }
            ids = (0..<evaluation.count).map { named[column.codes[$0]] }
            areShared = true
        case .number(let column)?:
            ids = column.values.map { SplitMix64.mix($0.bitPattern) }
            areShared = true
        case nil:
            ids = evaluation.items.ids.map { PoissonBootstrap.id(of: $0) }
            areShared = false
        }
    }
}

extension Examination {
    /// Whether rows share units, so that an interval or test for independent rows is too sure.
    var rowsShareUnits: Bool { ResamplingUnits(of: evaluation, settings).areShared }
}

/// The weighted counts of one bootstrap replicate.
struct Replicate: Sendable {
    /// Weight of rows whose ground truth is each class.
    private(set) var truth: [Int]
    /// Weight of rows read as each class.
    private(set) var predicted: [Int]
    /// Weight of rows of each class read right.
    private(set) var hits: [Int]
    /// Weighted sums of the row values given, in units of 2^-32.
    private(set) var sums: [Int128]

    /// Counts one replicate over all rows. `values` are columns of one number a row, in units of 2^-32.
    init(_ number: Int, of evaluation: Evaluation, units: [UInt64], values: [[Int64]]) {
        let classes = evaluation.classes.count
        truth = [Int](repeating: 0, count: classes)
        predicted = truth
        hits = truth
        sums = [Int128](repeating: 0, count: values.count)
        for row in 0..<evaluation.count {
            let weight = PoissonBootstrap.weight(of: units[row], replicate: number)
            guard weight > 0 else { continue }
            let label = Int(evaluation.items.labels[row])
            let said = Int(evaluation.predictions.predicted[row])
            truth[label] += weight
            predicted[said] += weight
            if label == said { hits[label] += weight }
            for column in values.indices {
                sums[column] += Int128(Int64(weight) &* values[column][row])
            }
        }
    }

    /// A column of finite numbers below 2^26 in the units that sums are kept in.
    static func units(of values: [Double]) -> [Int64] {
        values.map { Int64(exactly: (max(-0x1p26, min(0x1p26, $0)) * 0x1p32).rounded()) ?? 0 }
    }

    /// Total weight.
    var total: Int { truth.reduce(0, +) }

    /// Weighted mean of one of the values; NaN without weight.
    func mean(_ column: Int) -> Double { Double(sums[column]) * 0x1p-32 / Double(total) }
}
