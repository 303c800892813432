// Swap runs as they lie in a folder: predictions of each node with stages of the reference, and of the nodes themselves.

import Artifacts
import Columns
import Diagnostics
import Files
import Findings
import Formats
import Foundation

/// A folder of swap runs.
struct SwapFolder {
    /// A run that was found.
    struct Run {
        let node: String
        let stages: [String]
        /// Its predictions.
        var answers: AnswerTable?
        /// How many of how many are correct, where a table says so.
        var counts: (correct: Int, images: Int)?
    }

    /// The swap runs: those of swaps.csv in its order, which is that of the stages, then those of other files.
    let runs: [Run]
    /// The predictions of each node itself.
    let nodes: [String: AnswerTable]
    /// Nodes and their accuracies as `nodes.json` lists them.
    let listed: [(node: String, accuracy: Double)]
    /// Labels that lie in the folder, in `labels.csv` or `images.csv`.
    let labels: LabelList?

    /// Reads the swaps in `path`: `swaps/` in it and `nodes/` beside that, or the swaps themselves with `nodes/` beside the
    /// folder. A run is `swap__NODE__STAGE.csv`, `NODE/STAGE/predictions.*` or a row of `swaps.csv` (node,
    /// stage_from_reference, correct, n); several stages are joined by `+`.
    init(_ path: String) throws {
        let folder = try SourceFolder(around: path, kind: "folder", called: path)
        let named = folder.namedPath
        guard try folder.entry(named)?.isFolder == true else { throw FileError(path, .notAFolder) }
        let inner = named + "/swaps"
        let hasInner = try folder.entry(inner)?.isFolder ?? false
        let swaps = hasInner ? inner : named
        let root = hasInner ? named : named.split(separator: "/").dropLast().joined(separator: "/")
        var runs = try Self.answers(folder, swaps)
        let counted = try Self.counts(folder, swaps + "/swaps.csv").map { run in
            guard let same = runs.firstIndex(where: { $0.node == run.node && $0.stages == run.stages }) else {
                return run
            }
            var both = runs.remove(at: same)
            both.counts = run.counts
            return both
        }
        runs = counted + runs
        guard !runs.isEmpty else { throw SwapFault.noSwaps(path) }
        self.runs = runs
        var nodes: [String: AnswerTable] = [:]
        for name in try folder.names(in: root + "/nodes") where name.contains(".") {
            let node = name.split(separator: ".").first.map { String($0) } ?? name
            nodes[node] = try AnswerTable(at: "/\(root)/nodes/\(name)", called: "nodes/\(name)")
        }
        self.nodes = nodes
        listed =
            try folder.entry(root + "/nodes.json") == nil ? [] : Self.listed(try folder.bytes(root + "/nodes.json"))
        let labelled = try ["labels.csv", "images.csv"].filter { try folder.entry(root + "/" + $0) != nil }
        labels = try labelled.first.map { (name: String) in
            try LabelList(at: "/\(root)/\(name)", called: name)
        }
    }

    private static func answers(_ folder: SourceFolder, _ swaps: String) throws -> [Run] {
        var runs: [Run] = []
        for file in try folder.files(under: swaps) {
            let parts = file.split(separator: "/").map { String($0) }
            let stem = parts.last.map { String($0.split(separator: ".").first ?? "") } ?? ""
            let names: [String]
            if parts.count == 1, stem.hasPrefix("swap__") {
                names = Array(stem.components(separatedBy: "__").dropFirst())
            } else if parts.count == 3, stem == "predictions" {
                names = Array(parts.prefix(2))
            } else {
                continue
            }
            guard names.count == 2 else { continue }
            runs.append(
                Run(
                    node: names[0], stages: stages(names[1]),
                    answers: try AnswerTable(at: "/\(swaps)/\(file)", called: file)))
        }
        return runs
    }

    private static func stages(_ text: String) -> [String] { text.split(separator: "+").map { String($0) } }

    private static func counts(_ folder: SourceFolder, _ path: String) throws -> [Run] {
        guard try folder.entry(path) != nil else { return [] }
        let table = try table(path, ["node", "stage_from_reference"], ["correct", "n"])
        return try table.map { row in
            let correct = row.numbers[0]
            let images = row.numbers[1]
            guard correct >= 0, correct <= images, let whole = Int(exactly: correct), let all = Int(exactly: images)
            else { throw SwapFault.notCounts(file: "swaps.csv", line: row.line) }
            return Run(
                node: row.texts[0], stages: stages(row.texts[1]), counts: (correct: whole, images: all))
        }
    }

    private struct Listed: Decodable {
        let node: String
        let accuracy: Double?
    }

    private static func listed(_ bytes: Data) throws(SwapFault) -> [(node: String, accuracy: Double)] {
        guard let nodes = try? JSONDecoder().decode([Listed].self, from: bytes) else { throw .notAList }
        return nodes.map { ($0.node, $0.accuracy ?? .nan) }
    }

    private struct Row {
        let line: Int
        let texts: [String]
        let numbers: [Double]
    }

    private static func table(_ path: String, _ texts: [String], _ numbers: [String]) throws -> [Row] {
        let name = path.split(separator: "/").last.map { String($0) } ?? path
        let reader = try TableReader(contentsOf: URL(fileURLWithPath: "/" + path), name: name)
        var problems = ProblemList()
        for column in texts + numbers {
            if let fault = reader.fault(ofColumn: column) { problems.add(fault) }
        }
        try problems.throwIfAny()
        let table = try reader.read { texts.contains($0) ? .text : numbers.contains($0) ? .number : .skipped }
        return (0..<table.rows).map { row in
            Row(
                line: table.line(of: row),
                texts: texts.map { name in
                    if case .text(let cells)? = table.column(name) { cells[row] } else { "" }
                },
                numbers: numbers.map { name in
                    if case .number(let cells)? = table.column(name) { cells.values[row] } else { .nan }
                })
        }
    }
}

/// Why swap runs cannot be read as asked.
enum SwapFault: Error, Hashable {
    /// A folder without a swap run.
    case noSwaps(String)
    /// A row whose counts are none.
    case notCounts(file: String, line: Int)
    /// A nodes.json that is no list of nodes.
    case notAList
    /// Nothing says which node the reference is.
    case noReference
    /// A node of which nothing but its swaps is known; what is there, the nearest first.
    case unknownNode(String, nearest: String?)
    /// Runs of one node over different numbers of images, so that their counts are not of the same.
    case unlikeCounts(String, Int, Int)
    /// A node whose accuracy is no share.
    case noShare(String, Double)
    /// A file of labels without those of a run's images.
    case unlabelled(String)
}

extension SwapFault: Explained {
    var problem: Problem {
        switch self {
        case .noSwaps(let path):
            Problem(
                at: Place(file: path), "holds no swap run",
                suggestion:
                    "a run is swap__NODE__STAGE.csv, NODE/STAGE/predictions.csv, or a row of swaps.csv (node,stage_from_reference,correct,n)"
            )
        case .notCounts(let file, let line):
            Problem(at: Place(file: file, row: line), "correct and n are whole numbers, correct at most n")
        case .notAList:
            Problem(
                at: Place(file: "nodes.json"), "is no list of nodes",
                suggestion: "each is an object with a node and its accuracy")
        case .noReference:
            Problem("nothing says which node the stages are taken from", suggestion: "give --reference NODE")
        case .unknownNode(let node, let nearest):
            Problem(
                "there are no predictions of \(node) itself",
                suggestion: nearest.map { "did you mean \($0)?" } ?? "they are looked for in nodes/\(node).csv")
        case .unlikeCounts(let node, let first, let other):
            Problem(
                at: Place(file: "swaps.csv", field: "n"),
                "the runs of \(node) are over \(first) and \(other) images, and counts of different images say nothing "
                    + "of a stage",
                suggestion: "give the predictions of each run, or run all on the same images")
        case .noShare(let node, let accuracy):
            Problem(
                at: Place(file: "nodes.json", field: "accuracy"),
                "the accuracy of \(node) is \(accuracy), not within 0...1",
                suggestion: (1...100).contains(accuracy) ? "a percentage? divide by 100" : nil)
        case .unlabelled(let node):
            Problem("no image of \(node) has a label", suggestion: "give --labels TABLE with image_id and label")
        }
    }
}
