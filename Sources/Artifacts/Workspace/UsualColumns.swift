// Names that other tools give the columns of a table. A column that is not there under our name, or under the one the
// manifest gives, is the one that is called by the first of the usual names, and that is said.

import Columns
import Diagnostics
import Formats

/// Usual names of columns, by ours.
enum UsualColumns {
    /// The names by rank: of two that are there the first is taken.
    private static let names: [String: [String]] = [
        "image_id": [
            "image_id", "id", "image", "image_name", "filename", "file_name", "file", "name", "key", "img", "img_id",
            "image_path", "img_path", "path", "file_path", "fname", "img_name", "image_file", "id_code",
        ],
        "label": [
            "label", "truth", "ground_truth", "gt", "target", "y", "y_true", "true_label", "label_true", "actual",
            "class", "category", "true_class", "class_true", "true", "gt_label", "label_gt", "gt_class", "actual_label",
            "actual_class", "target_label", "ground_truth_label", "choice",
        ],
        "predicted": [
            "predicted", "pred", "prediction", "predicted_label", "pred_label", "label_pred", "y_pred",
            "predicted_class", "pred_class", "class_pred", "output", "predictions", "preds",
        ],
        "confidence": ["confidence", "score", "prob", "probability", "conf", "max_prob"],
        "path": ["path", "file_path", "image_path", "img_path", "url", "image_url"],
    ]

    /// Usual names of columns that hold lists of labels, besides.
    private static let lists: [String: [String]] = [
        "label": ["labels", "tags", "categories", "classes", "targets", "true_labels"],
        "predicted": ["predicted_labels", "predicted_tags", "pred_labels"],
    ]
    /// What FiftyOne calls them where it writes a table: a field and what is asked of it.
    private static let fields: [String: [String]] = [
        "label": ["ground_truth.label"], "predicted": ["predictions.label", "prediction.label"],
        "confidence": ["predictions.confidence", "prediction.confidence"],
    ]
    /// What a file of predictions may call them where nothing else in it is a prediction.
    private static let bare = ["labels", "tags", "label", "tag"]

    /// The column `id` of Label Studio's tables, which numbers tasks: their picture has a column of its own.
    private static func taskNumber(in header: [String]) -> String? {
        let plain = Set(header.map { $0.lowercased() })
        return plain.isSuperset(of: ["annotation_id", "lead_time"]) ? header.first { $0.lowercased() == "id" } : nil
    }

    /// What `header` calls a column by a usual name, that of the highest rank; `nil` when none does. `taken` are columns with a
    /// meaning.
    static func name(
        of column: String, in header: [String], ofLists: Bool = false, isAlone: Bool = false, besides taken: [String]
    ) -> String? {
        let isNone = column == "image_id" ? Self.taskNumber(in: header) : nil
        let free = header.filter { own in own != isNone && !taken.contains { Name($0) == Name(own) } }
        let plain = free.map { $0.lowercased().replacing(" ", with: "_").replacing("-", with: "_") }
        let rank =
            (names[column] ?? []) + (fields[column] ?? []) + (ofLists ? lists[column] ?? [] : [])
            + (isAlone && column == "predicted" ? bare : [])
        // "p_red" is no "pred": what has fewer marks between its words is the same name, and what has others is not.
        return rank.lazy.compactMap { name in
            plain.firstIndex(of: name) ?? plain.firstIndex(of: name.replacing("_", with: ""))
        }.first.map { free[$0] }
    }
}

extension FileConventions {
    /// The same with columns found by their usual names where `header` has none of ours. What was found is added to
    /// `problems`.
    func resolved(
        _ wanted: [String], in header: [String], of file: String, ofLists: Bool = false, isAlone: Bool = false,
        _ problems: inout ProblemList
    ) -> FileConventions {
        var resolved = self
        let has = { (name: String) in header.contains { Name($0) == Name(name) } }
        var found: [String] = []
        for column in wanted where columns[column] == nil && !has(column) {
            let taken = wanted.map { resolved.own($0) }
            // A frame that is indexed by id is written with its ids in a column without a name.
            let index = column == "image_id" && has(TableReader.rowNumbers) ? TableReader.rowNumbers : nil
            guard
                let name = UsualColumns.name(of: column, in: header, ofLists: ofLists, isAlone: isAlone, besides: taken)
                    ?? index
            else {
                continue
            }
            resolved.columns[column] = name
            found.append("\(column): \(name.contains(":") ? "\"\(name)\"" : name)")
        }
        if !found.isEmpty {
            problems.add(
                Problem(
                    .note, at: Place(file: file),
                    "columns were found by their usual names: \(found.joined(separator: ", "))",
                    suggestion: "where that is wrong, say columns: {\(found.joined(separator: ", "))} in the manifest"))
        }
        return resolved
    }
}
