import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Artifacts

/// The hostile files of Tests/Reference as a team's own files: each is refused with a message that names the place, or read.
@Suite struct HostileInputTests {
    private func hostile(_ name: String) throws -> Data {
        try Data(contentsOf: Repository.reference("hostile/\(name)"))
    }

    /// A workspace whose predictions are a hostile file; the files call their columns `pred`.
    private func workspace(_ name: String, classes: String, images: String) throws -> WorkspaceFixture {
        try workspace(try hostile(name), classes: classes, images: images)
    }

    private func workspace(_ predictions: Data, classes: String, images: String) throws -> WorkspaceFixture {
        let fixture = try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: [\(classes)]\n",
            "datasets/d/images.csv": "image_id,label\n" + images,
            "versions/v1/version.yml": "date: 2026-01-31\nmodel: M\ncolumns: {predicted: pred}\n",
        ])
        try fixture.write("versions/v1/d/predictions.csv", predictions)
        return fixture
    }

    @Test func numbersThatAreNoneAreNamedAtTheFirst() throws {
        let images = "a.png,car\nb.png,car\nc.png,car\nd.png,car\ne.png,car\n"
        let fixture = try workspace("csv/nan-inf.csv", classes: "car, bus", images: images)
        let file = "versions/v1/d/predictions.csv"
        #expect(
            fixture.errors == [
                "\(file):2: error: confidence: NaN is not a finite number; 4 such in all; where there is none leave the "
                    + "column out, and what needs a confidence is not measured",
                "\(file):6: error: confidence: is blank, a number was expected; where there is none leave the "
                    + "column out, and what needs a confidence is not measured",
            ])
    }

    @Test func decimalCommasAreRead() throws {
        let fixture = try workspace("csv/locale-decimal.csv", classes: "car", images: "a.png,car\n")
        #expect(fixture.errors == [])
        #expect(
            fixture.remarks.contains(
                "versions/v1/d/predictions.csv: note: read as separated by \";\", with a decimal comma"))
        try fixture.write(
            "versions/v1/version.yml",
            Data("date: 2026-01-31\nmodel: M\ncolumns: {predicted: pred}\ndelimiter: ;\ndecimal: ','\n".utf8))
        #expect(try fixture.evaluation().predictions.confidence == [0.91])
    }

    @Test func namesThatAreMarkupOrControlCharactersAreOnlyNames() throws {
        let fixture = try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: [car, \"car\\e[31mRED\\a\", \"bell\\b\\x7F\"]\n",
            "versions/v1/version.yml": "date: 2026-01-31\nmodel: M\ncolumns: {predicted: pred}\n",
            "datasets/d/images.csv": "image_id\na.png\nb.png\n",
        ])
        try fixture.write("versions/v1/d/predictions.csv", try hostile("csv/control-chars.csv"))
        #expect(try fixture.evaluation().items.labels == [1, 2])
    }

    @Test func threeThousandClassesAreRead() throws {
        let names = (0..<3000).map { "c\($0)" }
        let images = names.indices.map { "\($0).png,\(names[$0])\n" }.joined()
        let rows = names.indices.map { "\($0).png,\(names[$0]),\(names[$0 * 7 % 3000]),0.5\n" }.joined()
        let fixture = try workspace(
            Data(("image_id,label,pred,confidence\n" + rows).utf8), classes: names.joined(separator: ", "),
            images: images)
        #expect(try fixture.evaluation().count == 3000)
    }

    @Test func everyPathThatLeavesTheWorkspaceIsNamed() throws {
        let fixture = try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: [car]\n",
            "datasets/d/dataset.yml": "columns: {path: image_path}\n",
        ])
        try fixture.write("datasets/d/images.csv", try hostile("csv/path-traversal.csv"))
        let errors = fixture.errors.filter { $0.hasPrefix("datasets/d/images.csv:") }
        // Each reason once, with how many paths it is of.
        #expect(errors.count == Set(errors).count && errors.count > 2)
        let counted = errors.map { error in
            error.split(separator: "; ").first { $0.hasSuffix(" such in all") }.flatMap {
                Int($0.split(separator: " ")[0])
            } ?? 1
        }
        #expect(counted.reduce(0, +) == 10)
        #expect(errors.allSatisfy { $0.contains("error: image_path: ") })
    }

    @Test func personalColumnsAreWithheld() throws {
        let fixture = try WorkspaceFixture(["misread.yml": "title: T\nclasses: [car]\n"])
        try fixture.write("datasets/d/images.csv", try hostile("csv/pii-columns.csv"))
        #expect(
            fixture.remarks.first?.contains("personal data: email, gps_lat, gps_lon, person_name, plate") == true)
    }

    @Test func jsonLinesNameTheLinesThatCannotBeUsed() throws {
        let fixture = try WorkspaceFixture(without: ["versions/v1/d/predictions.csv"])
        try fixture.write("versions/v1/d/predictions.jsonl", try hostile("json/jsonl-mixed.jsonl"))
        let file = "versions/v1/d/predictions.jsonl"
        #expect(
            fixture.errors == [
                "\(file):5: error: holds an array, one JSON object a line was expected",
                "\(file):6: error: ends inside a JSON value; was it copied whole?",
                "\(file):3: error: confidence: is the text \"0.5\", a number was expected; drop the quotes",
                "\(file):4: error: confidence: is blank, a number was expected; where there is none leave the "
                    + "column out, and what needs a confidence is not measured",
                "\(file):1: error: there is no column \"predicted\"",
            ])
    }

    @Test(arguments: [
        ("npy/shape-lies.npy", "claims shape"), ("npy/negative-shape.npy", "axis of length"),
        ("npz/not-a-zip.npz", "error: "), ("npz/zip-slip.npz", "error: "), ("npz/duplicate-members.npz", "error: "),
    ])
    func arraysThatLieAreRefused(_ given: (name: String, words: String)) throws {
        let fixture = try WorkspaceFixture(without: ["versions/v1/d/predictions.csv"])
        let kind = String(given.name.suffix(4))
        try fixture.write("versions/v1/d/predictions" + kind, try hostile(given.name))
        #expect(fixture.errors.count == 1)
        #expect(fixture.errors.first?.hasPrefix("versions/v1/d/predictions\(kind)") == true)
        #expect(fixture.errors.first?.contains(given.words) == true)
    }
}
