// telemetry.csv (or a folder of NPY columns) beside the predictions of a version: where each answer came from and how long it
// took. It is joined to the images by image_id, as predictions are.

import Columns
import Diagnostics
import Files
import Formats
import Foundation
import Record

/// Reads the telemetry of a run.
struct TelemetryReader {
    /// What it is called, as a folder or with one of `endings`.
    static let name = "telemetry"
    /// What may stand behind the name.
    static let endings = ["csv", "tsv", "jsonl"].flatMap { [$0, $0 + ".gz", $0 + ".zst"] } + ["parquet"]
    /// Names in the folder of a run.
    static var names: [String] { [name] + endings.map { name + "." + $0 } }
    /// Most values of a column that is compared: of more, as of ids, none says anything.
    static let mostLevels = 50

    let folder: WorkspaceFolder
    /// The folder of the run.
    let path: String
    let form: VersionForm
    let settings: WorkspaceSettings
    let table: ImageTable
    let classes: ClassList
    let join: EvaluationJoin

    /// What was read.
    struct Contents {
        let telemetry: Telemetry
        /// Rows of the file.
        let rows: Int
        /// Every file, relative to the workspace.
        let files: [String]
    }

    /// What is said of telemetry in the folder of a run of another kind of model, or under a change; `nil` where there is none.
    static func unread(in path: String, of folder: WorkspaceFolder, isUnderChange: Bool = false) -> Problem? {
        let found = ((try? folder.names(in: path)) ?? []).first { names.contains($0) || $0 == SwapRuns.name }
        return found.map {
            Problem(
                .note, at: Place(file: path + "/" + $0),
                isUnderChange
                    ? "not read: telemetry is read of a version's own run, and this is one under a change"
                    : "not read: telemetry is read for classifiers with one label an image")
        }
    }

    /// What is said of swap runs where there is no telemetry; an error where they are a link out.
    private var swapsAlone: Problem? {
        guard ((try? folder.names(in: path)) ?? []).contains(SwapRuns.name) else { return nil }
        let place = path + "/" + SwapRuns.name
        do throws(WorkspaceError) {
            let isFolder = try folder.isFolder(place)
            return Problem(
                .warning, at: Place(file: place),
                isFolder
                    ? "not read: there is no telemetry of the nodes that it holds runs of" : "not read: it is a file",
                suggestion: isFolder
                    ? "put \(Self.name).csv beside it" : "runs are read in \(place)/<node>/<stage>/predictions.csv")
        } catch {
            return error.problem
        }
    }

    /// Whether another data set of the version has telemetry, which its stages are of then.
    private var isOfAnotherSet: Bool {
        let base = "versions/" + form.manifest.version
        let folders = ((try? folder.folders(in: base)) ?? []).filter { name in
            (try? folder.isFolder("datasets/" + name)) ?? false
        }
        return folders.map { base + "/" + $0 }.contains { other in
            other != path && ((try? folder.names(in: other)) ?? []).contains(where: Self.names.contains)
        }
    }

    /// The telemetry; `nil` where there is none, or none that can be used. What is wrong is added to `problems`.
    func read(_ problems: inout ProblemList) -> Contents? {
        guard let (file, columns, files) = open(&problems) else {
            if let stage = form.manifest.stages.first, problems.isClean, !isOfAnotherSet {
                problems.add(
                    Problem(
                        .warning, at: Place(file: "versions/\(form.manifest.version)/version.yml", field: "stages"),
                        "has no effect: there is no \(path)/\(Self.name).csv with the columns of \(stage.name)"))
            }
            if problems.isClean, let remark = swapsAlone { problems.add(remark) }
            return nil
        }
        let before = problems.errorCount
        for name in required where columns.column(name) == nil {
            problems.add(
                WorkspaceError(
                    file, row: columns.isText ? 1 : nil,
                    .missingColumn(name, instead: nearestName(to: name, in: columns.columns.map(\.name.text)))))
        }
        guard problems.errorCount == before, let ids = categories("image_id", columns, &problems),
            let places = places(of: ids, columns, file, &problems)
        else { return nil }
        checkLabels(columns, places, file, &problems)
        let own = predictions(columns, file, &problems)
        let days = days(columns, file, &problems)
        let latencies = columns.columns.filter { $0.name.text.hasSuffix("_ms") }.compactMap {
            numbers($0, columns, file, &problems)
        }
        let confidence = columns.column("confidence").flatMap { numbers($0, columns, file, &problems) }
        let factors = factors(columns, file, &problems)
        checkSettings(factors, &problems)
        guard problems.errorCount == before else { return nil }

        // Rows of images that are evaluated, and that have an answer where rows have answers of their own.
        let waits = waits(columns, places)
        func isAnswered(_ row: Int) -> Bool { own.map { $0[row] >= 0 } ?? true }
        func isKept(_ row: Int) -> Bool { places[row] >= 0 && !waits[row] && isAnswered(row) }
        // Most often that is every row, which is then taken as it is: ten million places are 80 megabytes by themselves.
        let all = places.indices.allSatisfy(isKept)
        let kept = all ? [] : places.indices.filter(isKept)
        guard all ? !places.isEmpty : !kept.isEmpty else {
            problems.add(
                Problem(.warning, at: Place(file: file), "none of its rows is of an image that is evaluated"))
            return nil
        }
        let waiting = waiting(
            places.indices.filter { waits[$0] && isAnswered($0) }, places, confidence, days, file, &problems)
        func gathered(_ column: NumericColumn) -> NumericColumn { all ? column : column.gathered(kept) }
        let images = all ? places : kept.map { places[$0] }
        let telemetry = Telemetry(
            file: file, images: images,
            predicted: own.map { own in all ? own : kept.map { own[$0] } }
                ?? images.map { join.predictions.predicted[Int($0)] },
            statesPredictions: own != nil,
            confidence: confidence.map { column in all ? column.values : kept.map { column[$0] } }
                ?? [Double](repeating: .nan, count: images.count),
            factors: factors.map { all ? $0 : $0.gathered(kept) },
            latencies: (latencies.filter(Self.isWhole) + latencies.filter { !Self.isWhole($0) }).map(gathered),
            days: days.map { days in all ? days : kept.map { days[$0] } },
            stages: form.manifest.stages.map { stage in
                Telemetry.Stage(
                    name: stage.name,
                    taps: stage.taps.compactMap { columns.column($0) }.map { Tap($0, rows: all ? nil : kept) })
            },
            swaps: SwapRuns(folder: folder, path: path, form: form, classes: classes, images: join.items.ids).read(
                nodes: factors[0].categories.map(\.text), &problems),
            waiting: waiting)
        return problems.errorCount == before
            ? Contents(telemetry: telemetry, rows: columns.rows, files: files) : nil
    }

    private static func isWhole(_ column: NumericColumn) -> Bool { column.name.text == Telemetry.wholeLatency }

    /// The columns that have to be there.
    private var required: [String] { ["image_id", "node"] + form.manifest.stages.flatMap(\.taps) }

    /// Opens the table; `nil` where there is none.
    private func open(_ problems: inout ProblemList) -> (file: String, columns: ColumnTable, files: [String])? {
        do {
            let found = try folder.names(in: path).filter(Self.names.contains)
            guard let name = found.first else { return nil }
            if found.count > 1 { throw ProblemList(WorkspaceError(path, .severalTables(found))) }
            let file = path + "/" + name
            let files =
                try folder.isFolder(file)
                ? folder.names(in: file).filter { $0.hasSuffix(".npy") }.map { file + "/" + $0 } : [file]
            // A request's id is different on every row and says nothing.
            let columns = try ColumnTable(contentsOf: try folder.placeOfTable(file), name: file) { $0 != "request_id" }
            return (file, columns, files)
        } catch let error as ProblemList {
            problems.add(error)
        } catch let error as any Explained {
            problems.add(error.problem)
        } catch {
            problems.add(FileError(error, path, .read))
        }
        return nil
    }

    /// A column as categories; whole numbers are their text.
    private func categories(_ name: String, _ columns: ColumnTable, _ problems: inout ProblemList) -> CodedColumn? {
        switch columns.column(name) {
        case .coded(let column): return column
        case .numeric:
            problems.add(
                Problem(
                    at: Place(file: columns.name, field: name), "holds fractions, and names were expected",
                    suggestion: "write \(name) as text"))
            return nil
        case nil: return nil
        }
    }

    /// The row of the evaluation that each row is of, -1 for one that is not evaluated, `code(ofUnlabelled:)` of the image for one without a
    /// label; `nil` where too many are of no image.
    private func places(
        of ids: CodedColumn, _ columns: ColumnTable, _ file: String, _ problems: inout ProblemList
    ) -> [Int32]? {
        var evaluated = [Int32](repeating: -1, count: table.count)
        for (row, place) in join.kept.enumerated() { evaluated[place] = Int32(truncatingIfNeeded: row) }
        for place in join.unlabelled { evaluated[place] = Self.code(ofUnlabelled: place) }
        // -2: of no image of the table.
        let known = ids.categories.map { id in
            table.index.row(of: ItemID(id.text)).map { evaluated[$0] } ?? -2
        }
        let places = ids.codes.looked(up: known)
        let orphans = places.count { $0 == -2 }
        guard orphans > 0 else { return places }
        let given = zip(ids.categories, known).filter { $0.1 == -2 }.map(\.0.text)
        if JoinFault.isTooMany(orphans, of: places.count) {
            problems.add(
                JoinFault(
                    place: Place(file: file, field: "image_id"), kind: .telemetry, failed: orphans, rows: places.count,
                    given: given, known: table.ids.prefix(4).map(\.text),
                    conventions: NormalizedMatch(of: given, to: table.ids.map(\.text))))
            return nil
        }
        problems.add(
            Problem(
                .warning, at: Place(file: file, field: "image_id"),
                "\(orphans) of \(places.count) rows belong to no image and were left out: \(JoinFault.list(given))"))
        return places.map { $0 == -2 ? -1 : $0 }
    }

    /// A label that is another than the image's is of another image, or another version of the labels.
    private func checkLabels(
        _ columns: ColumnTable, _ places: [Int32], _ file: String, _ problems: inout ProblemList
    ) {
        guard case .coded(let labels)? = columns.column("label") else { return }
        let codes = labels.categories.map { classes.code(of: ClassName($0.text)) ?? -1 }
        let differing = places.indices.filter { row in
            let label = codes[labels.codes[row]]
            return places[row] >= 0 && label >= 0 && label != join.items.labels[Int(places[row])]
        }
        guard let first = differing.first else { return }
        let image = Int(places[first])
        problems.add(
            WorkspaceError(
                file, row: columns.line(of: first), field: "label",
                .labelDisagrees(
                    found: labels.category(of: first).text,
                    table: classes.names[Int(join.items.labels[image])].text, id: join.items.ids[image].text,
                    rows: differing.count)))
    }

    /// Class predicted on each row, -1 for a blank; `nil` where the rows state none. A class that is not listed is told.
    private func predictions(
        _ columns: ColumnTable, _ file: String, _ problems: inout ProblemList
    ) -> [Int32]? {
        guard let column = categories("predicted", columns, &problems) else { return nil }
        let codes = column.categories.map { name -> Int32 in
            if let code = classes.code(of: ClassName(name.text)) { return code }
            return name == CodedColumn.missing ? -1 : -2
        }
        let listed = classes.names.map(\.text)
        for (category, code) in codes.enumerated() where code == -2 {
            let rows = column.codes.count { $0 == category }
            let first = column.codes.firstIndex(of: category) ?? 0
            let name = column.categories[category].text
            problems.add(
                WorkspaceError(
                    file, row: columns.line(of: first), field: "predicted",
                    .unknownClass(name, nearest: nearestName(to: name, in: listed), rows: rows)))
        }
        let predicted = column.codes.looked(up: codes)
        let blank = predicted.count { $0 == -1 }
        if blank > 0 {
            problems.add(
                Problem(
                    .note, at: Place(file: file, field: "predicted"),
                    "\(blank) of \(predicted.count) rows have no prediction and were left out"))
        }
        return predicted
    }

    /// A column as numbers; cells that are none are told.
    private func numbers(
        _ column: Column, _ columns: ColumnTable, _ file: String, _ problems: inout ProblemList
    ) -> NumericColumn? {
        switch column {
        case .numeric(let column): return column
        case .coded(let column):
            let values = column.categories.map { name in name == CodedColumn.missing ? .nan : Double(name.text) }
            if let text = values.firstIndex(of: nil) {
                let row = column.codes.firstIndex(of: text) ?? 0
                problems.add(
                    Problem(
                        at: Place(file: file, row: columns.line(of: row), field: column.name.text),
                        "\"\(column.categories[text])\" is not a number"))
                return nil
            }
            return NumericColumn(name: column.name, values: column.codes.looked(up: values.map { $0 ?? .nan }))
        }
    }

    /// What misread.yml names has to be there.
    private func checkSettings(_ factors: [CodedColumn], _ problems: inout ProblemList) {
        let attributes = join.items.attributes.map(\.name.text) + [Predicate.label.text]
        for name in settings.telemetry.match ?? [] where !attributes.contains(name) {
            let fault = WorkspaceFault.unknownAttribute(name, nearest: nearestName(to: name, in: attributes))
            problems.add(WorkspaceError("misread.yml", field: "telemetry.match", fault))
        }
        let nodes = factors.first?.categories.map(\.text) ?? []
        if let node = settings.telemetry.referenceNode, !nodes.contains(node) {
            problems.add(
                Problem(
                    at: Place(file: "misread.yml", field: "telemetry.reference_node"),
                    "no row of the telemetry is of \"\(node)\"",
                    suggestion: nearestName(to: node, in: nodes).map { "did you mean \"\($0)\"?" }))
        }
    }

    /// The node, then every other column of few categories that may be shown. What is not compared is said.
    private func factors(
        _ columns: ColumnTable, _ file: String, _ problems: inout ProblemList
    ) -> [CodedColumn] {
        let used = Set((["image_id", "label", "predicted", "confidence", "time"] + required).map { Name($0) })
        var factors: [CodedColumn] = []
        var unused: [String] = []
        var withheld: [String] = []
        for column in columns.columns {
            let name = column.name.text
            let isNode = name == "node"
            if used.contains(column.name), !isNode { continue }
            if name.hasSuffix("_ms") { continue }
            guard case .coded(let coded) = column, isNode || coded.categories.count <= Self.mostLevels else {
                unused.append(name)
                continue
            }
            if let publish = settings.publish, !isNode, !publish.contains(name) {
                withheld.append(name)
            } else if settings.publish?.contains(name) != true,
                PersonalNames.looksPersonal(name) || PersonalValue.find(in: coded.categories.map(\.text)) != nil
            {
                withheld.append(name)
            } else if isNode {
                factors.insert(coded, at: 0)
            } else {
                factors.append(coded)
            }
        }
        let place = Place(file: file)
        if factors.first?.name != Name("node") {
            problems.add(
                Problem(
                    at: Place(file: file, field: "node"), "names of nodes look like personal data",
                    suggestion: "give nodes other names, or list node under privacy: publish: in misread.yml"))
        }
        if !withheld.isEmpty {
            problems.add(
                Problem(
                    .warning, at: place,
                    "withheld, not to be published: " + withheld.map(PersonalNames.said).joined(separator: ", "),
                    suggestion: "list what may be published under privacy: publish: in misread.yml"))
        }
        if !unused.isEmpty {
            problems.add(
                Problem(
                    .note, at: place,
                    "not compared, for they are numbers or have more than \(Self.mostLevels) values: "
                        + unused.map(PersonalNames.said).joined(separator: ", "),
                    suggestion: "columns that were kept on the way are taps: list them under stages: in version.yml"))
        }
        return factors
    }
}

extension Tap {
    /// Some rows of a column of telemetry; all where they are not given.
    fileprivate init(_ column: Column, rows some: [Int]?) {
        let rows = some ?? Array(0..<column.count)
        switch column {
        case .coded(let column): self.init(name: column.name.text, values: .marks(rows.map(column.category)))
        case .numeric(let column):
            self.init(name: column.name.text, values: .numbers(rows.map { column[$0] }, width: 1))
        }
    }
}
