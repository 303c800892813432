import Artifacts
import Columns
import Record
import Statistics

/// What the page of pairs shows.
struct SameInputExhibits {
    let evaluation: Evaluation
    let telemetry: Telemetry
    let runs: NodeRuns
    let pairs: [NodePair]
    /// The level of corrected p-values.
    let level: Double

    /// The pair that loses most for sure first.
    var ranked: [NodePair] {
        pairs.enumerated().sorted { a, b in
            let worse = (a.element.verdict(at: level) == .worse, b.element.verdict(at: level) == .worse)
            if worse.0 != worse.1 { return worse.0 }
            let (x, y) = (a.element.change?.value ?? 0, b.element.change?.value ?? 0)
            return x != y ? x < y : a.offset < b.offset
        }.map(\.element)
    }

    /// The pair with most flips.
    var mostFlipped: NodePair? {
        pairs.enumerated().max { a, b in
            let (x, y) = (a.element.found.flipped, b.element.found.flipped)
            return x != y ? x < y : a.offset > b.offset
        }?.element
    }

    /// Of the flipped images of a pair, how many first differ at each stage, and how many at none.
    func firsts(_ pair: NodePair) -> (stages: [Int], none: Int) {
        var place = 0
        let stages = telemetry.stages.map { stage -> Int in
            let taps = pair.found.stages.dropFirst(place).prefix(stage.taps.count)
            place += stage.taps.count
            return taps.reduce(0) { $0 + $1.firstOfFlipped }
        }
        return (stages, pair.found.flippedAfterTaps)
    }

    /// The stage at which more than half of the flipped images first differ.
    func firstStage(_ pair: NodePair) -> String? {
        let firsts = firsts(pair).stages
        return firsts.firstIndex { 2 * $0 > pair.found.flipped }.map { telemetry.stages[$0].name }
    }

    /// A row a node, the worst first.
    var pairsTable: Table {
        Table(
            columns: [
                Table.Column("node", "Node"), Table.Column("state", "State", .state),
                Table.Column("n", "Images", .number), Table.Column("flips", "Flips", .number),
                Table.Column("flip_share", "of all", .number),
                Table.Column("fixed", "Fixed", .number), Table.Column("regressed", "Regressed", .number),
                Table.Column("change", "Change of accuracy", .number, method: "paired-change"),
                Table.Column("interval", "95 % interval", .interval, method: "newcombe-paired"),
                Table.Column("p", "p, corrected", .number, method: "benjamini-hochberg"),
                Table.Column("confidence", "Confidence shift", .number),
            ],
            rows: ranked.prefix(2 * ShowAtMost.rows).map { pair in
                let found = pair.found
                return [
                    .text(pair.node), state(pair), .number(Double(found.images), .count),
                    .number(Double(found.flipped), .count),
                    .number(Double(found.flipped) / Double(max(1, found.images)), .proportion),
                    .number(Double(pair.counts.fixed), .count), .number(Double(pair.counts.broken), .count),
                    pair.change.map { .number($0.value, .points) } ?? .none("no images in common"),
                    pair.change.map { .interval(of: $0, mark: 0) } ?? .none("no images in common"),
                    .number(pair.adjusted, .pValue),
                    // Of confidences that were printed with six digits no more is known.
                    found.confidenceShift.map { .number(($0.value * 1e6).rounded() / 1e6, .points) }
                        ?? .none("no confidence"),
                ]
            }
        ).held(to: level)
    }

    private func state(_ pair: NodePair) -> Cell {
        switch pair.verdict(at: level) {
        case .worse: .state(.worse, "worse")
        case .better: .state(.better, "better")
        case .different: .state(.undecided, "different")
        case .same: .state(.neutral, "same predictions")
        }
    }

    /// At which stage flipped images first differ, a row a node.
    var stagesTable: Table {
        let stages = telemetry.stages.map { stage in
            Table.Column(Slug.of(stage.name).replacing("-", with: "_"), stage.name, .number, method: "taps")
        }
        return Table(
            columns: [Table.Column("node", "Node"), Table.Column("flips", "Flips", .number)] + stages
                + [Table.Column("none", "At no tap", .number)],
            rows: ranked.prefix(2 * ShowAtMost.rows).map { pair in
                let firsts = firsts(pair)
                return [.text(pair.node), .number(Double(pair.found.flipped), .count)]
                    + (firsts.stages + [firsts.none]).map { .number(Double($0), .count) }
            })
    }

    /// The images whose prediction flipped, with both predictions: regressed ones first.
    func gallery(_ pair: NodePair) -> Gallery {
        let (reference, node) = (runs.tables[runs.reference], runs.tables[pair.place])
        return Gallery(
            pair.flipped.prefix(ShowAtMost.gallery).map { image, before, now in
                let confidence = node.confidence[now]
                return GalleryItem(
                    item: evaluation.items.ids[image].text, label: reference.labels?[before]?.text ?? "",
                    answer: .named(node.predicted[now].text), confidence: confidence.isNaN ? 0 : confidence,
                    isUnscored: confidence.isNaN ? true : nil,
                    chips: [Predicate(Name(runs.names[runs.reference]), reference.predicted[before])],
                    wantsOverlay: false)
            }, total: pair.flipped.count)
    }
}
