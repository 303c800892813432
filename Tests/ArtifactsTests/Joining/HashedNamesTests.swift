import Columns
import Diagnostics
import Testing

@testable import Artifacts

/// Two names that hash alike would be one item to the bootstrap; each pair here has one 64-bit FNV-1a hash.
@Suite struct HashedNamesTests {
    private static let a = "8yn0iYCKYHlIj4-BwPqk"
    private static let b = "GReLUrM4wMqfg9yzV3KQ"
    private static let words =
        "\"\(a)\" and \"\(b)\" have the same 64-bit hash, and are told apart by it when rows are resampled and paired; "
        + "rename one of them"

    @Test func onlyDifferentNamesOfOneHashCollide() {
        func rows(_ hashes: [UInt64], _ names: [String]) -> [Int]? {
            HashedNames.collision(hashes) { names[$0] }.map { [$0.first, $0.second] }
        }
        #expect(rows([4, 7, 4], ["a", "b", "c"]) == [0, 2])
        #expect(rows([4, 7, 4], ["a", "b", "a"]) == nil && rows([4, 7, 4, 4], ["a", "b", "a", "d"]) == [0, 3])
        #expect(rows([1, 2, 3], ["a", "b", "c"]) == nil && rows([], []) == nil)
        // One letter in two spellings is two names.
        #expect(rows([9, 9], ["caf\u{E9}", "cafe\u{301}"]) == [0, 1])
        #expect(HashedNames.collision(ItemIDs((0..<20_000).map { ItemID("img/\($0)") })) == nil)
    }

    @Test func imagesThatHashAlikeAreRefused() throws {
        let fixture = try WorkspaceFixture([
            "datasets/d/images.csv": "image_id,label\n\(Self.a),cat\nb,dog\n\(Self.b),dog\n",
            "versions/v1/d/predictions.csv":
                "image_id,predicted,confidence\n\(Self.a),cat,0.9\nb,cat,0.6\n\(Self.b),dog,0.8\n",
        ])
        #expect(fixture.errors == ["datasets/d/images.csv:4: error: image_id: " + Self.words])
        #expect(throws: ProblemList.self) { try fixture.evaluation() }
    }

    @Test func unitsThatHashAlikeAreRefused() throws {
        let fixture = try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: [cat, dog]\nunit: camera\n",
            "datasets/d/images.csv": "image_id,label,camera\na,cat,\(Self.b)\nb,dog,\(Self.b)\nc,dog,\(Self.a)\n",
        ])
        // In the order of the bytes of their names.
        #expect(fixture.errors == ["datasets/d/images.csv:2: error: camera: " + Self.words])
    }

    @Test func imagesOfGroundTruthThatHashAlikeAreRefused() throws {
        let text = """
            {"images": [{"id": "\(Self.a)"}, {"id": "x"}, {"id": "\(Self.b)"}],
             "categories": [{"id": 1, "name": "cat"}], "annotations": []}
            """
        let truth = try DetectionGroundTruth(json: text, named: "t.json")
        let found = try #require(truth.collision(file: "t.json"))
        #expect(found.problem.description == "t.json: error: images: " + Self.words)
    }
}
