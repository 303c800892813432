import Diagnostics
import Foundation
import Testing

@testable import Formats

/// Tables as spreadsheets and other tools write them.
@Suite struct DialectGuessTests {
    private func table(_ bytes: Data, _ dialect: Dialect = Dialect()) throws -> (TypedTable, [String]) {
        let text = try TextFile(bytes: bytes, name: "t.csv")
        var problems = ProblemList()
        let table = try TableReader(text, as: .csv(dialect)).read({ $0 == "id" ? .text : .number }, &problems)
        #expect(problems.isClean)
        return (table, problems.remarks.map(\.description))
    }

    private func numbers(_ table: TypedTable) -> [Double] {
        if case .number(let cells) = table.column("p") { cells.values } else { [] }
    }

    @Test func semicolonsAndDecimalCommasAreRead() throws {
        let (read, remarks) = try table(Data("\u{FEFF}id;p\r\na;0,91\r\nb;1\r\n".utf8))
        #expect(numbers(read) == [0.91, 1])
        #expect(remarks == ["t.csv: note: read as separated by \";\", with a decimal comma"])
        // A separator that is the one that was said, as the tab of a file .tsv.
        let (tabbed, told) = try table(Data("id\tp\na\t0,91\nb\t1\n".utf8), Dialect(delimiter: 0x09))
        #expect(numbers(tabbed) == [0.91, 1])
        #expect(told == ["t.csv: note: read with a decimal comma"])
        let (plain, said) = try table(Data("id\tp\na\t0.91\nb\t1\n".utf8))
        #expect(numbers(plain) == [0.91, 1])
        #expect(said == ["t.csv: note: read as separated by tabs"])
    }

    @Test func linesMayEndAsOnAMacOrTwice() throws {
        for (end, words) in [
            ("\r", "3 lines end in a carriage return alone: read as lines"),
            ("\r\r\n", "3 lines end in two carriage returns and a line feed: read as lines"),
        ] {
            let (read, remarks) = try table(Data(["id,p", "a,0.5", "b,1"].map { $0 + end }.joined().utf8))
            #expect(read.header == ["id", "p"])
            #expect(numbers(read) == [0.5, 1])
            #expect(remarks == ["t.csv: note: " + words])
            #expect(read.line(of: 1) == 3)
        }
        // Usual ends are nothing to be said of.
        #expect(try table(Data("id,p\r\na,0.5\r\n".utf8)).1 == [])
    }

    /// What Excel writes in front where asked for another separator.
    @Test func aFirstLineMaySayWhatSeparates() throws {
        let (read, remarks) = try table(Data("sep=;\r\nid;p\r\na;0,91\r\nb;1\r\n".utf8))
        #expect(read.header == ["id", "p"])
        #expect(numbers(read) == [0.91, 1])
        #expect(remarks == ["t.csv: note: read as separated by \";\", with a decimal comma"])
        #expect(read.line(of: 0) == 3)
        let (bars, _) = try table(Data("sep=|\nid|p\na|0.91\nb|1\n".utf8))
        #expect(numbers(bars) == [0.91, 1])
    }

    /// What a tool writes above its table; numpy's savetxt writes the header so.
    @Test func commentsAboveTheHeaderArePassedOver() throws {
        let (read, remarks) = try table(Data("# made by a tool, of 2026, here\n#\n\nid,p\na,0.91\nb,1\n".utf8))
        #expect(read.header == ["id", "p"])
        #expect(numbers(read) == [0.91, 1])
        #expect(remarks == ["t.csv: note: 2 lines above the header begin with # and are passed over"])
        #expect(read.line(of: 0) == 5)
        let (one, said) = try table(Data("# made by a tool\r\nid;p\r\na;0,91\r\nb;1\r\n".utf8))
        #expect(numbers(one) == [0.91, 1])
        #expect(
            said == [
                "t.csv: note: the line above the header begins with # and is passed over",
                "t.csv: note: read as separated by \";\", with a decimal comma",
            ])
        let (numpy, _) = try table(Data("# n,p\n1,0.91\n2,1\n".utf8))
        #expect(numpy.header == ["# n", "p"])
        #expect(numbers(numpy) == [0.91, 1])
    }

    @Test func aBlankBehindEachSeparatorIsNoPartOfAName() throws {
        let (read, _) = try table(Data("id, p, other one\na, 0.91, 2\nb, 1, 2\n".utf8))
        #expect(read.header == ["id", "p", "other one"])
        #expect(numbers(read) == [0.91, 1])
        // One alone is meant.
        let (odd, _) = try table(Data("id, q,p\na,1,0.91\nb,2,1\n".utf8))
        #expect(odd.header == ["id", " q", "p"])
    }

    /// The cells of a table, row by row, and then what is said of it.
    private func texts(_ text: String) throws -> [[String]] {
        var problems = ProblemList()
        let reader = try TableReader(TextFile(bytes: Data(text.utf8), name: "t.csv"), as: .csv(Dialect()))
        let read = try reader.read({ _ in .text }, &problems)
        let rows = (0..<read.rows).map { row in
            read.columns.map { column -> String in
                if case .text(let cells) = column { return cells[row] }
                return ""
            }
        }
        return rows + [problems.remarks.map(\.description)]
    }

    /// Of all cells of a column, and of those of the others then too.
    @Test func blanksAroundCellsAreNoPartOfThem() throws {
        let note = "t.csv: note: blanks around cells are no part of them"
        let behind = try texts("id,label,p\na, cat,0.9\r\nb, big dog,1\r\n")
        #expect(behind == [["a", "cat", "0.9"], ["b", "big dog", "1"], [note]])
        let around = try texts("id ; label ; p\na  ; cat   ; 1\nbb ; dog   ; 2")
        let separated = "t.csv: note: read as separated by \";\""
        #expect(around == [["a", "cat", "1"], ["bb", "dog", "2"], [separated, note]])
        // Quotes behind a blank are quotes, and blanks in them are meant.
        let quoted = try texts("id, label\na, \"cat, \"\"x\"\" \"\nb, dog\n")
        #expect(quoted == [["a", "cat, \"x\" "], ["b", "dog"], [note]])
        let blank = try texts("id,label\na, \nb, dog\n")
        #expect(blank == [["a", ""], ["b", "dog"], [note]])
        // In one cell of a column it may be meant, and one that is quoted is.
        let single = try texts("id,label\na, cat\nb,dog\n")
        #expect(single == [["a", " cat"], ["b", "dog"], []])
        let inner = try texts("id,label\na,\" cat\"\nb,\" dog\"\n")
        #expect(inner == [["a", " cat"], ["b", " dog"], []])
    }

    @Test(arguments: [
        ("a.txt.gz", "a.txt"), ("b/a.json.ZST", "b/a.json"), ("a.txt", "a.txt"), (".gz", ".gz"), ("a.tgz", "a.tgz"),
        ("ä.gz", "ä"), ("gz", "gz"),
    ])
    func aPackedNameIsThatOfWhatIsInIt(_ name: String, _ plain: String) {
        #expect(Packed.plainName(name) == plain)
    }

    @Test func aSeparatorThatWasSaidAndIsThereStands() throws {
        let (read, remarks) = try table(Data("id,p;q\na,1\n".utf8))
        #expect(read.header == ["id", "p;q"])
        #expect(remarks == [])
    }

    @Test func utf16IsRead() throws {
        let text = "id,p\na,0.5\nä,1\n"
        for bytes in [
            Data([0xFF, 0xFE]) + (text.data(using: .utf16LittleEndian) ?? Data()),
            Data([0xFE, 0xFF]) + (text.data(using: .utf16BigEndian) ?? Data()),
        ] {
            let (read, _) = try table(bytes)
            #expect(numbers(read) == [0.5, 1])
        }
    }

    /// `printf 'id,p\na,0.5\nb,1\n' | gzip -n`, twice the same member.
    private static let packed = "H4sIAAAAAAAAA8tM0SngStQx0DPlStIx5AIAfZWXQQ8AAAA="

    @Test func gzipIsTakenForWhatIsInIt() throws {
        let bytes = try #require(Data(base64Encoded: Self.packed))
        let (read, _) = try table(bytes)
        #expect(numbers(read) == [0.5, 1])
        #expect((try Packed.plain(bytes + bytes, "")).count == 30)
        #expect(throws: ProblemList.self) { try TextFile(bytes: bytes.dropLast(9), name: "t.csv.gz") }
    }

    @Test func rowNumbersWithoutANameAreCalledAsPandasDoes() throws {
        let (read, _) = try table(Data(",id,p\n0,a,0.5\n".utf8))
        #expect(read.header == [TableReader.rowNumbers, "id", "p"])
        // Read and written again.
        let (again, _) = try table(Data(",Unnamed: 0,id,p\n0,0,a,0.5\n".utf8))
        #expect(again.header == ["Unnamed: 0.1", TableReader.rowNumbers, "id", "p"])
        #expect(again.header.map(TableReader.isOfRowNumbers) == [true, true, false, false])
    }

    /// 65,536 line feeds in 97 bytes, `gzip -n`.
    private static let blanks =
        "H4sIAAAAAAACA+3BIQEAAACAoO7/wR4BCgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAGrv4pvvAAABAA=="

    /// 2,000 members of 64 KiB are 125 MiB out of 194 kB, 675-fold: more than any table shrinks.
    @Test func whatUnpacksTooFarIsRefused() throws {
        let member = try #require(Data(base64Encoded: Self.blanks))
        #expect(try Packed.plain(member, "t.csv.gz").count == 65_536)
        var bytes = Data()
        for _ in 0..<2000 { bytes.append(member) }
        let error = #expect(throws: DelimitedError.self) { try Packed.plain(bytes, "t.csv.gz") }
        #expect(
            error?.problem.description
                == "t.csv.gz: error: 194000 packed bytes unpack to more than 67108864: refused as a bomb; give it unpacked when it is real"
        )
        // A file that was cut off is damaged, whatever its last bytes would say of its size.
        let cut = #expect(throws: DelimitedError.self) { try Packed.plain(member.dropLast(30), "t.csv.gz") }
        #expect(cut?.fault == .damagedGzip)
    }
}
