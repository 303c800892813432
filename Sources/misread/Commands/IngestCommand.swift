import ArgumentParser
import Artifacts
import Chronicle
import Diagnostics
import Files
import Foundation
import Pages
import Record
import Tallies

/// `misread ingest`: adds what was observed since to an evaluation that goes on.
struct IngestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Add new predictions of a version to an evaluation that goes on, and audit the sum.",
        discussion: """
            SHARD is a table as `misread tally` counts it: a day's images, say. Its counts are added to the sum in \
            versions/<version>/<data set>/tallies/, which replaces the one that was there in one step; no earlier shard is \
            needed or read again, and the last one costs what the first did. The sum names each shard by its SHA-256, and \
            one that is in it is refused, with all that are given beside it. Then the version is audited from the sum, in the \
            place of the audit before. Without SHARD it is audited from the sum that is there. An audit takes the longer the more \
            images there are, up to some four million: with --later a shard is only added. Exit status: as of `misread audit`; \
            0 with --later.
            """)

    @OptionGroup var options: WorkspaceOptions
    @OptionGroup var verdict: VerdictOptions

    @Option(name: .customLong("version"), help: "The version that predicted; the newest unless given.")
    var version: String?

    @Option(help: "The data set, where the workspace has several.")
    var dataset: String?

    @Option(help: "The column of what the baseline predicted; \(PartitionRows.usualBaseline) where there is one.")
    var baseline: String?

    @Flag(help: "Replace the audit also where an approved decision rests on it: it has to be decided anew.")
    var supersede = false

    @Flag(help: "Only add: the sum is audited by the next call without this.")
    var later = false

    @Argument(help: "The new shards.", completion: .file())
    var shards: [String] = []

    /// The file of the sum.
    static let sumName = "sum.tally"

    func validate() throws {
        if later, shards.isEmpty { throw ValidationError("--later adds shards, and none is given.") }
        if later, supersede || verdict.isGiven {
            throw ValidationError("--later does not audit, so --supersede and --allow say nothing; leave them out.")
        }
    }

    func run() throws {
        if later { return try add() }
        let (chronicles, summary) = try Outcome.of {
            let summary = Summary(phrases: Phrases(try SiteOptions.templates(options)))
            let folders = try WorkFolders(options)
            let outline = try WorkspaceOutline(reading: options.root, version: version, dataset: dataset)
            // The lock of the archive is that of the sum: two who add at a time would each lose what the other added.
            return (
                try folders.auditing { _ in
                    try kept(outline).archived(options, summary, replace: true, supersede: supersede)
                }, summary
            )
        }
        try summary.leave(chronicles, verdict)
    }

    /// Adds the shards and says what the sum is of.
    private func add() throws {
        let (place, sum) = try Outcome.of {
            let outline = try WorkspaceOutline(reading: options.root, version: version, dataset: dataset)
            let sum = try WorkFolders(options).auditing { _ in try kept(outline).tally }
            return (outline.talliesFolder + "/" + Self.sumName, sum)
        }
        let parts = sum.partitions.count
        try Outcome.show("\(place): \(sum.rows) images of \(parts) \(parts == 1 ? "shard" : "shards"), not audited yet")
    }

    /// The sum with the new shards, once it is kept, as what is to be audited.
    private func kept(_ outline: WorkspaceOutline) throws -> TalliedAudit {
        let workspace = try SourceFolder(options.root, kind: "workspace")
        let place = outline.talliesFolder + "/" + Self.sumName
        var sum: PartitionTally?
        if try workspace.entry(place) != nil {
            do {
                sum = try PartitionTally(decoding: try workspace.bytes(place))
            } catch let error as BookError {
                throw Problem(at: Place(file: place), error.problem.summary, suggestion: error.problem.suggestion)
            }
        }
        if !shards.isEmpty {
            sum = try Self.adding(shards, to: sum, outline, baseline: baseline, threads: options.processors)
        }
        guard let sum else {
            throw Problem(
                at: Place(file: outline.talliesFolder), "nothing was added yet",
                suggestion: "misread ingest \(options.workspace) --version \(outline.manifest.version) SHARD")
        }
        // Whether it can be audited is known before it is kept.
        let audit = try TalliedAudit(sum, of: outline, archive: options.archiveRoot, threads: options.processors)
        if !shards.isEmpty {
            let folder = options.root.appending(path: outline.talliesFolder)
            do {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            } catch {
                throw FileError(error, outline.talliesFolder, .write)
            }
            try OutputFile.write(Array(try sum.encoded()), to: folder.appending(path: Self.sumName).path)
        }
        return audit
    }

    /// The sum with the counts of shards, none of which is in it. A shard that is there is refused before it is counted.
    static func adding(
        _ shards: [String], to sum: PartitionTally?, _ outline: WorkspaceOutline, baseline: String?, threads: Int
    ) throws -> PartitionTally {
        var known = Dictionary(
            (sum?.partitions ?? []).map { ($0.sha256, $0.name) }, uniquingKeysWith: { first, _ in first })
        let counting = PartitionCounting(outline: outline, baseline: baseline, threads: threads)
        var total = sum
        for path in shards {
            let source = try PartitionCounting.Source(path)
            if let before = known[source.sha256] { throw PartitionError.counted(source.name, as: before) }
            known[source.sha256] = source.name
            let own = try counting.counted(source)
            if total == nil { total = own } else { try total?.merge(own) }
        }
        guard let total else { throw Problem("no shard is given") }
        return total
    }
}
