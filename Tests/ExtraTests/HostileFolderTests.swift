import Artifacts
import Diagnostics
import Formats
import Foundation
import Markup
import Testing

/// Every hostile file that is there, also those that the repository has no copy of.
@Suite(.enabled(if: Shared.isThere, "needs ../shared")) struct HostileFolderTests {
    private func files(_ kind: String) throws -> [URL] {
        let folder = try Shared.file("reference/hostile/\(kind)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        try #require(!names.isEmpty)
        return names.map { folder.appending(path: $0) }
    }

    /// Runs `body` and says that it took under five seconds.
    private func quickly(_ name: String, _ body: () -> Void) {
        let clock = ContinuousClock()
        let taken = clock.measure(body)
        #expect(taken < .seconds(5), "\(name)")
    }

    @Test func noMarkdownRunsLoadsOrHangs() throws {
        for file in try files("md") {
            let name = file.lastPathComponent
            let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
            quickly(name) {
                let page = try? MarkdownText(text, file: name).page(.nothing)
                let html = ((page?.lede ?? "") + (page?.body ?? "")).lowercased()
                for bad in [
                    "<script", "<img", "<iframe", "<svg", "href=\"javascript", "href=\"data", "href=\"//", "onerror=\"",
                    "src=",
                ] {
                    #expect(!html.contains(bad), "\(name): \(bad)")
                }
            }
        }
    }

    @Test func everyPictureIsReadOrRefusedWithAMessage() throws {
        for file in try files("img") {
            let name = file.lastPathComponent
            let bytes = try Data(contentsOf: file)
            quickly(name) {
                do throws(ImageError) {
                    let image = try ImageFile.decode(bytes, name: name)
                    #expect(image.bytes.count == image.width * image.height * 3, "\(name)")
                } catch {
                    #expect(error.problem.description.hasPrefix(name + ": error: "))
                }
            }
        }
    }

    @Test func everyArrayIsReadOrRefusedWithAMessage() throws {
        for file in try files("npy") + files("npz") {
            let name = file.lastPathComponent
            let bytes = try Data(contentsOf: file)
            quickly(name) {
                do {
                    if name.hasSuffix("npz") {
                        _ = try NPZArchive(bytes: bytes, name: name)
                    } else {
                        _ = try NPYArray(bytes: bytes, name: name).doubles()
                    }
                } catch let error as any Explained {
                    #expect(error.problem.description.hasPrefix(name))
                } catch {
                    Issue.record("\(name): \(error)")
                }
            }
        }
    }

    @Test func everyTableIsReadOrRefusedWithAMessage() throws {
        for file in try files("csv") + files("json").filter({ $0.pathExtension == "jsonl" }) {
            let name = file.lastPathComponent
            quickly(name) {
                do throws(ProblemList) {
                    _ = try ColumnTable(contentsOf: file, name: name)
                } catch {
                    #expect(error.description.hasPrefix(name))
                }
            }
        }
    }
}
