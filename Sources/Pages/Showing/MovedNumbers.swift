import Record

/// Headline numbers whose own paired interval leaves no change out: a calibration error has no test of the comparison, and moves
/// all the same.
struct MovedNumbers {
    let audit: Audit
    let facts: FactIndex

    /// What moved for the better, or for the worse, with these numbers behind what is of everything.
    func movements(better: Bool) -> [Movement] {
        let moved = audit.movements(better: better)
        let listed = Set(
            audit.sections.flatMap { $0.moved ?? [] }.compactMap { movement in
                if case .number(let path) = movement.subject { path } else { nil }
            })
        let own = facts.tiles.filter { !listed.contains($0.path) && isBetter($0) == better }.compactMap(movement)
        let start = moved.firstIndex { !$0.isOfAll } ?? moved.count
        return Array(moved[..<start]) + own + Array(moved[start...])
    }

    /// Whether the number of a tile moved for the better; `nil` where it did not move, or a test of the comparison says it.
    func isBetter(_ entry: FactIndex.Entry) -> Bool? {
        guard entry.spec.better != .neither, let change = movement(entry)?.change else { return nil }
        return (entry.spec.better == .higher) == (change.value > 0)
    }

    private func movement(_ entry: FactIndex.Entry) -> Movement? {
        guard entry.spec.change == nil, entry.spec.classTerm == nil, let fact = audit.fact(at: entry.path),
            let now = fact.value, let before = fact.baseline, let interval = fact.change,
            interval.low > 0 || interval.high < 0
        else { return nil }
        let change = Measure(
            now - before, interval, n: fact.n, units: fact.units, unit: fact.unit == .proportion ? .points : fact.unit,
            method: fact.method)
        return Movement(.number(entry.path), before: before, now: now, change: change, p: nil)
    }
}
