import Columns
import Record

@testable import Archive
@testable import Chronicle
@testable import Pages

extension Fixture {
    /// Rows with the names that people least expect: errors, and one that is correct.
    static func examples(_ count: Int = 7, published: Int = 3) -> ExampleTable {
        let rows = (0..<count).map { (index: Int) -> ExampleTable.Row in
            let label = names[index % names.count]
            let isCorrect = index == count - 1
            let answer = isCorrect ? label : names[(index + 1) % names.count]
            let id = "item-" + label + (index < names.count ? "" : " \(index)")
            let confidence = 0.5 + Double(index % 50) / 100
            return ExampleTable.Row(
                id, label: label, answer: .named(answer), confidence: confidence,
                before: index == 0 ? formula : nil, values: [breakout])
        }
        let rankings = (0..<published).map { (place: Int) -> [(name: String, probability: Double)] in
            [(names[place % names.count], 0.8), (script, 0.2)]
        }
        return ExampleTable(
            rows, total: count - 1, errors: count - 1, spurious: 0, hasConfidence: true, areProbabilities: true,
            attributes: [script], published: Array(0..<published),
            rankings: rankings)
    }

    /// A chronicle whose newest version keeps examples.
    static func chronicle(with examples: ExampleTable?) -> Chronicle {
        let before = archived(audit("v1"))
        let now = archived(audit("v2", date: "2026-02-03", baseline: "v1"))
        return Chronicle(
            audits: [
                before,
                ArchivedAudit(
                    audit: now.audit, outcomes: now.outcomes, runs: [], examples: examples, digest: now.digest,
                    seal: now.seal, folder: now.folder),
            ], incidents: [])
    }
}
