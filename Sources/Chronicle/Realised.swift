// What an action promised and what the version that claims it delivered: the paired change of the promised number, and whether the
// guardrails held. Done is not validated.

import Archive
import Record

/// The outcome of an action in the version that claims it.
public struct Realised: Sendable {
    /// How it came out.
    public enum Verdict: String, Sendable {
        /// Better beyond chance, and no less than promised as far as can be told.
        case worked
        /// Better beyond chance, and by less than promised beyond chance.
        case partly
        /// No change beyond chance.
        case noEffect = "no effect"
        /// Worse beyond chance, or a guardrail failed.
        case harmful
        /// The audit cannot say.
        case notMeasured = "not measured"
    }

    /// Why an audit cannot say.
    public enum Missing: Sendable {
        /// The action promises no number.
        case promise
        /// No version claims it yet.
        case version
        /// The audit does not state the number.
        case fact
        /// The audit does not pair it with a baseline.
        case pair
    }

    /// The action.
    public let action: ActionRecord
    /// The version that claims it.
    public let version: String?
    /// What the number did, paired.
    public let change: PairedChange?
    /// How its guardrails came out.
    public let guardrails: [GateResult]
    /// How it came out.
    public let verdict: Verdict
    /// Why it is not measured.
    public let missing: Missing?
    /// What the version that claims it changed, where that is more than one thing: no comparison can name one of them as the cause.
    public let changes: [String]
    /// Whether its version changed other things too.
    public var isShared: Bool { !changes.isEmpty }

    /// The promised change.
    public var promised: Double? { action.promise.map { $0.to - $0.from } }

    /// Whether its target moved as it should, and a guardrail is neither kept nor broken for sure.
    public var isGuardrailOpen: Bool {
        (verdict == .worked || verdict == .partly) && guardrails.contains { $0.state != .passed && $0.state != .waived }
    }

    /// Whether the promised change lies in the interval of the measured one; `nil` where none was measured.
    public var isHeld: Bool? {
        guard let promised, let change else { return nil }
        return change.interval.low <= promised && promised <= change.interval.high
    }

    /// Whether more was delivered than promised, beyond chance.
    public var isMore: Bool {
        guard let promised, let change else { return false }
        return promised >= 0 ? change.interval.low > promised : change.interval.high < promised
    }

    /// The outcome of an action over audits, oldest first: of the newest version that claims it.
    public init(_ action: ActionRecord, over audits: [ArchivedAudit], _ facts: FactIndex) {
        self.action = action
        let claiming = audits.last { archived in
            let version = archived.audit.version
            return version.actions?.contains(action.id) ?? false || action.validatedIn == version.name
        }
        version = claiming?.audit.version.name
        let record = claiming?.audit.version
        let others = (record?.actions ?? []).filter { $0 != action.id }
        changes =
            (record?.changes.count ?? 0) > 1 ? record?.changes ?? [] : others.isEmpty ? [] : [action.id] + others
        guard let audit = claiming?.audit, let promise = action.promise else {
            // What must hold meanwhile holds, or does not, in the newest version already.
            let newest = audits.last?.audit
            guardrails =
                action.promise.flatMap { promise in
                    newest.map { audit in promise.guardrails.map { $0.decided(in: audit, facts) } }
                } ?? []
            (change, verdict) = (nil, .notMeasured)
            missing = action.promise == nil ? .promise : .version
            return
        }
        guardrails = promise.guardrails.map { $0.decided(in: audit, facts) }
        change = audit.change(at: promise.metric, facts)
        guard let change else {
            verdict = .notMeasured
            missing = audit.fact(at: promise.metric)?.value == nil ? .fact : .pair
            return
        }
        missing = nil
        // Turned so that the promised way is up.
        let way: Double = promise.to >= promise.from ? 1 : -1
        let ends = [change.interval.low * way, change.interval.high * way].sorted()
        let promised = abs(promise.to - promise.from)
        verdict =
            guardrails.contains { $0.state == .failed } || ends[1] < 0
            ? .harmful : ends[0] <= 0 ? .noEffect : ends[1] >= promised ? .worked : .partly
    }
}

extension Chronicle {
    /// What became of each action that is not dropped, in the order of their ids.
    public func realised(_ facts: FactIndex) -> [Realised] {
        records.actions.filter { !$0.isDropped }.map { Realised($0, over: audits, facts) }
    }
}
