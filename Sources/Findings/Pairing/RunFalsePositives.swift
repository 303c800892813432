import Columns
import Record
import Tallies

/// The false positives of a detector's run under a change beside those of the version's own run, image by image: they are in no pair
/// of objects.
struct RunFalsePositives: Sendable {
    /// `factor=level`.
    let name: String
    /// The change as a condition.
    let predicate: Predicate
    /// Of both runs at the operating point, the version's own as "before".
    let counts: PairedImageCounts
    /// Average precision of the run; `nil` where no class has an object.
    let averagePrecision: Double?
    /// The p-value after Holm over everything that is tested of runs.
    var adjusted = 1.0
    /// The level at which that stands.
    var level = TestLevels.budget

    /// Those of runs, each beside the version's own; none of a run that is of no change.
    static func all(_ runs: [DetectionRun], against book: DetectionBook) -> [RunFalsePositives] {
        guard !runs.isEmpty else { return [] }
        let alarms = FalseAlarms(book)
        let before = alarms.byImage(from: book.tally.settings.confusionScore)
        return runs.compactMap { RunFalsePositives($0, before, alarms.unitOfImage) }
    }

    private init?(_ run: DetectionRun, _ before: [(id: UInt64, count: Int)], _ unitOfImage: [UInt64]) {
        guard let condition = run.rows.condition else { return nil }
        let now = zip(before, run.falsePositives).map { (id: $0.id, count: $1) }
        guard let counts = PairedImageCounts(before: ImageCounts(before), now: now, unitOfImage: unitOfImage)
        else { return nil }
        name = condition.name
        predicate = Predicate(Name(condition.factor), Name(condition.level))
        self.counts = counts
        averagePrecision = run.averagePrecision
    }

    /// More false positives an image than in the version's own run.
    var change: Measure? { counts.change(method: "false-alarms") }

    /// Worse or better when the corrected test says so.
    var state: Trend {
        guard adjusted <= level else { return .undecided }
        return counts.now > counts.before ? .worse : .better
    }
}
