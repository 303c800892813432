// Counting one partition: its bytes are read once for their digest and once as a table, and what is kept is the tally.

import Artifacts
import Diagnostics
import Digests
import Files
import Findings
import Formats
import Foundation
import Record
import Statistics
import Tallies

/// Counts partitions for one version of a workspace.
struct PartitionCounting {
    let outline: WorkspaceOutline
    /// The column of the baseline's predictions, where it is named.
    let baseline: String?
    let threads: Int

    /// The name of standard input among partitions.
    static let standardInput = "-"

    /// A partition before it is counted: its bytes and their digest.
    struct Source {
        let path: String
        let name: String
        let bytes: Data
        let sha256: String

        /// Reads the file at `path`, or standard input.
        init(_ path: String) throws {
            self.path = path
            let isInput = path == PartitionCounting.standardInput
            let name = isInput ? "standard input" : path.split(separator: "/").last.map { String($0) } ?? path
            self.name = name
            bytes = isInput ? try StandardInput.bytes() : try NamedFile.bytes(path, called: name)
            sha256 = SHA256Digest(of: bytes).hex
        }

        /// The table in it. What comes on standard input is JSON Lines where it begins as JSON, else CSV.
        fileprivate func reader(_ dialect: Dialect, threads: Int) throws(ProblemList) -> TableReader {
            if TextFormat.fileExtension(name) == "parquet" {
                return try TableReader(parquet: URL(fileURLWithPath: path), name: name, threads: threads)
            }
            var format = TextFormat(ofFileCalled: name, dialect: dialect)
            if path == PartitionCounting.standardInput {
                let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
                format = first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? .jsonLines : .csv(dialect)
            }
            return try TableReader(try TextFile(bytes: bytes, name: name), as: format, threads: threads)
        }
    }

    /// The tally of a partition. Says what is to be said of its file.
    func counted(_ source: Source) throws -> PartitionTally {
        let rows = try PartitionRows(
            try source.reader(outline.dialect, threads: threads), of: outline, baseline: baseline)
        for remark in rows.remarks { Outcome.say(remark.description) }
        let evaluation = rows.evaluation
        let units =
            evaluation.items.units.map { ResamplingUnits(ids: $0.unitIDs, ofWholeShared: true) }
            ?? ResamplingUnits(of: evaluation)
        let earlier = rows.before.map { before in
            let paired = before.indices.filter { before[$0] != nil }
            return EarlierAnswers(count: before.count, rows: paired, answers: paired.compactMap { before[$0] })
        }
        let book = Book(
            counting: Examination.tallyRequests(
                of: evaluation, settings: outline.settings, by: rows.columns, for: Catalog.analyses),
            of: evaluation, units, pairedWith: earlier, by: rows.columns, edition: Release.version, threads: threads)
        return PartitionTally(
            PartitionTally.Description(
                dataset: outline.datasheet.name, version: outline.manifest.version, unit: outline.settings.unit,
                isPaired: rows.before != nil, hasConfidence: evaluation.predictions.hasConfidence,
                hasProbabilities: evaluation.predictions.hasProbabilities, listed: evaluation.predictions.listed,
                leftOut: rows.leftOut),
            accounting: evaluation.accounting,
            partition: .init(
                name: source.name, sha256: source.sha256, bytes: source.bytes.count, rows: evaluation.count),
            book: book)
    }
}
