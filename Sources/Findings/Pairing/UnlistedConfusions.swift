import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// The confused pairs that the baseline does not list: a version may confuse two classes that none did before. All that
/// occur, then or now, are tested, so that those which stand are not chosen for how often they occur.
struct UnlistedConfusions: Sendable {
    /// A pair.
    private struct Pair: Sendable {
        let truth: Int
        let predicted: Int
        let mode: FailureMode
        let p: Double
    }

    private let pairs: [Pair]
    private let looks: Int

    /// How often one pair was entered and left.
    private struct Moves {
        var entered = 0
        var left = 0
        var units: [UInt64: Int] = [:]

        var p: Double {
            units.isEmpty
                ? McNemar.exact(fixed: left, broken: entered) : McNemar.signFlips(nets: Array(units.values))
        }
    }

    /// All pairs of `classes` but those in `listed`.
    init(_ tally: PairTally, classes: [ClassName], besides listed: Set<String>) {
        var moves: [Int: Moves] = [:]
        let count = classes.count
        func key(_ label: Int32, _ answer: Int32) -> Int? {
            answer >= 0 && Int(answer) < count && answer != label ? Int(label) * count + Int(answer) : nil
        }
        tally.forEach { pair, rows in
            guard pair.before != pair.now else { return }
            if let entered = key(pair.label, pair.now) {
                moves[entered, default: Moves()].entered += rows
                if let unit = pair.unit { moves[entered, default: Moves()].units[unit, default: 0] -= rows }
            }
            if let left = key(pair.label, pair.before) {
                moves[left, default: Moves()].left += rows
                if let unit = pair.unit { moves[left, default: Moves()].units[unit, default: 0] += rows }
            }
        }
        pairs = moves.keys.sorted().compactMap { key in
            let (truth, predicted) = key.quotientAndRemainder(dividingBy: count)
            let mode = FailureMode.confusion(truth: classes[truth].text, predicted: classes[predicted].text)
            guard !listed.contains(mode.stableID), let found = moves[key] else { return nil }
            return Pair(truth: truth, predicted: predicted, mode: mode, p: found.p)
        }
        // A pair that never occurs was looked at too.
        looks = pairs.isEmpty ? 0 : max(pairs.count, count * (count - 1) - listed.count)
    }

    /// What is tested.
    var tests: FamilyTests {
        FamilyTests(
            .comparison, pairs.map(\.p), ids: pairs.map(\.mode.stableID), of: .unlistedConfusions, looks: looks)
    }

    /// Those that moved.
    func moved(_ tally: PairTally, _ levels: TestLevels) -> [Movement] {
        pairs.filter { pair in
            levels.adjusted(pair.mode.stableID, .comparison, .unlistedConfusions)
                <= levels[.comparison, .unlistedConfusions]
        }.compactMap { pair in
            ConfusionTrend(pair.truth, as: pair.predicted, in: tally)
                .movement(of: pair.mode, levels, among: .unlistedConfusions)
        }
    }
}
