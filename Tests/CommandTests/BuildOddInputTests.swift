import ArgumentParser
import Foundation
import Testing

@testable import misread

/// `build` on a detector's workspace with one thing that is odd: the audit is made, or refused before anything is.
@Suite struct BuildOddInputTests {
    private struct Folder {
        let root = FileManager.default.temporaryDirectory.appending(path: "odd-\(UUID().uuidString)")
        let site = FileManager.default.temporaryDirectory.appending(path: "odd-site-\(UUID().uuidString)")

        func write(_ bytes: some Sequence<UInt8>, _ path: String) throws {
            let url = root.appending(path: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: url)
        }

        /// Four images with an object each, which another class answers at `scores`.
        init(scores: [Double] = [0.9, 0.8, 0.7, 0.6], image: (Int) -> String = { "\($0)" }) throws {
            let images = (1...4).map { #"{"id": \#($0), "file_name": "\#($0).jpg", "width": 32, "height": 24}"# }
            let objects = (1...4).map {
                #"{"id": \#($0), "image_id": \#($0), "category_id": 1, "bbox": [4, 4, 12, 12], "area": 144, "iscrowd": 0}"#
            }
            let answers = zip(1...4, scores).map {
                #"{"image_id": \#(image($0)), "category_id": 2, "bbox": [4, 4, 12, 12], "score": \#($1)}"#
            }
            let truth = """
                {"images": [\(images.joined(separator: ","))], "annotations": [\(objects.joined(separator: ","))],
                 "categories": [{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}]}
                """
            try write("title: T\ntask: detection\nowners: [me]\ndataset: d\n".utf8, "misread.yml")
            try write("source: made\n".utf8, "datasets/d/dataset.yml")
            try write("date: 2026-01-31\nmodel: m\n".utf8, "versions/v1/version.yml")
            try write(truth.utf8, "datasets/d/annotations.json")
            try write("[\(answers.joined(separator: ","))]".utf8, "versions/v1/d/detections.json")
        }

        func build() throws {
            try BuildCommand.parse([root.path, "--output", site.path, "--threads", "1", "--allow", "inconclusive"])
                .run()
        }

        func remove() {
            for folder in [root, site] { try? FileManager.default.removeItem(at: folder) }
        }

        var archived: [String] {
            (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: "archive/v1/images").path)) ?? []
        }
    }

    /// 32 x 24 pixels.
    private static let jpeg = """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5a\
        YVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAAR\
        CAAYACADASIAAhEBAxEB/8QAFwABAQEBAAAAAAAAAAAAAAAABAAFBv/EABcQAAMBAAAAAAAAAAAAAAAAAAADBGH/xAAYAQACAwAAAAAAAAAA\
        AAAAAAADBgIFB//EABgRAAMBAQAAAAAAAAAAAAAAAAACBAED/9oADAMBAAIRAxEAPwDhEx4OTHhopjwcmPCCuDlsM5MeDkx4aKY8HJjwMrjF\
        LYETHg5MeERXrumdy9WHJjwcmPCIMu6MMvVj/9k=
        """

    @Test func onePictureThatCannotBeReadCostsOnlyItself() throws {
        let folder = try Folder()
        defer { folder.remove() }
        let jpeg = try #require(Data(base64Encoded: Self.jpeg))
        for image in 1...4 { try folder.write(image == 3 ? Data() : jpeg, "datasets/d/images/\(image).jpg") }
        // Nothing is found, which no option makes acceptable.
        #expect(throws: ExitCode(1)) { try folder.build() }
        #expect(folder.archived.count == 3)
    }

    @Test(arguments: [[-0.5, 0.9, 0.8, 0.7], [1e19, -1e19, 3.5, -2], [0, -0.0, 1, 0.5]])
    func anyFiniteScoreIsAudited(_ scores: [Double]) throws {
        let folder = try Folder(scores: scores)
        defer { folder.remove() }
        #expect(throws: ExitCode(1)) { try folder.build() }
        #expect(FileManager.default.fileExists(atPath: folder.site.appending(path: "index.html").path))
    }

    @Test func resultsOfOtherImagesAreRefusedAndNothingIsPublished() throws {
        let folder = try Folder { "\"cam\($0)x\"" }
        defer { folder.remove() }
        #expect(throws: ExitCode(2)) { try folder.build() }
        #expect(throws: ExitCode(2)) { try CheckInput.parse([folder.root.path]).run() }
        #expect(!FileManager.default.fileExists(atPath: folder.site.path))
    }
}
