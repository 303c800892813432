import Columns
import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Labels and scores of a multi-label model in the forms that teams have.
@Suite struct MultilabelReadingTests {
    private static let images = "datasets/d/images.csv"
    private static let predictions = "versions/v1/d/predictions.csv"
    private static let scores = "image_id,p_cat,p_dog,p_sea lion\na,0.9,0.2,0.6\nb,0.1,0.4,0.3\nc,0.5,0.7,0.2\n"

    /// Truth: a is cat and sea lion, b has no label, c is dog.
    private func fixture(
        _ files: [String: String] = [:], truth: String = "image_id,label\na,cat;sea lion\nb,\nc,dog\n",
        predictions: String? = Self.scores, manifest: String = "", without: [String] = []
    ) throws -> WorkspaceFixture {
        var all = [
            "misread.yml": "title: T\ntask: multilabel\nclasses: [cat, dog, sea lion]\n", Self.images: truth,
            "versions/v1/version.yml": "date: 2026-01-31\nmodel: M\n" + manifest,
        ]
        all[Self.predictions] = predictions
        return try WorkspaceFixture(
            all.merging(files) { $1 }, without: without + (predictions == nil ? [Self.predictions] : []))
    }

    /// As a detector without objects.
    @Test(arguments: [
        ("image_id,cat,dog,sea lion\na,0,0,0\nb,0,0,0\nc,0,0,0\n", 3), ("image_id,label\na,[]\nb,[]\nc,[]\n", 3),
    ])
    func labelsOfWhichNoneIsTrueAreRefused(_ labels: String, _ images: Int) throws {
        #expect(
            try fixture(truth: labels).errors == [
                "\(Self.images): error: label: names no label in any of \(images) images; without a label nothing that a model "
                    + "gives can be right: were the labels filled in?"
            ])
    }

    private func truth(_ fixture: WorkspaceFixture) throws -> [[Int]] {
        let labels = try #require(try fixture.evaluation().labelSets)
        return (0..<labels.rows).map { row in (0..<3).filter { labels.isTrue(row, $0) } }
    }

    private func given(_ fixture: WorkspaceFixture) throws -> [[Int]] {
        let labels = try #require(try fixture.evaluation().labelSets)
        return (0..<labels.rows).map { row in (0..<3).filter { labels.isGiven(row, $0) } }
    }

    @Test(arguments: [
        "image_id,label\na,cat;sea lion\nb,\nc,dog\n", "image_id,labels\na,cat|sea lion\nb,\nc,dog\n",
        "filename,tags\na,\"cat, sea lion\"\nb,\nc,dog\n",
        "image_id,label\na,\"[\"\"cat\"\", \"\"sea lion\"\"]\"\nb,[]\nc,\"[\"\"dog\"\"]\"\n",
        "image_id,label\na,\"['cat', 'sea lion']\"\nb,[]\nc,['dog']\n",
        "image_id,label\na,['cat' 'sea lion']\nb,[]\nc,['dog']\n",
        "image_id,cat,dog,sea lion\na,1,0,1\nb,0,0,0\nc,0,1,0\n",
        "image_id,label_cat,label_dog,label_sea lion,categories\na,True,False,True,x\nb,False,False,False,y\nc,False,True,False,x\n",
        "image_id,label\na,cat\na,sea lion\nb,\nc,dog\n", "image_id,label\na,0;2\nb,\nc,1\n",
        "image_id,label\na,1 0 1\nb,0 0 0\nc,0 1 0\n",
    ])
    func groundTruthIsReadInEveryForm(_ table: String) throws {
        let fixture = try fixture(truth: table)
        #expect(fixture.errors == [])
        #expect(try truth(fixture) == [[0, 2], [], [1]])
    }

    @Test func labelsBesideScoresAreHeldAgainstTheTableAndAreNoScores() throws {
        let right = try fixture(
            predictions: "image_id,cat,dog,sea lion,score_cat,score_dog,score_sea lion\n"
                + "a,1,0,1,0.9,0.2,0.1\nb,0,0,0,0.1,0.4,0.3\nc,0,1,0,0.2,0.7,0.2\n")
        #expect(right.errors == [])
        #expect(try given(right) == [[0], [], [1]])
        let wrong = try fixture(
            predictions:
                "image_id,labels,p_cat,p_dog,p_sea lion\na,cat,0.9,0.2,0.1\nb,,0.1,0.4,0.3\nc,cat,0.2,0.7,0.2\n")
        #expect(
            wrong.errors == [
                Self.predictions
                    + ":2: error: label: \"cat\" is not the label of the image table, \"cat; sea lion\" (image a); 2 such rows "
                    + "in all; one of the two was corrected, or they are of two data sets: bring the table up to date, or leave "
                    + "the labels out of the predictions"
            ])
    }

    @Test(arguments: [
        "{\"image_id\": \"a\", \"labels\": [\"cat\", \"sea lion\"]}\n{\"image_id\": \"b\", \"labels\": []}\n{\"image_id\": \"c\", \"labels\": [\"dog\"]}\n",
        "[{\"image_id\": \"a\", \"label\": [1, 0, 1]}, {\"image_id\": \"b\", \"label\": [0, 0, 0]}, {\"image_id\": \"c\", \"label\": [0, 1, 0]}]",
    ])
    func groundTruthIsReadFromJSON(_ text: String) throws {
        let fixture = try fixture(["datasets/d/images.jsonl": text], without: [Self.images])
        #expect(fixture.errors == [])
        #expect(try truth(fixture) == [[0, 2], [], [1]])
    }

    @Test(arguments: [
        ("csv", Self.scores), ("csv", "image_id,cat,dog,sea lion\na,0.9,0.2,0.6\nb,0.1,0.4,0.3\nc,0.5,0.7,0.2\n"),
        (
            "csv",
            "image_id,label,score\na,cat,0.9\na,dog,0.2\na,sea lion,0.6\nb,cat,0.1\nb,dog,0.4\nb,sea lion,0.3\nc,cat,0.5\nc,dog,0.7\nc,sea lion,0.2\n"
        ),
        (
            "jsonl",
            "{\"image_id\": \"a\", \"scores\": {\"cat\": 0.9, \"dog\": 0.2, \"sea lion\": 0.6}}\n{\"image_id\": \"b\", \"scores\": {\"cat\": 0.1, \"dog\": 0.4, \"sea lion\": 0.3}}\n{\"image_id\": \"c\", \"scores\": {\"cat\": 0.5, \"dog\": 0.7, \"sea lion\": 0.2}}\n"
        ),
        (
            "json",
            "{\"a\": {\"cat\": 0.9, \"dog\": 0.2, \"sea lion\": 0.6}, \"b\": {\"cat\": 0.1, \"dog\": 0.4, \"sea lion\": 0.3}, \"c\": {\"cat\": 0.5, \"dog\": 0.7, \"sea lion\": 0.2}}"
        ),
    ])
    func scoresAreReadInEveryForm(_ ending: String, _ text: String) throws {
        let fixture = try fixture(
            ["versions/v1/d/predictions." + ending: text], predictions: ending == "csv" ? text : nil)
        #expect(fixture.errors == [])
        let labels = try #require(try fixture.evaluation().labelSets)
        #expect(labels.allScores == [0.9, 0.2, 0.6, 0.1, 0.4, 0.3, 0.5, 0.7, 0.2])
        #expect(try given(fixture) == [[0, 2], [], [0, 1]])
        #expect(
            fixture.remarks.contains {
                $0.hasSuffix(
                    "note: a label counts as given from a score of 0.5 on; where it is another, say threshold: 0.4, or "
                        + "threshold: {cat: 0.4}, in version.yml")
            })
    }

    @Test func arraysAreReadWithTheirIDs() throws {
        let fixture = try fixture(["versions/v1/d/ids.txt": "c\na\nb\n"], predictions: nil)
        try fixture.write(
            "versions/v1/d/predictions.npy", npy([0.5, 0.7, 0.2, 0.9, 0.2, 0.6, 0.1, 0.4, 0.3], shape: [3, 3]))
        #expect(fixture.errors == [])
        #expect(try given(fixture) == [[0, 2], [], [0, 1]])
    }

    @Test(arguments: [
        "image_id,predicted\na,cat;sea lion\nb,\nc,cat;dog\n",
        "image_id,predicted\na,cat\na,sea lion\nb,\nc,cat\nc,dog\n",
        "image_id,cat,dog,sea lion\na,1,0,1\nb,0,0,0\nc,1,1,0\n",
    ])
    func listsOfLabelsHaveNoScores(_ table: String) throws {
        let fixture = try fixture(predictions: table)
        #expect(fixture.errors == [])
        let labels = try #require(try fixture.evaluation().labelSets)
        #expect(!labels.hasScores && labels.thresholds == nil)
        #expect(try given(fixture) == [[0, 2], [], [0, 1]])
        #expect(
            fixture.remarks.contains(
                Self.predictions
                    + ": note: labels are given without scores: whatever needs a score is not measured, average precision "
                    + "and calibration first"))
    }

    @Test func thresholdsAreDeclaredForAllLabelsOrForEach() throws {
        #expect(try given(fixture(manifest: "threshold: 0.35\n")) == [[0, 2], [1], [0, 1]])
        let each = try fixture(manifest: "threshold: {cat: 0.6, sea lion: 0.3}\n")
        #expect(try given(each) == [[0, 2], [2], [1]])
        #expect(try each.evaluation().labelSets?.thresholds == [0.6, 0.5, 0.3])
        let unknown = try fixture(manifest: "threshold: {dgo: 0.6}\n")
        #expect(
            unknown.errors == [
                "versions/v1/version.yml: error: threshold: \"dgo\" is not a class of misread.yml; did you mean \"dog\"?"
            ])
        let lists = try fixture(
            predictions: "image_id,predicted\na,cat\nb,\nc,dog\n", manifest: "threshold: 0.3\n")
        #expect(
            lists.remarks.contains(
                "versions/v1/version.yml: warning: threshold: has no effect: the predictions are labels without scores")
        )
        let other = try WorkspaceFixture(["versions/v1/version.yml": "date: 2026-01-31\nmodel: M\nthreshold: 0.3\n"])
        #expect(
            other.remarks.contains(
                "versions/v1/version.yml: warning: threshold: has no effect: it is of the labels of task: multilabel"))
    }

    @Test func logitsAreRefusedUntilTheyAreDeclared() throws {
        let logits = "image_id,p_cat,p_dog,p_sea lion\na,2,-1,0.5\nb,-2,-1,-3\nc,0,1,-4\n"
        #expect(
            try fixture(predictions: logits).errors == [
                Self.predictions
                    + ":2: error: probabilities: 2.0 is outside 0...1 (image a); 3 such rows in all; are they logits? say "
                    + "probabilities: {kind: logit} in version.yml, and the logistic function is applied to each"
            ])
        let declared = try fixture(predictions: logits, manifest: "probabilities: {kind: logit}\n")
        #expect(declared.errors == [])
        #expect(try given(declared) == [[0, 2], [], [0, 1]])
        let score = try #require(try declared.evaluation().labelSets?.score(0, 0))
        #expect(abs(score - 0.8807970779778823) < 1e-15)
    }

    @Test func whatIsNoLabelIsNamedOnceWithTheNearest() throws {
        #expect(
            try fixture(truth: "image_id,label\na,cat;dgo\nb,dgo\nc,dog\n").errors == [
                Self.images
                    + ":2: error: label: \"dgo\" is not a class of misread.yml; 2 such rows in all; did you mean "
                    + "\"dog\"?"
            ])
        #expect(
            try fixture(truth: "image_id,time\na,day\nb,day\nc,day\n").errors == [
                Self.images + ":1: error: says no labels of the images; give it a column \"label\" that lists them "
                    + "(cat;dog), one column of 0 and 1 a label (cat, dog, sea lion), or one row an image and label"
            ])
        #expect(
            try fixture(predictions: "image_id,p_cat,p_dog\na,1,0\nb,0,0\nc,0,1\n").errors == [
                Self.predictions + ":1: error: there is no column \"p_sea lion\", but other classes have theirs"
            ])
    }

    @Test func setsOfLabelsAreTheClasses() throws {
        let evaluation = try fixture().evaluation()
        #expect(evaluation.classes.map(\.text) == ["(no label)", "dog", "cat; dog", "cat; sea lion"])
        #expect((0..<3).map { evaluation.isCorrect($0) } == [true, true, false])
        // A label that holds the separator is no other set.
        #expect(LabelSetCodes.name([0, 1], ["a", "b"]) != LabelSetCodes.name([0], ["a; b"]))
    }

    @Test func exchangedColumnsAreDoubted() throws {
        var (truth, predictions) = ("image_id,label\n", "image_id,p_cat,p_dog,p_sea lion\n")
        for index in 0..<60 {
            let set = [["cat"], ["dog"], ["sea lion"], ["cat", "dog"], ["dog", "sea lion"]][index % 5]
            truth += "i\(index),\(set.joined(separator: ";"))\n"
            let scores = ["dog", "sea lion", "cat"].map { set.contains($0) ? 0.9 : 0.1 }
            predictions += "i\(index),\(scores[0]),\(scores[1]),\(scores[2])\n"
        }
        let fixture = try fixture(truth: truth, predictions: predictions)
        #expect(fixture.remarks.contains { $0.contains("a relabelling of the classes would give") })
    }

    /// What a detector of labels exports above a score: a label counts from its threshold on, whatever is listed below it.
    @Test func ofScoresOfSomeLabelsThoseBelowTheThresholdAreNotGiven() throws {
        let rows = "image_id,label,score\na,cat,0.9\na,dog,0.05\na,sea lion,0.6\nb,dog,0.8\nc,cat,0.3\n"
        let plain = try #require(try fixture(predictions: rows).evaluation().labelSets)
        func given(_ sets: LabelSets) -> [[Bool]] {
            (0..<sets.rows).map { row in sets.names.indices.map { sets.isGiven(row, $0) } }
        }
        #expect(given(plain) == [[true, false, true], [false, true, false], [false, false, false]])
        let low = try fixture(predictions: rows, manifest: "threshold: {cat: 0.2}\n")
        #expect(given(try #require(try low.evaluation().labelSets))[2] == [true, false, false])
        #expect(!low.remarks.contains { $0.contains("has no effect") })
    }

    /// Of a row a label with a score for some labels only, scores are read as those of any column.
    @Test(arguments: [
        ("image_id,label,score\na,cat,0.9\na,dog,0.2\nb,dog,0.4\nc,dog,0.7\nc,cat,0.1\n", ""),
        ("image_id;label;score\na;cat;0,9\na;dog;0,2\nb;dog;0,4\nc;dog;0,7\nc;cat;0,1\n", ""),
        ("image_id,label,score\na,cat,90%\na,dog,20%\nb,dog,40%\nc,dog,70%\nc,cat,10%\n", ""),
        (
            "image_id,label,score\na,cat,90\na,dog,20\nb,dog,40\nc,dog,70\nc,cat,10\n",
            "probabilities: {kind: percent}\n"
        ),
        ("image_id,label,score\na,cat,2\na,dog,-2\nb,dog,-1\nc,dog,1\nc,cat,-3\n", "probabilities: {kind: logit}\n"),
    ])
    func scoresOfRowsAreReadInEveryForm(_ table: String, _ manifest: String) throws {
        let fixture = try fixture(predictions: table, manifest: manifest)
        #expect(fixture.errors == [])
        #expect(try given(fixture) == [[0], [], [1]])
    }

    @Test func aScoreThatIsNoneIsNamedOnItsLine() throws {
        let table = "image_id,label,score\na,cat,0.9\na,dog,low\nb,dog,0.4\nc,dog,1.7\nc,cat,0.1\n"
        let errors = try fixture(predictions: table).errors
        #expect(errors.count == 2)
        #expect(errors.contains { $0.hasPrefix(Self.predictions + ":3: error: score: ") && $0.contains("low") })
        #expect(
            errors.contains {
                $0.hasPrefix(Self.predictions + ":5: error: ") && $0.contains("1.7 is outside 0...1 (image c)")
            })
    }

    /// A name that is no label is named where it stands in the file that was given.
    @Test(arguments: [
        ("csv", "image_id,label\na,cat\na,sea lion\nb,dog\nc,dgo\nc,cat\n", 5),
        (
            "jsonl",
            "{\"image_id\": \"a\", \"label\": [\"cat\"]}\n\n{\"image_id\": \"b\", \"label\": [\"dgo\"]}\n{\"image_id\": \"c\", \"label\": []}\n",
            3
        ),
        ("json", "[{\"image_id\": \"a\", \"label\": [\"cat\"]}, {\"image_id\": \"b\", \"label\": [\"dgo\"]}]", 2),
    ])
    func rowsAreNamedWhereTheyStand(_ ending: String, _ text: String, _ line: Int) throws {
        let path = "datasets/d/images." + ending
        let fixture = try fixture([path: text], truth: text, without: ending == "csv" ? [] : [Self.images])
        let error = try #require(fixture.errors.first)
        #expect(
            error.hasPrefix("\(path):\(ending == "csv" ? 5 : line): error: label: ") && error.contains("dgo"),
            "\(error)")
    }
}
