import Columns
import Testing

@testable import Artifacts

/// Which columns of an image table are attributes, and of what kind.
@Suite struct AttributeReaderTests {
    private static func fixture(_ name: String, _ cells: [String], settings: String = "") throws -> WorkspaceFixture {
        let ids = cells.indices.map { "i\($0)" }
        func label(_ index: Int) -> String { index % 2 == 0 ? "cat" : "dog" }
        let images = cells.indices.map { "\(ids[$0]),\(label($0)),\(cells[$0])\n" }
        let predictions = cells.indices.map { "\(ids[$0]),\(label($0)),0.9\n" }
        return try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: [cat, dog]\n" + settings,
            "datasets/d/images.csv": "image_id,label,\(name)\n" + images.joined(),
            "versions/v1/d/predictions.csv": "image_id,predicted,confidence\n" + predictions.joined(),
        ])
    }

    /// Of many attributes those that are named are read, then the first of the others.
    @Test func manyAttributesAreCutAndSaid() throws {
        let names = (0..<260).map { "a\($0)" }
        let rows = (0..<24).map { row in
            "i\(row),\(row % 2 == 0 ? "cat" : "dog"),"
                + names.indices.map { "v\((row + $0) % 3)" }.joined(separator: ",") + "\n"
        }
        let answers = (0..<24).map { "i\($0),\($0 % 2 == 0 ? "cat" : "dog"),0.9\n" }
        let fixture = try WorkspaceFixture([
            "misread.yml":
                "title: T\nclasses: [cat, dog]\nslicing:\n  declared:\n    - {name: late, where: {a250: v1}}\n",
            "datasets/d/images.csv": "image_id,label,\(names.joined(separator: ","))\n" + rows.joined(),
            "versions/v1/d/predictions.csv": "image_id,predicted,confidence\n" + answers.joined(),
        ])
        #expect(fixture.errors == [])
        let read = try fixture.evaluation().items.attributes.map(\.name.text)
        #expect(read == names.prefix(199) + ["a250"])
        #expect(
            fixture.remarks.contains(
                "datasets/d/images.csv: warning: 260 attributes, of which 200 are read; left out: 60, from a199 to a259; name "
                    + "those that matter under slicing: attributes: in misread.yml"))
    }

    private static func attributes(_ cells: [String]) throws -> [Column] {
        try fixture("camera", cells).evaluation().items.attributes
    }

    /// Texts that are different in more than half of the rows, and in more than twenty, name the rows.
    @Test(arguments: [(20, 20, true), (21, 21, false), (21, 42, true), (22, 43, false), (30, 200, true)])
    func whatIsDifferentInNearlyEveryRowIsAnIdentifier(_ given: (values: Int, rows: Int, isAttribute: Bool)) throws {
        let cells = (0..<given.rows).map { "c\($0 % given.values)" }
        #expect(try Self.attributes(cells).isEmpty != given.isAttribute)
        let remarks = try Self.fixture("camera", cells).remarks.filter {
            $0.contains("camera") && $0.contains("identifier")
        }
        #expect(remarks.isEmpty == given.isAttribute, "what is left out is said")
    }

    @Test func numbersAreNeverIdentifiers() throws {
        guard case .numeric(let column)? = try Self.attributes((0..<50).map { "\($0).5" }).first else {
            Issue.record("50 numbers are a column of numbers")
            return
        }
        #expect(column.values.count == 50)
        #expect(column.values[3] == 3.5)
    }

    @Test func aColumnWithoutAnyValueIsOneCategory() throws {
        guard case .coded(let column)? = try Self.attributes(["", "", "", ""]).first else {
            Issue.record("a blank column is a category")
            return
        }
        #expect(column.categories == [CodedColumn.missing])
    }

    @Test func aUnitThatIsANumberIsAName() throws {
        let cells = ["7", "12", "7", ""]
        let items = try Self.fixture("patient", cells, settings: "unit: patient\n").evaluation().items
        #expect(items.attributes.isEmpty, "a unit is no attribute")
        let units = try #require(items.units)
        #expect((0..<4).map { units.codes[$0] == units.codes[0] } == [true, false, true, false])
        #expect(units.categories.contains(CodedColumn.missing))
    }

    @Test func categoriesStandInTheOrderOfTheirBytesWhateverTheOrderOfRows() throws {
        let cells = ["b", "a", "\u{E9}", "", "e\u{301}", "B", "a"]
        guard case .coded(let column)? = try Self.attributes(cells).first,
            case .coded(let turned)? = try Self.attributes(cells.reversed()).first
        else {
            Issue.record("texts are categories")
            return
        }
        let bytes = column.categories.map { Array($0.text.utf8) }
        #expect(bytes.count == 6, "two forms of one letter are two categories")
        #expect(zip(bytes, bytes.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
        #expect(turned.categories.map { Array($0.text.utf8) } == bytes)
    }

    private func remarks(_ column: String, more: String = "", _ value: (Int) -> String) throws -> [String] {
        let rows = (0..<40).map { "i\($0),\($0 % 2 == 0 ? "cat" : "dog"),\(value($0))\n" }.joined()
        return try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: [cat, dog]\n" + more,
            "datasets/d/images.csv": "image_id,label,\(column)\n" + rows,
            "versions/v1/d/predictions.csv": "image_id,predicted,confidence\n"
                + (0..<40).map { "i\($0),cat,0.\(50 + $0 * 7 % 40)\n" }.joined(),
        ]).remarks
    }

    private static let images = "datasets/d/images.csv"

    @Test func anAttributeThatTellsTheLabelIsSaid() throws {
        let said =
            "\(Self.images): warning: kind tells the label of every row; is it a copy of the label? a slice by it is a slice by "
            + "class: leave it out"
        #expect(try remarks("kind") { $0 % 2 == 0 ? "feline" : "canine" } == [said])
        #expect(try remarks("kind") { "\($0 % 2 + 7)" } == [said])
        #expect(try remarks("kind") { ["feline", "canine", "tabby", "hound"][$0 % 4] } == [said])
        #expect(try remarks("kind") { $0 == 3 ? "feline" : $0 % 2 == 0 ? "feline" : "canine" } == [])
    }

    @Test func anAttributeThatIsTheSameEverywhereIsSaid() throws {
        #expect(
            try remarks("site") { _ in "north" } == [
                "\(Self.images): note: site is the same in every row: no slice can be made of it"
            ])
    }

    @Test func numbersThatCountTheRowsAreNoAttribute() throws {
        let said =
            "\(Self.images): note: frame: numbers the 40 rows one by one: taken for an identifier, not for an attribute"
        #expect(try remarks("frame") { "\($0 * 7 % 40 + 3)" } == [said])
        #expect(try remarks("frame", more: "slicing: {attributes: [frame]}\n") { "\($0)" } == [])
        #expect(try remarks("frame") { "\($0 * 3)" } == [])
    }
}
