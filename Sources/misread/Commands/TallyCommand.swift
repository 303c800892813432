import ArgumentParser
import Artifacts
import Diagnostics
import Files
import Foundation
import Record
import Tallies

/// `misread tally`: counts partitions of a version's predictions where they lie.
struct TallyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tally",
        abstract: "Count partitions of a classifier's predictions, so that the counts can be added up elsewhere.",
        discussion: """
            A partition is a table with a row an image: image_id, label, predicted or p_<class>, optionally confidence, \
            attributes in further columns, the unit that misread.yml names, and what the baseline predicted. CSV, JSON Lines \
            and Parquet are recognised by the name; standard input is CSV or JSON Lines. Several partitions come to one tally.

            The workspace needs its misread.yml with the classes, dataset.yml and version.yml, and no images. A column of \
            numbers is counted between the edges that misread.yml gives it under slicing: edges:, and left out without. All \
            partitions need the same columns in the same order.

            `misread audit WORKSPACE --from-tallies FOLDER` adds tallies up, in any order and number, and audits the sum; a \
            partition that is in two of them is refused. Count as many partitions at a time as there are processors, with \
            xargs -P or on the machines they lie on: one takes the memory of its rows, so some million rows each are a good size.
            """)

    @Option(help: "The workspace: a folder with misread.yml.", completion: .directory)
    var workspace = "."

    @Option(name: .customLong("version"), help: "The version that predicted; the newest unless given.")
    var version: String?

    @Option(help: "The data set, where the workspace has several.")
    var dataset: String?

    @Option(help: "The column of what the baseline predicted; \(PartitionRows.usualBaseline) where there is one.")
    var baseline: String?

    @Option(
        name: .shortAndLong, help: "Write the tally to this file; to standard output unless given.", completion: .file()
    )
    var output: String?

    @Option(help: "Threads to count with; all cores unless given. The output never depends on it.")
    var threads: Int?

    @Argument(help: "The partitions; - or none for standard input.", completion: .file())
    var partitions: [String] = []

    func validate() throws {
        if workspace.isEmpty { throw ValidationError("--workspace names the workspace's folder") }
        try OptionRange.check("threads", threads, OptionRange.threads)
    }

    func run() throws {
        let text = try Outcome.of { () -> String? in
            let sum = try counted()
            let data = try sum.encoded()
            guard let output else { return String(decoding: data, as: UTF8.self) }
            try OutputFile.write(Array(data), to: output)
            return nil
        }
        if let text { try Outcome.give(text) }
    }

    private func counted() throws -> PartitionTally {
        let outline = try WorkspaceOutline(
            reading: URL(fileURLWithPath: workspace), version: version, dataset: dataset)
        let wanted = partitions.isEmpty ? [PartitionCounting.standardInput] : partitions
        if let output { try OutputFile.check(output, besides: wanted.filter { $0 != PartitionCounting.standardInput }) }
        let counting = PartitionCounting(
            outline: outline, baseline: baseline, threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
        var sum = TallySum()
        for path in wanted { try sum.add(try counting.counted(PartitionCounting.Source(path)), from: path) }
        guard let total = try sum.total() else { throw Problem("no partition is given") }
        return total
    }
}
