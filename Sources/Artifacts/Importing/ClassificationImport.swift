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

    /// `nil` when neither predictions nor labels are in the paths.
    init?(_ found: [LayoutSource], dataset: String, version: String, into workspace: URL?) throws {
        (self.dataset, self.version) = (dataset, version)
        var tables: [LabelTable] = []
        for layout in found {
            for file in layout.scan.others + layout.scan.parts.filter({ $0.form == .list }).flatMap(\.files) {
                if let table = try LabelTable(file, layout) { tables.append(table) }
            }
        }
        let arrays = try ArrayTables(found, besides: tables.first { $0.hasLabels && !$0.isOfPredictions })
        tables += arrays.tables
        outcome.remarks += arrays.remarks
        let predicted = tables.filter(\.isOfPredictions)
        var labelled = tables.filter { $0.hasLabels && !$0.isOfPredictions }
        if predicted.count > 1 {
            throw ImportFault.several(what: "tables of predictions", predicted.map { $0.layout.name($0.file) })
        }
        let folders = found.lazy.compactMap { layout in
            Self.folders(layout, predicted.first).map { (layout: layout, found: $0) }
        }.first
        if labelled.isEmpty, let own = predicted.first, own.hasLabels { labelled = [own] }
        if labelled.count > 1 {
            throw ImportFault.several(what: "tables of labels", labelled.map { $0.layout.name($0.file) })
        }
        guard !tables.isEmpty || folders != nil else { return nil }
        var classes: [String] = []
        if workspace == nil {
            if let table = labelled.first {
                try add(labels: table, ExportPictures(found))
                classes = table.labelledClasses
            } else if let folders {
                try add(folders.found, folders.layout)
                classes = folders.found.images.map(\.label)
            } else {
                throw ImportFault.noTruth(found.map(\.called))
            }
        } else if predicted.isEmpty {
            throw ImportFault.noResults(found.map(\.called))
        }
        if let table = predicted.first {
            try add(predictions: table)
            classes += table.predictedClasses
        }
        // Classes of arrays have an order: that of the columns.
        let ordered = predicted.first?.text == nil ? nil : predicted.first?.predictedClasses
        let known = Set((ordered ?? []).map { Name($0) })
        outcome.classes = (ordered ?? []) + Set(classes.map { Name($0) }).subtracting(known).sorted().map(\.text)
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
    private mutating func add(labels table: LabelTable, _ pictures: ExportPictures) throws {
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
        outcome.lines.append(.labels(place: table.words, images: images, classes: table.labelledClasses))
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
