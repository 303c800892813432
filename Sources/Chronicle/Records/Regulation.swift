// The clock of article 73 of Regulation (EU) 2024/1689: a provider reports a serious incident no later than 15 days after it has
// learnt of it (paragraph 2), 2 days for a widespread infringement or a serious incident under article 3(49)(b) (paragraph 3), 10
// days for a death (paragraph 4). Not legal advice: what is serious, and on which basis, people state.

import Record

/// When an authority has to be told of an incident.
public struct Regulation: Sendable, Hashable {
    /// The bases that a writeup may state.
    public static let bases = ["serious", "death", "widespread-or-critical-infrastructure"]

    /// Days that the provider has.
    public let days: Int
    /// The day on which it learnt of it.
    public let aware: Day
    /// The day on which the authority was told.
    public let notified: Day?

    /// The last day.
    public var deadline: Day { aware.adding(days) }

    /// How it stands on a day.
    public enum Standing: Sendable, Hashable {
        /// Told in time.
        case inTime
        /// Told so many days late.
        case late(Int)
        /// Not told, so many days left.
        case left(Int)
        /// Not told, so many days over.
        case over(Int)
    }

    /// How it stands on a day.
    public func standing(on today: Day) -> Standing {
        if let notified { return notified <= deadline ? .inTime : .late(notified.since(deadline)) }
        return today <= deadline ? .left(deadline.since(today)) : .over(today.since(deadline))
    }

    /// The clock of a writeup that states a serious incident and when it was known: `aware_at`, else when it was detected.
    init?(_ form: RecordForm) {
        guard form.flag("regulatory.serious_incident"),
            let aware = form.day("regulatory.aware_at") ?? form.day("times.detected")
        else { return nil }
        days =
            switch form.text("regulatory.basis") {
            case "death": 10
            case "widespread-or-critical-infrastructure": 2
            default: 15
            }
        self.aware = aware
        notified = form.day("regulatory.authority_notified_at")
    }
}
