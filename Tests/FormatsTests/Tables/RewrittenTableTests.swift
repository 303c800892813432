import Diagnostics
import Foundation
import Testing

@testable import Formats

/// A table that is written anew says of its rows what the file that it was made of says.
@Suite struct RewrittenTableTests {
    @Test func rowsKeepThePlacesTheyAreGiven() throws {
        var made = RewrittenTable(["a", "b"])
        made.append(["1", "x,y"], line: 4)
        made.append(["2", "z"], line: 9)
        #expect(made.text == "a,b\n1,\"x,y\"\n2,z\n" && made.count == 2)
        let table = try made.reader(named: "t.json").read { _ in .text }
        #expect([0, 1].map(table.line(of:)) == [4, 9])
        #expect(table.file == "t.json")
    }

    @Test func numbersAndWhatIsSaidStayThoseOfTheFile() throws {
        let text = try TextFile(bytes: Data("a;b\n1,5;x\n2,25;y\n".utf8), name: "t.csv")
        let reader = try TableReader(text, as: .csv(Dialect()))
        var made = RewrittenTable(["a"], from: reader)
        for (row, cell) in ["1,5", "2,25"].enumerated() { made.append([cell], line: row + 2) }
        var problems = ProblemList()
        let table = try made.reader(named: "t.csv").read({ _ in .number }, &problems)
        #expect(made.text == "a\n1,5\n2,25\n")
        guard case .number(let cells) = table.columns[0] else { return #expect(Bool(false), "no numbers") }
        #expect(cells.values == [1.5, 2.25])
        #expect(
            problems.remarks.map(\.description) == [
                "t.csv: note: read as separated by \";\", with a decimal comma"
            ])
    }

    /// Of what a line of CSV is made it is read again, whatever the cells hold.
    @Test(arguments: [",", ";", "\t"] as [Character])
    func cellsAreReadBackAsTheyAre(_ separator: Character) throws {
        let cells = ["a\r\nb", "c\nd", "e,f;g\th", "\"i\"", " j ", "k"]
        let text =
            "1,2,3,4,5,6".replacing(",", with: String(separator)) + "\n" + CSVLine.text(cells, separator: separator)
            + "\n"
        let source = try TextFile(bytes: Data(text.utf8), name: "t.csv")
        let table = try TableReader(source, as: .csv(Dialect(delimiter: separator.asciiValue ?? 0))).read { _ in .text }
        let read = table.columns.map { column -> String in
            guard case .text(let texts) = column else { return "" }
            return texts[0]
        }
        #expect(table.rows == 1 && read.dropFirst().map { $0 } == Array(cells.dropFirst()))
        #expect(read[0].filter { !$0.isNewline } == "ab" && read[0].contains { $0.isNewline })
    }
}
