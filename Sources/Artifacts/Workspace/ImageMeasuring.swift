// Attributes that a team did not record are measured from the pictures, and labelled as computed. A table column of the
// same name wins.

import Columns
import Diagnostics
import Dispatch
import Foundation
import Synchronization

/// Measures the pictures of an image table.
struct ImageMeasuring {
    let table: ImageTable
    let folder: WorkspaceFolder

    /// The measures that the table lacks, one column each; constant ones are left out. Empty without pictures. A picture
    /// that cannot be decoded is a problem.
    func columns(publish: [String]?, _ problems: inout ProblemList) -> [AttributeColumn] {
        let recorded = table.attributes.map(\.name)
        let wanted = ImageMeasures.names.indices.filter { index in
            let name = ImageMeasures.names[index]
            return !recorded.contains(name) && (publish?.contains(name) ?? true)
        }
        guard !wanted.isEmpty, table.paths.contains(where: { $0 != nil }) else { return [] }
        let measures = measureAll(&problems)
        return wanted.compactMap { index in
            let values = measures.map { $0?.values[index] ?? .nan }
            guard let first = values.first(where: { !$0.isNaN }), values.contains(where: { $0 != first && !$0.isNaN })
            else { return nil }
            return .number(NumberColumn(name: ImageMeasures.names[index], values: values, isComputed: true))
        }
    }

    /// One measure a row, `nil` without a picture. Rows are measured on all cores; each result has its own place.
    private func measureAll(_ problems: inout ProblemList) -> [ImageMeasures?] {
        let found = Mutex<(measures: [ImageMeasures?], faults: [(row: Int, fault: Problem)])>(
            ([ImageMeasures?](repeating: nil, count: table.count), []))
        let share = 32
        let shares = (table.paths.count + share - 1) / share
        DispatchQueue.concurrentPerform(iterations: shares) { part in
            let rows = part * share..<min((part + 1) * share, table.paths.count)
            var measures: [(Int, ImageMeasures)] = []
            var faults: [(Int, Problem)] = []
            for row in rows {
                guard let path = table.paths[row] else { continue }
                do {
                    measures.append((row, ImageMeasures(of: try ImageFile.decode(try folder.bytes(path), name: path))))
                } catch let error as any Explained {
                    faults.append((row, error.problem))
                } catch {
                    faults.append((row, WorkspaceError(path, .unreadable).problem))
                }
            }
            let (ready, wrong) = (measures, faults)
            found.withLock { all in
                for (row, measure) in ready { all.measures[row] = measure }
                all.faults += wrong.map { (row: $0.0, fault: $0.1) }
            }
        }
        let (measures, faults) = found.withLock { $0 }
        for entry in faults.sorted(by: { $0.row < $1.row }) { problems.add(entry.fault) }
        return measures
    }
}
