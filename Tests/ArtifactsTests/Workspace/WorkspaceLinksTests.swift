import Diagnostics
import Foundation
import Testing

@testable import Artifacts

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Whatever is read from a workspace goes through one door: what leads out, leads nowhere or is no file is refused by name.
@Suite struct WorkspaceLinksTests {
    private static func link(_ path: String, to target: String, in fixture: WorkspaceFixture) throws {
        let url = fixture.root.appending(path: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try? FileManager.default.removeItem(at: url)
        try FileManager.default.createSymbolicLink(atPath: url.path, withDestinationPath: target)
    }

    private static func leadsOut(_ path: String) -> String {
        "\(path): error: \"\(path)\" is a link out of the workspace; put the file itself there"
    }

    @Test(arguments: [
        "misread.yml", "datasets/d/dataset.yml", "datasets/d/images.csv", "versions/v1/version.yml",
        "versions/v1/d/predictions.csv", "versions/v1/d/embeddings.npy", "versions/v1/d/saliency/a.png",
        "versions/v1/d/saliency", "versions/v1/d/swaps", "versions/v1/d/tallies", "versions/v2", "datasets", "versions",
    ])
    func aLinkOutIsRefusedWhereverItStands(_ path: String) throws {
        let fixture = try WorkspaceFixture()
        try Self.link(path, to: path.contains(".") ? "/etc/passwd" : "/etc", in: fixture)
        #expect(fixture.errors.contains { $0.hasPrefix(Self.leadsOut(path)) }, "\(fixture.errors)")
    }

    @Test func aLinkInsideIsFollowed() throws {
        let fixture = try WorkspaceFixture()
        try fixture.write(
            "tables/p.csv", Data(WorkspaceFixture.plain["versions/v1/d/predictions.csv"]?.utf8 ?? "".utf8))
        try Self.link("versions/v1/d/predictions.csv", to: "../../../tables/p.csv", in: fixture)
        #expect(fixture.errors == [])
    }

    @Test func aVersionThatLeadsNowhereDoesNotVanish() throws {
        let fixture = try WorkspaceFixture()
        try Self.link("versions/v2", to: "unmounted", in: fixture)
        #expect(
            fixture.errors == [
                "versions/v2: error: \"versions/v2\" is a link that leads nowhere; put the file itself there"
            ])
    }

    @Test func picturesThatLeadNowhereDoNotVanish() throws {
        let fixture = try WorkspaceFixture()
        try Self.link("datasets/d/images", to: "unmounted", in: fixture)
        let words =
            "datasets/d/images: error: \"datasets/d/images\" is a link that leads nowhere; put the file itself there"
        #expect(fixture.errors == [words])
        // With a column of paths, too, and once for all rows.
        try fixture.write(
            "datasets/d/images.csv", Data("image_id,label,path\na,cat,images/a.png\nb,dog,images/b.png\n".utf8))
        #expect(fixture.errors.contains(words) && fixture.errors.count { $0 == words } == 1)
    }

    @Test(arguments: [
        "versions/v1/d/predictions.csv", "misread.yml", "versions/v1/d/ids.txt", "versions/v1/d/saliency/a.png",
    ])
    func aPipeIsRefusedAndNotWaitedFor(_ path: String) throws {
        let fixture = try WorkspaceFixture()
        if path.hasSuffix("ids.txt") {
            try FileManager.default.removeItem(at: fixture.root.appending(path: "versions/v1/d/predictions.csv"))
            try fixture.write("versions/v1/d/predictions.npy", npy([1, 0, 0, 1, 1, 0], shape: [3, 2]))
        }
        let url = fixture.root.appending(path: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try? FileManager.default.removeItem(at: url)
        #expect(mkfifo(url.path, 0o600) == 0)
        #expect(fixture.errors.contains("\(path): error: is a pipe, a file was expected"), "\(fixture.errors)")
    }

    @Test(arguments: ["labels/a.txt", "labels/classes.txt", "data.yaml", "images/a.png", "labels"])
    func boxesAsTextGoThroughTheSameDoor(_ path: String) throws {
        let fixture = try WorkspaceFixture(
            [
                "misread.yml": "title: T\ntask: detection\n", "datasets/d/labels/a.txt": "0 0.5 0.5 0.2 0.2\n",
                "datasets/d/labels/b.txt": "", "versions/v1/d/labels/a.txt": "0 0.5 0.5 0.2 0.2 0.9\n",
            ], without: ["datasets/d/images.csv", "versions/v1/d/predictions.csv"])
        for name in ["a", "b"] {
            try fixture.write(
                "datasets/d/images/\(name).png", try #require(Data(base64Encoded: DetectionWorkspaceTests.picture)))
        }
        #expect(fixture.errors == [])
        try Self.link("datasets/d/" + path, to: path == "labels" ? "/etc" : "/etc/passwd", in: fixture)
        #expect(fixture.errors.contains { $0.hasSuffix("is a link out of the workspace; put the file itself there") })
    }

    @Test func aPictureThatCOCONamesIsNoLinkOut() throws {
        let fixture = try WorkspaceFixture(
            [
                "misread.yml": "title: T\ntask: detection\n",
                "datasets/d/annotations.json":
                    "{\"images\":[{\"id\":1,\"file_name\":\"a.png\",\"width\":8,\"height\":8}],\"annotations\":[{\"id\":1,"
                    + "\"image_id\":1,\"category_id\":1,\"bbox\":[1,1,4,4]}],"
                    + "\"categories\":[{\"id\":1,\"name\":\"cat\"}]}",
                "versions/v1/d/detections.json": "[]",
            ], without: ["datasets/d/images.csv", "versions/v1/d/predictions.csv"])
        try Self.link("datasets/d/images/a.png", to: "/etc/passwd", in: fixture)
        #expect(fixture.errors.contains(Self.leadsOut("datasets/d/images/a.png")), "\(fixture.errors)")
    }

    @Test func oneLinkOfAFolderIsOneProblem() throws {
        let fixture = try WorkspaceFixture([
            "datasets/d/images.csv":
                "image_id,label,path\na,cat,images/passwd\nb,dog,images/group\nc,dog,images/hostname\n"
        ])
        try Self.link("datasets/d/images", to: "/etc", in: fixture)
        #expect(fixture.errors.count { $0.contains("is a link out of the workspace") } == 1, "\(fixture.errors)")
    }
}
