// A classifier's export as the files of a workspace: tables as they are where a workspace opens them, arrays, lists of pipelines
// and folders of classes as the tables they stand for.

import Columns
import Diagnostics
import Files
import Formats
import Foundation
import Record

/// A classifier's export.
struct ClassificationImport {
    private(set) var outcome = ImportedWorkspace(task: .classification)
    private let dataset: String
    private let version: String

    /// `nil` when neither predictions nor labels are in the paths. `task` is what the user said of the model.
    init?(
        _ found: [LayoutSource], dataset: String, version: String, into workspace: URL?, task: TaskKind? = nil
    ) throws {
        (self.dataset, self.version) = (dataset, version)
        var tables: [LabelTable] = []
        for layout in found {
            for file in layout.scan.othersAndLists {
                if let table = try LabelTable(file, layout) { tables.append(table) }
            }
        }
        let named = found.lazy.compactMap { layout in
            ClassFolders(layout.scan.pictures, below: layout.path).map { (layout: layout, found: $0) }
        }.first
        let labels = tables.filter { $0.hasLabels && !$0.isOfPredictions }
        let split = SplitTables(labels, predicted: tables.first(where: \.isOfPredictions))
        if let split {
            // Those of the other splits are none of what is audited.
            tables.removeAll { table in
                split.table.file != table.file
                    && labels.contains { $0.file == table.file && $0.layout.called == table.layout.called }
            }
            if let remark = split.choice.importRemark(in: split.table.layout.called) { outcome.remarks.append(remark) }
        }
        let labelled = split?.table ?? labels.first
        let inOrder: ArrayTables.Images? =
            labelled.map { ($0.ids, $0.words) } ?? named.map { ($0.found.inOrder, $0.layout.name($0.found.root)) }
        let folderNames = Set((named?.found.images ?? []).map { Name($0.label) }).sorted().map(\.text)
        let arrays = try ArrayTables(
            found, besides: inOrder, isTruthKnown: workspace != nil,
            folders: named.map { FolderClasses(classes: folderNames, place: $0.layout.name($0.found.root)) })
        tables += arrays.tables
        outcome.remarks += arrays.remarks
        let roles = try TableRoles(
            tables, isTruthKnown: workspace != nil,
            folders: folderNames)
        let predicted = roles.predictions
        for remark in [roles.remark].compactMap(\.self) + (roles.truth?.remarks ?? []) + (predicted?.remarks ?? [])
        where !outcome.remarks.contains(remark) { outcome.remarks.append(remark) }
        let folders = found.lazy.compactMap { layout in
            Self.folders(layout, predicted).map { (layout: layout, found: $0) }
        }.first
        let lists = roles.truth == nil ? try found.lazy.compactMap(LabelFiles.init).first : nil
        guard roles.truth != nil || predicted != nil || folders != nil || lists != nil else { return nil }
        if let predicted, let field = predicted.answerColumn {
            try MeasuredNumbers.check(
                roles.truth.map { $0.hasLabelColumn ? $0.labels.map(\.label) : [] } ?? folders?.found.images.map(
                    \.label)
                    ?? [],
                in: (roles.truth?.words ?? predicted.words, roles.truth?.labelColumn), predicted.cells(field),
                in: (predicted.words, field))
        } else if let truth = roles.truth, truth.hasLabelColumn {
            try MeasuredNumbers.check(
                truth.labels.map(\.label), in: (truth.words, truth.labelColumn), [], in: (truth.words, nil))
        }
        var classes: [String] = []
        // Labels that are columns have an order. Numbers of an array are places where the labels have names.
        let known = roles.truth?.labelledClasses ?? folders?.found.images.map(\.label) ?? []
        var ordered = predicted?.isOfArrays == true ? predicted?.predictedClasses : nil
        if let numbered = ordered, !ClassPlaces.areNamed(numbered), ClassPlaces.areNamed(known) { ordered = nil }
        if workspace == nil {
            if let truth = roles.truth {
                if let several = try SeveralLabels(truth: truth, predictions: predicted, task: task) {
                    outcome.task = .multilabel
                    if let remark = several.remark { outcome.remarks.append(remark) }
                    ordered = several.names
                    if truth.labelColumn != nil, let predicted, !predicted.matrix.isEmpty, predicted.scored.isEmpty {
                        outcome.remarks.append(
                            Problem(
                                .warning, at: Place(file: predicted.words),
                                "the scores are numbered, and taken in the order of the alphabet: "
                                    + SeveralLabels.shown(several.names),
                                suggestion: "put classes: of misread.yml into the order of the model's labels"))
                    }
                } else if truth.areFlagsLabels {
                    ordered = try LabelFlags(truth, predicted).names
                }
                try add(labels: truth, ExportPictures(found, of: truth.folder), classes: ordered)
                classes = outcome.task == .multilabel ? [] : truth.labelledClasses
            } else if let lists {
                outcome.task = .multilabel
                try add(lists, ExportPictures(found))
                classes = lists.classes
            } else if let folders, task != .classification,
                let shared = try SharedPictures(folders.found, folders.layout, predicted, isAsked: task == .multilabel)
            {
                outcome.task = .multilabel
                try add(shared, folders.layout)
                classes = shared.classes
            } else if let folders {
                try add(folders.found, folders.layout)
                classes = folders.found.images.map(\.label)
            } else {
                throw ImportFault.noTruth(
                    found.map(\.called),
                    reason: found.lazy.compactMap(\.brokenTable).first ?? found.lazy.compactMap(\.headlessTable).first
                        ?? found.lazy.compactMap(\.answersReason).first)
            }
        } else if predicted == nil {
            throw ImportFault.noResults(found.map(\.called), reason: found.lazy.compactMap(\.answersReason).first)
        }
        if outcome.task != .multilabel, ordered == nil, ClassPlaces.areNamed(known),
            let list = ClassListFile(found, of: known)
        {
            ordered = list.names
            outcome.remarks.append(list.remark)
        }
        if let predicted {
            let numbered =
                outcome.task != .multilabel && ordered == nil
                ? NumberedClasses(
                    labels: Set(classes.map { Name($0) }).sorted().map(\.text), predicted,
                    areFolders: roles.truth == nil) : nil
            if outcome.task == .multilabel {
                try add(predictions: predicted)
                classes += predicted.scored
            } else if let numbered, predicted.answers(allAmong: numbered.names) {
                outcome.remarks.append(numbered.remark)
                try add(predictions: predicted)
                ordered = numbered.names
                classes = []
            } else {
                // Without labels, as where results are added to a workspace, nothing is spelled otherwise.
                let spelled =
                    ordered == nil
                    ? ClassSpelling(predicted.predictedClasses, among: classes, file: predicted.words) : nil
                if let remark = spelled?.remark { outcome.remarks.append(remark) }
                let predicted = try spelled.map { try predicted.renaming($0.names) } ?? predicted
                let places = try ClassPlaces(
                    predicted, among: (ordered ?? []) + classes,
                    isSorted: ordered == nil || roles.truth?.areFlagsLabels != true,
                    areFolders: roles.truth == nil)
                if let remark = places?.remark { outcome.remarks.append(remark) }
                if spelled == nil, places == nil,
                    let remark = StrangeClasses.remark(
                        predicted.predictedClasses, among: classes, file: predicted.words)
                {
                    outcome.remarks.append(remark)
                }
                if spelled == nil, places == nil { try predicted.checkNumbered(among: (ordered ?? []) + classes) }
                try add(predictions: places.map { try predicted.renaming($0.unnamed) } ?? predicted)
                classes += (places?.names ?? predicted.predictedClasses).map { spelled?.names[$0] ?? $0 }
            }
        }
        if predicted?.isOfArrays == true { outcome.kind = arrays.kind }
        if predicted == nil, workspace == nil {
            // Whoever is only told that a file is not used has nowhere to go.
            let lacking = found.lazy.compactMap { layout in
                layout.lackingAnswers(besides: Set(tables.filter { $0.layout.called == layout.called }.map(\.file)))
            }.first
            if let lacking {
                outcome.remarks.append(
                    Problem(.warning, at: Place(file: lacking.file), "is not read as predictions: \(lacking.words)"))
            }
        }
        let listed = Set((ordered ?? []).map { Name($0) })
        outcome.classes = (ordered ?? []) + Set(classes.map { Name($0) }).subtracting(listed).sorted().map(\.text)
    }

    /// The folders of classes of a layout: of several splits the one that most predictions are of.
    private static func folders(_ layout: LayoutSource, _ predicted: LabelTable?) -> ClassFolders? {
        guard let found = ClassFolders(layout.scan.pictures, below: layout.path) else { return nil }
        guard let splits = found.split?.all, splits.count > 1, let predicted else { return found }
        let ids = predicted.ids.map { WindowsPath.withSlashes($0) }
        let counted = splits.compactMap { name -> (found: ClassFolders, count: Int)? in
            guard let part = ClassFolders(layout.scan.pictures, below: layout.path, wanted: name) else { return nil }
            let names = Set(
                part.images.flatMap { [Name(part.inner($0.file)), Name(name + "/" + part.inner($0.file))] })
            return (part, ids.count { names.contains(Name($0)) })
        }
        let most = counted.map(\.count).max() ?? 0
        let best = counted.filter { $0.count == most }
        return best.count == 1 ? best[0].found : found
    }

    /// The table of images: rows of labels, with the picture of each where it is there.
    private mutating func add(
        labels table: LabelTable, _ pictures: ExportPictures, classes: [String]? = nil
    ) throws {
        var lines = [
            CSVLine.text(
                ["image_id"] + (table.hasLabelColumn ? ["label"] : []) + (pictures.isEmpty ? [] : ["path"])
                    + table.others)
        ]
        var (pictured, unclear) = (Set<Name>(), Set<Name>())
        for row in table.labels {
            var cells = [row.id] + (table.hasLabelColumn ? [row.label] : [])
            if !pictures.isEmpty {
                switch pictures.match(row.picture) {
                case .one(let picture):
                    let base = "datasets/\(dataset)/"
                    let inner = picture.inner.hasPrefix("images/") ? picture.inner : "images/" + picture.inner
                    let place = try outcome.copy(picture.file, picture.layout, to: base + inner)
                    cells.append(String(place.dropFirst(base.utf8.count)))
                    pictured.insert(Name(row.id))
                case .several:
                    unclear.insert(Name(row.id))
                    cells.append("")
                case .none: cells.append("")
                }
            }
            lines.append(CSVLine.text(cells + row.others))
        }
        outcome.add(lines.joined(separator: "\n") + "\n", at: "datasets/\(dataset)/images.csv")
        outcome.use(table.files)
        let images = Set(table.ids.map { Name($0) }).count
        outcome.lines.append(.labels(place: table.words, images: images, classes: classes ?? table.labelledClasses))
        outcome.lines.append(
            pictures.isEmpty ? .noPictures : .pictures(pictured.count, of: images, unclear: unclear.count))
    }

    /// Folders of classes, which a workspace opens as they are.
    private mutating func add(_ folders: ClassFolders, _ layout: LayoutSource) throws {
        for (file, _) in folders.images {
            try outcome.copy(file, layout, to: "datasets/\(dataset)/images/\(folders.inner(file))")
        }
        let classes = Set(folders.images.map { Name($0.label) })
        if let remark = folders.split?.importRemark(in: layout.called) { outcome.remarks.append(remark) }
        outcome.lines.append(
            .folders(
                place: layout.name(folders.root), images: folders.images.count, classes: classes.sorted().map(\.text)))
        outcome.lines.append(.pictures(folders.images.count, of: folders.images.count, unclear: 0))
    }

    /// Pictures that lie in the folders of all their labels, each once.
    private mutating func add(_ shared: SharedPictures, _ layout: LayoutSource) throws {
        var lines = ["image_id,label,path"]
        for image in shared.images {
            let place = "images/" + image.id
            try outcome.copy(image.file, layout, to: "datasets/\(dataset)/" + place)
            lines.append(CSVLine.text([image.id, LabelLists.cell(image.labels), place]))
        }
        outcome.use(shared.files)
        outcome.add(lines.joined(separator: "\n") + "\n", at: "datasets/\(dataset)/images.csv")
        outcome.remarks.append(
            Problem(
                .note, at: Place(file: layout.called),
                "\(shared.several) of \(shared.images.count) pictures lie in several folders of labels: each is one image"
            ))
        outcome.lines.append(
            .folders(place: layout.name(shared.root), images: shared.images.count, classes: shared.classes))
        outcome.lines.append(.pictures(shared.images.count, of: shared.images.count, unclear: 0))
    }

    /// A text of labels beside each picture.
    private mutating func add(_ lists: LabelFiles, _ pictures: ExportPictures) throws {
        var lines = [pictures.isEmpty ? "image_id,label" : "image_id,label,path"]
        var pictured = 0
        for image in lists.images {
            var cells = [image.id, LabelLists.cell(image.labels)]
            if !pictures.isEmpty {
                var place = ""
                if case .one(let picture) = pictures.match(image.id) {
                    place = "images/" + picture.inner
                    try outcome.copy(picture.file, picture.layout, to: "datasets/\(dataset)/" + place)
                    pictured += 1
                }
                cells.append(place)
            }
            lines.append(CSVLine.text(cells))
        }
        outcome.use(lists.files)
        outcome.add(lines.joined(separator: "\n") + "\n", at: "datasets/\(dataset)/images.csv")
        outcome.lines.append(.labels(place: lists.place, images: lists.images.count, classes: lists.classes))
        outcome.lines.append(
            pictures.isEmpty ? .noPictures : .pictures(pictured, of: lists.images.count, unclear: 0))
    }

    private mutating func add(predictions table: LabelTable) throws {
        let place = "versions/\(version)/\(dataset)/predictions." + table.ending
        if let text = table.text {
            outcome.add(text, at: place)
            outcome.use(table.files)
        } else {
            try outcome.copy(table.file, table.layout, to: place)
        }
        outcome.lines.append(.predictions(place: table.words, rows: table.rows))
        outcome.hasResults = true
        outcome.date = ImportedWorkspace.date(table.file, table.layout)
    }
}
