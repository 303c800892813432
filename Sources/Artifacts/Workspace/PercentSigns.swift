// Confidences and probabilities that spreadsheets wrote with a percent sign: 55.0% is 0.55.

import Columns
import Diagnostics
import Formats

extension TypedTable {
    /// The table with the columns of that name as numbers of which every cell that is not blank has a percent sign, which is said once.
    /// Where version.yml says that numbers are percent they stay so, for they are divided later; where it says that they
    /// are none, a sign is a fault.
    func readingPercentSigns(
        in names: [String], _ settings: ProbabilitySettings, _ problems: inout ProblemList
    ) -> TypedTable {
        guard [nil, .probability, .percent].contains(settings.scale) else { return self }
        let wanted = Set(names.map { Name($0) })
        var found: [Int: NumberCells] = [:]
        var count = 0
        for (at, name) in header.enumerated() where wanted.contains(Name(name)) {
            guard case .number(let column) = columns[at],
                let read = column.percents(of: settings.scale == .percent ? 1 : 100)
            else { continue }
            found[at] = read.cells
            count += read.count
        }
        guard let first = found.keys.min() else { return self }
        problems.add(
            Problem(
                .note, at: Place(file: file, field: found.count == 1 ? header[first] : "probabilities"),
                count == 1
                    ? "1 number has a percent sign and is read as percent"
                    : "\(count) numbers have a percent sign and are read as percent"))
        return replacing(found)
    }
}
