import Columns
import Diagnostics
import Formats

/// Which of the tables of an export says what is true, and which what a model predicted.
struct TableRoles {
    let truth: LabelTable?
    let predictions: LabelTable?
    /// What is said of a choice among splits.
    let remark: Problem?

    /// `isTruthKnown` where the results are added to a workspace, `folders` are those of classes in the export. Throws where several tables may be the one.
    init(_ tables: [LabelTable], isTruthKnown: Bool, folders: [String] = []) throws {
        var predicted = tables.filter(\.isOfPredictions)
        var labelled = tables.filter { $0.hasLabels && !$0.isOfPredictions }
        if labelled.isEmpty, !isTruthKnown { try UnclearMarks.check(tables) }
        let plain = tables.filter { !$0.isOfPredictions && !$0.hasLabels }
        if labelled.isEmpty, let own = predicted.first, own.hasLabels { labelled = [own] }
        if labelled.isEmpty, let own = predicted.first, let columns = Self.columns(own, own.scored) {
            labelled = [own.asTruth(labels: columns)]
        }
        if labelled.isEmpty, !isTruthKnown {
            var flagged = plain.filter { $0.flags.count > 1 }
            // What a model said in columns of 0 and 1 has a name of its own.
            if flagged.count > 1, predicted.isEmpty {
                let named = flagged.filter { !Self.isCalledResults($0.file) }
                if named.count == 1 { flagged = named }
            }
            if flagged.count > 1, let scored = predicted.first?.scored {
                let fitting = flagged.filter { Self.columns($0, scored) != nil }
                if fitting.count == 1 { flagged = fitting }
            }
            labelled = flagged.map { $0.asTruth(labels: $0.flags) }
        }
        if let split = SplitTables(labelled, predicted: predicted.first) {
            remark = split.choice.importRemark(in: split.table.layout.called)
            labelled = [split.table]
        } else {
            remark = nil
        }
        if labelled.count > 1 {
            let files = labelled.map { $0.layout.name($0.file) }
            // Without a table of predictions one of them may be it.
            guard predicted.isEmpty, labelled.allSatisfy({ $0.hasLabelColumn }) else {
                throw ImportFault.several(what: "tables of labels", files)
            }
            throw ImportFault.severalLabels(files, field: labelled.last?.labelColumn)
        }
        if predicted.isEmpty {
            let truth = labelled.first
            let names =
                try truth.map { truth in
                    truth.hasLabelColumn
                        ? LabelLanguage(truth.labels.map(\.label), scored: []).partsOfAll
                        : try LabelFlags(truth, nil).names
                } ?? folders
            predicted = plain.filter { table in
                guard table.file != truth?.file || table.layout.called != truth?.layout.called else { return false }
                guard truth != nil || !folders.isEmpty else { return isTruthKnown && table.numbers.count > 1 }
                let columns = Set(table.numbers.map { Name($0) })
                return ClassColumns.scores.contains { $0.columns(of: names, in: columns) != nil }
            }.map(\.asPredictions)
        }
        if predicted.count > 1 {
            throw ImportFault.several(what: "tables of predictions", predicted.map { $0.layout.name($0.file) })
        }
        truth = labelled.first
        predictions = predicted.first
    }

    /// The columns of 0 and 1 of a table that are called by all of some labels.
    private static func columns(_ table: LabelTable, _ labels: [String]) -> [String]? {
        let known = Set(table.flags.map { Name($0) })
        guard labels.count > 1 else { return nil }
        return ClassColumns.marks.lazy.compactMap { $0.columns(of: labels, in: known) }.first
    }

    static func isCalledResults(_ file: String) -> Bool {
        let name = ImageNames.stem(file).lowercased()
        return ["pred", "result", "output", "score", "submission"].contains { name.contains($0) }
    }
}
