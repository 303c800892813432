import Artifacts
import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import misread

/// Small files that the tools themselves wrote (Tests/Exports/make.py): `init --from` recognises each, and what it writes opens.
@Suite struct ExportFilesTests {
    private static let files = Repository.root.appending(path: "Tests/Exports/files")

    /// The rows, and what is recognised in each.
    private static let boxes = "3 images, 4 objects of 2 classes (cat, dog)"
    private static let rows: [(name: String, truth: String)] = [
        ("datumaro-coco", boxes), ("datumaro-datumaro", boxes), ("datumaro-kitti", boxes), ("datumaro-voc", boxes),
        ("globox-coco", boxes), ("globox-cvat", boxes), ("globox-darknet", boxes), ("globox-labelme", boxes),
        ("globox-openimages", boxes), ("globox-text", boxes), ("globox-voc", boxes), ("globox-yolo-v5", boxes),
        ("globox-yolo-v7", boxes), ("pandas-gzip", "40 images of 2 classes (cat, dog)"),
        ("pandas-index", "40 images of 2 classes (cat, dog)"), ("pandas-jsonl", "40 images of 2 classes (cat, dog)"),
        ("pandas-records", "40 images of 2 classes (cat, dog)"),
        ("pandas-semicolon", "40 images of 2 classes (cat, dog)"),
        ("pandas-utf16", "40 images of 2 classes (cat, dog)"),
        ("sklearn-multilabel", "40 images of 3 classes (bird, cat, dog)"),
        ("sklearn-npy", "40 images of 2 classes (0, 1)"), ("sklearn-npz", "40 images of 2 classes (0, 1)"),
        ("supervision-coco-csv", boxes), ("supervision-coco-json", boxes), ("supervision-voc-csv", boxes),
        ("supervision-voc-json", boxes), ("supervision-yolo-csv", boxes), ("supervision-yolo-json", boxes),
    ]
    /// What needs a program that a machine may lack.
    private static let others = ["pandas-parquet"]

    private static func words(_ line: ImportedLine) -> String? {
        switch line {
        case .truth(_, _, _, let images, let objects, let classes):
            "\(images) images, \(objects) objects of \(classes.count) classes (\(classes.joined(separator: ", ")))"
        case .labels(_, let images, let classes):
            "\(images) images of \(classes.count) classes (\(classes.joined(separator: ", ")))"
        default: nil
        }
    }

    @Test(arguments: rows.map(\.name))
    func whatToolsWriteOpens(_ name: String) throws {
        let row = Self.files.appending(path: name)
        let there = try FileManager.default.contentsOfDirectory(atPath: row.path).sorted { $0 > $1 }
        let from = there.map { row.appending(path: $0).path }
        let read = try ImportedWorkspace(from: from, format: nil, dataset: "d", version: "v1")
        #expect(read.lines.lazy.compactMap(Self.words).first == Self.rows.first { $0.name == name }?.truth)
        #expect(read.hasResults)
        let workspace = FileManager.default.temporaryDirectory.appending(path: "export-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: workspace) }
        try Init.parse([workspace.path] + from.flatMap { ["--from", $0] }).run()
        #expect(WorkspaceInspection(of: workspace).problems.errors.map(\.description) == [])
    }

    /// Each folder of files is a row here and of INPUT.md.
    @Test func everyRowIsTestedAndListed() throws {
        let there = try FileManager.default.contentsOfDirectory(atPath: Self.files.path).filter { !$0.hasPrefix(".") }
        #expect(Set(there) == Set(Self.rows.map(\.name) + Self.others))
        let page = try String(contentsOf: Repository.root.appending(path: "INPUT.md"), encoding: .utf8)
        for name in there { #expect(page.contains("`\(name)`"), "\(name) is not listed in INPUT.md") }
    }
}
