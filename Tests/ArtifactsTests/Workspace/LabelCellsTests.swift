import Testing

@testable import Artifacts

/// Lists in a cell, as Python, NumPy and JSON print them.
@Suite struct LabelCellsTests {
    @Test(arguments: [
        ("['cat', 'dog']", ["cat", "dog"]), ("['cat' 'dog']", ["cat", "dog"]), ("[\"cat\", dog]", ["cat", "dog"]),
        ("[cat, \"dog\"]", ["cat", "dog"]), ("[cat's eye, dog]", ["cat's eye", "dog"]),
        ("[\"cat's eye\", 'say \"a\"']", ["cat's eye", "say \"a\""]), ("(cat, dog)", ["cat", "dog"]),
        ("[1 2  3]", ["1", "2", "3"]), ("['a, b', 'c']", ["a, b", "c"]), ("['']", [""]),
    ])
    func everyElementIsKept(_ cell: String, _ elements: [String]) {
        #expect(LabelCells.list(cell) == elements)
    }

    @Test(arguments: ["cat", "['cat', 'dog]", "[\"cat]", "[cat)", "["])
    func whatIsNoListIsNone(_ cell: String) {
        #expect(LabelCells.list(cell) == nil)
    }
}
