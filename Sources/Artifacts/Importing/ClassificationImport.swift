// A classifier's export as the files of a workspace: tables as they are where a workspace opens them, lists of pipelines and
// folders of classes as the tables they stand for.

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
    init?(
        _ found: [LayoutSource], format: ExportFormat?, dataset: String, version: String, into workspace: URL?
    ) throws {
        (self.dataset, self.version) = (dataset, version)
        var tables: [LabelTable] = []
        for layout in found {
            for file in layout.scan.others + layout.scan.parts.filter({ $0.form == .list }).flatMap(\.files) {
                if let table = try LabelTable(file, layout) { tables.append(table) }
            }
        }
        let predicted = tables.filter(\.isOfPredictions)
        var labelled = tables.filter { $0.hasLabels && !$0.isOfPredictions }
        if predicted.count > 1 {
            throw ImportFault.several(what: "tables of predictions", predicted.map { $0.layout.name($0.file) })
        }
        let folders = found.lazy.compactMap { layout in
            ClassFolders.images(layout.scan.pictures, below: layout.path).map { (layout: layout, found: $0) }
        }.first
        if labelled.isEmpty, let own = predicted.first, own.hasLabels { labelled = [own] }
        if labelled.count > 1 {
            throw ImportFault.several(what: "tables of labels", labelled.map { $0.layout.name($0.file) })
        }
        guard !tables.isEmpty || folders != nil else { return nil }
        var classes: Set<Name> = []
        if workspace == nil {
            if let table = labelled.first {
                classes.formUnion(
                    add(labels: table, found.flatMap { layout in layout.scan.pictures.map { (layout, $0) } }))
            } else if let folders {
                classes.formUnion(try add(folders.found, folders.layout))
            } else {
                throw ImportFault.noTruth(found.map(\.called))
            }
        } else if predicted.isEmpty {
            throw ImportFault.noResults(found.map(\.called))
        }
        if let table = predicted.first { classes.formUnion(try add(predictions: table)) }
        outcome.classes = classes.sorted().map(\.text)
    }

    /// The table of images: rows of labels, with the picture of each where it is there.
    private mutating func add(labels table: LabelTable, _ pictures: [(LayoutSource, String)]) -> Set<Name> {
        let byStem = Dictionary(
            pictures.map { (Name(ImageNames.stem($0.1)), $0) }, uniquingKeysWith: { first, _ in first })
        var lines = [CSVLine.text(["image_id", "label"] + (pictures.isEmpty ? [] : ["path"]) + table.others)]
        var classes: Set<Name> = []
        var count = 0
        for row in table.labels {
            classes.insert(Name(row.label))
            var cells = [row.id, row.label]
            if !pictures.isEmpty {
                if let (layout, file) = byStem[Name(ImageNames.stem(row.id + (row.id.contains(".") ? "" : ".")))],
                    let copied = try? DetectionImport.copy(file, layout, imagePath(file, layout))
                {
                    outcome.files.append(copied)
                    cells.append(imageName(file, layout))
                    count += 1
                } else {
                    cells.append("")
                }
            }
            lines.append(CSVLine.text(cells + row.others))
        }
        outcome.files.append(
            ImportedFile(path: "datasets/\(dataset)/images.csv", content: .text(lines.joined(separator: "\n") + "\n")))
        outcome.lines.append(
            "labels        \(table.words): \(table.labels.count) images of \(classes.count) classes "
                + "(\(DetectionImport.list(classes.sorted().map(\.text))))")
        outcome.lines.append(
            pictures.isEmpty
                ? "pictures      none: the audit goes on without them"
                : "pictures      \(count) of \(table.labels.count) images")
        return classes
    }

    /// Folders of classes, which a workspace opens as they are.
    private mutating func add(
        _ folders: (root: String, images: [(file: String, label: String)]), _ layout: LayoutSource
    ) throws -> Set<Name> {
        for (file, _) in folders.images {
            let inner = file.dropFirst(folders.root.isEmpty ? 0 : folders.root.utf8.count + 1)
            outcome.files.append(try DetectionImport.copy(file, layout, "datasets/\(dataset)/images/\(inner)"))
        }
        let classes = Set(folders.images.map { Name($0.label) })
        outcome.lines.append(
            "labels        a folder a class: \(folders.images.count) images of \(classes.count) classes "
                + "(\(DetectionImport.list(classes.sorted().map(\.text))))")
        outcome.lines.append("pictures      \(folders.images.count) of \(folders.images.count) images")
        return classes
    }

    /// A picture's path under `images/`.
    private func imageName(_ file: String, _ layout: LayoutSource) -> String {
        let inner = String(file.dropFirst(layout.path.isEmpty ? 0 : layout.path.utf8.count + 1))
        return inner.hasPrefix("images/") ? inner : "images/" + inner
    }

    private func imagePath(_ file: String, _ layout: LayoutSource) -> String {
        "datasets/\(dataset)/" + imageName(file, layout)
    }

    private mutating func add(predictions table: LabelTable) throws -> Set<Name> {
        let base = "versions/\(version)/\(dataset)/"
        outcome.files.append(
            try DetectionImport.copy(table.file, table.layout, base + "predictions." + table.ending))
        outcome.lines.append("predictions   \(table.words): \(table.rows) rows")
        outcome.hasResults = true
        outcome.date = DetectionImport.date(table.file, table.layout)
        return Set(table.predictedClasses.map { Name($0) })
    }
}
