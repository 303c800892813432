import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Lists in the cells of a table: a row's best classes, as timm writes them.
@Suite struct ListedCellsTests {
    private func table(_ text: String) throws -> String? {
        try ListedCells.table(Data(text.utf8), named: "r.csv")?.text
    }

    @Test(arguments: [
        "filename,index,prob\na.png,\"[2, 0]\",\"[0.9, 0.1]\"\nb.png,\"[1, 2]\",\"[0.6, 0.3]\"\n",
        "filename,index,prob\na.png,[2 0],[0.9 0.1]\nb.png,[1 2],[0.6 0.3]\n",
        "filename,indices,probs\na.png,\"['2', '0']\",\"[0.9, 0.1]\"\nb.png,\"['1', '2']\",\"[0.6, 0.3]\"\n",
    ])
    func placesBecomeColumns(_ text: String) throws {
        #expect(
            try table(text) == "filename,index_0,index_1,prob_0,prob_1\na.png,2,0,0.9,0.1\nb.png,1,2,0.6,0.3\n")
    }

    /// Of classes by name and by place the names; a column of one word each is none of the lists.
    @Test(arguments: [
        (
            "filename,index,label,prob\na.png,\"[2, 0]\",\"['dog', 'cat']\",\"[0.9, 0.1]\"\n",
            "filename,label_0,label_1,prob_0,prob_1\na.png,dog,cat,0.9,0.1\n"
        ),
        (
            "name,label,prob\na.png,\"['dog', 'cat']\",\"[0.9, 0.1]\"\n",
            "name,label_0,label_1,prob_0,prob_1\na.png,dog,cat,0.9,0.1\n"
        ),
        (
            "file,label,pred,prob\na.png,cat,\"['dog', 'cat']\",\"[0.9, 0.1]\"\n",
            "file,label,pred_0,pred_1,prob_0,prob_1\na.png,cat,dog,cat,0.9,0.1\n"
        ),
    ])
    func theListsAreChosenByWhatTheyHold(_ given: String, _ made: String) throws {
        #expect(try table(given) == made)
    }

    @Test func objectsOfListsAreTheSame() throws {
        let text =
            "{\"file\":\"a\",\"pred\":[\"dog\",\"cat\"],\"probs\":[0.7,0.3]}\n"
            + "{\"file\":\"b\",\"pred\":[\"cat\",\"dog\"],\"probs\":[0.6,0.4]}\n"
        #expect(
            try ListedCells.table(json: Data(text.utf8), named: "r.json")?.text
                == "file,pred_0,pred_1,prob_0,prob_1\na,dog,cat,0.7,0.3\nb,cat,dog,0.6,0.4\n")
        #expect(
            try ListedCells.table(json: Data("[{\"labels\":[\"cat\"],\"scores\":[0.7]}]".utf8), named: "r.json") == nil)
    }

    @Test func namesMayHoldBlanksAndCommas() throws {
        #expect(
            try table("file,label,prob\na,\"['great white shark, jaws', 'tench']\",\"[0.9, 0.1]\"\n")
                == "file,label_0,label_1,prob_0,prob_1\na,\"great white shark, jaws\",tench,0.9,0.1\n")
    }

    /// Labels of an image that has several, a table without lists, a list that does not end.
    @Test(arguments: [
        "file,labels,scores\na,\"['cat']\",\"[0.9]\"\nb,\"['cat', 'dog']\",\"[0.6, 0.3]\"\n",
        "file,labels,scores\na,\"['cat', 'dog']\",\"[0.2, 0.9]\"\n",
        "file,labels,scores\na,\"['cat', 'dog']\",\"[0.9, 0.8]\"\n", "file,label,prob\na,cat,0.9\n",
        "file,label,prob\na,\"['cat', 'dog'\",\"[0.9, 0.1]\"\n", "file,label\na,\"['cat', 'dog']\"\n",
    ])
    func othersStayAsTheyAre(_ text: String) throws {
        #expect(try table(text) == nil)
    }

    /// One of twelve rows is wrong: it keeps what it says, to be refused where it stands.
    @Test(arguments: [
        ("\"['cat', 'dog']\",\"[0.8]\"", "cat,dog,[0.8],"), ("\"['cat', 'dog']\",", "cat,dog,[],"),
        ("\"['cat']\",\"[0.8, 0.2]\"", "['cat'],,0.8,0.2"), ("cat,0.8", "cat,,0.8,"),
        ("\"['cat', 'dog']\",\"[0.8, -0.2]\"", "cat,dog,0.8,-0.2"),
    ])
    func aWrongRowKeepsWhatItSays(_ given: String, _ made: String) throws {
        let rows = (1...11).map { "i\($0),\"['cat', 'dog']\",\"[0.8, 0.2]\"\n" }.joined()
        let wanted = (1...11).map { "i\($0),cat,dog,0.8,0.2\n" }.joined()
        #expect(
            try table("file,label,prob\n" + rows + "j,\(given)\n")
                == "file,label_0,label_1,prob_0,prob_1\n" + wanted + "j,\(made)\n")
    }

    /// The line of each row of the table that a text stands for.
    private func lines(of text: String) throws -> [Int] {
        let made = try #require(try ListedCells.table(Data(text.utf8), named: "r.csv"))
        let table = try made.reader(named: "r.csv").read { _ in .text }
        return (0..<table.rows).map { table.line(of: $0) }
    }

    @Test func rowsStayOnTheirLines() throws {
        let row = "\"['cat'\n 'dog']\",\"[0.8\n 0.2]\"\n"
        #expect(
            try lines(of: "file,label,prob\ni1,\(row)\"i\n2\",\(row)i3,\(row)") == [2, 5, 9])
    }

    @Test(arguments: [
        ("[1 2 ... 9],[0.1 0.09 ... 0.001]", "index"), ("\"[1, 2]\",[0.1 0.09 ... 0.001]", "prob"),
    ])
    func aListThatWasCutIsRefused(_ cells: String, _ field: String) throws {
        let error = #expect(throws: ProblemList.self) { try table("file,index,prob\na,\(cells)\nb,\(cells)\n") }
        #expect(
            error?.description
                == "r.csv:2: error: \(field): the list was cut as it was printed: \"...\" stands for the rest; print it whole: "
                + "numpy.set_printoptions(threshold=sys.maxsize), torch.set_printoptions(profile=\"full\")")
    }
}
