// Names that other tools give the columns of a table. A column that is not there under our name, or under the one the
// manifest gives, is the one that is called by a usual name, when just one is; that is said.

import Columns
import Diagnostics
import Formats

/// Usual names of columns, by ours.
enum UsualColumns {
    private static let names: [String: [String]] = [
        "image_id": ["id", "image", "image_name", "filename", "file_name", "file", "name", "key", "img", "img_id"],
        "label": [
            "truth", "ground_truth", "groundtruth", "gt", "target", "y", "y_true", "true_label", "label_true", "actual",
            "class", "category",
        ],
        "predicted": [
            "pred", "prediction", "predicted_label", "pred_label", "label_pred", "y_pred", "predicted_class",
            "pred_class", "output",
        ],
        "confidence": ["score", "prob", "probability", "conf", "max_prob"],
        "path": ["file_path", "filepath", "image_path", "img_path", "url", "image_url"],
    ]

    /// Usual names of columns that hold lists of labels, besides.
    private static let lists: [String: [String]] = [
        "label": ["labels", "tags", "categories", "classes", "targets", "true_labels"],
        "predicted": [
            "labels", "tags", "predicted_labels", "predicted_tags", "pred_labels", "predictions", "preds", "label",
            "tag",
        ],
    ]

    /// What `header` calls a column by a usual name; `nil` when none or several do. `taken` are columns with a meaning.
    static func name(
        of column: String, in header: [String], ofLists: Bool = false, besides taken: [String]
    ) -> String? {
        let usual = Set(((names[column] ?? []) + (ofLists ? lists[column] ?? [] : [])).map { Name($0) })
        let found = header.filter { own in
            usual.contains(Name(own.lowercased().replacing(" ", with: "_")))
                && !taken.contains { Name($0) == Name(own) }
        }
        return found.count == 1 ? found.first : nil
    }
}

extension FileConventions {
    /// The same with columns found by their usual names where `header` has none of ours. What was found is added to
    /// `problems`.
    func resolved(
        _ wanted: [String], in header: [String], of file: String, ofLists: Bool = false, _ problems: inout ProblemList
    ) -> FileConventions {
        var resolved = self
        let has = { (name: String) in header.contains { Name($0) == Name(name) } }
        var found: [String] = []
        for column in wanted where columns[column] == nil && !has(column) {
            let taken = wanted.map { resolved.own($0) }
            // A frame that is indexed by id is written with its ids in a column without a name.
            let index = column == "image_id" && has(TableReader.rowNumbers) ? TableReader.rowNumbers : nil
            guard let name = UsualColumns.name(of: column, in: header, ofLists: ofLists, besides: taken) ?? index else {
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
