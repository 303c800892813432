import ArgumentParser
import Artifacts
import Columns
import Diagnostics
import Findings
import Record

/// `misread measure stages`: at which stage nodes lose what the reference node gets right.
struct MeasureStages: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stages",
        abstract: "Attribute the gap between a node and the reference to stages, from swap runs.",
        discussion: """
            A swap run is everything of a node with one stage of the reference node: swap__NODE__STAGE.csv or \
            NODE/STAGE/predictions.csv in FOLDER or its swaps/, or a row of swaps.csv (node, stage_from_reference, correct, \
            n). Several stages are joined by +. The nodes' own predictions are looked for in nodes/NODE.csv, their accuracies \
            in nodes.json. Labels are those of the tables, of --labels, or of labels.csv or images.csv in the folder.

            The share that a stage recovers is (correct with it - correct of the node) / (correct of the reference - correct \
            of the node). With labels its interval is paired, image by image; from counts alone it is wider. Without a \
            significant gap there is nothing to attribute. Where every group of stages was run, Shapley values say what each \
            stage costs; they add up to the gap.
            """)

    @Argument(help: "The folder of the runs.", completion: .directory)
    var folder: String

    @Option(help: "The node whose stages were put in (default: the first of nodes.json).")
    var reference: String?

    @Option(help: "A table with the columns image_id and label.", completion: .file())
    var labels: String?

    func run() throws {
        try Outcome.give(Outcome.of { try report() }.json.text() + "\n")
    }

    /// Reads the runs and attributes each node's gap.
    func report() throws -> StagesReport {
        let runs = try SwapFolder(folder)
        let list = try labels.map { try LabelList(at: $0) } ?? runs.labels
        guard let reference = reference ?? runs.listed.first?.node else { throw SwapFault.noReference }
        var order: [String] = []
        for run in runs.runs where !order.contains(where: { Name($0) == Name(run.node) }) { order.append(run.node) }
        return StagesReport(
            reference: reference,
            nodes: try order.map { node in
                let swaps = runs.runs.filter { Name($0.node) == Name(node) }
                return (node, try Self.attribution(node, reference, swaps, runs, list, oneOf: order.count))
            })
    }

    private static func attribution(
        _ node: String, _ reference: String, _ swaps: [SwapFolder.Run], _ runs: SwapFolder, _ labels: LabelList?,
        oneOf looks: Int
    ) throws -> StageAttribution {
        if let first = runs.nodes[reference], let own = runs.nodes[node],
            let judged = judged([first, own] + swaps.compactMap(\.answers), labels),
            swaps.allSatisfy({ $0.answers != nil })
        {
            return StageAttribution(
                images: judged.images, reference: .images(judged.correct[0]), node: .images(judged.correct[1]),
                swaps: zip(swaps, judged.correct.dropFirst(2)).map { swap, correct in
                    StageAttribution.Swap(stages: swap.stages, judged: .images(correct))
                }, oneOf: looks)
        }
        let counted = swaps.compactMap { swap in swap.counts.map { (swap.stages, $0) } }
        guard let images = counted.first?.1.images, counted.count == swaps.count else {
            throw SwapFault.unlabelled(node)
        }
        if let other = counted.first(where: { $0.1.images != images }) {
            throw SwapFault.unlikeCounts(node, images, other.1.images)
        }
        func count(_ name: String) throws -> StageAttribution.Judged {
            let listed = runs.listed.first { Name($0.node) == Name(name) }
            if let accuracy = listed?.accuracy, !(0...1).contains(accuracy) {
                throw SwapFault.noShare(name, accuracy)
            }
            guard let accuracy = listed?.accuracy, let correct = Int(exactly: (accuracy * Double(images)).rounded())
            else { throw SwapFault.unknownNode(name, nearest: nearestName(to: name, in: runs.listed.map(\.node))) }
            return .count(correct)
        }
        return StageAttribution(
            images: images, reference: try count(reference), node: try count(node),
            swaps: counted.map { StageAttribution.Swap(stages: $0.0, judged: .count($0.1.correct)) },
            oneOf: looks)
    }

    /// Whether each image that all tables have, and that has a label, is correct in each; `nil` without any.
    private static func judged(_ tables: [AnswerTable], _ labels: LabelList?) -> (images: Int, correct: [[Bool]])? {
        guard let first = tables.first else { return nil }
        var correct = [[Bool]](repeating: [], count: tables.count)
        for row in 0..<first.ids.count {
            let id = first.ids[row]
            let rows = tables.map { $0.index.row(of: id) }
            let places = rows.compactMap { $0 }
            guard places.count == tables.count else { continue }
            let own = zip(tables, places).lazy.compactMap { $0.labels?[$1] }.first
            guard let truth = own ?? labels?[id] else { continue }
            for (table, place) in places.enumerated() {
                correct[table].append(tables[table].predicted[place] == truth)
            }
        }
        return correct[0].isEmpty ? nil : (correct[0].count, correct)
    }
}
