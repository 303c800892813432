// Labels of whole images as two tools write them: FiftyOne's `{"classes": [...], "labels": {"a": 0}}`, and the choices in Label
// Studio's own JSON.

import Columns
import Diagnostics
import Formats
import Foundation

/// Such a file as a table.
enum ToolLabels {
    /// The table; `nil` for a file of another shape.
    static func table(_ bytes: Data) -> RewrittenTable? {
        guard let plain = Packed.plain(bytes),
            let first = plain.first(where: { $0 > 0x20 }), first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        else { return nil }
        return JSONTree(whole: plain).flatMap { fiftyOne($0) ?? labelStudio($0) }
    }

    /// FiftyOne's labels by image: places in `classes` or names, of one label or several, with a confidence where a model gave
    /// them.
    private static func fiftyOne(_ tree: JSONTree) -> RewrittenTable? {
        guard let members = tree["labels"]?.members, !members.isEmpty else { return nil }
        let classes = tree["classes"]?.elements?.compactMap(\.text) ?? []
        func name(_ value: JSONTree) -> String? {
            if case .number(_, let place?) = value { return classes.indices.contains(place) ? classes[place] : nil }
            return value.text
        }
        var rows: [(cells: [String], place: Int)] = []
        var isScored = false
        for (place, (image, value)) in members.enumerated() {
            if case .null = value { continue }
            let told = value["label"] ?? value["labels"] ?? value
            let labels = told.elements.map { $0.map(name) } ?? [name(told)]
            // What is none of the classes is for whoever reads other forms to tell.
            guard labels.allSatisfy({ $0 != nil }) else { return nil }
            let confidence = value["confidence"]?.plain
            isScored = isScored || confidence != nil
            let names = labels.compactMap(\.self)
            let cells = [image, told.elements == nil ? names[0] : LabelLists.cell(names), confidence ?? ""]
            rows.append((cells, place + 1))
        }
        return table(rows, isScored ? ["image_id", "predicted", "confidence"] : ["image_id", "label"])
    }

    /// The choices of Label Studio's tasks: a row an annotation, with the person by number where there are several.
    private static func labelStudio(_ tree: JSONTree) -> RewrittenTable? {
        guard let tasks = tree.elements, !tasks.isEmpty else { return nil }
        var rows: [(cells: [String], place: Int)] = []
        var people: [Name: Int] = [:]
        for (place, task) in tasks.enumerated() {
            guard let data = task["data"]?.members,
                let annotations = (task["annotations"] ?? task["completions"])?.elements,
                let picture = LabelStudioTask.picture(in: data)
            else { return nil }
            for annotation in annotations {
                if case .boolean(true)? = annotation["was_cancelled"] { continue }
                let choices = (annotation["result"]?.elements ?? []).flatMap { result in
                    result["value"]?["choices"]?.elements?.compactMap(\.text) ?? []
                }
                guard !choices.isEmpty else { continue }
                let by = annotation["completed_by"]
                let person = Name(by?.plain ?? by?["id"]?.plain ?? "")
                let number = people[person] ?? people.count + 1
                people[person] = number
                rows.append(([picture, LabelLists.cell(choices), String(number)], place + 1))
            }
        }
        return table(rows, people.count > 1 ? ["image_id", "label", "annotator"] : ["image_id", "label"])
    }

    /// Rows with as many cells as the header; `nil` without any.
    private static func table(_ rows: [(cells: [String], place: Int)], _ header: [String]) -> RewrittenTable? {
        var table = RewrittenTable(header)
        for (cells, place) in rows { table.append(Array(cells.prefix(header.count)), line: place) }
        return rows.isEmpty ? nil : table
    }
}
