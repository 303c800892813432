import Archive
import Record

/// How a version comes out of a regression case.
public struct RegressionCase: Sendable {
    /// What a case of images asks: the share of its images that is right.
    public static let fact = "cases/correct"

    /// The case.
    public let record: CaseRecord

    /// The case of a record.
    public init(record: CaseRecord) { self.record = record }

    /// The result of a version; `nil` where it is not asked, being older than the first that is.
    public func result(of archived: ArchivedAudit, among audits: [ArchivedAudit], _ facts: FactIndex) -> GateResult? {
        guard let expect = record.expect else { return nil }
        if let dataset = record.dataset, archived.audit.dataset.name != dataset { return nil }
        if let since = record.since, let first = audits.firstIndex(where: { $0.audit.version.name == since }),
            let place = audits.firstIndex(where: { $0.audit.version.name == archived.audit.version.name }),
            place < first
        {
            return nil
        }
        guard expect.fact == Self.fact else {
            var result = expect.decided(in: archived.audit, facts)
            result.name = record.id + ": " + expect.text
            return result
        }
        return ofImages(expect, archived)
    }

    /// A list of images is what it is and no sample of anything: its share decides by itself.
    private func ofImages(_ expect: GateExpression, _ archived: ArchivedAudit) -> GateResult {
        let classes = archived.audit.dataset.names.count
        let table = archived.outcomes
        let rows = record.images.compactMap { table.row(of: $0) }
        let right = rows.count { table.answer($0, classes: classes) == Int32(table.labels[$0]) }
        let bound = expect.bounds.first ?? .atLeast(1)
        let name = record.id + ": " + expect.text
        guard archived.audit.task == .classification, rows.count == record.images.count, !rows.isEmpty else {
            var result = GateResult(of: GateRule(name: name, fact: Self.fact, bound: bound))
            result.reason =
                archived.audit.task == .classification
                ? "\(record.images.count - rows.count) of its \(record.images.count) images are not in this audit"
                : "the archive keeps no answer by image for this task"
            return result
        }
        let share = Double(right) / Double(rows.count)
        let fact = Fact(
            FactSpec(Self.fact, .proportion), share, n: rows.count, method: "accuracy")
        var result = GateResult(of: GateRule(name: name, fact: Self.fact, bound: bound), measured: fact)
        let holds = expect.bounds.allSatisfy { bound in
            switch bound {
            case .atLeast(let least): share >= least
            case .atMost(let most): share <= most
            }
        }
        result.state = holds ? .passed : .failed
        return result
    }
}
