import Archive
import Chronicle
import Drawing
import Markup
import Record

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
        func points(_ value: Double) -> String { NumberFormat.format(value, as: .points) }
        scope.flags["has.mix"] = true
        scope.values["mix.total"] = points(mix.total)
        scope.values["mix.mix"] = points(mix.mix)
        scope.values["mix.within"] = points(mix.within)
        scope.values["mix.unmatched"] = mix.unmatched.map(points) ?? ""
        scope.values["mix.common"] = NumberFormat.count(mix.common)
        scope.values["mix.interval"] = mix.interval.map { NumberFormat.change($0, of: .proportion) } ?? ""
        scope.flags["mix.has-interval"] = mix.interval != nil
        scope.flags["mix.worse"] = mix.interval.map { $0.low > 0 } ?? false
        scope.flags["mix.better"] = mix.interval.map { $0.high < 0 } ?? false
        scope.flags["mix.any-unmatched"] = mix.unmatched != nil
        scope.flags["mix.any-common"] = mix.common > 0
    }

    /// From one version's error rate to the other's.
    var chart: Chart { .waterfall(mix.waterfall(from: a, to: b)) }
}
