import ArgumentParser
import Artifacts
import Columns
import Diagnostics
import Findings
import Record

/// `misread measure pairs`: the same images on two nodes.
struct MeasurePairs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pairs",
        abstract: "Compare the predictions of two nodes on the images that both have.",
        discussion: """
            A and B are tables with the columns image_id and predicted, and where there are any confidence and label. Labels \
            may also come from any table with image_id and label (--labels); without labels it is counted what differs, \
            and not which is better. McNemar's test is exact and two-sided. A verdict of "different" says that predictions \
            differ and no difference in errors is shown; that B is no worse would need a stated margin.

            --taps names what was kept on the way, in the order of stages: columns of A and B (input_sha,feature_norm), \
            columns of a table with a row for each image and node (--telemetry), or an .npz file with an array \
            node/stage for each and the images in ids. Hashes are the same or not; numbers differ when they are further \
            apart than --tolerance times the tap's spread. For the images whose predictions differ it is counted at which \
            stage they first do; "answer" are those that no tap tells apart.
            """)

    @Argument(help: "The predictions of one node.", completion: .file())
    var a: String

    @Argument(help: "The predictions of the other.", completion: .file())
    var b: String

    @Option(help: "A table with the columns image_id and label.", completion: .file())
    var labels: String?

    @Option(help: "Columns in the order of stages, separated by commas, or an .npz file.", completion: .file())
    var taps: String?

    @Option(help: "A table with the columns image_id, node and those of --taps.", completion: .file())
    var telemetry: String?

    @Option(help: "What the nodes are called in --telemetry or the .npz (default: as the files of A and B are).")
    var nodes: String?

    @Option(help: "Share of a tap's spread by which numbers have to differ.")
    var tolerance = 0.01

    func validate() throws {
        try OptionRange.check("tolerance", tolerance, "a number of at least 0") { $0 >= 0 && $0.isFinite }
        if let nodes, nodes.split(separator: ",").count != 2 {
            throw ValidationError("--nodes \(nodes): two names and a comma expected")
        }
        if telemetry != nil, taps == nil { throw ValidationError("--telemetry needs --taps: the columns to compare") }
    }

    func run() throws {
        try Outcome.give(Outcome.of { try report() }.json.text() + "\n")
    }

    /// Reads both tables and compares them.
    func report() throws -> PairsReport {
        let isArchive = taps?.hasSuffix(".npz") ?? false
        let columns = isArchive ? [] : taps?.split(separator: ",").map { String($0) } ?? []
        let own = telemetry == nil ? columns : []
        let first = try AnswerTable(at: a, taps: own)
        let second = try AnswerTable(at: b, taps: own)
        let list = try labels.map { try LabelList(at: $0) }
        let names = nodes?.split(separator: ",").map { String($0) } ?? [a, b].map(Self.stem)
        var kept: (a: TapFile, b: TapFile)?
        if let taps, isArchive {
            kept = (try TapFile(arrays: taps, node: names[0]), try TapFile(arrays: taps, node: names[1]))
        } else if let telemetry {
            kept = (
                try TapFile(table: telemetry, node: names[0], columns: columns),
                try TapFile(table: telemetry, node: names[1], columns: columns)
            )
        }
        let found = PairedRuns(first, second, taps: kept, tolerance: tolerance) { list?[$0] }
        return PairsReport(found: found, hasTaps: taps != nil)
    }

    private static func stem(_ path: String) -> String {
        let file = path.split(separator: "/").last.map { String($0) } ?? path
        return file.split(separator: ".").first.map { String($0) } ?? file
    }
}
