// What fixing the failure modes of the newest version saves, as the archive knows it: from the errors that each covers, never from
// summed gains.

import Archive
import Record

/// The price of each failure mode that has one, and of each open action that says which modes it fixes.
public struct RemediationWorth: Sendable {
    /// A mode in its place.
    public struct Priced: Sendable {
        /// The finding of the newest audit.
        public let finding: Finding
        /// What its fix saves by itself, at its siblings' rate.
        public let alone: Double
        /// What it saves of the errors that the modes before it leave.
        public let step: RepairPlan.Step
        /// The same with all of each correct.
        public let allRight: RepairPlan.Step
        /// Open actions that are about it, or about a mode of mostly the same errors.
        public let actions: [ActionRecord]
    }

    /// Errors of the newest audit.
    public let errors: Int
    /// Modes in the order that saves most: findings, then leads.
    public let modes: [Priced]
    /// Modes of the newest audit that have no price in errors.
    public let unpriced: [Finding]
    /// Open actions in the order that saves most for a day of work; those without days or without a priced mode are left out.
    public let actions: RepairPlan
    /// Which of them fit into the days that the team has, where governance.yml says how many.
    public let budget: (days: Double, plan: RepairPlan)?

    /// The worth of the modes of a chronicle's newest version; `nil` where no audit keeps which errors its modes cover.
    public init?(_ chronicle: Chronicle, _ inventory: [TrackedMode]) {
        guard let newest = chronicle.latest else { return nil }
        let findings = newest.audit.findings
        let ids = newest.outcomes.wrongPlaces.map { newest.outcomes.ids[$0] }
        let repairs = findings.compactMap(Repair.init).filter { $0.covers.total == ids.count }
        guard !repairs.isEmpty else { return nil }
        errors = ids.count
        let ledger = RepairLedger(repairs, errors: ids)
        let priced = Set(repairs.map(\.id))
        unpriced = findings.filter { !priced.contains($0.id) }

        let open = chronicle.records.actions.filter { !$0.isClosed }
        func modes(of action: ActionRecord) -> [String] {
            findings.map(\.id).filter { id in
                priced.contains(id)
                    && action.failureModes.contains { name in
                        FormerNames.isSameMode(name, id)
                            || inventory.contains { mode in
                                mode.ids.contains { FormerNames.isSameMode($0, id) }
                                    && mode.ids.contains { FormerNames.isSameMode($0, name) }
                            }
                    }
            }
        }
        let fixes = open.map { ($0, modes(of: $0)) }
        let order = RepairPlan(
            findings.filter { priced.contains($0.id) }.map {
                RepairPlan.Job(id: $0.id, modes: [$0.id], rank: $0.standing == .finding ? 0 : 1)
            }, of: ledger)
        let stories = newest.audit.stories
        func named(with id: String) -> [String] {
            stories.first { $0.modes.contains { $0.id == id } }?.modes.map(\.id) ?? [id]
        }
        let allRight = RepairPlan(inOrder: order.steps.map(\.job), of: ledger, to: .allRight)
        self.modes = zip(order.steps, allRight.steps).compactMap { step, right in
            guard let finding = findings.first(where: { $0.id == step.job.id }),
                let repair = repairs.first(where: { $0.id == step.job.id })
            else { return nil }
            return Priced(
                finding: finding, alone: repair.alone, step: step, allRight: right,
                actions: fixes.filter { !Set($0.1).isDisjoint(with: named(with: finding.id)) }.map(\.0))
        }
        let jobs = fixes.map { action, modes in
            RepairPlan.Job(id: action.id, modes: modes, days: action.effortDays, after: action.dependsOn)
        }
        let plan = RepairPlan(jobs, of: ledger, byDay: true)
        // What saves nothing and nothing of worth waits for is no part of an order by worth.
        let last = plan.steps.lastIndex { $0.saved.value > 0 } ?? -1
        actions = RepairPlan(inOrder: plan.steps.prefix(last + 1).map(\.job), of: ledger, to: .siblings)
        budget = chronicle.records.governance.budgetDays.map { days in
            (days, RepairPlan(jobs, of: ledger, byDay: true, budget: days))
        }
    }
}
