// Attributes that a team did not record are measured from the pictures, and labelled as computed. A table column of the
// same name wins.

import Columns
import Diagnostics
import Files
import Formats
import Foundation
import Synchronization

/// Measures the pictures of an image table.
struct ImageMeasuring {
    let table: ImageTable
    let folder: WorkspaceFolder

    /// What the pictures told.
    struct Outcome: Sendable {
        /// The measures that the table lacks, one column each; constant ones are left out. Missing where there is no
        /// picture, or none that can be read.
        var columns: [Column] = []
        /// How each row's picture is stored; `nil` without one that can be read.
        var layouts: [PictureLayout?] = []
        /// Pictures that may not be read, and a remark about those that cannot be: each costs only itself.
        var problems = ProblemList()
    }

    /// One row's picture.
    private enum Found: Sendable {
        case measured(ImageMeasures, PictureLayout, divisor: Int, PictureMetadata)
        /// No picture is kept; the reason completes "no picture kept: ...".
        case unreadable(String)
        case refused(Problem)
    }

    /// Measures every picture. Empty without pictures.
    func outcome(publish: [String]?) -> Outcome {
        var outcome = Outcome()
        guard table.paths.contains(where: { $0 != nil }) else { return outcome }
        let found = measureAll()
        var unreadable: [(path: String, reason: String)] = []
        for (row, found) in found.enumerated() {
            if case .refused(let problem) = found { outcome.problems.add(problem) }
            if case .unreadable(let reason) = found, let path = table.paths[row] { unreadable.append((path, reason)) }
        }
        if let problem = remark(unreadable) { outcome.problems.add(problem) }
        if let problem = remark(shrunk: found) { outcome.problems.add(problem) }
        if let problem = remark(carrying: found) { outcome.problems.add(problem) }
        outcome.layouts = found.map { if case .measured(_, let layout, _, _) = $0 { layout } else { nil } }
        let measures = found.map {
            if case .measured(let measures, _, _, _) = $0 { measures.values } else { nil as [Double]? }
        }
        let recorded = table.attributes.map(\.name)
        outcome.columns = ImageMeasures.names.indices.compactMap { index in
            let name = ImageMeasures.names[index]
            guard !recorded.contains(Name(name)), publish?.contains(name) ?? true else { return nil }
            let values = measures.map { $0?[index] ?? .nan }
            guard let first = values.first(where: { !$0.isNaN }), values.contains(where: { $0 != first && !$0.isNaN })
            else { return nil }
            return .numeric(NumericColumn(name: Name(name), values: values, isComputed: true))
        }
        return outcome
    }

    /// Says once which pictures are not shown, the first few by name.
    private func remark(_ unreadable: [(path: String, reason: String)]) -> Problem? {
        guard let first = unreadable.first else { return nil }
        if unreadable.count == 1 {
            return Problem(.warning, at: Place(file: first.path), "no picture kept: it \(first.reason)")
        }
        let names = unreadable.prefix(3).map { "\($0.path) \($0.reason)" }.joined(separator: "; ")
        return Problem(
            .warning, at: Place(file: table.file),
            "no picture kept of \(unreadable.count) images: \(names)\(unreadable.count > 3 ? "; ..." : "")")
    }

    /// Says once which pictures were decoded smaller than they are: their measures and what is shown are of that.
    private func remark(shrunk found: [Found?]) -> Problem? {
        let shrunk = zip(found, table.paths).compactMap { found, path -> String? in
            guard case .measured(_, let layout, let divisor, _) = found, divisor > 1, let path else { return nil }
            return "\(path), \(layout.seen.width) x \(layout.seen.height), at 1/\(divisor)"
        }
        guard let first = shrunk.first else { return nil }
        let which = shrunk.count == 1 ? "1 picture is" : "\(shrunk.count) pictures are"
        return Problem(
            .note, at: Place(file: table.file),
            "\(which) of more than \(ImageFile.defaultPixelLimit) pixels and measured and shown at a part of the size: \(first)"
        )
    }

    /// Says once what is written into the pictures beside their pixels: it stays behind.
    private func remark(carrying found: [Found?]) -> Problem? {
        let carried = found.compactMap { if case .measured(_, _, _, let metadata) = $0 { metadata } else { nil } }
        let kinds: [(PictureMetadata, String)] = [
            (.exif, "EXIF"), (.position, "a GPS position"), (.xmp, "XMP"), (.iptc, "IPTC"),
            (.text, "comments or texts"),
        ]
        let counts = kinds.map { kind in (words: kind.1, count: carried.count { $0.contains(kind.0) }) }
            .filter { $0.count > 0 }
        guard !counts.isEmpty else { return nil }
        let list = counts.map { "\($0.words) in \($0.count)" }.joined(separator: ", ")
        return Problem(
            .note, at: Place(file: table.file),
            "of \(carried.count) pictures only the pixels are published; left behind: \(list)")
    }

    /// Rows are measured on all cores; each result has its own place.
    private func measureAll() -> [Found?] {
        let found = Mutex([Found?](repeating: nil, count: table.count))
        let share = 32
        let shares = (table.paths.count + share - 1) / share
        Workers.perform(shares) { part in
            let rows = part * share..<min((part + 1) * share, table.paths.count)
            let measured = rows.map { row in table.paths[row].map { measure($0) } }
            found.withLock { all in for (row, one) in zip(rows, measured) { all[row] = one } }
        }
        return found.withLock { $0 }
    }

    private func measure(_ path: String) -> Found {
        do {
            let bytes = try folder.bytes(path)
            let picture = try ImageFile.picture(bytes, name: path)
            return .measured(
                ImageMeasures(of: picture), picture.layout, divisor: picture.divisor, PictureMetadata(of: bytes))
        } catch let error as ImageError {
            return error.fault.costsOnlyItself ? .unreadable(error.problem.summary) : .refused(error.problem)
        } catch let error as WorkspaceError {
            return error.fault.costsOnlyItself ? .unreadable(error.problem.summary) : .refused(error.problem)
        } catch {
            return .refused(FileError(error, path, .read).problem)
        }
    }
}
