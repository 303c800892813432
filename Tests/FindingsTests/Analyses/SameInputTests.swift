import Artifacts
import Columns
import Record
import Statistics
import Testing

@testable import Findings

/// The same images on several nodes.
@Suite struct SameInputTests {
    /// 200 images of two classes that the model predicts correctly but for 20.
    static let made: MadeEvaluation = {
        var made = MadeEvaluation.clean(classes: 2, perClass: 100)
        made.misread(0, as: 1, count: 20)
        return made
    }()

    /// What each node predicts: the reference as the version; `bad` loses every fourth image; `other` flips six without
    /// losing any; `twin` predicts the same.
    static func predicted(_ node: String, _ row: Int) -> Int {
        let usual = made.rows[row].predicted
        switch node {
        case "bad": return row % 4 == 0 ? 1 - made.rows[row].label : usual
        case "other": return row < 3 ? 1 - usual : (100..<103).contains(row) ? 1 - usual : usual
        default: return usual
        }
    }

    private static let nodes = ["bad", "other", "reference", "twin"]

    static func telemetry(swaps: [Telemetry.Swap] = []) -> Telemetry {
        let rows = nodes.flatMap { node in
            made.rows.indices.map { MadeRequest(image: $0, predicted: predicted(node, $0), factors: [node]) }
        }
        let count = made.rows.count
        let input = Tap(name: "input", values: .marks(rows.indices.map { Name("\($0 % count)") }))
        let norm = Tap(
            name: "norm",
            values: .numbers(
                rows.indices.map { Double($0 % count) + (rows[$0].factors[0] == "bad" ? 30 : 0) }, width: 1))
        return Telemetry(
            rows, factors: ["node"], isTimed: false,
            stages: [.init(name: "preprocess", taps: [input]), .init(name: "features", taps: [norm])], swaps: swaps)
    }

    static func examination(_ telemetry: Telemetry, reference: String? = "reference") -> Examination {
        Examination(
            of: made.evaluation(with: telemetry),
            settings: WorkspaceSettings(
                title: "Made", classes: made.classes, telemetry: TelemetrySettings(referenceNode: reference)))
    }

    @Test func whatLosesImagesIsWorseAndWhatFlipsSomeIsDifferent() throws {
        let section = try SameInput().examine(Self.examination(Self.telemetry()))
        let facts = ["compared": 3, "worse": 1, "better": 0, "different": 1, "same": 1, "images": 200]
        for (name, value) in facts { #expect(section.fact(name)?.value == Double(value), "\(name)") }
        // 50 images are wrong there; 5 of them, of those that the version misclassifies, were wrong before.
        #expect(near(section.fact("worst_change")?.value, -45.0 / 200))
        #expect(section.terms.contains(Section.Term("worst", "bad")))
        #expect(section.terms.contains(Section.Term("first_stage", "features")))
    }

    @Test func theNodeWithMostImagesIsTheReferenceWhenNoneIsNamed() throws {
        let section = try SameInput().examine(Self.examination(Self.telemetry(), reference: nil))
        // Of as many the first by name.
        #expect(section.terms.contains(Section.Term("reference", "bad")))
        #expect(section.fact("better")?.value == 3)
    }

    @Test func whatIsNotThereIsSaid() {
        let rows = Self.made.rows.indices.map {
            MadeRequest(image: $0, predicted: 0, factors: [$0 % 2 == 0 ? "a" : "b"])
        }
        #expect(throws: Missing("no node has 20 images in common with a, the reference node")) {
            try SameInput().examine(Self.examination(Telemetry(rows, factors: ["node"]), reference: nil))
        }
    }
}
