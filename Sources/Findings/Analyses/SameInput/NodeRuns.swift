import Artifacts
import Columns
import Record

/// What each node of telemetry predicted on each image: its first row of it.
struct NodeRuns {
    /// The nodes with rows, in canonical order.
    let names: [String]
    /// The table of each.
    let tables: [AnswerTable]
    /// Row of the evaluation of each row of each table.
    let images: [[Int]]
    /// The node that others are compared with: the one that misread.yml names, or the one with most images.
    let reference: Int

    /// The runs. Throws `Missing` where no two nodes can be compared.
    init(_ telemetry: Telemetry, _ examination: Examination) throws {
        guard telemetry.statesPredictions else {
            throw Missing("the telemetry has no column predicted, so every node has the same predictions")
        }
        let evaluation = examination.evaluation
        let classes = evaluation.classes.map { Name($0) }
        let nodes = telemetry.nodes
        var first = [[Int: Int]](repeating: [:], count: nodes.categories.count)
        for (row, image) in telemetry.images.enumerated() where first[nodes.codes[row]][Int(image)] == nil {
            first[nodes.codes[row]][Int(image)] = row
        }
        let present = first.indices.filter { !first[$0].isEmpty }
        guard present.count > 1 else { throw Missing("all rows of the telemetry are of one node") }
        names = present.map { nodes.categories[$0].text }
        images = present.map { first[$0].keys.sorted() }
        tables = zip(present, images).map { node, images in
            let rows = images.map { first[node][$0] ?? 0 }
            return AnswerTable(
                file: telemetry.file, ids: evaluation.items.ids.gathered(images),
                predicted: rows.map { classes[Int(telemetry.predicted[$0])] },
                confidence: rows.map { telemetry.confidence[$0] },
                labels: images.map { classes[Int(evaluation.items.labels[$0])] },
                taps: telemetry.stages.flatMap { stage in stage.taps.map { $0.gathered(rows) } })
        }
        let counts = images.map(\.count)
        if let named = examination.settings.telemetry.referenceNode {
            guard let place = names.firstIndex(of: named) else {
                throw Missing("no row of the telemetry is of \(named), the reference node of misread.yml")
            }
            reference = place
        } else {
            reference = counts.firstIndex(of: counts.max() ?? 0) ?? 0
        }
    }

    /// The place of a node.
    func place(_ name: String) -> Int? { names.firstIndex { Name($0) == Name(name) } }
}
