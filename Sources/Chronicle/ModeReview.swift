// Who answers for a failure mode and what was decided on it: told by the records that name it, never typed beside it.

import Record

/// How the team stands to a failure mode.
public struct ModeReview: Sendable {
    /// What the records say of it.
    public enum State: Sendable, Hashable {
        /// No record names it.
        case unreviewed
        /// An incident or a proposed action names it, and nobody has taken it on.
        case seen
        /// An action on it was accepted and is not closed.
        case inRemediation
        /// An approved decision accepts its risk.
        case accepted
        /// The same up to a day.
        case muted(until: Day)
    }

    /// Where it stands.
    public let state: State
    /// Who answers for it.
    public let owner: String?
    /// The records that say so, by id.
    public let records: [String]

    /// What the records of a chronicle say of a mode.
    init(of mode: TrackedMode, in chronicle: Chronicle, _ stories: [FailureStory]) {
        func names(_ listed: [String]) -> Bool { FormerNames.name(listed, oneOf: mode.ids) }
        let records = chronicle.records
        // Who works on a mode works on those of mostly the same errors; whose risk is accepted is accepted alone.
        let story = stories.first { story in
            story.modes.contains { mode.ids.contains($0.id) }
        }
        let same = mode.ids + (story?.modes.map(\.id) ?? [])
        let actions = records.actions.filter { !$0.isDropped && FormerNames.name($0.failureModes, oneOf: same) }
        let incidents = chronicle.incidents.filter { names($0.failureModes) }
        let decisions = records.decisionsInForce.filter { decision in
            names(decision.failureModes) && decision.type == "risk-acceptance"
                && !(decision.expires.map { expires in chronicle.today.map { expires < $0 } ?? false } ?? false)
        }
        let working = actions.filter { ["accepted", "in-progress"].contains($0.status) }
        self.records =
            actions.map(\.id) + decisions.map(\.id)
            + records.decisions.filter { decision in
                names(decision.failureModes) && !decisions.contains { $0.id == decision.id }
            }.map(\.id)
        if let action = working.first {
            state = .inRemediation
            owner = action.owner
        } else if let decision = decisions.last {
            state = decision.expires.map { .muted(until: $0) } ?? .accepted
            owner = decision.record.form.text("residual_risk.accepted_by") ?? decision.approvers.first?.name
        } else {
            // What was done about it before it came back is no review of its return.
            let isAfresh = mode.state == .regressed || mode.state == .listedAgain
            let seen = !incidents.isEmpty || actions.contains { !$0.isClosed || !isAfresh }
            state = seen ? .seen : .unreviewed
            owner =
                actions.compactMap(\.owner).first
                ?? incidents.compactMap { $0.people.first { $0.name == "Owner" }?.text }.first
        }
    }

    /// Whether it is new or worse and nobody has looked at it.
    public static func isUrgent(_ mode: TrackedMode, _ review: ModeReview) -> Bool {
        review.state == .unreviewed && [.new, .regressed, .worsened, .listedAgain].contains(mode.state)
    }
}

extension Chronicle {
    /// How the team stands to each mode, by its id.
    public func reviews(of modes: [TrackedMode]) -> [String: ModeReview] {
        let stories = latest?.audit.stories ?? []
        return Dictionary(modes.map { ($0.id, ModeReview(of: $0, in: self, stories)) }) { first, _ in first }
    }
}
