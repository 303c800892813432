import Columns
import Diagnostics
import Files
import Formats
import Foundation

/// A table of labels or predictions in an export.
struct LabelTable {
    let file: String
    let layout: LayoutSource
    /// Rows.
    let rows: Int
    /// Whether it says what a model predicted.
    let isOfPredictions: Bool
    /// Whether it says what is true.
    let hasLabels: Bool
    /// Id and label of each row, and what else is known of the image.
    private(set) var labels: [(id: String, label: String, others: [String])] = []
    /// Names of the columns beside id, label and predictions.
    private(set) var others: [String] = []
    /// Classes that predictions name.
    private(set) var predictedClasses: [String] = []
    /// What stands behind the point of a table's name in a workspace.
    let ending: String
    /// What it is called in the screen that says what was recognised.
    var words: String { layout.name(file) }

    private static let ids = [
        "imageid", "id", "image", "imagename", "filename", "file", "name", "key", "img", "imgid", "imagepath", "path",
    ]
    private static let truths = [
        "label", "truth", "groundtruth", "gt", "target", "y", "ytrue", "truelabel", "labeltrue", "actual", "class",
        "category",
        "labels",
    ]
    private static let answers = [
        "predicted", "pred", "prediction", "predictedlabel", "predlabel", "labelpred", "ypred", "predictedclass",
        "predclass",
        "output",
    ]
    private static let scores = ["score", "prob", "probability", "conf", "confidence", "maxprob"]

    /// `nil` for a file that is no table of images.
    init?(_ file: String, _ layout: LayoutSource) throws {
        (self.file, self.layout) = (file, layout)
        let name = layout.name(file)
        let bytes = try layout.source.bytes(file)
        guard let plain = Packed.plain(bytes), !plain.prefix(4096).contains(0) || plain.starts(with: [0xFF, 0xFE])
        else {
            return nil
        }
        let first = plain.first { $0 > 0x20 }
        let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        let lists = isJSON ? PipelineLists.table(bytes) : nil
        guard let text = try? TextFile(bytes: lists ?? bytes, name: name),
            let reader = try? TableReader(text, as: isJSON && lists == nil ? .jsonLines : .csv(Dialect())),
            reader.header.count > 1, let table = try? reader.read({ _ in .text })
        else { return nil }
        rows = table.rows
        let isTabbed =
            !isJSON && plain.prefix { $0 != 0x0A }.contains(0x09) && !plain.prefix { $0 != 0x0A }.contains(0x2C)
        let packing = Gzip.isPacked(bytes) ? ".gz" : plain.count != bytes.count ? ".zst" : ""
        ending = (isJSON ? "json" : isTabbed ? "tsv" : "csv") + packing
        let keys = reader.header.map(BoxKeys.plain)
        guard let id = Self.ids.lazy.compactMap({ keys.firstIndex(of: $0) }).first else { return nil }
        let matrix = reader.header.indices.filter {
            reader.header[$0].hasPrefix("p_") || reader.header[$0].hasPrefix("prob_")
        }
        let best = BestClasses(in: reader.header)
        let answer = Self.answers.lazy.compactMap { keys.firstIndex(of: $0) }.first
        let score = Self.scores.lazy.compactMap { keys.firstIndex(of: $0) }.first
        let named = Self.truths.lazy.compactMap { keys.firstIndex(of: $0) }.first { $0 != id }
        let isOfOne = answer == nil && matrix.isEmpty && best == nil && named != nil && score != nil
        isOfPredictions = answer != nil || !matrix.isEmpty || best != nil || isOfOne
        let label = isOfOne ? nil : named
        let annotators = reader.header.indices.filter {
            keys[$0].hasPrefix("annotator") && $0 != id && keys[$0] != "annotatorid"
        }
        hasLabels = label != nil || annotators.count > 1
        guard isOfPredictions || hasLabels else { return nil }
        func cell(_ column: Int, _ row: Int) -> String {
            if case .text(let cells) = table.columns[column] { cells[row] } else { "" }
        }
        let used = Set([id, label, answer, score].compactMap(\.self) + matrix)
        let rest = isOfPredictions ? [] : reader.header.indices.filter { !used.contains($0) && keys[$0] != "path" }
        others = rest.map { reader.header[$0] }
        if let label {
            labels = (0..<table.rows).map { row in (cell(id, row), cell(label, row), rest.map { cell($0, row) }) }
        } else if hasLabels {
            labels = (0..<table.rows).map { row in (cell(id, row), "", rest.map { cell($0, row) }) }
        }
        let answered = answer ?? (isOfOne ? named : nil)
        var classes: Set<Name> = []
        for column in [answered].compactMap(\.self)
            + reader.header.indices.filter({ best?.classes.contains(reader.header[$0]) ?? false })
        {
            for row in 0..<table.rows where !cell(column, row).isEmpty { classes.insert(Name(cell(column, row))) }
        }
        if best == nil {
            for column in matrix {
                classes.insert(Name(String(reader.header[column].drop { $0 != "_" }.dropFirst())))
            }
        }
        predictedClasses = classes.sorted().map(\.text)
    }
}
