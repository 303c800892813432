import Record
import Statistics
import Testing

/// Marginal pricing, held against a second reckoning that knows nothing of cells, replicates or bits.
@Suite struct RepairPlanTests {
    /// Sets of errors, with what each saves by itself.
    private struct Case {
        let total: Int
        let sets: [(id: String, errors: Set<Int>, alone: Double)]

        var repairs: [Repair] {
            sets.map { Repair(id: $0.id, covers: ErrorSet($0.errors, of: total), alone: $0.alone, deviation: 0) }
        }
        var ledger: RepairLedger {
            RepairLedger(repairs, errors: (0..<total).map { UInt64($0) &* 0x9E37_79B9 }, replicates: 40)
        }

        static func random(_ source: inout SeededGenerator) -> Case {
            let total = 4 + source.below(20)
            let sets = (0..<(2 + source.below(5))).map { index in
                let errors = Set((0..<total).filter { _ in source.unit() < 0.4 })
                return (
                    id: "m\(index)", errors: errors, alone: Double(source.below(errors.count + 1))
                )
            }.filter { !$0.errors.isEmpty }
            return Case(total: total, sets: sets)
        }
    }

    /// What each fix of an order saves, error by error.
    private func brute(_ order: [String], _ example: Case, allRight: Bool) -> [Double] {
        var weight = [Double](repeating: 1, count: example.total)
        return order.map { id in
            guard let set = example.sets.first(where: { $0.id == id }) else { return -1 }
            let before = set.errors.reduce(0) { $0 + weight[$1] }
            let aim = allRight ? 0 : Double(set.errors.count) - set.alone
            guard before > aim else { return 0 }
            for place in set.errors { weight[place] *= aim / before }
            return before - aim
        }
    }

    private func jobs(_ example: Case) -> [RepairPlan.Job] {
        example.sets.map { RepairPlan.Job(id: $0.id, modes: [$0.id]) }
    }

    @Test func everyStepSavesWhatIsCountedErrorByErrorAndIsTheBestOneLeft() {
        var source = SeededGenerator(seed: 13)
        for _ in 0..<80 {
            let example = Case.random(&source)
            for (level, allRight) in [(RepairLevel.siblings, false), (.allRight, true)] {
                let plan = RepairPlan(jobs(example), of: example.ledger, to: level)
                let order = plan.steps.map(\.job.id)
                #expect(Set(order) == Set(example.sets.map(\.id)))
                let expected = brute(order, example, allRight: allRight)
                for (step, saved) in zip(plan.steps, expected) { #expect(abs(step.saved.value - saved) < 1e-9) }
                for place in order.indices {
                    let best =
                        order[place...].map { id in
                            brute(Array(order[..<place]) + [id], example, allRight: allRight)[place]
                        }.max() ?? 0
                    #expect(abs(plan.steps[place].saved.value - best) < 1e-9)
                }
                if allRight {
                    let union = example.sets.reduce(Set<Int>()) { $0.union($1.errors) }
                    #expect(abs((plan.together?.value ?? 0) - Double(union.count)) < 1e-9)
                }
            }
        }
    }

    @Test func anErrorThatTwoModesCoverIsSavedOnce() {
        let example = Case(
            total: 30, sets: [("a", Set(0..<20), 20), ("b", Set(5..<25), 20), ("c", Set(20..<25), 5)])
        let plan = RepairPlan(jobs(example), of: example.ledger, to: .allRight)
        #expect(plan.steps.map(\.job.id) == ["a", "b", "c"])
        #expect(plan.steps.map(\.saved.value) == [20, 5, 0])
        #expect(plan.together?.value == 25)
    }

    /// Of all sets of jobs that fit, none saves much more than the one taken, and nothing is taken that does not fit.
    @Test func aBudgetTakesWhatFitsAndWhatItWaitsFor() {
        var source = SeededGenerator(seed: 5)
        for _ in 0..<60 {
            let example = Case.random(&source)
            let all = example.sets.enumerated().map { index, set in
                RepairPlan.Job(
                    id: set.id, modes: [set.id], days: Double(1 + source.below(4)),
                    after: index > 0 && source.below(3) == 0 ? [example.sets[index - 1].id] : [])
            }
            let plan = RepairPlan(all, of: example.ledger, to: .allRight, budget: 6)
            let taken = plan.steps.map(\.job)
            #expect(taken.reduce(0) { $0 + ($1.days ?? 99) } <= 6)
            for (place, job) in taken.enumerated() {
                #expect(job.after.allSatisfy { id in taken[..<place].contains { $0.id == id } })
            }
            var best = 0
            for choice in 0..<(1 << all.count) {
                let chosen = all.indices.filter { choice >> $0 & 1 == 1 }.map { all[$0] }
                guard chosen.reduce(0, { $0 + ($1.days ?? 99) }) <= 6,
                    chosen.allSatisfy({ job in job.after.allSatisfy { id in chosen.contains { $0.id == id } } })
                else { continue }
                let union = chosen.reduce(Set<Int>()) { found, job in
                    found.union(example.sets.first { $0.id == job.id }?.errors ?? [])
                }
                best = max(best, union.count)
            }
            #expect((plan.together?.value ?? 0) >= 0.5 * Double(best))
        }
    }

    @Test func whatNobodyGaveDaysForIsInNoBudget() {
        let example = Case(total: 10, sets: [("a", Set(0..<8), 8), ("b", Set(8..<10), 2)])
        let plan = RepairPlan(
            [RepairPlan.Job(id: "a", modes: ["a"]), RepairPlan.Job(id: "b", modes: ["b"], days: 3)],
            of: example.ledger, budget: 3)
        #expect(plan.steps.map(\.job.id) == ["b"])
        #expect(plan.steps.map(\.days) == [3])
    }

    @Test func findingsComeBeforeLeads() {
        let example = Case(total: 10, sets: [("a", Set(0..<8), 8), ("b", Set(8..<10), 2)])
        let plan = RepairPlan(
            [RepairPlan.Job(id: "a", modes: ["a"], rank: 1), RepairPlan.Job(id: "b", modes: ["b"])],
            of: example.ledger)
        #expect(plan.steps.map(\.job.id) == ["b", "a"])
    }

    /// The interval of one mode alone is about the archived one: the Poisson variation of its errors, or more where units are
    /// shared.
    @Test func theIntervalIsThatOfTheGain() throws {
        let errors = (0..<100).map { SplitMix64.mix(UInt64($0)) }
        for (deviation, low, high) in [(0.0, 3.4...4.6, 4.0), (20.0, 18.0...22.0, 20.0)] {
            let ledger = RepairLedger(
                [Repair(id: "m", covers: ErrorSet(0..<16, of: 100), alone: 12, deviation: deviation)], errors: errors)
            let plan = RepairPlan([RepairPlan.Job(id: "m", modes: ["m"])], of: ledger)
            let interval = try #require(plan.together?.interval)
            #expect(interval.low <= 12 && interval.high >= 12)
            if deviation == 0 {
                let half = (interval.high - interval.low) / (2 * 1.96)
                #expect(low.contains(half), "\(half) and not about \(high)")
            } else {
                #expect(interval.low == 0)
            }
        }
    }
}
