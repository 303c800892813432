// An examination of rows that are not here: they were counted where they lie, and the counts were added up. What was counted
// says what can be asked; the one place that says what cannot is here.

import Artifacts
import Columns
import Digests
import Record
import Statistics
import Tallies

/// Counts that were made elsewhere.
struct TalliedCounts: Sendable {
    /// The counts, as analyses read them.
    let book: Book
    /// Why rows cannot be made again from them; `nil` where they are.
    let reason: String?
    /// In place of the digest of the data set, which cannot be told without its rows.
    let digest: String
}

extension Examination {
    /// An examination of what was counted elsewhere and added up. A baseline takes part only where rows carry its answers.
    public init(
        of tally: PartitionTally, _ manifest: VersionManifest, _ datasheet: Datasheet, baseline: BaselineRecord? = nil,
        settings: WorkspaceSettings, isFirst: Bool = true, earlier: [EarlierVersion] = [],
        most: Int = TalliedRows.most
    ) {
        let made = TalliedRows(tally, manifest, datasheet, most: most)
        let sampled = TalliedRows.sample(of: tally, manifest, datasheet, most: most)
        let baseline = tally.description.isPaired ? baseline : nil
        let (book, digest) = (tally.examined, Self.digest(of: tally))
        func examination(_ rows: TalliedRows, _ sample: [Examination]) -> Examination {
            Examination(
                tallied: rows, TalliedCounts(book: book, reason: rows.reason, digest: digest), baseline: baseline,
                settings: settings, isFirst: isFirst, earlier: earlier, sample: sample)
        }
        self = examination(made, sampled.map { [examination($0, [])] } ?? [])
    }

    /// What tells the labelled images that were counted from others, the same for every version of them: SHA-256 over their number,
    /// the classes and the sum of a hash of each.
    private static func digest(of tally: PartitionTally) -> String {
        let sum = tally.cells.map { tally.book[$0].fingerprint } ?? 0
        let lines = ["tallied", String(tally.rows), String(sum, radix: 16)] + tally.book.classes.map(\.text)
        return SHA256Digest(of: lines.joined(separator: "\n")).hex
    }

    /// Why an analysis is not measured although its input was there; `nil` where a detector's scores are probabilities or it
    /// needs none, and rows are here or it needs none.
    func reasonAgainst(_ analysis: any Analysis) -> String? {
        if let detection, analysis.needsOperatingPoint {
            let scored =
                [detection.tally.hasProbabilities]
                + (analysis.readsConditions ? detectionRuns.map(\.rows.predictions.areProbabilities) : [])
            if scored.contains(false) { return Missing.Input.noProbabilities.rawValue }
        }
        guard let tallied else { return nil }
        switch analysis.rowNeed {
        case .images: return "counted from tallies, which do not keep images one by one"
        case .cells: if sample.isEmpty, let reason = tallied.reason { return reason }
        case .nothing: break
        }
        let isLacking = analysis.requests(plan).contains { !type(of: $0).isOfCells && !tallied.book.counts($0) }
        return isLacking
            ? "counted from tallies that do not hold what it needs: the settings are not those they were counted with"
            : nil
    }

    /// What an analysis looks at: the sample, where it looks at rows in common and there are more than are made again.
    func seen(by analysis: any Analysis) -> Examination {
        if case .cells = analysis.rowNeed, let sample = sample.first { return sample }
        return self
    }

    /// How many units there are.
    var unitCount: Int { tallied != nil && !units.areShared ? evaluation.count : units.count }

    /// What a part is to be counted for, so that its counts and those of other parts come to an audit. Precondition: the
    /// evaluation is one that is tallied.
    public static func tallyRequests(
        of part: Evaluation, settings: WorkspaceSettings, by columns: [CodedColumn],
        for analyses: [any Analysis]
    ) -> [any TallyRequest] {
        let plan = Plan(evaluation: part, settings: settings, columns: SliceColumns(of: part, settings))
        let asked = analyses.filter { analysis in
            if case .images = analysis.rowNeed { return false }
            return analysis.card.tasks.contains(settings.task)
        }.flatMap { $0.requests(plan) }
        return PartitionTally.requests(for: asked, by: columns)
    }
}
