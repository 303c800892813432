import ArgumentParser
import Artifacts
import Diagnostics
import Files
import Foundation
import Record

/// `misread init`: writes a commented workspace to put files into.
struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a commented workspace to put your files into.",
        discussion: "Nothing that is there already is overwritten.")

    @Argument(help: "The folder to write; it is made when it is not there.", completion: .directory)
    var workspace: String

    @Option(help: "What the model does: \(TaskKind.allCases.map(\.rawValue).joined(separator: " or ")).")
    var task = TaskKind.classification

    @Option(help: "Name of the data set.")
    var dataset = "validation"

    @Option(help: "Name of the first version.")
    var version = "v1"

    func run() throws {
        try Outcome.of {
            let root = URL(filePath: workspace)
            let files = WorkspaceStarter(task: task, dataset: dataset, version: version).files
            for name in [dataset, version] where !Self.isFolderName(name) {
                throw Problem(
                    "\"\(name)\" cannot be the name of a folder", suggestion: "use letters, digits, . - and _")
            }
            for (path, _) in files where FileManager.default.fileExists(atPath: root.appending(path: path).path) {
                throw Problem(at: Place(file: path), "is there already", suggestion: "give an empty folder")
            }
            for (path, text) in files {
                let url = root.appending(path: path)
                do {
                    try FileManager.default.createDirectory(
                        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                    try Data(text.utf8).write(to: url, options: .withoutOverwriting)
                } catch {
                    throw FileError(error, path, .write)
                }
                print("wrote \(path)")
            }
            print("\nNext: put your files in as README.md says, then misread check-input \(workspace)")
        }
    }

    private static func isFolderName(_ name: String) -> Bool {
        !name.isEmpty && name != "." && name != ".."
            && name.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                    || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_")].contains($0)
            }
    }
}

extension TaskKind: ExpressibleByArgument {}
