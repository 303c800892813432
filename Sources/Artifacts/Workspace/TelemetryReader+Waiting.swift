// Late labels: rows of telemetry whose image has no label yet, or whose own label cell is blank where others have one. They wait, and
// count in nothing that needs to know what is an error.

import Columns
import Diagnostics
import Record

extension TelemetryReader {
    /// What stands for an image without a label among rows of the evaluation: below -2, which is of no image.
    static func code(ofUnlabelled place: Int) -> Int32 { -3 - Int32(truncatingIfNeeded: place) }

    /// Whether the label of each row has not come. A column of blanks alone says nothing of labels.
    func waits(_ columns: ColumnTable, _ places: [Int32]) -> [Bool] {
        guard case .coded(let labels)? = columns.column("label"),
            labels.categories.contains(where: { $0 != CodedColumn.missing })
        else { return places.map { $0 < -2 } }
        let isBlank = labels.categories.map { $0 == CodedColumn.missing }
        return places.indices.map { places[$0] < -2 || (places[$0] >= 0 && isBlank[labels.codes[$0]]) }
    }

    /// The rows that wait; how many is said.
    func waiting(
        _ rows: [Int], _ places: [Int32], _ confidence: NumericColumn?, _ days: [Int32]?, _ file: String,
        _ problems: inout ProblemList
    ) -> Telemetry.Waiting {
        guard !rows.isEmpty else { return Telemetry.Waiting() }
        problems.add(
            Problem(
                .note, at: Place(file: file),
                "\(rows.count) of \(places.count) rows wait for \(rows.count == 1 ? "its label" : "their labels"): of these "
                    + "the error rate is expected by confidence alone"))
        let evaluated = Int32(truncatingIfNeeded: join.kept.count)
        return Telemetry.Waiting(
            images: rows.map { row in
                let place = places[row]
                return place >= 0 ? place : evaluated + (Self.code(ofUnlabelled: 0) - place)
            },
            confidence: rows.map { row in confidence.map { $0[row] } ?? .nan },
            days: days.map { days in rows.map { days[$0] } })
    }
}
