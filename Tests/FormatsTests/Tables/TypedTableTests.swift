import Diagnostics
import Foundation
import Testing

@testable import Formats

/// Reads a table from text; JSON Lines when the name says so.
func table(
    _ text: String, name: String = "t.csv", dialect: Dialect = Dialect(),
    _ kind: (String) -> ColumnKind = { _ in .text }
) throws(ProblemList) -> TypedTable {
    let source = try TextFile(bytes: Data(text.utf8), name: name)
    let reader =
        try TableReader(source, as: TextFormat(ofFileCalled: name, dialect: dialect))
    return try reader.read(kind)
}

/// The text of all cells of a text column.
func texts(_ table: TypedTable, _ name: String) -> [String]? {
    if case .text(let column) = table.column(name) { return column.strings() }
    if case .category(let column) = table.column(name) { return column.codes.map { column.values[Int($0)] } }
    return nil
}

func numbers(_ table: TypedTable, _ name: String) -> [Double]? {
    if case .number(let cells) = table.column(name) { return cells.values }
    return nil
}

/// What a reading complains about, one message a line.
func complaint(_ body: () throws -> some Any) -> String {
    do {
        _ = try body()
        return "nothing"
    } catch let list as ProblemList {
        return list.description
    } catch let error as any Explained {
        return error.problem.description
    } catch {
        return "\(error)"
    }
}

@Suite struct TypedTableTests {
    @Test func quotedFieldsKeepSeparatorsQuotesAndLineBreaks() throws {
        let table = try table("a,b\r\n\"x,\"\"y\"\"\",\"line\nbreak\"\r\nplain,\"\"\n")
        #expect(texts(table, "a") == ["x,\"y\"", "plain"])
        #expect(texts(table, "b") == ["line\nbreak", ""])
        #expect(table.line(of: 0) == 2)
        #expect(table.line(of: 1) == 4)
    }

    @Test func aQuoteInsideAFieldThatBeginsWithoutOneIsACharacter() throws {
        #expect(texts(try table("a,b\n5\" disk,''!\"x\n"), "a") == ["5\" disk"])
    }

    @Test func theLastLineNeedsNoLineBreakAndBlankLinesAreSkipped() throws {
        let table = try table("a,b\n\n1,2\n\n\n3,4") { _ in .number }
        #expect(numbers(table, "b") == [2, 4])
        #expect(table.line(of: 0) == 3)
        #expect(table.line(of: 1) == 6)
    }

    @Test func aByteOrderMarkIsNotPartOfTheFirstName() throws {
        #expect(try table("\u{FEFF}a\nx\n").header == ["a"])
    }

    @Test func compositionsOfALetterStayTwoCategories() throws {
        let table = try table("a\ncaf\u{E9}\ncafe\u{301}\n") { _ in .category }
        guard case .category(let column) = table.columns[0] else { return }
        #expect(column.values.count == 2)
    }

    @Test func anAttributeIsNumericWhenEveryCellThatIsNotBlankIsANumber() throws {
        let rows = (0..<600).map { "\($0),\($0 == 599 ? "x" : "\($0)"),\($0 % 2 == 0 ? "" : "1e-3")" }
        let table = try table("id,late,gaps\n" + rows.joined(separator: "\n")) { $0 == "id" ? .text : .attribute }
        #expect(texts(table, "late")?.last == "x")
        #expect(texts(table, "late")?.count == 600)
        guard case .number(let gaps) = table.column("gaps") else {
            Issue.record("gaps should be numbers")
            return
        }
        #expect(gaps.blankCount == 300)
        #expect(gaps.values[1] == 0.001)
        #expect(gaps.values[0].isNaN)
    }

    @Test func manyRowsInManyBlocksKeepTheirOrder() throws {
        let text = "n,c\n" + (0..<12_000).map { "\($0),c\($0 % 300)\n" }.joined()
        let table = try table(text) { $0 == "n" ? .number : .category }
        #expect(numbers(table, "n") == (0..<12_000).map(Double.init))
        #expect(texts(table, "c")?[10_001] == "c101")
        #expect(table.line(of: 11_999) == 12_001)
    }

    @Test func jsonLinesGiveTheSameTableAsCSV() throws {
        let csv = try table("id,x,c\na,0.5,\"q\"\"r\"\nb,,s\n") { $0 == "x" ? .number : .text }
        let json = try table(
            """
            {"id":"a","x":0.5,"c":"q\\"r"}

            {"c":"s", "x":null, "id":"b"}
            """, name: "t.jsonl"
        ) { $0 == "x" ? .number : .text }
        #expect(texts(csv, "id") == texts(json, "id"))
        #expect(texts(csv, "c") == texts(json, "c"))
        #expect(numbers(csv, "x")?.first == numbers(json, "x")?.first)
        #expect(json.line(of: 1) == 3)
    }

    @Test func jsonEscapesAreResolved() throws {
        let table = try table(#"{"a":"\u00e9\ud83d\ude97\n\/"}"#, name: "t.jsonl")
        #expect(texts(table, "a") == ["\u{E9}\u{1F697}\n/"])
    }

    @Test(arguments: [
        "0.1", "1e22", "1e23", "123456789012345678901234567890", "4.9e-324", "2.2250738585072011e-308",
        "9007199254740993", "0.000001", "-0.0", "+3.25e+2", "  7 ", "1.7976931348623157e308", ".5", "5.",
    ])
    func numbersAreReadToTheNearestDouble(_ text: String) {
        let bytes = Array(text.utf8)
        let read = bytes.withUnsafeBytes { NumberText.read($0) }
        let plain = text.filter { $0 != " " }
        let expected = Double(plain.hasPrefix(".") ? "0" + plain : plain.hasSuffix(".") ? plain + "0" : plain)
        #expect(read == .finite(expected ?? .nan))
    }

    @Test func decimalCommasAreReadWhenTheDialectSaysSo() throws {
        let dialect = Dialect(delimiter: UInt8(ascii: ";"), point: UInt8(ascii: ","))
        #expect(numbers(try table("a;b\n0,91;1,5e3\n", dialect: dialect) { _ in .number }, "a") == [0.91])
    }
}

@Suite struct TableReaderTests {
    @Test func theNameSaysHowATableIsWritten() {
        let comma = Dialect(delimiter: UInt8(ascii: ";"), point: UInt8(ascii: ","))
        #expect(TextFormat(ofFileCalled: "a/b.csv", dialect: comma) == .csv(comma))
        #expect(TextFormat(ofFileCalled: "b.txt") == .csv(Dialect()))
        #expect(TextFormat(ofFileCalled: "b") == .csv(Dialect()))
        #expect(
            TextFormat(ofFileCalled: "b.TSV", dialect: comma) == .csv(Dialect(delimiter: 9, point: UInt8(ascii: ","))))
        for name in ["a.jsonl", "x.csv/a.ndjson", "a.b.JSONL"] { #expect(TextFormat(ofFileCalled: name) == .jsonLines) }
    }

    @Test func oneDoorReadsEveryTextThatLiesOnDisk() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "misread-tables-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in [
            ("t.csv", "a,b\nx,0.5\n"), ("t.tsv", "a\tb\nx\t0.5\n"), ("t.jsonl", "{\"a\":\"x\",\"b\":0.5}\n"),
            ("t.ndjson", "{\"a\":\"x\",\"b\":5e-1}"),
        ] {
            let file = folder.appending(path: name)
            try Data(text.utf8).write(to: file)
            let table = try TableReader(contentsOf: file, name: name).read { $0 == "a" ? .text : .number }
            #expect(texts(table, "a") == ["x"] && numbers(table, "b") == [0.5], "\(name)")
        }
    }

    @Test func aFileThatCannotBeReadIsTheSystemsAffair() {
        do throws(ProblemList) {
            _ = try TableReader(contentsOf: URL(fileURLWithPath: "/nowhere/t.csv"), name: "t.csv")
            Issue.record("it was read")
        } catch {
            #expect(error.description == "t.csv: error: cannot be read: No such file or directory")
            #expect(error.cause == .system)
        }
    }
}
