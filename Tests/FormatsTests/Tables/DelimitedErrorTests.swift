import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Formats

@Suite struct DelimitedErrorTests {
    @Test(arguments: [
        ("", "t.csv: error: file is empty, a header and rows were expected"),
        ("a,b\n", "t.csv: error: has a header but no rows"),
        ("a,a\n1,2\n", "t.csv:1: error: a: columns 1 and 2 have the same name"),
        ("a,,c\n1,2,3\n", "t.csv:1: error: column 2 has no name"),
        (
            "a,b\n1,2\n1\n1,2,3\n",
            """
            t.csv:3: error: has 1 field, the header has 2
            t.csv:4: error: has 3 fields, the header has 2; does a field hold a separator that needs quotes?
            """
        ),
        (
            "a,b\n1,2,\n3,4,\n5,6\n",
            """
            t.csv:2: error: ends in a separator, and the header does not; 2 such in all; end each row with its last value, or give the last column a name
            """
        ),
        (
            "a,b,\n1,2,\n",
            "t.csv:1: error: column 3 has no name: the header ends in a separator; take the separator from the end of each row, or "
                + "give the column a name"
        ),
        ("a,b\n\"x,1\n2,3\n", "t.csv:2: error: a quoted field begins here and never ends"),
        (
            "a,b\n\"x\"y,1\n",
            "t.csv:2: error: text follows the closing quote of a field; double the quotes inside a field"
        ),
        ("a,b\nx\ry,1\n", "t.csv:2: error: a carriage return stands without a line feed; end lines with LF"),
        ("a\n\u{0}x\n", "t.csv:2: error: holds a NUL byte; is it a binary file, or UTF-16?"),
    ])
    func aBrokenTableIsNamedWithItsLine(_ pair: (text: String, message: String)) {
        #expect(complaint { try table(pair.text) } == pair.message)
    }

    @Test func aFieldBeyondTheLimitIsRefused() {
        let long = String(repeating: "x", count: CSVScanner.longestField + 1)
        #expect(complaint { try table("a\n\(long)\n") } == "t.csv:2: error: a field is longer than 1048576 bytes")
        #expect(complaint { try table("a\n\"\(long)\"\n") } == "t.csv:2: error: a field is longer than 1048576 bytes")
    }

    @Test func afterAnErrorTheOtherRowsAreStillChecked() {
        let text = "a,b\n" + (0..<23).map { _ in "1\n" }.joined()
        #expect(complaint { try table(text) } == "t.csv:2: error: has 1 field, the header has 2; 23 such in all")
    }

    @Test(arguments: [
        ("[1]", "t.jsonl:1: error: holds something else, one JSON object a line was expected"),
        ("7", "t.jsonl:1: error: holds something else, one JSON object a line was expected"),
        ("{\"a\":1", "t.jsonl:1: error: ends inside a JSON value; was it copied whole?"),
        ("{\"a\":\"x", "t.jsonl:1: error: a: ends inside a JSON value; was it copied whole?"),
        ("{\"a\":1,\"a\":2}", "t.jsonl:1: error: a: the key stands twice in one object"),
        ("{\"a\":[1]}", "t.jsonl:1: error: a: holds an array, one plain value was expected"),
        ("{\"a\":{}}", "t.jsonl:1: error: a: holds an object, one plain value was expected"),
        (
            "{\"a\":NaN}",
            "t.jsonl:1: error: a: NaN is not JSON; was it written by json.dumps(allow_nan=True)? "
                + "write null for a missing number"
        ),
        (
            "{\"a\":-Infinity}",
            "t.jsonl:1: error: a: -Infinity is not JSON; was it written by json.dumps(allow_nan=True)? "
                + "write null for a missing number"
        ),
        ("{\"a\":01}", "t.jsonl:1: error: a: is not JSON: expected a number without leading zeros"),
        ("{\"a\":1 \"b\":2}", "t.jsonl:1: error: a: is not JSON: expected a comma or } after the value"),
        ("{a:1}", "t.jsonl:1: error: is not JSON: expected a key in double quotes"),
        ("{\"a\" 1}", "t.jsonl:1: error: a: is not JSON: expected a colon after the key"),
        ("{\"a\":\"\\ud800\"}      ", "t.jsonl:1: error: a: is not JSON: expected a valid escape"),
        ("{\"a\":1} x", "t.jsonl:1: error: is not JSON: expected nothing after the object"),
        ("{\"a\":yes}", "t.jsonl:1: error: a: is not JSON: expected a value"),
        ("{}", "t.jsonl: error: no line holds a value, one JSON object a line was expected"),
    ])
    func aBrokenLineOfJSONIsNamed(_ pair: (text: String, message: String)) {
        #expect(complaint { try table(pair.text, name: "t.jsonl") } == pair.message)
    }

    @Test func cellsThatAreNoNumbersAreKeptWithTheirReason() throws {
        let table = try table("x\nNaN\ninf\n-Infinity\n1e400\n\"\"\n\"0,5\"\nabc\n0x10\n", { _ in .number })
        guard case .number(let cells) = table.columns[0] else { return }
        let messages = cells.faults.map {
            DelimitedError(file: "t.csv", row: table.line(of: $0.row), field: "x", fault: $0.fault).problem
                .description
        }
        #expect(
            messages == [
                "t.csv:2: error: x: NaN is not a finite number",
                "t.csv:3: error: x: inf is not a finite number",
                "t.csv:4: error: x: -Infinity is not a finite number",
                "t.csv:5: error: x: 1e400 is not a finite number",
                "t.csv:6: error: x: is blank, a number was expected",
                "t.csv:7: error: x: \"0,5\" is not a number; is it a decimal comma? say decimal: \",\" in the manifest",
                "t.csv:8: error: x: \"abc\" is not a number",
                "t.csv:9: error: x: \"0x10\" is not a number",
            ])
    }

    @Test func aNumberInQuotesIsTextInJSON() throws {
        let table = try table("{\"x\":\"0.5\"}", name: "t.jsonl") { _ in .number }
        guard case .number(let cells) = table.columns[0] else { return }
        #expect(cells.faults.map(\.fault) == [.quotedNumber("0.5")])
        #expect(
            DelimitedError(file: "t.jsonl", row: 1, field: "x", fault: .quotedNumber("0.5")).problem.description
                == "t.jsonl:1: error: x: is the text \"0.5\", a number was expected; drop the quotes")
    }
}

@Suite struct HostileTableTests {
    private func read(_ name: String) throws -> TypedTable {
        let url = Repository.reference("hostile/\(name)")
        let source = try TextFile(contentsOf: url, name: name)
        return try TableReader(source, as: TextFormat(ofFileCalled: name)).read { _ in
            .text
        }
    }

    @Test func hostileTablesAreReadOrRefusedWithTheirReason() {
        #expect(complaint { try read("csv/empty.csv") }.contains("file is empty"))
        #expect(
            complaint { try read("csv/duplicate-header.csv") }.contains("label: columns 2 and 3 have the same name"))
        #expect(complaint { try read("csv/locale-decimal.csv") } == "nothing")
        #expect(complaint { try read("csv/utf16le.csv") } == "nothing")
        let latin = Data("a,b\n".utf8) + Data((0..<30).flatMap { _ in [0xE9, 0x2C, 0x31, 0x0A] as [UInt8] })
        #expect(
            complaint { try TextFile(bytes: latin, name: "t.csv") }
                == "t.csv:2: error: byte 0xE9 is not UTF-8; 30 such in all; is it Latin-1? convert it: "
                + "iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW")
        #expect(
            complaint { try read("csv/mixed-encoding.csv") }
                == "csv/mixed-encoding.csv:3: error: byte 0xE9 is not UTF-8; is it Latin-1? convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW"
        )
        let mixed = complaint { try read("json/jsonl-mixed.jsonl") }
        #expect(mixed.contains(".jsonl:5: error: holds an array"))
        #expect(mixed.contains(".jsonl:6: error: ends inside a JSON value"))
    }

    @Test(arguments: [
        ("csv/one-row.csv", 1), ("csv/xss-class-names.csv", 4), ("csv/control-chars.csv", 2), ("csv/nfc-nfd.csv", 2),
        ("csv/slug-collision.csv", 5), ("csv/path-traversal.csv", 10),
    ])
    func oddButValidTablesAreRead(_ pair: (name: String, rows: Int)) throws {
        #expect(try read(pair.name).rows == pair.rows)
    }
}
