// redactions.csv or .json of a data set: boxes over what nobody is to see, by hand or from a detector, in any form that boxes
// are read in. takedowns.csv of the workspace: images whose picture is not to be seen at all; `misread redact` writes it.

import Columns
import Diagnostics
import Files
import Formats
import Foundation
import Record

/// What files say is not to be seen, by the names they give images.
struct RedactionReading {
    /// An image as it is named, and what is covered of it.
    struct Named {
        /// Its id, then what else it may be called.
        let names: [String]
        var cover: PictureCover
        let place: Place
    }

    /// What is covered.
    private(set) var images: [Named] = []
    /// The files of boxes.
    private(set) var files: [String] = []

    /// The workspace's list of images that are not shown.
    static let takedowns = "takedowns.csv"
    /// How a data set's files of boxes are called.
    static let names = TableNames.endings.map { "redactions." + $0 }

    /// Reads what lies in the workspace for a data set. What is wrong is added to `problems`.
    init(dataset: String, _ folder: WorkspaceFolder, _ problems: inout ProblemList) {
        let base = "datasets/\(dataset)"
        do throws(ProblemList) {
            for name in try Self.present(in: base, folder) { try read(base + "/" + name, folder, &problems) }
            try readTakedowns(dataset, folder, &problems)
        } catch {
            problems.add(error)
        }
    }

    private static func present(in base: String, _ folder: WorkspaceFolder) throws(ProblemList) -> [String] {
        do throws(WorkspaceError) {
            return try folder.names(in: base).filter(names.contains)
        } catch {
            throw ProblemList(error)
        }
    }

    private mutating func read(
        _ path: String, _ folder: WorkspaceFolder, _ problems: inout ProblemList
    ) throws(ProblemList) {
        files.append(path)
        var rows = BoxRows()
        let isJSON = path.contains(".json")
        if isJSON {
            do {
                let layout = try LayoutSource(path, in: folder.source, called: path)
                if let part = layout.scan.parts.first(where: \.form.isOfBoxes) {
                    rows = try layout.reading.rows(part, asResults: true)
                } else if layout.scan.parts.isEmpty, let table = Self.table(path, folder) {
                    table.read(into: &rows)
                } else if layout.scan.parts.isEmpty {
                    throw LayoutFault.noBoxes(file: path, found: "no list of boxes").problem
                }
            } catch let list as ProblemList {
                throw list
            } catch let error as any Explained {
                throw ProblemList(error.problem)
            } catch let problem as Problem {
                throw ProblemList(problem)
            } catch {
                throw ProblemList(FileError(error, path, .read))
            }
        } else {
            let table = try TableReader(opening: path, in: folder, conventions: FileConventions())
            try BoxTable(table).read(into: &rows)
        }
        rows.takeShares()
        try rows.problems.throwIfAny()
        if rows.imagesAreOrdinals { throw ProblemList(Located(file: path, fault: RedactionFault.unnamedImages)) }
        add(rows, path, isJSON: isJSON, &problems)
    }

    /// A table of boxes that is written as JSON, a row an object: the same columns as those of CSV. `nil` where it is none.
    private static func table(_ path: String, _ folder: WorkspaceFolder) -> BoxTable? {
        guard let reader = try? TableReader(opening: path, in: folder, conventions: FileConventions()) else {
            return nil
        }
        return try? BoxTable(reader)
    }

    private mutating func add(_ rows: BoxRows, _ path: String, isJSON: Bool, _ problems: inout ProblemList) {
        var covers = [PictureCover](repeating: PictureCover(), count: rows.images.count)
        var first = [Int?](repeating: nil, count: rows.images.count)
        for row in rows.rows {
            let (box, image) = (row.box, Int(row.image))
            let area = PictureCover.Area(box: box, isShare: row.areShares)
            let line = Int(row.place.row)
            let isBox =
                [box.x, box.y].allSatisfy(\.isFinite) && [box.width, box.height].allSatisfy { $0 > 0 && $0.isFinite }
            guard isBox else {
                problems.add(Located(file: path, row: line, fault: RedactionFault.emptyBox(area.text)))
                continue
            }
            covers[image].areas.append(area)
            if first[image] == nil { first[image] = line }
        }
        let bare = covers.count { $0.areas.isEmpty }
        // A detector lists images on which it found nothing; a person may have meant all of the picture.
        if bare > 0, !isJSON {
            problems.add(
                Problem(
                    .warning, at: Place(file: path),
                    "\(bare) of \(covers.count) images have no box, and nothing of them is covered",
                    suggestion: "list an image in takedowns.csv to show no picture of it"))
        }
        for (at, image) in rows.images.enumerated() where !covers[at].areas.isEmpty {
            let stem = image.fileName.map { ImageNames.stem($0) }
            images.append(
                Named(
                    names: [image.id.description] + [image.fileName, stem].compactMap(\.self), cover: covers[at],
                    place: Place(file: path, row: first[at], field: "image_id")))
        }
    }

    /// The data sets that a picture may be of.
    private static func datasets(_ dataset: String, _ folder: WorkspaceFolder) -> [String] {
        let listed = (try? WorkspaceSettings.read(in: folder.source.root))?.datasets.map(\.name) ?? []
        return [dataset] + ((try? folder.names(in: "datasets")) ?? []) + listed
    }

    private mutating func readTakedowns(
        _ dataset: String, _ folder: WorkspaceFolder, _ problems: inout ProblemList
    ) throws(ProblemList) {
        do throws(WorkspaceError) {
            guard try folder.exists(Self.takedowns) else { return }
        } catch {
            throw ProblemList(error)
        }
        let reader = try TableReader(opening: Self.takedowns, in: folder, conventions: FileConventions())
        let table = try reader.read({ _ in .text }, &problems)
        guard case .text(let ids) = table.column("image_id") else { throw ProblemList(table.missing("image_id")) }
        table.reportBlankIDs(ids, "image_id", &problems)
        let sets: TextColumn? = if case .text(let column) = table.column("dataset") { column } else { nil }
        let known = Self.datasets(dataset, folder)
        for row in 0..<table.rows where !ids.isBlank(row) {
            if let sets, !sets.isBlank(row), !known.contains(where: { Name($0) == Name(sets[row]) }) {
                problems.add(
                    Problem(
                        at: Place(file: Self.takedowns, row: table.line(of: row), field: "dataset"),
                        "there is no data set \"\(sets[row])\", so the picture would be shown",
                        suggestion: nearestName(to: sets[row], in: known).map { "did you mean \"\($0)\"?" }))
                continue
            }
            // One without a data set is of any.
            if let sets, !sets.isBlank(row), Name(sets[row]) != Name(dataset) { continue }
            images.append(
                Named(
                    names: [ids[row]], cover: PictureCover(isWhole: true),
                    place: Place(file: Self.takedowns, row: table.line(of: row), field: "image_id")))
        }
    }

    /// The same by name alone, for who reads no artifacts.
    var redactions: Redactions {
        Redactions(images.flatMap { image in image.names.map { (image: $0, cover: image.cover.cover) } })
    }
}

/// A row of takedowns.csv.
public struct Takedown: Sendable, Hashable {
    /// The image.
    public let image: String
    /// The data set that it is of; `nil` for any.
    public let dataset: String?
    /// Line of the file.
    public let line: Int

    /// That no data set has the image.
    public func unknown(nearest: String?) -> Problem {
        RedactionFault.unknownImage(image, count: 1, nearest: nearest)
            .problem(at: Place(file: RedactionReading.takedowns, row: line, field: "image_id"))
    }
}

extension Redactions {
    /// The rows of takedowns.csv of the workspace in `root`; none where there is no such file.
    public static func takenDown(in root: URL) throws(ProblemList) -> [Takedown] {
        let folder = try WorkspaceFolder(root)
        do throws(WorkspaceError) {
            guard try folder.exists(RedactionReading.takedowns) else { return [] }
        } catch {
            throw ProblemList(error)
        }
        let table = try TableReader(opening: RedactionReading.takedowns, in: folder, conventions: FileConventions())
            .read { _ in .text }
        guard case .text(let ids) = table.column("image_id") else { return [] }
        let sets: TextColumn? = if case .text(let column) = table.column("dataset") { column } else { nil }
        return (0..<table.rows).filter { !ids.isBlank($0) }.map { row in
            Takedown(
                image: ids[row], dataset: sets.flatMap { $0.isBlank(row) ? nil : $0[row] }, line: table.line(of: row))
        }
    }

    /// The workspace's list of images of which no picture is shown: image_id, dataset, reason.
    public static let takedowns = RedactionReading.takedowns

    /// What the files of the workspace in `root` say is not to be seen of a data set's pictures, by the names they give images;
    /// nothing else of the data set is read. Throws everything that is wrong with them.
    public static func read(in root: URL, dataset: String) throws(ProblemList) -> Redactions {
        var problems = ProblemList()
        let reading = RedactionReading(dataset: dataset, try WorkspaceFolder(root), &problems)
        try problems.throwIfAny()
        return reading.redactions
    }
}
