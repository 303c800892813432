import Archive
import Chronicle
import Drawing
import Markup
import Record
import Statistics

/// What a comparison of versions that were evaluated on unlike images says of them: how much of the difference is the images', and what
/// a fair comparison is.
struct ClassMixShown {
    private let mix: ClassMix
    private let a, b: String

    /// Names that the template uses.
    static let values: Set<String> = [
        "mix.total", "mix.mix", "mix.within", "mix.interval", "mix.unmatched", "mix.common",
    ]
    static let flags: Set<String> = [
        "has.mix", "mix.worse", "mix.better", "mix.has-interval", "mix.any-unmatched", "mix.any-common",
    ]

    /// `nil` where there is nothing to say: the images are the same, or no class is in both.
    init?(_ a: ArchivedAudit, _ b: ArchivedAudit) {
        guard let mix = ClassMix(a, b) else { return nil }
        self.mix = mix
        (self.a, self.b) = (a.audit.version.name, b.audit.version.name)
    }

    /// States what the template asks for.
    func state(in scope: inout Scope) {
        func points(_ part: DividedRate.Part) -> String { NumberFormat.format(part.value, as: .points) }
        let divided = mix.divided
        scope.flags["has.mix"] = true
        scope.values["mix.total"] = points(divided.total)
        scope.values["mix.mix"] = points(divided.mix)
        scope.values["mix.within"] = points(divided.within)
        scope.values["mix.unmatched"] = points(divided.unmatched)
        scope.values["mix.common"] = NumberFormat.count(mix.common)
        let interval = divided.within.interval
        scope.values["mix.interval"] =
            interval.map { NumberFormat.change(Interval($0, method: "poisson-bootstrap"), of: .proportion) } ?? ""
        scope.flags["mix.has-interval"] = interval != nil
        scope.flags["mix.worse"] = interval.map { $0.low > 0 } ?? false
        scope.flags["mix.better"] = interval.map { $0.high < 0 } ?? false
        scope.flags["mix.any-unmatched"] = divided.cells.contains { !$0.counts.isMatched }
        scope.flags["mix.any-common"] = mix.common > 0
    }

    /// From one version's error rate to the other's.
    var chart: Chart { .waterfall(WaterfallChart(mix.divided, cells: mix.classes, from: a, to: b)) }
}
