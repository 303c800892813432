import Columns
import Diagnostics
import Formats
import Foundation
import Testing

@testable import Artifacts

@Suite struct ColumnTableTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "misread-columns-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func categories(_ table: ColumnTable, _ name: String) -> [String] {
        guard case .coded(let column)? = table.column(name) else { return [] }
        return column.codes.map { column.categories[$0].text }
    }

    private func write(_ name: String, _ text: String) throws -> URL {
        let file = folder.appending(path: name)
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file
    }

    @Test func whatTheColumnsOfATextFileAreIsReadOffTheirValues() throws {
        let file = try write("t.csv", "whole,text,measure,tail\n3,b,0.5,1.0\n10,a,,2.0\n3,,2,\n")
        let table = try ColumnTable(contentsOf: file, name: "t.csv")
        #expect(table.rows == 3)
        #expect(categories(table, "whole") == ["3", "10", "3"])
        #expect(categories(table, "text") == ["b", "a", "missing"])
        #expect(categories(table, "tail") == ["1", "2", "missing"])
        guard case .numeric(let column)? = table.column("measure") else {
            Issue.record("a column with fractions is numbers")
            return
        }
        #expect(column[0] == 0.5 && column[1].isNaN && column[2] == 2)
    }

    @Test func aFileThatWasReadBeforeIsReadFromItsColumns() throws {
        let cache = ColumnCache(folder.appending(path: "cache"))
        let rows = (0..<300_000).map { "\($0 % 700),x\($0 % 9),\(Double($0 % 11) / 4)\n" }
        let text = "id,name,value\n" + rows.joined()
        #expect(text.utf8.count >= 4 << 20 || rows.count == 300_000)
        let file = try write("t.csv", text + String(repeating: "1,x1,0.5\n", count: 200_000))
        let first = try ColumnTable(contentsOf: file, name: "t.csv", cache: cache)
        let entry = cache.entry(for: try Data(contentsOf: file), kind: "csv")
        let shape = try #require(cache.shape(entry))
        #expect(shape.header == ["id", "name", "value"] && shape.rows == 500_000)
        for number in 0..<3 { #expect(cache.column(number, of: shape, at: entry) != nil) }
        let second = try ColumnTable(contentsOf: file, name: "t.csv", cache: cache)
        for name in ["id", "name"] { #expect(categories(first, name) == categories(second, name)) }
        #expect(first.rows == second.rows && second.rows == 500_000)
        #expect(first.lines == second.lines)
        // A column that was damaged is read again, and the others are not.
        try Data("x".utf8).write(to: entry.appending(path: "0.npy"))
        let before = try entry.appending(path: "1.npy").resourceValues(forKeys: [.contentModificationDateKey])
        let third = try ColumnTable(contentsOf: file, name: "t.csv", cache: cache)
        #expect(categories(third, "id") == categories(first, "id"))
        #expect(third.columns.map(\.name) == ["id", "name", "value"])
        #expect(cache.column(0, of: shape, at: entry) != nil)
        let after = try entry.appending(path: "1.npy").resourceValues(forKeys: [.contentModificationDateKey])
        #expect(before.contentModificationDate == after.contentModificationDate)
    }

    @Test func onlyColumnsThatAreWantedAreReadAndKept() throws {
        let cache = ColumnCache(folder.appending(path: "cache"))
        let file = try write("t.csv", "a,b,c\n" + String(repeating: "1,x,0.5\n2,y,1.5\n", count: 300_000))
        func names(_ wanted: String) throws -> [String] {
            try ColumnTable(contentsOf: file, name: "t.csv", cache: cache) { wanted.contains($0) }.columns.map(
                \.name.text)
        }
        #expect(try names("b") == ["b"])
        let entry = cache.entry(for: try Data(contentsOf: file), kind: "csv")
        func kept() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: entry.path).filter { $0.hasSuffix(".npy") }.sorted()
        }
        #expect(try kept() == ["1.npy"])
        // The order is that of the file, whichever columns were there before.
        #expect(try names("ab") == ["a", "b"])
        #expect(try kept() == ["0.npy", "1.npy"])
        #expect(try names("c") == ["c"])
    }

    @Test func aColumnThatOnlySeemedToBeNumbersIsCategories() throws {
        let rows = (0..<2000).map { "\($0 % 7).5,\($0 % 3)\n" }.joined()
        let late = try ColumnTable(contentsOf: try write("t.csv", "a,b\n\(rows)unknown,1\n"), name: "t.csv")
        guard case .coded(let column)? = late.column("a") else {
            Issue.record("a column with text is categories")
            return
        }
        #expect(column.categories == (0..<7).map { Name("\($0).5") } + ["unknown"])
        // A fraction that comes late makes the column numbers just as well.
        let whole = try ColumnTable(
            contentsOf: try write("u.csv", "a\n" + String(repeating: "3\n", count: 1000) + "0.25\n\n"), name: "u.csv")
        guard case .numeric(let values)? = whole.column("a") else {
            Issue.record("a column with a fraction is numbers")
            return
        }
        #expect(values[0] == 3 && values[1000] == 0.25 && values[1001].isNaN)
    }

    @Test func hexadecimalIsText() throws {
        let table = try ColumnTable(contentsOf: try write("t.csv", "a\n0.5\n0x1\n2.5\n"), name: "t.csv")
        #expect(categories(table, "a") == ["0.5", "0x1", "2.5"])
    }

    @Test func aNameOfAParquetFileIsNoPattern() {
        #expect(ParquetFile.pattern(of: "/a b/p[01]*?.parquet") == "/a b/p[[]01][*][?].parquet")
        #expect(ParquetFile.pattern(of: "/it's/p.parquet") == "/it's/p.parquet")
    }

    @Test func whatCannotBeReadIsSaid() throws {
        let text = try write("t.xlsx", "a")
        let none = folder.appending(path: "empty")
        try FileManager.default.createDirectory(at: none, withIntermediateDirectories: true)
        let wrong: [(URL, String, String)] = [
            (folder.appending(path: "no.csv"), "no.csv", "no.csv: error: cannot be read: No such file or directory"),
            (
                text, "t.xlsx",
                "t.xlsx: error: not a kind of table that is read; give .csv, .tsv, .jsonl, .parquet, or a folder of .npy columns"
            ),
            (none, "empty", "empty: error: the folder holds no .npy files; each column is one, named after it"),
        ]
        for (url, name, message) in wrong {
            do {
                _ = try ColumnTable(contentsOf: url, name: name)
                Issue.record("\(name) was read")
            } catch {
                #expect(error.description == message)
            }
        }
        #expect(
            ParquetError(file: "t.parquet", fault: .noReader).problem.description
                == "t.parquet: error: reading Parquet needs the duckdb executable, and none is on the path; "
                + "install it, for instance with `pip install duckdb-cli`, or convert the table to CSV")
        #expect(
            ParquetError(file: "t.parquet", fault: .failed(reason: "no")).problem.description
                == "t.parquet: error: duckdb could not read it: no")
        #expect(
            ColumnTableError(file: "a.npy", fault: .notAColumn(shape: [2, 3])).problem.description
                == "a.npy: error: a column has one axis, this array has shape (2, 3)")
        #expect(
            ColumnTableError(file: "b.npy", fault: .rowsDiffer(rows: 2, other: "a.npy", expected: 3)).problem
                .description
                == "b.npy: error: has 2 rows, a.npy has 3")
    }
}
