import Columns
import Diagnostics
import Foundation
import Record
import Testing

@testable import Artifacts

@Suite struct WorkspaceReadingTests {
    private static let predictions = "versions/v1/d/predictions.csv"
    private static let images = "datasets/d/images.csv"

    @Test func rowsFollowTheImageTableAndNotThePredictions() throws {
        let fixture = try WorkspaceFixture([
            Self.predictions: "image_id,predicted,confidence\nc,dog,0.8\na,cat,0.9\nb,cat,0.6\n"
        ])
        let evaluation = try fixture.evaluation()
        #expect(evaluation.items.ids == ["a", "b", "c"])
        #expect(evaluation.items.labels == [0, 1, 1])
        #expect(evaluation.predictions.predicted == [0, 0, 1])
        #expect(evaluation.predictions.confidence == [0.9, 0.6, 0.8])
        #expect(evaluation.accounting == RowAccounting(itemsRead: 3, predictionsRead: 3, kept: 3, unpredicted: 0))
    }

    @Test func whatIsLeftOutIsCountedByReason() throws {
        // Two of forty predictions belong to no image: few enough to go on without them.
        let more = (1...35).map { "m\($0)" }
        let fixture = try WorkspaceFixture([
            Self.images: "image_id,label,n\na,cat,1\nb,,2\nc,dog,3\ne,dog,4\n"
                + more.map { "\($0),dog,5\n" }.joined(),
            Self.predictions: "image_id,predicted,confidence\na,cat,1\nb,cat,0.5\ne,cat,0.5\nx,dog,0\ny,dog,0\n"
                + more.map { "\($0),dog,1\n" }.joined(),
        ])
        let evaluation = try fixture.evaluation()
        #expect(evaluation.items.ids.map(\.text) == ["a", "e"] + more)
        #expect(
            evaluation.accounting
                == RowAccounting(
                    itemsRead: 39, predictionsRead: 40, kept: 37, unpredicted: 1,
                    refused: [
                        .init(reason: "no prediction for this image", count: 1),
                        .init(reason: "no label for this image", count: 1),
                        .init(reason: "prediction for an image that is not in the image table", count: 2),
                    ]))
        guard case .numeric(let column) = evaluation.items.attributes.first else {
            Issue.record("n should be a number")
            return
        }
        #expect(column.values == [1, 4] + more.map { _ in 5 })
    }

    @Test func csvJSONLinesAndNPYGiveTheSameEvaluation() throws {
        let csv = try WorkspaceFixture([
            Self.predictions: "image_id,p_cat,p_dog\na,0.9,0.1\nb,0.6,0.4\nc,0.25,0.75\n"
        ])
        let jsonLines = try WorkspaceFixture(
            [
                "versions/v1/d/predictions.jsonl": """
                {"image_id": "c", "p_dog": 0.75, "p_cat": 2.5e-1}
                {"image_id": "a", "p_cat": 0.9, "p_dog": 0.1}
                {"image_id": "b", "p_cat": 0.6, "p_dog": 0.4}
                """
            ], without: [Self.predictions])
        let array = try WorkspaceFixture(["versions/v1/d/ids.txt": "b\nc\na\n"], without: [Self.predictions])
        try array.write(
            "versions/v1/d/predictions.npy", npy([0.6, 0.4, 0.25, 0.75, 0.9, 0.1], shape: [3, 2]))
        let bare = try WorkspaceFixture(without: [Self.predictions])
        try bare.write("versions/v1/d/predictions.npy", npy([0.9, 0.1, 0.6, 0.4, 0.25, 0.75], shape: [3, 2]))
        let expected = try csv.evaluation()
        #expect(expected.predictions.predicted == [0, 0, 1])
        #expect(expected.predictions.confidence == [0.9, 0.6, 0.75])
        for other in [jsonLines, array, bare] {
            let found = try other.evaluation()
            #expect(found.items.ids == expected.items.ids)
            #expect(found.predictions.predicted == expected.predictions.predicted)
            #expect(found.predictions.confidence == expected.predictions.confidence)
            #expect(found.predictions.probabilities?.values == expected.predictions.probabilities?.values)
        }
        #expect(try array.evaluation().accounting.orderTrusted == false)
        #expect(try bare.evaluation().accounting.orderTrusted)
    }

    @Test func anArrayOfAnotherShapeIsRefused() throws {
        let fixture = try WorkspaceFixture(without: [Self.predictions])
        try fixture.write("versions/v1/d/predictions.npy", npy([0.9, 0.1], shape: [1, 2]))
        #expect(
            fixture.errors == [
                "versions/v1/d/predictions.npy: error: has shape (1, 2), expected (3, 2): "
                    + "one row an image, one column a class"
            ])
    }

    @Test func aTeamsOwnColumnNamesWorkWhenTheManifestSaysThem() throws {
        let fixture = try WorkspaceFixture([
            "versions/v1/version.yml":
                "date: 2026-01-31\nmodel: M\ncolumns: {image_id: file, predicted: pred, confidence: score}\n"
                + "delimiter: \";\"\ndecimal: \",\"\n",
            Self.predictions: "file;pred;score\na;cat;0,9\nb;cat;0,6\nc;dog;0,8\n",
        ])
        #expect(try fixture.evaluation().predictions.confidence == [0.9, 0.6, 0.8])
    }

    @Test func stringsStayStrings() throws {
        let fixture = try WorkspaceFixture(
            [
                "misread.yml": "title: T\nclasses: [no, 1.10]\n",
                "versions/1.10/version.yml": "version: 1.10\ndate: 2026-01-31\nmodel: 007\n",
                "versions/1.10/d/predictions.csv": "image_id,predicted,confidence\n01,no,0.9\n1,1.10,1\n",
                Self.images: "image_id,label\n01,no\n1,1.10\n",
            ], without: ["versions/v1/version.yml", Self.predictions])
        let evaluation = try fixture.evaluation("1.10")
        #expect(evaluation.manifest.version == "1.10")
        #expect(evaluation.manifest.model == "007")
        #expect(evaluation.classes == ["no", "1.10"])
        #expect(evaluation.items.ids == ["01", "1"])
    }

    @Test func attributesAreNumbersOrCategoriesAndBlanksAreACategory() throws {
        let fixture = try WorkspaceFixture([
            Self.images: "image_id,label,time,depth,mixed\na,cat,night,1.5,1\nb,dog,,,x\nc,dog,day,2,2\n"
        ])
        let attributes = try fixture.evaluation().items.attributes
        #expect(attributes.map(\.name) == ["time", "depth", "mixed"])
        guard case .coded(let time) = attributes[0], case .numeric(let depth) = attributes[1],
            case .coded(let mixed) = attributes[2]
        else {
            Issue.record("kinds are wrong")
            return
        }
        #expect(time.categories == ["day", "missing", "night"])
        #expect((0..<3).map { time.codes[$0] } == [2, 1, 0])
        #expect(depth.values[1].isNaN)
        #expect(mixed.categories == ["1", "2", "x"])
    }

    @Test func personalColumnsAreWithheldUntilTheyAreListed() throws {
        let table =
            "image_id,label,email,gps_lat,camera_name,speed\na,cat,x@y,1,c,1\nb,dog,z@y,2,c,2\nc,dog,z@y,2,c,2\n"
        let fixture = try WorkspaceFixture([Self.images: table])
        #expect(try fixture.evaluation().items.attributes.map(\.name) == ["camera_name", "speed"])
        #expect(
            fixture.remarks.first
                == "datasets/d/images.csv: warning: withheld, for the names look like personal data: email, gps_lat; "
                + "list what may be published under privacy: publish: in misread.yml")
        let listed = try WorkspaceFixture([
            Self.images: table, "misread.yml": "title: T\nclasses: [cat, dog]\nprivacy: {publish: [gps_lat]}\n",
        ])
        #expect(try listed.evaluation().items.attributes.map(\.name) == ["gps_lat"])
        #expect(
            listed.remarks.first
                == "datasets/d/images.csv: note: withheld, not listed under privacy: publish: "
                + "email, camera_name, speed")
    }

    @Test func aModelThatNobodyNamedIsSaid() throws {
        let fixture = try WorkspaceFixture([
            "versions/v1/version.yml": "date: 2026-01-01\nmodel: \(VersionManifest.placeholderModel)\n"
        ])
        #expect(
            fixture.remarks.first
                == "versions/v1/version.yml:2: warning: model: is still what stands there until a person writes the model's "
                + "name, and is what pages will call it; write the name by which reviewers know it")
    }

    @Test func theUnitColumnIsKeptApart() throws {
        let fixture = try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: [cat, dog]\nunit: patient\n",
            Self.images: "image_id,label,patient\na,cat,p2\nb,dog,p1\nc,dog,p1\n",
        ])
        let items = try fixture.evaluation().items
        #expect(items.attributes.isEmpty)
        #expect(items.units?.categories == ["p1", "p2"])
    }

    @Test func conditionsComeInTheOrderOfTheirStrength() throws {
        let rows = WorkspaceFixture.plain[Self.predictions] ?? ""
        var files = ["versions/v1/d/experiments/blur=2/experiment.yml": "model: M2\n"]
        for level in ["blur=10", "blur=2", "light=off", "blur=0.5"] {
            files["versions/v1/d/experiments/\(level)/predictions.csv"] = rows
        }
        let fixture = try WorkspaceFixture(files)
        defer { withExtendedLifetime(fixture) {} }
        let workspace = try Workspace.open(fixture.root)
        let conditions = workspace.conditions(of: "v1")
        #expect(conditions.map(\.level) == ["0.5", "2", "10", "off"])
        #expect(conditions.map(\.strength) == [0.5, 2, 10, nil])
        #expect(conditions[1].stated == ["model": "M2"])
        #expect(conditions[1].hasManifest)
        #expect(try workspace.evaluation(of: "v1", under: conditions[0]).condition == conditions[0])
    }

    @Test func baselinesComeBeforeTheVersionsThatNameThem() throws {
        let rows = WorkspaceFixture.plain[Self.predictions] ?? ""
        var files: [String: String] = [:]
        for (version, date, baseline) in [
            ("a", "2026-03-01", "c"), ("c", "2026-04-01", ""), ("b", "2026-02-01", ""), ("v1", "2026-02-01", ""),
        ] {
            files["versions/\(version)/version.yml"] = "date: \(date)\nmodel: M\nbaseline: \(baseline)\n"
            files["versions/\(version)/d/predictions.csv"] = rows
        }
        let fixture = try WorkspaceFixture(files)
        #expect(try Workspace.open(fixture.root).versions.map(\.version) == ["b", "v1", "c", "a"])
    }

    @Test func everyFileThatWasReadIsListedWithItsDigest() throws {
        let inputs = try WorkspaceFixture().evaluation().inputs
        #expect(
            inputs.map(\.path) == [
                "datasets/d/dataset.yml", "datasets/d/images.csv", "misread.yml", "versions/v1/d/predictions.csv",
                "versions/v1/version.yml",
            ])
        // printf 'title: D\n' | sha256sum
        #expect(inputs[0].sha256 == "742364f8c64e85955f61f266628ed84174a1e0af3407cbdb63f80263c85d6067")
        #expect(inputs[0].bytes == 9)
    }

    @Test func classesThatLookTheSameStayTwoAndAreSaid() throws {
        let fixture = try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: [\"caf\u{E9}\", \"cafe\u{301}\"]\n",
            Self.images: "image_id,label\na,caf\u{E9}\nb,cafe\u{301}\n",
            Self.predictions: "image_id,predicted,confidence\na,cafe\u{301},0.9\nb,cafe\u{301},0.9\n",
        ])
        #expect(try fixture.evaluation().items.labels == [0, 1])
        #expect(try fixture.evaluation().predictions.predicted == [1, 1])
        #expect(fixture.remarks.first?.contains("look the same and are two classes") == true)
    }

    @Test func embeddingsFollowTheRowsThatAreEvaluated() throws {
        let fixture = try WorkspaceFixture([
            Self.predictions: "image_id,predicted,confidence\nc,dog,0.8\na,cat,0.9\n"
        ])
        defer { withExtendedLifetime(fixture) {} }
        try fixture.write("versions/v1/d/embeddings.npy", npy([1, 2, 3, 4, 5, 6], shape: [3, 2]))
        let embeddings = try #require(try fixture.evaluation().embeddings)
        #expect(embeddings.count == 2)
        #expect(try embeddings.vector(1) == [5, 6])
        try fixture.write("versions/v1/d/embeddings.npy", npy([1, 2, 3, 4], shape: [2, 2]))
        #expect(
            fixture.errors == [
                "versions/v1/d/embeddings.npy: error: has shape (2, 2), expected 3 rows, one vector an image"
            ])
    }

    @Test func aStackOfMapsIsReadInTheOrderOfTheImageTable() throws {
        let fixture = try WorkspaceFixture()
        defer { withExtendedLifetime(fixture) {} }
        try fixture.write("versions/v1/d/saliency/maps.npy", npy([1, 2, 3, 4, 5, 6], shape: [3, 1, 2]))
        let maps = try #require(try fixture.evaluation().saliency)
        #expect(maps.ids == ["a", "b", "c"])
        #expect(try maps.map(of: "c").values == [5, 6])
    }

    @Test func mapsAreFoundByIDAndReadWhenAskedFor() throws {
        let fixture = try WorkspaceFixture()
        try fixture.write("versions/v1/d/saliency/b.npy", npy([0, 1, 2, 3], shape: [2, 2]))
        defer { withExtendedLifetime(fixture) {} }
        let maps = try fixture.evaluation().saliency
        #expect(maps?.ids == ["b"])
        #expect(try maps?.map(of: "b").values == [0, 1, 2, 3])
    }
}
