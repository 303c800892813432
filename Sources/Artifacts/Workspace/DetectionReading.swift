// A detector's evaluation: COCO ground truth of the data set, COCO results of the version, and the image table for what
// is known about the images. Images are joined by id, or by the name of their file.

import Columns
import Diagnostics
import Foundation
import Pixels

extension Workspace {
    /// Ground truth of a data set.
    static let annotationFile = "annotations.json"
    /// Results of a version.
    static let detectionFile = "detections.json"

    /// Reads the detections of a version. Throws every problem of its files.
    public func detections(
        of version: String
    ) throws(ProblemList) -> (evaluation: DetectionEvaluation, remarks: [Problem]) {
        var problems = ProblemList()
        guard let form = forms.first(where: { $0.manifest.version.utf8.elementsEqual(version.utf8) }) else {
            let nearest = nearestName(to: version, in: versions.map(\.version))
            throw ProblemList(WorkspaceError("versions", .unknownBaseline(version, nearest: nearest)))
        }
        let annotations = "datasets/\(dataset.name)/" + Self.annotationFile
        let detections = "versions/\(version)/\(dataset.name)/" + Self.detectionFile
        let truth = try read(annotations) { bytes throws(ProblemList) in
            try COCOGroundTruthReader.read(bytes, file: annotations)
        }
        let results = try read(detections) { bytes throws(ProblemList) in
            try COCOResultsReader.read(bytes, file: detections, for: truth)
        }
        problems.add(truth.remarks)
        problems.add(results.remarks)
        let (rows, unlisted) = rows(of: truth)
        if unlisted > 0 {
            problems.add(
                Problem(
                    .warning, at: Place(file: table.file),
                    "\(unlisted) images of \(annotations) are not in it; nothing is known about them"))
        }
        let paths = rows.map { row in row.flatMap { $0 < table.paths.count ? table.paths[$0] : nil } }
        let (extra, faults) = measured.columns()
        problems.add(faults)
        let inputs =
            ["misread.yml", "datasets/\(dataset.name)/dataset.yml", table.file, annotations]
            .map { ledger.file($0) } + [ledger.file("versions/\(version)/version.yml"), ledger.file(detections)]
            + [ledger.files(table.paths.compactMap(\.self), as: "datasets/\(dataset.name)/images/")]
        let evaluation = DetectionEvaluation(
            manifest: form.manifest, datasheet: dataset, truth: truth, results: results,
            names: rows.enumerated().map { image, row in row.map { table.ids[$0] } ?? truth.images[image].id.description
            },
            paths: paths, attributes: (table.attributes + extra).map { $0.joined(to: rows) },
            inputs: inputs.compactMap(\.self).sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) })
        return (evaluation, problems.remarks)
    }

    /// The picture at a path that an evaluation names, decoded.
    public func picture(at path: String) throws -> RGBImage? {
        try ImageFile.decode(try folder.bytes(path), name: path)
    }

    /// The row of each image of the ground truth in the image table, and how many have none.
    private func rows(of truth: DetectionGroundTruth) -> (rows: [Int?], unlisted: Int) {
        var rows = [Int?](repeating: nil, count: truth.images.count)
        let names = ImageNames(truth)
        for (row, id) in table.ids.enumerated() {
            if let image = truth.imageIndex(of: .text(id)) ?? names.index(of: .text(id)).map(Int.init) {
                rows[image] = row
            }
        }
        return (rows, rows.count { $0 == nil })
    }

    private func read<Value>(
        _ path: String, _ body: (UnsafeBufferPointer<UInt8>) throws(ProblemList) -> Value
    ) throws(ProblemList) -> Value {
        let bytes: [UInt8]
        do throws(WorkspaceError) {
            bytes = [UInt8](try folder.bytes(path))
        } catch {
            throw ProblemList(error)
        }
        return try bytes.withUnsafeBufferPointer(body)
    }
}

extension AttributeColumn {
    /// The given rows in the given order; what has no row is missing.
    fileprivate func joined(to rows: [Int?]) -> AttributeColumn {
        switch self {
        case .number(let column):
            let values = rows.map { $0.map { column.values[$0] } ?? .nan }
            return .number(NumberColumn(name: column.name, values: values, isComputed: column.isComputed))
        case .category(let column):
            let needsMissing = rows.contains { $0 == nil } && !column.categories.contains(CategoryColumn.missing)
            let categories = column.categories + (needsMissing ? [CategoryColumn.missing] : [])
            let missing = categories.firstIndex(of: CategoryColumn.missing) ?? 0
            let codes = Codes(rows.map { $0.map { column.codes[$0] } ?? missing }, categories: categories.count)
            return .category(CategoryColumn(name: column.name, categories: categories, codes: codes))
        }
    }
}
