import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// What is said where an export is not recognised names its cause.
@Suite struct ImportCauseTests {
    private func read(_ files: [(name: String, text: String)]) throws -> ImportedWorkspace {
        let fixture = try LayoutFixture(Dictionary(files.map { ($0.name, $0.text) }) { first, _ in first })
        defer { fixture.remove() }
        return try ImportedWorkspace(
            from: files.map { fixture.root.appending(path: $0.name).path }, format: nil, dataset: "d", version: "v1")
    }

    private func problem(_ files: [(name: String, text: String)]) throws -> String? {
        do {
            _ = try read(files)
            return nil
        } catch let error as any Explained {
            return error.problem.description
        }
    }

    private static let labels = "image_id,label\na.png,cat\nb.png,dog\n"

    @Test func twoTablesOfTagsMayBeLabelsAndPredictions() throws {
        let tags = "image_name,tags\na,cat clear\nb,dog clear\n"
        #expect(
            try problem([("l.csv", tags), ("r.csv", tags)])
                == "l.csv: error: tags: several tables of labels: l.csv, r.csv; name the one that is meant with --from; where one "
                + "says what a model predicted, call its column predicted in place of tags")
    }

    @Test func aListWithoutAHeaderIsTheCause() throws {
        #expect(
            try problem([("val.txt", "a.png 0\nb.png 1\n"), ("r.csv", "filename,pred\na.png,0\nb.png,1\n")])
                == "val.txt, r.csv: error: results were found, and no annotations to compare them with; val.txt: its first line is "
                + "a row and no header; write image_id,label above it, with a comma in each row")
    }

    /// A file that was named and of which nothing is made ends the command, whatever it is called.
    @Test func aTableOfMarkdownIsOfNoUse() throws {
        let read = try read([
            ("l.csv", Self.labels), ("r.md", "| image_id | predicted |\n|---|---|\n| a.png | cat |\n| b.png | dog |\n"),
        ])
        #expect(
            read.ofNoUse.map(\.description) == [
                "r.md: error: nothing was made of it: a table of Markdown; save it as CSV"
            ])
    }
}
