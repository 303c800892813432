// In which order fixes pay: the one that saves most first, then the one that saves most of what that leaves, and so on (the greedy
// rule for sums of sets that overlap; Nemhauser, Wolsey & Fisher 1978).

/// Fixes in the order in which they pay.
public struct RepairPlan: Sendable {
    /// Something that is done as one: a mode's fix, or an action that fixes several.
    public struct Job: Sendable, Hashable {
        /// What it is called by.
        public let id: String
        /// The modes that it fixes.
        public let modes: [String]
        /// Days of work; `nil` where nobody said.
        public let days: Double?
        /// Jobs that have to be done before it.
        public let after: [String]
        /// What is taken before any of a higher rank: findings before leads.
        public let rank: Int

        /// A job.
        public init(id: String, modes: [String], days: Double? = nil, after: [String] = [], rank: Int = 0) {
            (self.id, self.modes, self.days, self.after, self.rank) = (id, modes, days, after, rank)
        }
    }

    /// A job in its place.
    public struct Step: Sendable {
        /// The job.
        public let job: Job
        /// Errors it saves of those that the jobs before it leave.
        public let saved: RepairLedger.Saving
        /// Errors that it and all before it save.
        public let together: RepairLedger.Saving
        /// Days of all so far; `nil` where one has none.
        public let days: Double?
    }

    /// The jobs in their order.
    public let steps: [Step]

    /// The order of jobs that are each done whole. Within a rank the next is that which saves most for a day of work, counting
    /// the days of what has to be done before it and is not; where `byDay` is not set, that which saves most. With a budget only
    /// what fits in the days that are left is taken, and what has no days is not.
    public init(
        _ jobs: [Job], of ledger: RepairLedger, to level: RepairLevel = .siblings, byDay: Bool = false,
        budget: Double? = nil
    ) {
        let known = Dictionary(jobs.map { ($0.id, $0) }) { first, _ in first }
        var state = ledger.untouched
        var (done, order, spent) = (Set<String>(), [Job](), 0.0)
        let isTimed = byDay || budget != nil
        /// A job with what has to be done before it, in order.
        func bundle(_ job: Job) -> [Job] {
            var order: [Job] = []
            func visit(_ job: Job, _ path: Set<String>) {
                if done.contains(job.id) || path.contains(job.id) || order.contains(job) { return }
                for id in job.after { if let before = known[id] { visit(before, path.union([job.id])) } }
                order.append(job)
            }
            visit(job, [])
            return order
        }
        while done.count < known.count {
            var best: (rank: Int, worth: Double, bundle: [Job])?
            for job in jobs where !done.contains(job.id) {
                let bundle = bundle(job)
                let days = bundle.reduce(0) { $0 + ($1.days ?? 0) }
                if isTimed, bundle.contains(where: { $0.days == nil }) { continue }
                if let budget, spent + days > budget { continue }
                let saved = ledger.value(of: bundle.flatMap(\.modes), to: level, after: state)
                let worth = isTimed ? saved / max(days, 1e-9) : saved
                if let best, (best.rank, -best.worth) <= (job.rank, -worth) { continue }
                best = (job.rank, worth, bundle)
            }
            // What saves nothing more is not worth a day of the budget.
            guard let best, budget == nil || best.worth > 0 else { break }
            for job in best.bundle {
                done.insert(job.id)
                spent += job.days ?? 0
                order.append(job)
                for mode in job.modes { state = ledger.fixing(mode, to: level, after: state).state }
            }
        }
        self.init(inOrder: order, of: ledger, to: level)
    }

    /// Jobs in an order that is given.
    public init(inOrder jobs: [Job], of ledger: RepairLedger, to level: RepairLevel) {
        var (state, steps, sums) = (ledger.untouched, [Step](), ledger.nothing)
        var spent: Double? = 0
        for job in jobs {
            var saved = ledger.nothing
            for mode in job.modes {
                let next = ledger.fixing(mode, to: level, after: state)
                saved = zip(saved, next.saved).map(+)
                state = next.state
            }
            sums = zip(sums, saved).map(+)
            spent = spent.flatMap { spent in job.days.map { spent + $0 } }
            steps.append(
                Step(
                    job: job, saved: RepairLedger.Saving(saved), together: RepairLedger.Saving(sums), days: spent))
        }
        self.steps = steps
    }

    /// Errors that all of it saves.
    public var together: RepairLedger.Saving? { steps.last?.together }
}
