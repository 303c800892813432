// The embeddings on the two directions along which they vary most: which images lie together, where errors lie, and around
// what the groups that were found are.

import Artifacts
import Record
import Statistics

/// A map of embeddings.
struct PatternMap {
    /// Points of each kind at most; of more images those whose ids' hashes are smallest. Errors have a sample of their own, for
    /// they are what is looked for and few.
    private static let (mostCorrect, mostIncorrect) = (1_000, 500)
    /// Share of a group's images within its outline.
    private static let mass = 0.8

    /// The map.
    let chart: MapChart

    /// A map of all images along the directions of those that were searched, the groups at `found` outlined. `nil` where embeddings vary in fewer than two directions.
    init?(_ groups: PatternGroups, outlining found: [Int], _ embeddings: Embeddings, _ evaluation: Evaluation) {
        guard let plane = groups.plane else { return nil }
        func places(_ rows: some Sequence<Int>) -> [(x: Double, y: Double)] {
            // Every vector was read when they were searched.
            rows.compactMap { row in (try? embeddings.vector(row)).map(plane.place) }
        }
        let correct = groups.rows.filter(evaluation.isCorrect)
        let incorrect = groups.rows.filter { !evaluation.isCorrect($0) }
        chart = MapChart(
            x: Axis("component 1", .raw), y: Axis("component 2", .raw), explained: plane.explained,
            correct: MapChart.Points(places(correct.prefix(Self.mostCorrect))),
            incorrect: MapChart.Points(places(incorrect.prefix(Self.mostIncorrect))),
            all: [correct.count, incorrect.count],
            outlines: found.compactMap { place in
                MapChart.Outline(
                    groups.image(of: place, in: evaluation),
                    around: places(groups.components[place].members.map { groups.rows[$0] }), mass: Self.mass,
                    errors: groups.errors(of: place))
            },
            mass: Self.mass)
    }
}
