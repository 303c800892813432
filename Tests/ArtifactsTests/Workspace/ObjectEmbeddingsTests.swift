import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Embeddings beside a detector's results, whose row r is (r, r + 0.5).
@Suite struct ObjectEmbeddingsTests {
    /// Three images, of which one has no object; the third annotation is a region of many.
    private static let truth = """
        {"images": [{"id": 10, "file_name": "b.jpg"}, {"id": 11, "file_name": "a.jpg"}, {"id": 12, "file_name": "c.jpg"}],
         "categories": [{"id": 1, "name": "car"}],
         "annotations": [
          {"id": 7, "image_id": 11, "category_id": 1, "bbox": [0, 0, 8, 8], "area": 64, "iscrowd": 0},
          {"id": 5, "image_id": 10, "category_id": 1, "bbox": [0, 0, 8, 8], "area": 64, "iscrowd": 0},
          {"id": 6, "image_id": 10, "category_id": 1, "bbox": [20, 0, 8, 8], "area": 64, "iscrowd": 1},
          {"id": 8, "image_id": 11, "category_id": 1, "bbox": [20, 0, 8, 8], "area": 64, "iscrowd": 0}]}
        """

    private static func fixture(_ rows: Int, ids: [Int]? = nil) throws -> WorkspaceFixture {
        let fixture = try WorkspaceFixture(
            [
                "misread.yml": "title: T\ntask: detection\ndataset: d\n", "datasets/d/annotations.json": truth,
                "versions/v1/d/detections.json":
                    #"[{"image_id": 11, "category_id": 1, "bbox": [0, 0, 8, 8], "score": 0.9}]"#,
            ], without: ["datasets/d/images.csv", "versions/v1/d/predictions.csv"])
        let vectors = npy((0..<rows).flatMap { [Double($0), Double($0) + 0.5] }, shape: [rows, 2])
        if let ids {
            let members = [("embeddings.npy", vectors), ("ids.npy", npy(integers: ids))]
            try fixture.write("versions/v1/d/embeddings.npz", storedZip(members))
        } else {
            try fixture.write("versions/v1/d/embeddings.npy", vectors)
        }
        return fixture
    }

    /// The first number of the vectors of the objects that are to be found.
    private static func found(_ fixture: WorkspaceFixture) throws -> (areOfImages: Bool, rows: [Float])? {
        let read = try Workspace.open(fixture.root).detections(of: "v1").evaluation
        guard let embeddings = read.embeddings, let vectors = embeddings.gathered([0, 1, 3]) else { return nil }
        return (embeddings.areOfImages, try (0..<3).map { try vectors.vector($0)[0] })
    }

    @Test func idsAreThoseOfAnnotationsOrOfImages() throws {
        // The region of many needs none.
        let own = try #require(try Self.found(Self.fixture(3, ids: [5, 8, 7])))
        #expect(!own.areOfImages && own.rows == [2, 0, 1])
        let shared = try #require(try Self.found(Self.fixture(3, ids: [12, 11, 10])))
        #expect(shared.areOfImages && shared.rows == [1, 2, 1])
    }

    @Test func withoutIdsThereIsOneForEachAnnotationOrForEachImage() throws {
        let own = try #require(try Self.found(Self.fixture(4)))
        #expect(!own.areOfImages && own.rows == [0, 1, 3])
        let shared = try #require(try Self.found(Self.fixture(3)))
        #expect(shared.areOfImages && shared.rows == [1, 0, 1])
    }

    @Test func someAreNotUsedAndThatIsSaid() throws {
        let fixture = try Self.fixture(2, ids: [5, 11])
        #expect(try Self.found(fixture) == nil)
        #expect(
            fixture.remarks.contains {
                $0.contains(
                    "embeddings.npz: warning: not used: it has 2 vectors, one for 1 of 3 objects by the ids of annotations and "
                        + "for 1 of 3 images")
            }, "\(fixture.remarks)")
        let plain = try WorkspaceFixture()
        try plain.write(
            "versions/v1/d/embeddings.npz",
            storedZip([("embeddings.npy", npy([1, 2], shape: [2, 1])), ("ids.npy", npy(integers: [1, 2]))]))
        #expect(plain.remarks.contains { $0.contains("not used: 3 of 3 images have no vector in it") })
        #expect(try plain.evaluation().embeddings == nil)
    }
}
