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
        let rows = found.isEmpty ? [] : OutcomeTable.rowsByHash(of: evaluation)
        return found.flatMap { there -> [ModeElsewhere] in
            let own = RowSet(self.rows(rows, besides: there), of: evaluation.count)
            return there.modes.map { measured($0, listedOn: there.dataset, among: own) }
        }
    }

    /// Those of the rows whose images another data set does not have. Numbers are the ids of every COCO file: two data sets that count their
    /// images from 1 have none in common for that.
    private func rows(_ rows: [(hash: UInt64, row: Int)], besides there: FoundModes) -> [Int] {
        rows.filter { entry in
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
        guard let rows = rows(of: found.mode) else {
            return stated(nil, nil, nil, nil, lacking: lacking(found.mode))
        }
        let all = 0..<evaluation.count
        let parts = Parts(
            inside: all.filter { own.contains($0) && rows.isInside($0) },
            outside: all.filter { own.contains($0) && rows.isOutside($0) }, isHit: rows.isHit)
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
        for (rows, isInside) in [(parts.inside, true), (parts.outside, false)] {
            for index in rows {
                var sum = sums[units.codes[index], default: (0, 0, 0, 0)]
                let errors = parts.isHit(index) ? 1 : 0
                if isInside { (sum.rows, sum.errors) = (sum.rows + 1, sum.errors + errors) }
                if !isInside { (sum.otherRows, sum.otherErrors) = (sum.otherRows + 1, sum.otherErrors + errors) }
                sums[units.codes[index]] = sum
            }
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
