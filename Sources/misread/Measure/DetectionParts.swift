import Artifacts
import Diagnostics
import Record
import Tallies

/// Which parts are asked for, and how each is had from one matching pass.
struct DetectionParts {
    /// The names `--only` takes, in the order they are printed.
    static let names = [
        "stats", "per_class_ap", "per_class_ap50", "per_class_ar100", "precision_at_recall",
        "per_class_precision_at_recall50", "per_class_score_at_recall50", "per_class_recall_at_precision50", "tide",
        "slices", "confusion",
    ]

    /// Further parts, printed only when they are asked for.
    static let further = ["localisation", "calibration", "images", "label_candidates", "intervals"]

    private let wanted: Set<String>

    /// The parts of a list such as `stats,tide`; without one the fixed form; with "all" the further parts too.
    init(_ list: String?) throws {
        guard let list else {
            wanted = Set(Self.names)
            return
        }
        var wanted: Set<String> = []
        for name in list.split(separator: ",").map(String.init) {
            // The parts of TIDE come together.
            let part = name.hasPrefix("tide") ? "tide" : name
            if part == "all" {
                wanted = Set(Self.names + Self.further)
                continue
            }
            guard Self.names.contains(part) || Self.further.contains(part) else {
                throw Problem(
                    "--only does not know \"\(name)\"",
                    suggestion: nearestName(to: name, in: Self.names + Self.further).map { "did you mean \($0)?" }
                        ?? "it knows " + (Self.names + Self.further).joined(separator: ", "))
            }
            wanted.insert(part)
        }
        self.wanted = wanted
    }

    /// The parts of one evaluation.
    func measure(_ tally: DetectionTally, _ slices: [ImageSubset]) -> JSONValue {
        let form = DetectionForm(tally: tally)
        let subsets = [ImageSubset.all(tally.truth.images.count)] + (wanted.contains("slices") ? slices : [])
        var out: [(key: String, value: JSONValue)] = []
        let needsScores = wanted.contains { $0 == "stats" || $0 == "slices" || $0.hasPrefix("per_class_a") }
        let scores = needsScores ? tally.scores(over: subsets) : []
        if let all = scores.first {
            if wanted.contains("stats") {
                out.append(("stats", form.stats(all)))
                out.append(("undefined", form.undefined(all)))
                if let quirk = tally.scoresWithoutZeroIds() {
                    out.append(("stats_with_id_0_missed", form.stats(quirk)))
                }
            }
            if wanted.contains("per_class_ap") {
                out.append(("per_class_ap", form.perClass { DetectionForm.cell(all.averagePrecision(of: $0)) }))
            }
            if wanted.contains("per_class_ap50") {
                out.append(("per_class_ap50", form.perClass { DetectionForm.cell(all.averagePrecision50(of: $0)) }))
            }
            if wanted.contains("per_class_ar100") {
                out.append(("per_class_ar100", form.perClass { DetectionForm.cell(all.averageRecall(of: $0)) }))
            }
        }
        out += curves(tally, form)
        var reports: [TIDEReport] = []
        if wanted.contains("tide") {
            reports = tally.tideReports(tally.tideOutcomes(), over: subsets)
            if let all = reports.first { out += form.tide(all) }
        }
        if wanted.contains("slices") {
            out.append(
                (
                    "slices",
                    .object(
                        slices.indices.map { index in
                            (slices[index].name, slice(form, scores[index + 1], reports.dropFirst(index + 1).first))
                        })
                ))
        }
        if wanted.contains("confusion") {
            out.append(("confusion", form.confusion(tally.confusion(tally.confusionPairs()))))
        }
        if Self.further.contains(where: wanted.contains) {
            let anatomy = DetectionAnatomy(tally)
            for part in Self.further where wanted.contains(part) {
                switch part {
                case "localisation": out.append((part, anatomy.localisation()))
                case "calibration": out.append((part, anatomy.calibration()))
                case "images": out.append((part, anatomy.images()))
                case "label_candidates": out.append((part, anatomy.labelErrors()))
                default: out.append((part, anatomy.intervals()))
                }
            }
        }
        return .object(out)
    }

    private func curves(_ tally: DetectionTally, _ form: DetectionForm) -> [(key: String, value: JSONValue)] {
        var out: [(key: String, value: JSONValue)] = []
        guard wanted.contains(where: { $0.contains("recall") }) else { return out }
        let at50 = tally.curves(threshold: 0)
        if wanted.contains("precision_at_recall") {
            let strict = tally.curves(threshold: tally.settings.strict)
            out.append(
                (
                    "precision_at_recall",
                    .object([
                        ("iou=0.50", form.precisionAtRecall(at50)), ("iou=0.75", form.precisionAtRecall(strict)),
                    ])
                ))
        }
        if wanted.contains("per_class_precision_at_recall50") {
            out.append(("per_class_precision_at_recall50", form.atRecall(at50) { $0.precision }))
        }
        if wanted.contains("per_class_score_at_recall50") {
            out.append(("per_class_score_at_recall50", form.atRecall(at50) { $0.score }))
        }
        if wanted.contains("per_class_recall_at_precision50") {
            out.append(("per_class_recall_at_precision50", form.recallAtPrecision(at50)))
        }
        return out
    }

    private func slice(_ form: DetectionForm, _ scores: DetectionScores, _ report: TIDEReport?) -> JSONValue {
        guard case .object(let stats) = form.stats(scores) else { return .null }
        var members = [(key: "images", value: JSONValue.integer(scores.images))] + stats
        if let report {
            members.append(("tide", DetectionForm.kinds { .number(report.gains[$0.rawValue]) }))
            members.append(("tide_ap", report.averagePrecision.map { .number($0) } ?? .null))
        }
        return .object(members)
    }
}
