import Artifacts
import Columns
import Foundation
import Testing

private let duckdb: URL? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { URL(filePath: String($0)).appending(path: "duckdb") }
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }

/// Parquet is read by the `duckdb` executable, which the repository does not bring.
@Suite(.enabled(if: duckdb != nil, "needs the duckdb executable on the path")) struct ParquetTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "misread-parquet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func write(_ name: String, _ text: String) throws -> URL {
        let file = folder.appending(path: name)
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file
    }

    /// The values of a column, as categories or as numbers.
    private func values(_ table: ColumnTable, _ name: String) -> [String] {
        switch table.column(name) {
        case .coded(let column)?:
            return column.codes.map { column.categories[$0].text }
        case .numeric(let column)?: return column.values.map { "\($0)" }
        default: return []
        }
    }

    /// Of Parquet files beside annotations one with a score is of a detector.
    @Test func aTableOfDetectionsIsToldByItsScore() throws {
        let csv = try write("dt.csv", "image,class,score,x,y,w,h\na.png,dog,0.9,20,10,40,30\n")
        let truth = try write(
            "gt.json",
            """
            {"images": [{"id": 1, "file_name": "a.png", "width": 200, "height": 100}], "categories": [{"id": 1, "name": "dog"}],
             "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [20, 10, 40, 30]}]}
            """)
        let parquet = folder.appending(path: "dt.parquet")
        let maker = Process()
        maker.executableURL = duckdb
        maker.arguments = [
            "-init", "/dev/null", ":memory:",
            "COPY (SELECT * FROM read_csv('\(csv.path)')) TO '\(parquet.path)' (FORMAT parquet)",
        ]
        try maker.run()
        maker.waitUntilExit()
        let read = try ImportedWorkspace(
            from: [truth.path, parquet.path], format: nil, dataset: "d", version: "v1")
        #expect(
            read.lines.contains(
                .detections(form: "Parquet", place: "dt.parquet", files: 1, count: 1, on: 1, of: 1)))
    }

    /// Labels and predictions of whole images are recognised as in their CSV, beside one or alone.
    @Test func aClassifiersTablesAreTheirCSV() throws {
        let rows = (0..<12).map { ("i\($0)", $0 % 2 == 0 ? "cat" : "dog") }
        let texts = [
            "labels": "image_id,label\n" + rows.map { "\($0),\($1)\n" }.joined(),
            "answers": "image_id,predicted,confidence\n" + rows.map { "\($0),\($1),0.75\n" }.joined(),
        ]
        for (name, text) in texts {
            let csv = try write(name + ".csv", text)
            let maker = Process()
            maker.executableURL = duckdb
            maker.arguments = [
                "-init", "/dev/null", ":memory:",
                "COPY (SELECT * FROM read_csv('\(csv.path)')) TO '\(folder.appending(path: name + ".parquet").path)' "
                    + "(FORMAT parquet)",
            ]
            try maker.run()
            maker.waitUntilExit()
        }
        for (labels, answers) in [("csv", "parquet"), ("parquet", "csv"), ("parquet", "parquet")] {
            let read = try ImportedWorkspace(
                from: ["labels." + labels, "answers." + answers].map { folder.appending(path: $0).path }, format: nil,
                dataset: "d", version: "v1")
            #expect(read.task == .classification && read.hasResults && read.classes == ["cat", "dog"])
            #expect(read.files.map(\.path).contains("versions/v1/d/predictions." + answers))
            #expect(read.lines.contains(.labels(place: "labels." + labels, images: 12, classes: ["cat", "dog"])))
        }
    }

    @Test func parquetIsTheTableThatItsCSVIs() throws {
        let text =
            "kind,\"a \"\"b\"\"\",blur,err\n"
            + (0..<500).map { "\($0 % 3),x\($0 % 5),\(Double($0) / 8),\($0 % 2)\n" }
            .joined()
        let csv = try write("it's.csv", text)
        let parquet = folder.appending(path: "it's.parquet")
        let maker = Process()
        maker.executableURL = duckdb
        maker.arguments = [
            "-init", "/dev/null", ":memory:",
            "COPY (SELECT * FROM read_csv('\(csv.path.replacingOccurrences(of: "'", with: "''"))')) TO "
                + "'\(parquet.path.replacingOccurrences(of: "'", with: "''"))' (FORMAT parquet)",
        ]
        try maker.run()
        maker.waitUntilExit()
        let cache = ColumnCache(folder.appending(path: "cache"))
        for reading in 0..<3 {
            // Without the cache, then into it, then out of it.
            let read = try ColumnTable(
                contentsOf: parquet, name: "t.parquet", cache: reading == 0 ? nil : cache, wanted: { $0 != "err" })
            let same = try ColumnTable(contentsOf: csv, name: "t.csv")
            #expect(read.columns.map(\.name) == ["kind", "a \"b\"", "blur"])
            for name in ["kind", "a \"b\"", "blur"] {
                #expect(values(read, name).count == 500)
                #expect(values(read, name) == values(same, name))
            }
        }
        let broken = try write("broken.parquet", "not parquet")
        do {
            _ = try ColumnTable(contentsOf: broken, name: "broken.parquet")
            Issue.record("it was read")
        } catch {
            #expect(error.description.hasPrefix("broken.parquet: error: duckdb could not read it: "))
            #expect(!error.description.contains(folder.path))
        }
    }
}
