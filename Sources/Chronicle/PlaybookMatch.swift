// Which playbook is for which failure: one that names the mode, else one for its kind of failure.

import Record

extension FailureMode {
    /// The kind of failure that it is, as playbooks and incidents call them.
    public var failureKind: String {
        switch self {
        case _ where isOfScores: "miscalibration"
        case .confusion, .slice, .classRegression, .other: "performance-regression"
        case .confidentErrors, .overconfidence, .underconfidence: "miscalibration"
        case .labelSuspects: "label-defect"
        case .fragility: "drift"
        }
    }
}

extension GateResult {
    /// The kind of failure that it guards against, by the analysis that it asks.
    public var failureKind: String {
        let section = fact.split(separator: "/").first.map(String.init) ?? ""
        if section.hasSuffix("calibration") || section.hasSuffix("confident-errors") { return "miscalibration" }
        if section == "robustness" { return "drift" }
        if section.hasSuffix("-suspects") { return "label-defect" }
        if section.hasSuffix("thresholds") { return "threshold-defect" }
        return "performance-regression"
    }
}

extension Records {
    /// Playbooks for a mode: those that name it, then those of its kind.
    public func playbooks(for mode: FailureMode, ids: [String]) -> [PlaybookRecord] {
        let naming = playbooks.filter { FormerNames.name($0.failureModes, oneOf: ids) }
        return naming
            + playbooks(ofKind: mode.failureKind).filter { other in !naming.contains { $0.id == other.id } }
    }

    /// Playbooks for a kind of failure.
    public func playbooks(ofKind kind: String) -> [PlaybookRecord] { playbooks.filter { $0.kinds.contains(kind) } }
}
