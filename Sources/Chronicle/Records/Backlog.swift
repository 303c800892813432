// In which order open actions are worked on, when each is done at the earliest, and which of them a delay of the whole hangs on:
// the critical path method (Kelley and Walker 1959), forward pass, on days of the calendar.

import Record

/// The plan of the open actions.
public struct Backlog: Sendable {
    /// An action in the plan.
    public struct Entry: Sendable {
        /// The action.
        public let action: ActionRecord
        /// The first day of work on it, at the earliest.
        public let start: Day
        /// The day on which it is done, at the earliest.
        public let finish: Day
        /// The release that can have it, by the cadence of governance.yml.
        public let release: Day?
        /// Whether the end of the plan hangs on it.
        public let isCritical: Bool
    }

    /// The open actions, in an order in which they can be worked on: what others wait for first, then by errors saved a day.
    public let entries: [Entry]
    /// Actions that are done, validated or dropped, by id.
    public let closed: [ActionRecord]

    /// What no plan is longer than, in days: what cannot be counted is taken as this.
    static let mostDays = 1_000_000

    /// Calendar days that so many days of work take, five of seven.
    static func calendarDays(_ work: Double) -> Int {
        min(mostDays, Int(exactly: (work * 7 / 5).rounded(.up)) ?? mostDays)
    }

    /// The plan on a day. Precondition: no action waits for itself.
    public init(_ actions: [ActionRecord], today: Day, releases: (last: Day, every: Int)? = nil) {
        closed = actions.filter(\.isClosed)
        let open = actions.filter { !$0.isClosed }
        let ids = Set(open.map(\.id))
        var waiting = open
        var order: [ActionRecord] = []
        while !waiting.isEmpty {
            let done = Set(order.map(\.id))
            let ready = waiting.filter { $0.dependsOn.allSatisfy { done.contains($0) || !ids.contains($0) } }
            // What waits for itself has been refused before; it comes last rather than never.
            let next = (ready.isEmpty ? waiting : ready).min { Self.isBefore($0, $1) }
            guard let next else { break }
            order.append(next)
            waiting.removeAll { $0.id == next.id }
        }
        var times: [String: (start: Day, finish: Day)] = [:]
        for action in order {
            let start = action.dependsOn.compactMap { times[$0]?.finish }.max().map { max($0, today) } ?? today
            times[action.id] = (start, start.adding(Self.calendarDays(action.effortDays ?? 0)))
        }
        let critical = Self.critical(order, times)
        entries = order.compactMap { action in
            guard let time = times[action.id] else { return nil }
            return Entry(
                action: action, start: time.start, finish: time.finish,
                release: action.effortDays == nil ? nil : releases.map { Self.release(after: time.finish, $0) },
                isCritical: critical.contains(action.id))
        }
    }

    private static func isBefore(_ a: ActionRecord, _ b: ActionRecord) -> Bool {
        let (x, y) = (a.score ?? -1, b.score ?? -1)
        if x != y { return x > y }
        let (p, q) = (a.due?.number ?? Int.max, b.due?.number ?? Int.max)
        return p == q ? a.id < b.id : p < q
    }

    /// The chain that ends last: where one waits for another, back to the start. Empty where nothing waits for anything.
    private static func critical(_ order: [ActionRecord], _ times: [String: (start: Day, finish: Day)]) -> Set<String> {
        guard var last = order.max(by: { (times[$0.id]?.finish.number ?? 0) < (times[$1.id]?.finish.number ?? 0) })
        else {
            return []
        }
        var path: Set<String> = [last.id]
        while let before = order.first(where: { other in
            last.dependsOn.contains(other.id) && times[other.id]?.finish == times[last.id]?.start
        }), path.insert(before.id).inserted {
            last = before
        }
        return path.count > 1 ? path : []
    }

    private static func release(after day: Day, _ releases: (last: Day, every: Int)) -> Day {
        let rounds = max(1, (day.since(releases.last) + releases.every - 1) / releases.every)
        return releases.last.adding(rounds * releases.every)
    }
}
