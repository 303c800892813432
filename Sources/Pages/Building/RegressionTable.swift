import Archive
import Chronicle
import Drawing
import Record

/// How a version comes out of the regression cases of all incidents.
struct RegressionTable {
    let map: SiteMap

    init(_ map: SiteMap) { self.map = map }

    /// A row a case that the version is asked.
    func table(of archived: ArchivedAudit) -> Table {
        let audits = map.chronicle.audits
        return Table(
            columns: [
                Table.Column("id", "Case"), Table.Column("state", "State", .state), Table.Column("asked", "Asked"),
                Table.Column("value", "Measured"), Table.Column("incident", "Incident"),
            ],
            rows: map.chronicle.records.cases.compactMap { record in
                guard let result = RegressionCase(record: record).result(of: archived, among: audits, map.facts) else {
                    return nil
                }
                return [
                    .link(record.id, target: "case:" + record.id), .state(Mark(result.state), nil),
                    .text(record.asked), result.measuredCell,
                    .link(record.incident, target: "incident:" + record.incident),
                ]
            })
    }
}
