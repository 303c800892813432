import Chronicle
import Drawing
import Markup
import Record

/// What fixing each failure mode saves, and what the days that a team has buy: on the page of actions.
struct WorthTables {
    private let map: SiteMap
    private let worth: RemediationWorth?
    private var phrases: Phrases { map.phrases }

    init(_ map: SiteMap) {
        self.map = map
        worth = RemediationWorth(map.chronicle, map.inventory)
    }

    /// Its names in the template of actions.
    static let values: Set<String> = [
        "worth.version", "worth.errors.count", "worth.modes.count", "worth.all", "worth.unpriced.count", "budget.days",
        "budget.actions", "budget.saved",
    ]
    static let flags: Set<String> = [
        "has.worth", "has.plan", "has.budget", "budget.buys", "has.unpriced", "has.ap-gains", "has.ap-order",
        "has.leads", "one.day",
    ]
    static let exhibits: Set<String> = ["worth", "plan", "ap-gains"]

    /// The tables by the ids of their exhibits; those that are empty too.
    var tables: [(String, Table)] { [("worth", modes), ("plan", plan), ("ap-gains", apGains)] }

    /// Fills the template's names.
    func fill(_ scope: inout Scope) {
        for name in Self.values { scope.values[name] = "" }
        scope.setCount("worth.errors.count", worth?.errors ?? 0)
        scope.setCount("worth.modes.count", worth?.modes.count ?? 0)
        scope.setCount("worth.unpriced.count", worth?.unpriced.count ?? 0)
        for flag in Self.flags { scope.flags[flag] = false }
        scope.values["worth.version"] = map.chronicle.latest?.audit.version.name
        scope.flags["has.ap-gains"] = !apGains.rows.isEmpty
        scope.flags["has.ap-order"] = apTable("order") != nil
        guard let worth else { return }
        scope.flags["has.worth"] = true
        scope.flags["has.leads"] = worth.modes.contains { $0.finding.standing == .lead }
        scope.flags["has.unpriced"] = !worth.unpriced.isEmpty
        scope.values["worth.all"] = worth.modes.last.map { Self.words($0.step.together) }
        scope.flags["has.plan"] = !worth.actions.steps.isEmpty
        guard let budget = worth.budget else { return }
        scope.flags["has.budget"] = true
        scope.values["budget.days"] = NumberFormat.format(budget.days, as: .raw)
        let ids = budget.plan.steps.map(\.job.id)
        scope.flags["budget.buys"] = !ids.isEmpty
        scope.values["budget.actions"] = phrases.list(ids)
        scope.values["budget.saved"] = budget.plan.together.map(Self.words)
        scope.flags["one.day"] = budget.days == 1
    }

    /// "61 [48, 74]".
    static func words(_ saving: RepairLedger.Saving) -> String {
        NumberFormat.format(saving.value.rounded(), as: .count) + " " + NumberFormat.interval(whole(saving), as: .count)
    }

    /// Ends that are whole errors.
    private static func whole(_ saving: RepairLedger.Saving) -> Interval {
        Interval(
            low: saving.interval.low.rounded(), high: saving.interval.high.rounded(), method: saving.interval.method)
    }

    private func drawn(_ saving: RepairLedger.Saving) -> Cell {
        .interval(
            low: saving.interval.low, value: saving.value, high: saving.interval.high, unit: .count, mark: nil)
    }

    /// Failure modes in the order in which fixing them saves most.
    private var modes: Table {
        Table(
            columns: [
                Table.Column("mode", "Failure mode"), Table.Column("standing", "Standing", .state),
                Table.Column("errors", "Errors", .number),
                Table.Column("alone", phrases(.worthAlone), .number, method: "slice-gain"),
                Table.Column("saved_words", phrases(.worthNext), .number, method: "marginal-gain"),
                Table.Column("saved", phrases(.worthInterval), .interval),
                Table.Column("all_right", phrases(.worthAllRight), .number),
                Table.Column("together", "Together", .number),
                Table.Column("actions", "Actions"), Table.Column("days", "Days", .number),
                Table.Column("per_day", phrases(.worthPerDay), .number),
            ],
            rows: (worth?.modes ?? []).map { mode in
                let ids = mode.actions.map(\.id)
                // The days of one action are the mode's only where it is about no other.
                let days = mode.actions.compactMap(\.effortDays).min()
                return [
                    .link(phrases.title(mode.finding.mode), target: "finding:" + mode.finding.id),
                    .state(Mark(mode.finding.standing), nil), .number(Double(mode.finding.errors), .count),
                    .number(mode.alone.rounded(), .count), .text(Self.words(mode.step.saved)), drawn(mode.step.saved),
                    .number(mode.allRight.saved.value.rounded(), .count),
                    .number(mode.step.together.value.rounded(), .count),
                    ids.count == 1
                        ? .link(ids[0], target: "action:" + ids[0]) : .text(ids.joined(separator: ", ")),
                    days.map { .number($0, .raw) } ?? .text(ids.isEmpty ? "" : phrases(.actionNoEffort)),
                    days.map { $0 > 0 ? .number((mode.step.saved.value / $0 * 10).rounded() / 10, .raw) : .text("") }
                        ?? .text(""),
                ]
            })
    }

    /// Open actions in the order in which they save most a day, with what all so far save.
    private var plan: Table {
        let bought = Set(worth?.budget?.plan.steps.map(\.job.id) ?? [])
        return Table(
            columns: [
                Table.Column("id", "Action"), Table.Column("days", "Days", .number),
                Table.Column("saved_words", phrases(.worthSaved), .number, method: "marginal-gain"),
                Table.Column("days_together", phrases(.worthDaysTogether), .number),
                Table.Column("together_words", phrases(.worthTogether), .number),
                Table.Column("together", phrases(.worthInterval), .interval),
                Table.Column("budget", phrases(.worthBudget)),
            ],
            rows: (worth?.actions.steps ?? []).map { step in
                [
                    .link(step.job.id, target: "action:" + step.job.id),
                    step.job.days.map { .number($0, .raw) } ?? .none(phrases(.actionNoEffort)),
                    .text(Self.words(step.saved)), step.days.map { .number($0, .raw) } ?? .text(""),
                    .text(Self.words(step.together)), drawn(step.together),
                    .text(bought.contains(step.job.id) ? phrases(.worthFits) : ""),
                ]
            })
    }

    /// What a detector's AP would gain, by type of error, as its audit states it: each with those above it fixed. Audits of 0.1
    /// state it of each alone.
    private var apGains: Table { apTable("order") ?? apTable("kinds") ?? Table(columns: [], rows: []) }

    private func apTable(_ id: String) -> Table? {
        let section = map.chronicle.latest.flatMap { map.facts.stated(.errorTypeGain, in: $0.audit)?.section }
        guard case .table(let table) = section?.exhibits.first(where: { $0.id == id })?.content else { return nil }
        return table
    }
}
