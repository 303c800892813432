// What fixing failure modes saves, one after the other. An error that two modes cover is saved once: the first is fixed, and what
// it leaves is what the rest are priced by. Errors under the same modes are alike, so they are kept as one cell; that makes a
// replicate as cheap as the modes are few.

import Digests
import Statistics

/// How far a mode is fixed.
public enum RepairLevel: Sendable, CaseIterable {
    /// As many of its errors are left as the rate of its siblings, of chance or of the baseline would leave.
    case siblings
    /// None of its errors is left.
    case allRight
}

extension Finding {
    /// Errors that fixing it by itself saves, with their interval; `nil` where it has no gain in errors.
    public var excess: (value: Double, interval: Interval)? {
        guard covers != nil, let gain, gain.n > 0 else { return nil }
        let n = Double(gain.n)
        return (
            gain.value * n,
            Interval(
                low: gain.interval.low * n, high: gain.interval.high * n, level: gain.interval.level,
                method: gain.interval.method)
        )
    }
}

/// A failure mode as something to fix.
public struct Repair: Sendable, Hashable {
    /// The mode's stable id.
    public let id: String
    /// The errors it covers.
    public let covers: ErrorSet
    /// Errors that a fix by itself saves, at its siblings' rate.
    public let alone: Double
    /// Half the width of the interval of that, as a standard deviation.
    let deviation: Double

    /// The fix of a finding; `nil` where the archive keeps no errors or no gain of it, so that it has no price in errors. `n` are
    /// the rows that gains are shares of.
    public init?(_ finding: Finding) {
        guard let covers = finding.covers, let gain = finding.gain, covers.count > 0, gain.n > 0, gain.value > 0 else {
            return nil
        }
        self.init(
            id: finding.id, covers: covers, alone: gain.value * Double(gain.n),
            deviation: (gain.interval.high - gain.interval.low) * Double(gain.n) / (2 * 1.959963984540054))
    }

    /// A fix that by itself saves `alone` of the errors it covers, give or take `deviation`.
    public init(id: String, covers: ErrorSet, alone: Double, deviation: Double) {
        self.id = id
        self.covers = covers
        self.alone = min(alone, Double(covers.count))
        self.deviation = deviation
    }

    /// Errors that are left when it is fixed by itself.
    func left(_ level: RepairLevel) -> Double { level == .allRight ? 0 : Double(covers.count) - alone }
}

/// The errors of an audit, and what is left of them as modes are fixed.
public struct RepairLedger: Sendable {
    /// Errors saved, and where 95 % of replicates lie.
    public struct Saving: Sendable, Hashable {
        /// Errors.
        public let value: Double
        /// Its interval; the value itself where resampling shows no variation.
        public let interval: Interval

        /// A number and its replicates, the number first. Replicates lie on one side of a number that is never below 0: the
        /// interval is stretched to hold it.
        init(_ columns: [Double]) {
            let value = columns.first ?? 0
            self.value = value
            let found = PoissonBootstrap.interval(Array(columns.dropFirst()))
            interval = Interval(
                low: min(value, found?.low ?? value), high: max(value, found?.high ?? value), method: "marginal-gain")
        }
    }

    /// The modes that errors are told apart by.
    private let repairs: [Repair]
    private let places: [String: Int]
    /// Of each cell the modes that cover its errors, by their places in `repairs`.
    private let cells: [[Int]]
    private let cellsOf: [[Int]]
    /// Errors in each cell, first as they are, then in each replicate.
    private let counts: [[Double]]
    /// How far the errors that a fix leaves differ in each replicate from their number, by fix.
    private let noise: [[Double]]

    /// A ledger of what modes cover. `errors` are the ids of the wrong rows, in the order of the sets' bits; there are at most
    /// `BootstrapWeights.lanes` replicates.
    public init(_ repairs: [Repair], errors: [UInt64], replicates: Int = BootstrapWeights.lanes) {
        let replicates = min(replicates, BootstrapWeights.lanes)
        self.repairs = repairs
        places = Dictionary(repairs.enumerated().map { ($1.id, $0) }) { first, _ in first }
        var found: [[Int]: Int] = [:]
        var cells: [[Int]] = []
        var counts: [[Double]] = []
        BootstrapWeights(units: errors).forEach(errors.indices) { place, weights in
            let covering = repairs.indices.filter { repairs[$0].covers.contains(place) }
            if covering.isEmpty { return }
            let cell = found[covering] ?? cells.count
            if cell == cells.count {
                found[covering] = cell
                cells.append(covering)
                counts.append([Double](repeating: 0, count: replicates + 1))
            }
            counts[cell][0] += 1
            for replicate in 0..<replicates { counts[cell][replicate + 1] += Double(weights[replicate]) }
        }
        nothing = [Double](repeating: 0, count: replicates + 1)
        self.cells = cells
        self.counts = counts
        cellsOf = repairs.indices.map { mode in cells.indices.filter { cells[$0].contains(mode) } }
        // What the archived interval holds beyond the variation of the errors is that of the rate they are held against.
        noise = repairs.enumerated().map { place, repair in
            let sums = (0..<replicates).map { replicate in
                cells.indices.filter { cells[$0].contains(place) }.reduce(0) { $0 + counts[$1][replicate + 1] }
            }
            let mean = sums.reduce(0, +) / Double(max(1, sums.count))
            let variance = sums.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, sums.count - 1))
            let rest = max(0, repair.deviation * repair.deviation - variance).squareRoot()
            return NormalDraws.list(replicates, seed: SHA256Digest(of: repair.id).prefix64).map { rest * $0 }
        }
    }

    /// What is left of each cell's errors, as a share, in the sample and in each replicate.
    public struct State: Sendable {
        fileprivate var shares: [[Double]]
    }

    /// Nothing saved, in the sample and in each replicate.
    let nothing: [Double]

    /// Nothing is fixed yet.
    public var untouched: State { State(shares: counts.map { $0.map { _ in 1 } }) }

    /// What fixing a mode saves in a state, and the state after it. Saves nothing where the mode is unknown.
    public func fixing(_ id: String, to level: RepairLevel, after state: State) -> (saved: [Double], state: State) {
        guard let place = places[id] else { return (nothing, state) }
        let (repair, own) = (repairs[place], cellsOf[place])
        var state = state
        let width = noise[place].count + 1
        var saved = [Double](repeating: 0, count: width)
        for column in 0..<width {
            let there = own.reduce(0) { $0 + counts[$1][column] * state.shares[$1][column] }
            let aim =
                level == .allRight ? 0 : max(0, repair.left(level) + (column == 0 ? 0 : noise[place][column - 1]))
            saved[column] = max(0, there - aim)
            guard there > 0 else { continue }
            let kept = (there - saved[column]) / there
            for cell in own { state.shares[cell][column] *= kept }
        }
        return (saved, state)
    }

    /// The errors that fixing a mode saves in a state: the number alone, without an interval.
    func value(of id: String, to level: RepairLevel, after state: State) -> Double {
        guard let place = places[id] else { return 0 }
        let there = cellsOf[place].reduce(0) { $0 + counts[$1][0] * state.shares[$1][0] }
        return max(0, there - repairs[place].left(level))
    }

    /// What fixing modes one after the other saves together in a state: the number alone.
    func value(of ids: [String], to level: RepairLevel, after state: State) -> Double {
        if ids.count == 1 { return value(of: ids[0], to: level, after: state) }
        var (sum, state) = (0.0, state)
        for id in ids {
            let next = fixing(id, to: level, after: state)
            sum += next.saved.first ?? 0
            state = next.state
        }
        return sum
    }
}
