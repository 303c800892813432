// The failure modes of other data sets, measured on this one. Which rows a mode is about is said by its definition alone, so that the
// images here have no say in it: a test here is of images that nothing was chosen on. Images that the other data set has too had one,
// and are left out.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

extension Examination {
    /// What becomes here of the modes that other data sets list, in their order.
    public func elsewhere(_ found: [FoundModes]) -> [ModeElsewhere] {
        found.flatMap { there -> [ModeElsewhere] in
            let own = RowSet(rows(besides: there), of: evaluation.count)
            return there.modes.map { measured($0, listedOn: there.dataset, among: own) }
        }
    }

    /// The rows of images that another data set does not have. Numbers are the ids of every COCO file: two data sets that count their
    /// images from 1 have none in common for that.
    private func rows(besides there: FoundModes) -> [Int] {
        OutcomeTable.rowsByHash(of: evaluation).filter { entry in
            guard there.items.contains(entry.hash) else { return true }
            return evaluation.items.ids[entry.row].text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x23 }
        }.map(\.row).sorted()
    }

    /// A mode on this evaluation: what it is about, against the rest.
    private func measured(_ found: FoundModes.Mode, listedOn dataset: String, among own: RowSet) -> ModeElsewhere {
        func stated(_ rate: Measure?, _ rest: Measure?, _ change: Measure?, _ p: Double?, lacking: String? = nil)
            -> ModeElsewhere
        {
            ModeElsewhere(
                found.mode, listedOn: dataset, effect: found.effect, effectInterval: found.interval, measure: rate,
                rest: rest, change: change, p: p, lacking: lacking)
        }
        guard let whole = parts(of: found.mode) else {
            return stated(nil, nil, nil, nil, lacking: lacking(found.mode))
        }
        let parts = Parts(
            inside: whole.inside.filter(own.contains), outside: whole.outside.filter(own.contains),
            isHit: whole.isHit)
        guard !isWithheld(found.mode, parts) else { return stated(nil, nil, nil, nil) }
        let rate = units.rate(of: parts.inside, method: "modes-elsewhere", where: parts.isHit)
        let rest = units.rate(of: parts.outside, method: "modes-elsewhere", where: parts.isHit)
        var change: Measure?
        var p: Double?
        if let rate, let rest {
            let interval = IndependentProportions.difference(
                rate.value, ConfidenceInterval(rate.interval), rest.value, ConfidenceInterval(rest.interval))
            change = Measure(
                rate.value - rest.value, Interval(interval, method: "newcombe"), n: rate.n, units: rate.units,
                unit: .points, method: "modes-elsewhere")
            p = test(parts)
        }
        return stated(rate, rest, change, p)
    }

    /// Whether it is of too few people to be published.
    private func isWithheld(_ mode: FailureMode, _ parts: Parts) -> Bool {
        guard case .slice(let predicates) = mode, parts.inside.count < settings.suppressBelow else { return false }
        return predicates.contains { predicate in settings.groups.contains { Name($0) == predicate.attribute } }
    }

    /// The rows a mode is about, those it is compared with, and what counts as its error.
    private struct Parts {
        let inside: [Int]
        let outside: [Int]
        let isHit: (Int) -> Bool
    }

    private func parts(of mode: FailureMode) -> Parts? {
        let (labels, predicted) = (evaluation.items.labels, evaluation.predictions.predicted)
        func code(_ name: String) -> Int32? {
            evaluation.classes.firstIndex { Name($0.text) == Name(name) }.map { Int32(truncatingIfNeeded: $0) }
        }
        switch mode {
        case .slice(let predicates):
            let (rows, unknown) = columns.rows(predicates)
            guard unknown == nil else { return nil }
            let inside = RowSet(rows, of: evaluation.count)
            return Parts(
                inside: rows, outside: (0..<evaluation.count).filter { !inside.contains($0) },
                isHit: { !evaluation.isCorrect($0) })
        case .confusion(let truth, let answer):
            guard let truth = code(truth), let answer = code(answer) else { return nil }
            return Parts(
                inside: labels.indices.filter { labels[$0] == truth },
                outside: labels.indices.filter { labels[$0] != truth && labels[$0] != answer },
                isHit: { predicted[$0] == answer })
        case .other("missed", let predicates):
            guard let name = predicates.first?.value.text, let cls = code(name) else { return nil }
            let missed = Outcome.missed.code(of: cls)
            return Parts(
                inside: labels.indices.filter { labels[$0] == cls },
                outside: labels.indices.filter { labels[$0] != cls }, isHit: { predicted[$0] == missed })
        default: return nil
        }
    }

    /// The attribute of a slice that is not here.
    private func lacking(_ mode: FailureMode) -> String? {
        guard case .slice(let predicates) = mode else { return nil }
        return columns.rows(predicates).unknown?.attribute.text
    }

    /// One-sided: Fisher's exact test, or where rows share units the score test of units.
    private func test(_ parts: Parts) -> Double {
        var stratum = Stratum(rows: parts.inside.count, otherRows: parts.outside.count)
        stratum.errors = parts.inside.count(where: parts.isHit)
        stratum.otherErrors = parts.outside.count(where: parts.isHit)
        guard units.areShared else {
            return Hypergeometric.upperTail(
                stratum.errors, sample: stratum.rows, marked: stratum.allErrors, population: stratum.allRows)
        }
        var sums: [Int32: (rows: Int, errors: Int, otherRows: Int, otherErrors: Int)] = [:]
        for index in parts.inside {
            sums[units.codes[index], default: (0, 0, 0, 0)].rows += 1
            if parts.isHit(index) { sums[units.codes[index], default: (0, 0, 0, 0)].errors += 1 }
        }
        for index in parts.outside {
            sums[units.codes[index], default: (0, 0, 0, 0)].otherRows += 1
            if parts.isHit(index) { sums[units.codes[index], default: (0, 0, 0, 0)].otherErrors += 1 }
        }
        let entries = sums.sorted { $0.key < $1.key }.map { _, sum -> ArraySlice<UnitScores.Entry> in
            [
                UnitScores.Entry(
                    stratum: 0, rows: sum.rows, errors: sum.errors, otherRows: sum.otherRows,
                    otherErrors: sum.otherErrors)
            ]
        }
        let twoSided = UnitScores([stratum], units: entries).p
        return stratum.excess > 0 ? twoSided / 2 : 1 - twoSided / 2
    }
}
