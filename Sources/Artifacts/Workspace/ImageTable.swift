// The image table of a data set: which images there are, their labels, and what is known about them. Its order is the
// order of every evaluation; predictions are joined to it by id.

import Columns
import Diagnostics
import Files
import Formats
import Foundation

/// The image table of a data set.
struct ImageTable: Sendable {
    /// The file it was read from, relative to the workspace.
    let file: String
    /// Image ids, unique.
    let ids: ItemIDs
    /// Row of an id, by its bytes.
    let index: IDIndex
    /// Class codes, -1 where the cell is blank; `nil` when the table has no label column.
    var labels: [Int32]?
    /// The labels of images that may have several; `nil` for other tasks, and where the table says none.
    var labelMarks: LabelMarks?
    /// Pictures, relative to the workspace.
    let paths: [String?]
    /// What is known about the images.
    let attributes: [Column]
    /// The column that `unit:` names.
    let units: CodedColumn?
    /// Folders of splits, of which one is read.
    var splits: [String] = []
    /// The column that says of which split an image is; of one of them the images are evaluated.
    var splitColumn: SplitColumn?
    /// Whether labels could not be read, which was said.
    var areLabelsFaulty = false

    /// Number of images.
    var count: Int { ids.count }
}

extension ImageTable {
    private static let names = TableNames.endings.map { "images." + $0 }

    /// Whether a data set has an image table, also one that cannot be read.
    static func isThere(in base: String, _ folder: WorkspaceFolder) -> Bool {
        names.contains { (try? folder.exists(base + "/" + $0)) ?? true }
    }

    /// Reads the image table of a data set. What is wrong is added to `problems`; `nil` when nothing can be joined to it.
    static func read(
        in base: String, conventions: FileConventions, settings: WorkspaceSettings, classes: ClassList,
        folder: WorkspaceFolder, _ problems: inout ProblemList
    ) -> ImageTable? {
        let all: [String]
        do throws(WorkspaceError) {
            all = try folder.names(in: base)
        } catch {
            problems.add(error)
            return nil
        }
        let found = all.filter(names.contains)
        guard let name = found.first else {
            do throws(ProblemList) {
                if settings.task != .detection,
                    let other = try otherTable(in: base, of: folder, split: settings.split)
                {
                    var table = read(
                        other.reader, in: base, conventions: conventions, settings: settings, classes: classes,
                        folder: folder, &problems)
                    if let remark = other.split?.remark(in: base) { problems.add(remark) }
                    table?.splits = other.split?.all ?? []
                    return table
                }
            } catch {
                problems.add(error)
                return nil
            }
            problems.add(WorkspaceError(base, .noImageTable(UnreadNames.whereabouts(of: names, in: base, folder))))
            return nil
        }
        guard found.count == 1 else {
            problems.add(WorkspaceError(base, .severalTables(found)))
            return nil
        }
        let path = base + "/" + name
        do throws(ProblemList) {
            let reader = try TableReader(
                opening: path, in: folder, conventions: conventions, flattensLists: settings.task == .multilabel)
            return read(
                reader, in: base, conventions: conventions, settings: settings, classes: classes,
                folder: folder,
                &problems)
        } catch {
            problems.add(error)
            return nil
        }
    }

    /// The table of a data set that has none of ours: `metadata.csv` or `metadata.jsonl` of Hugging Face's imagefolder, or a
    /// folder of pictures a class, that of one split where there are several.
    private static func otherTable(
        in base: String, of folder: WorkspaceFolder, split: String?
    ) throws(ProblemList) -> (reader: TableReader, split: SplitChoice?)? {
        let files: [String]
        do {
            for place in [base, base + "/images"] {
                for name in ["metadata.csv", "metadata.jsonl"] where try folder.exists(place + "/" + name) {
                    return (
                        try TableReader(opening: place + "/" + name, in: folder, conventions: FileConventions()), nil
                    )
                }
            }
            files = try folder.source.files(under: base).filter(PictureNames.isPicture).map { base + "/" + $0 }
        } catch let error as ProblemList {
            throw error
        } catch let error as any Explained {
            throw ProblemList(error.problem)
        } catch {
            throw ProblemList(FileError(error, base, .read))
        }
        guard let found = ClassFolders(files, below: base, wanted: split) else {
            if let split, let other = ClassFolders(files, below: base)?.split, other.all.count > 1 {
                throw ProblemList(
                    WorkspaceError(
                        "misread.yml", field: "split",
                        .unknownSplit(
                            split, in: base, there: other.all, nearest: nearestName(to: split, in: other.all))))
            }
            return nil
        }
        let text = try TextFile(bytes: Data(found.table(base: base).utf8), name: found.root)
        return (try TableReader(text, as: .csv(Dialect())), found.split)
    }

    private static func read(
        _ reader: TableReader, in base: String, conventions: FileConventions, settings: WorkspaceSettings,
        classes: ClassList, folder: WorkspaceFolder, _ problems: inout ProblemList
    ) -> ImageTable? {
        let path = reader.file
        do throws(ProblemList) {
            let isMultilabel = settings.task == .multilabel
            // Where each label has a column of its own, one that is called "categories" is an attribute.
            let hasLabel =
                settings.task != .detection
                && !(isMultilabel && OneHotLabels.columns(in: reader.header, classes) != nil)
            let conventions = conventions.resolved(
                ["image_id", "path"] + (hasLabel ? ["label"] : []), in: reader.header, of: path, ofLists: isMultilabel,
                &problems)
            let own = ["image_id", "path", "label"].map(conventions.own)
            let reader =
                switch settings.task {
                case .classification:
                    AnnotatorLabels.consensus(of: reader, id: own[0], label: own[2], &problems) ?? reader
                case .multilabel: LabelRows.gathered(reader, id: own[0], label: own[2], &problems)?.table ?? reader
                case .detection: reader
                }
            let table = try reader.read(
                { column in
                    switch column {
                    case own[0], own[1]: .text
                    case own[2]: .category
                    default: .attribute
                    }
                }, &problems)
            return ImageTable(
                table, in: base, conventions: conventions, settings: settings, classes: classes, folder: folder,
                &problems)
        } catch {
            problems.add(error)
            return nil
        }
    }

    private init?(
        _ table: TypedTable, in base: String, conventions: FileConventions, settings: WorkspaceSettings,
        classes: ClassList,
        folder: WorkspaceFolder, _ problems: inout ProblemList
    ) {
        file = table.file
        guard case .text(let ids) = table.column(conventions.own("image_id")) else {
            problems.add(table.missing("image_id"))
            return nil
        }
        table.reportBlankIDs(ids, conventions.own("image_id"), &problems)
        let index = IDIndex(ids.ids)
        let repeats = table.repeats(of: ids, index, conventions.own("image_id"), &problems)
        if let (first, second) = HashedNames.collision(index.ids) {
            problems.add(
                WorkspaceError(
                    file, row: table.line(of: second), field: conventions.own("image_id"),
                    .sameHash(ids[first], ids[second])))
        }
        var own = ["image_id", "path", "label"].map(conventions.own)
        let faults = problems.errorCount
        let labels: [Int32]?
        var marks: LabelMarks?
        if settings.task == .multilabel {
            labels = nil
            if let flags = OneHotLabels.marks(table, classes, &problems) {
                marks = flags.marks
                own += flags.columns
            } else if case .category(let column) = table.column(conventions.own("label")) {
                marks = LabelCells(classes: classes).marks(
                    of: column, named: conventions.own("label"), in: table, &problems)
            }
        } else if case .category(let column) = table.column(conventions.own("label")) {
            labels = classes.codes(of: column, named: conventions.own("label"), in: table, &problems)
        } else if let flags = OneHotLabels(table, classes, &problems) {
            labels = flags.codes
            own += flags.columns
        } else {
            labels = nil
        }
        // As of a detector without objects: no answer could be right.
        if let marks, marks.rows > 0, problems.errorCount == faults, !marks.marks.contains(true) {
            problems.add(WorkspaceError(file, field: conventions.own("label"), .noLabelTrue(images: marks.rows)))
        }
        areLabelsFaulty = problems.errorCount > faults
        let paths = Self.paths(table, ids: index.ids, in: base, conventions, folder, &problems)
        var reader = AttributeReader(table: table, settings: settings)
        let (attributes, units) = reader.read(besides: own, &problems)
        if let labels, let leak = LabelLeak.remark(attributes, labels, file: file) { problems.add(leak) }
        if let units, let (first, second, row) = units.unitCollision {
            problems.add(
                WorkspaceError(
                    file, row: table.line(of: row), field: units.name.text, .sameHash(first.text, second.text)))
        }
        // Row numbers of the table are of no use any more: what repeats an earlier row goes.
        let kept = repeats.isEmpty ? nil : (0..<table.rows).filter { !repeats.contains($0) }
        self.ids = kept.map { index.ids.gathered($0) } ?? index.ids
        self.index = kept == nil ? index : IDIndex(self.ids)
        labelMarks = kept.flatMap { rows in marks.map { $0.gathered(rows) } } ?? marks
        let column = SplitColumn(table, besides: settings.slicing.named)
        splitColumn = kept.flatMap { rows in column.map { $0.gathered(rows) } } ?? column
        self.labels = kept.flatMap { rows in labels.map { all in rows.map { all[$0] } } } ?? labels
        self.paths = paths.isEmpty ? [] : kept.map { rows in rows.map { paths[$0] } } ?? paths
        self.attributes = kept.map { rows in attributes.map { $0.gathered(rows) } } ?? attributes
        self.units = kept.flatMap { rows in units.map { $0.gathered(rows) } } ?? units
    }

    /// The picture of each row: the `path` column, or `images/<image_id>` with a usual extension.
    private static func paths(
        _ table: TypedTable, ids: ItemIDs, in base: String, _ conventions: FileConventions, _ folder: WorkspaceFolder,
        _ problems: inout ProblemList
    ) -> [String?] {
        guard case .text(let column) = table.column(conventions.own("path")) else {
            return Self.paths(named: ids, in: base + "/images", folder, &problems)
        }
        var paths: [String?] = []
        var absent: [Int] = []
        var closed: Set<FileError> = []
        if isAllURLs(column) {
            problems.add(
                Problem(
                    .warning, at: Place(file: table.file, field: conventions.own("path")),
                    "holds URLs, and nothing is fetched: the site will have no pictures",
                    suggestion: "put the pictures into images/ and their paths here"))
            return []
        }
        for row in 0..<column.count {
            let text = WindowsPath.withSlashes(column[row])
            guard !text.isEmpty else {
                paths.append(nil)
                continue
            }
            do throws(WorkspaceFault) {
                let isThere = try folder.isThere(base + "/" + Self.checked(text))
                if !isThere { absent.append(row) }
                paths.append(isThere ? base + "/" + text : nil)
            } catch {
                if case .file(let fault) = error, fault.path != base + "/" + text {
                    // A folder on the way: the same for every row.
                    if closed.insert(fault).inserted { problems.add(fault) }
                } else {
                    problems.add(
                        WorkspaceError(table.file, row: table.line(of: row), field: conventions.own("path"), error))
                }
                paths.append(nil)
            }
        }
        if !absent.isEmpty, paths.allSatisfy({ $0 == nil }) {
            problems.add(
                Problem(
                    .warning, at: Place(file: table.file, field: conventions.own("path")),
                    "none of the pictures is there: the site will have none"))
            return []
        }
        for row in absent {
            problems.add(
                WorkspaceError(
                    table.file, row: table.line(of: row), field: conventions.own("path"), .missingPicture(column[row])))
        }
        return paths
    }

    /// The pictures in a folder that are called like the images.
    private static func paths(
        named ids: ItemIDs, in path: String, _ folder: WorkspaceFolder, _ problems: inout ProblemList
    ) -> [String?] {
        do throws(WorkspaceError) {
            let present = Set(try folder.names(in: path).map { Name($0) })
            if present.isEmpty { return [] }
            var paths: [String?] = []
            for id in ids {
                let name = (PictureNames.spelled.map { "." + $0 } + [""]).map { id.text + $0 }.first {
                    present.contains(Name($0))
                }
                if let name, try !folder.exists(path + "/" + name) { throw WorkspaceError(path, .missingPicture(name)) }
                paths.append(name.map { "\(path)/\($0)" })
            }
            return paths
        } catch {
            problems.add(error)
            return []
        }
    }

    /// Whether every cell that is not blank is the address of a page or file in the web.
    private static func isAllURLs(_ column: TextColumn) -> Bool {
        var any = false
        for row in 0..<column.count where !column.isBlank(row) {
            let text = column[row].lowercased()
            guard text.hasPrefix("https://") || text.hasPrefix("http://") else { return false }
            any = true
        }
        return any
    }

    /// `text` itself, when it is a safe path on its own: `base/` in front of it would hide that it is absolute.
    private static func checked(_ text: String) throws(WorkspaceFault) -> String {
        if let fault = WorkspaceFolder.fault(of: text) { throw fault }
        return text
    }
}

extension ImageTable {
    /// How many images have a picture in the folder `path`, and how many pictures are of no image; `nil` where each is of
    /// one, and where there are none.
    /// Annotations that name the files of a detector's images are `naming` them.
    func pictureRemark(in path: String, _ folder: WorkspaceFolder, naming: [String] = []) -> Problem? {
        guard let names = try? folder.names(in: path) else { return nil }
        let pictures = names.filter(PictureNames.isPicture)
        let used = Set(paths.compactMap(\.self))
        let unused = pictures.filter { !used.contains(path + "/" + $0) }
        let bare = count - used.count
        guard !pictures.isEmpty, !unused.isEmpty else { return nil }
        if used.isEmpty {
            // A column of paths may name others.
            guard !unused.contains(where: { index.row(of: ItemID(ImageNames.stem($0))) != nil }) else { return nil }
            if !naming.isEmpty {
                return Problem(
                    .warning, at: Place(file: path),
                    "none of the \(pictures.count) pictures is one of those that the annotations name: "
                        + "\(JoinFault.list(unused)); they name \(JoinFault.list(naming))",
                    suggestion: "call the pictures as file_name of the annotations says")
            }
            return Problem(
                .warning, at: Place(file: path),
                "none of the \(pictures.count) pictures is called like an image: \(JoinFault.list(unused)); images are called "
                    + JoinFault.list(ids.prefix(4).map(\.text)),
                suggestion: "call them <image_id>.jpg or .png, or give the table a column path")
        }
        return Problem(
            bare > 0 ? .warning : .note, at: Place(file: path),
            "\(unused.count) of \(pictures.count) pictures \(unused.count == 1 ? "belongs" : "belong") to no image: "
                + JoinFault.list(unused) + (bare > 0 ? "; \(bare) of \(count) images have no picture" : ""))
    }
}
