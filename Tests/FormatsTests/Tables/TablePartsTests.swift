import Diagnostics
import Foundation
import Testing

@testable import Formats

/// A text that is read in parts gives the table, the lines and the problems of the text read in one.
@Suite struct TablePartsTests {
    /// Everything that can be told of a reading.
    private func reading(_ text: String, isJSON: Bool, parts: Int) -> String {
        let division = TableParts(most: parts, leastBytes: 1)
        do throws(ProblemList) {
            let source = try TextFile(bytes: Data(text.utf8), name: "t")
            let reader =
                isJSON
                ? try TableReader(source, as: .jsonLines, parts: division)
                : try TableReader(source, as: .csv(Dialect()), parts: division)
            var problems = ProblemList()
            let kinds: [ColumnKind] = [.text, .category, .attribute, .number]
            var column = -1
            let table = try reader.read(
                { _ in
                    column += 1
                    return kinds[column % kinds.count]
                }, &problems)
            let columns = table.columns.map { column -> String in
                switch column {
                case .skipped: "skipped"
                case .text(let text): "\(text.strings())"
                case .category(let coded): "\(coded.values) \(Array(coded.codes))"
                case .number(let cells): "\(cells.values) \(cells.faults) \(cells.faultCount) \(cells.blankCount)"
                }
            }
            let lines = (0..<table.rows).map { table.line(of: $0) }
            return "\(table.header)\n\(columns.joined(separator: "\n"))\n\(lines)\n\(problems)"
        } catch {
            return error.description
        }
    }

    private static func csv(_ seed: Int) -> String {
        var state = UInt64(seed)
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        let cells = [
            "a", "\"b\"", "\"two\nlines\"", "\"quote\"\"d\"", "", "7", "1.5", "\"x,y\"", "it\"s", "\"\"",
            "longer than eight",
            "\"1,2,3\n4,5,6\n7,8,9\"",
        ]
        // Rows that break the grammar now and then.
        let faults = ["a,b\n", "\"a\"b,1,2\n", "1,2,3,4\n", "a\r,b,c\n", "\n", "\r\n"]
        var text = "one,two,three\n"
        for _ in 0..<(20 + next(60)) {
            if next(12) == 0 { text += faults[next(faults.count)] }
            text +=
                (0..<3).map { _ in cells[next(cells.count)] }.joined(separator: ",") + (next(4) == 0 ? "\r\n" : "\n")
        }
        // The last line may lack its end, or be an open quote.
        return text + ["", "x,y,z", "x,\"y", "\"x\"\n,y"][next(4)]
    }

    @Test(arguments: 0..<60)
    func partsOfACSVTextMakeTheSameTable(_ seed: Int) {
        let text = Self.csv(seed)
        let whole = reading(text, isJSON: false, parts: 1)
        for parts in [2, 3, 7, 40] { #expect(reading(text, isJSON: false, parts: parts) == whole, "\(parts) parts") }
    }

    @Test func partsThatSeemToBeginInsideQuotesAreReadAgain() {
        // Each quoted field holds lines that look like rows.
        let inner = (0..<50).map { "\($0),b,c" }.joined(separator: "\n")
        let text = "one,two,three\n" + (0..<4).map { "\($0),\"\(inner)\",z\n" }.joined()
        let whole = reading(text, isJSON: false, parts: 1)
        #expect(whole.contains("[2, 52, 102, 152]"))
        for parts in [2, 5, 9] { #expect(reading(text, isJSON: false, parts: parts) == whole) }
    }

    @Test(arguments: 0..<20)
    func partsOfJSONLinesMakeTheSameTable(_ seed: Int) {
        var state = UInt64(seed)
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        let lines = [
            "{\"a\": \"x\", \"b\": 1}", "{\"b\": 2.5, \"a\": \"\\u00e9\"}", "", "{\"c\": null}",
            "{\"a\": \"y\", \"b\": 3, \"d\": 4}",
            "{}", "[1]", "{\"a\": 1, \"a\": 2}", "{\"b\": NaN}", "{\"a\": \"long enough to be hashed\", \"b\": -0.25}",
        ]
        let text = (0..<40).map { _ in lines[next(seed % 2 == 0 ? 6 : lines.count)] + "\n" }.joined()
        let whole = reading(text, isJSON: true, parts: 1)
        for parts in [2, 3, 11] { #expect(reading(text, isJSON: true, parts: parts) == whole, "\(parts) parts") }
    }

    @Test func linesSpelledAsAWrongOneAreWrong() {
        for line in ["{\"a\":1,\"b\":", "{\"a\":1,\"b\":}", "{\"a\":1,\"b\":[1]}", "{\"a\":1,\"a\":2}", "{\"a\":1,"] {
            let told = reading("{\"a\":1,\"b\":2}\n\(line)\n\(line)\n{\"a\":3,\"b\":4}", isJSON: true, parts: 1)
            #expect(told.contains("t:2: error: ") && told.contains("; 2 such in all"), "\(line): \(told)")
        }
    }

    @Test func linesSpelledAlikeAndNotAlikeGiveTheSameCells() throws {
        let lines = [
            "{\"a\": \"x\", \"b\": 1}", "{\"a\": \"y\", \"b\": 2}", "{\"a\":\"z\",\"b\":3}", "{\"b\": 4, \"a\": \"u\"}",
            "{\"a\": 5, \"b\": 5}", "{\"a\": \"q\\\"q\", \"b\": null}", "{\"a\": \"v\", \"b\": 6} ",
            "{\"a\": \"w\", \"b\": 7}",
        ]
        let read = try table(lines.joined(separator: "\n"), name: "t.jsonl") { _ in .category }
        #expect(texts(read, "a") == ["x", "y", "z", "u", "5", "q\"q", "v", "w"])
        #expect(texts(read, "b") == ["1", "2", "3", "4", "5", "", "6", "7"])
    }

    @Test func theFirstProblemNamesItsRowWhateverTheParts() {
        let rows = (0..<3000).map { $0 % 50 == 49 ? "a,b\n" : "a,b,c\n" }.joined()
        let told = reading("one,two,three\n" + rows, isJSON: false, parts: 4)
        #expect(told.hasSuffix("t:51: error: has 2 fields, the header has 3; 60 such in all"))
    }
}

@Suite struct ValueTableTests {
    private func codes(_ values: [String]) -> [Int] {
        var table = ValueTable()
        return values.map { value in Int(Array(value.utf8).withUnsafeBytes { table.code(of: $0) }) }
    }

    @Test func valuesAreNumberedInTheOrderTheyFirstAppear() {
        #expect(codes(["b", "a", "b", "", "eight by", "nine byte", "eight by", ""]) == [0, 1, 0, 2, 3, 4, 3, 2])
    }

    @Test func aValueThatEndsInNULIsNotTheOneWithout() {
        #expect(codes(["a", "a\0", "a\0\0", "a", "", "\0"]) == [0, 1, 2, 0, 3, 4])
    }

    @Test func composedAndDecomposedLettersAreTwoValues() {
        #expect(codes(["\u{E9}", "e\u{301}", "\u{E9}"]) == [0, 1, 0])
    }

    @Test func aColumnOfManyValuesTakesWiderCodes() throws {
        for count in [1, 2, 256, 257, 65_536, 65_537, 70_001] {
            let rows = (0..<count).map { "\($0)\n" } + ["0\n", "\(count - 1)\n"]
            let read = try table("value\n" + rows.joined()) { _ in .category }
            guard case .category(let column) = read.column("value") else {
                Issue.record("not a column of categories")
                return
            }
            #expect(column.values.count == count)
            #expect(Array(column.codes) == Array(0..<count) + [0, count - 1])
            switch column.codes {
            case .narrow: #expect(count <= 256)
            case .medium: #expect(count > 256 && count <= 65_536)
            case .wide: #expect(count > 65_536)
            }
        }
    }

    @Test func cellsOfEveryLengthAreReadWhereverTheyLie() throws {
        // Short cells go another way than long ones, and the last bytes of a file another than those before.
        let values = (0...20).map { String(repeating: "z", count: $0) } + ["日本", "日本語"]
        for last in values {
            let rows = values + values.reversed() + [last]
            let read = try table("a,b\n" + rows.map { "\($0),\($0)" }.joined(separator: "\n")) { _ in .category }
            #expect(texts(read, "a") == rows)
            #expect(texts(read, "b") == rows)
        }
    }
}
