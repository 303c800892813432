// Images and predictions joined by id, in the order of the image table, with an account of every row that was left out.

import Columns
import Diagnostics
import Record

/// The rows of an image table that have a label and a prediction.
struct EvaluationJoin {
    let items: Items
    let predictions: ClassPredictions
    let accounting: RowAccounting
    /// Rows of the image table that are evaluated.
    let kept: [Int]
    /// Rows of the image table whose label nobody knows.
    let unlabelled: [Int]
    /// The row of the predictions of each of them.
    let chosen: [Int]

    /// Joins predictions to images. What is wrong is added to `problems`; `nil` when nothing can be evaluated. Of images of several
    /// splits those of one are evaluated: of `split`, else of the one that says most of a model.
    init?(
        _ table: ImageTable, extra: [Column], _ rows: PredictionRows, classes: ClassList,
        matching: IDMatching? = nil, isSubset: Bool = false, split: String? = nil, saysSplit: Bool = true,
        _ problems: inout ProblemList
    ) {
        var predictionOf = [Int](repeating: -1, count: table.count)
        var orphans: [Int] = []
        let items = rows.index.map { table.index.rows(of: $0.ids) }
        for row in 0..<rows.count where !rows.repeats.contains(row) {
            let item = items.map { $0[row] } ?? row
            if item >= 0, item < table.count { predictionOf[item] = row } else { orphans.append(row) }
        }
        if problems.isClean { Self.joinSpelled(table, rows, matching, &orphans, &predictionOf, &problems) }
        // Of rows with faults of their own nobody can say what they belong to.
        if problems.isClean, let fault = Self.fault(table, rows, orphans, predictionOf, classes) {
            problems.add(fault)
            return nil
        }
        if problems.isClean, !orphans.isEmpty {
            let given = orphans.map { row in rows.index.map { $0.ids[row].text } ?? "row \(row + 1)" }
            problems.add(
                Problem(
                    .warning, at: Place(file: rows.file, field: "image_id"),
                    "\(orphans.count) of \(rows.count) predictions \(orphans.count == 1 ? "belongs" : "belong") to no image and "
                        + "\(orphans.count == 1 ? "was" : "were") left out: \(JoinFault.list(given))"))
        }
        guard let labels = Self.labels(table, rows, predictionOf, classes, &problems) else { return nil }

        let audited = table.splitColumn.flatMap { column -> (column: SplitColumn, choice: SplitChoice)? in
            let choice = column.choice(split) { predictionOf[$0] >= 0 }
            if saysSplit, let remark = column.remark(choice, file: table.file) { problems.add(remark) }
            return choice.map { (column, $0) }
        }
        let isOfOther = { (item: Int) in audited.map { $0.column.isOther(item, than: $0.choice) } ?? false }
        var kept: [Int] = []
        var (unlabelled, unpredicted, ofOthers) = (0, 0, 0)
        for item in 0..<table.count {
            if isOfOther(item) {
                ofOthers += 1
            } else if predictionOf[item] < 0 {
                unpredicted += 1
            } else if labels[item] < 0 {
                unlabelled += 1
            } else {
                kept.append(item)
            }
        }
        guard !kept.isEmpty else {
            // Where something else is wrong, that is why.
            if problems.isClean, !table.areLabelsFaulty, unlabelled == 0 || !classes.names.isEmpty {
                problems.add(
                    unlabelled > 0
                        ? WorkspaceError(table.file, .nothingLabelled(images: unlabelled))
                        : audited.map { WorkspaceError(rows.file, .nothingOfSplit($0.choice.name)) }
                            ?? WorkspaceError(
                                rows.file, .nothingToEvaluate(items: table.count, predictions: rows.count)))
            }
            return nil
        }
        let reasons = [
            (RowAccounting.noPrediction, unpredicted), (RowAccounting.noLabel, unlabelled),
            (RowAccounting.otherSplit, ofOthers),
            ("prediction for an image that is not in the image table", orphans.count),
            ("exact repeat of an earlier prediction", rows.repeats.count),
        ]
        accounting = RowAccounting(
            itemsRead: table.count, predictionsRead: rows.count, kept: kept.count,
            unpredicted: unpredicted,
            refused: reasons.filter { $0.1 > 0 }.map { RowAccounting.Refusal(reason: $0.0, count: $0.1) },
            orderTrusted: rows.index == nil, isSubset: isSubset ? true : nil)
        self.kept = kept
        self.unlabelled = labels.indices.filter { labels[$0] < 0 && !isOfOther($0) }
        let all = kept.count == table.count
        self.items = Items(
            ids: all ? table.ids : table.ids.gathered(kept), labels: kept.map { labels[$0] },
            paths: table.paths.isEmpty ? [] : kept.map { table.paths[$0] },
            attributes: (table.attributes + extra).map { all ? $0 : $0.gathered(kept) },
            units: table.units.map { all ? $0 : $0.gathered(kept) })
        let chosen = kept.map { predictionOf[$0] }
        self.chosen = chosen
        predictions = ClassPredictions(
            predicted: chosen.map { rows.predicted[$0] }, confidence: chosen.map { rows.confidence[$0] },
            hasConfidence: rows.hasConfidence,
            probabilities: rows.probabilities.map { matrix in
                var values: [Double] = []
                values.reserveCapacity(chosen.count * matrix.classes)
                for row in chosen { values += matrix.values[row * matrix.classes..<(row + 1) * matrix.classes] }
                return ProbabilityMatrix(rows: chosen.count, classes: matrix.classes, values: values)
            }, choices: rows.choices?.gathered(chosen))
    }

    /// Joins predictions whose ids are those of images but for a rule of spelling, one for one, and says so.
    private static func joinSpelled(
        _ table: ImageTable, _ rows: PredictionRows, _ matching: IDMatching?, _ orphans: inout [Int],
        _ predictionOf: inout [Int], _ problems: inout ProblemList
    ) {
        guard !orphans.isEmpty, matching != .exact, let ids = rows.index?.ids else { return }
        let given = orphans.map { ids[$0].text }
        let known = table.ids.map(\.text)
        let taken = predictionOf
        guard
            let alike = SpelledAlike(of: given, among: known, isFree: { taken[$0] < 0 }, by: matching?.rules)
        else { return }
        for (row, place) in zip(orphans, alike.places) where place >= 0 { predictionOf[place] = row }
        let left = zip(orphans, alike.places).filter { $0.1 < 0 }.map(\.0)
        let words = alike.words(
            of: given, among: known, ("prediction was", "predictions were"), all: rows.count - rows.repeats.count)
        problems.add(
            matching == nil
                ? Problem(
                    .warning, at: Place(file: rows.file, field: "image_id"), words,
                    suggestion: "say ids: {match: exact} in version.yml where these are different images")
                : Problem(.note, at: Place(file: rows.file, field: "image_id"), words))
        orphans = left
    }

    /// Why the predictions of no image are too many to leave out, or no others than those of images without one.
    private static func fault(
        _ table: ImageTable, _ rows: PredictionRows, _ orphans: [Int], _ predictionOf: [Int], _ classes: ClassList
    ) -> JoinFault? {
        guard !orphans.isEmpty else { return nil }
        let given = orphans.map { row in rows.index.map { $0.ids[row].text } ?? String(row + 1) }
        let free = table.ids.indices.filter { predictionOf[$0] < 0 }.map { table.ids[$0].text }
        let conventions = NormalizedMatch(of: given, to: free)
        let isTooMany = JoinFault.isTooMany(orphans.count, of: rows.count)
        let lost = isTooMany ? nil : lostClass(rows, orphans)
        guard conventions != nil || lost != nil || isTooMany else { return nil }
        return JoinFault(
            place: Place(file: rows.file, field: "image_id"), kind: .predictions, failed: orphans.count,
            rows: rows.count, given: given, known: table.ids.prefix(4).map(\.text), conventions: conventions,
            wholeClass: lost.map { classes.names[$0].text })
    }

    /// A class of which several rows are predicted, all of them for no image.
    private static func lostClass(_ rows: PredictionRows, _ orphans: [Int]) -> Int? {
        var (all, lost) = ([Int32: Int](), [Int32: Int]())
        for code in rows.predicted where code >= 0 { all[code, default: 0] += 1 }
        for row in orphans where rows.predicted[row] >= 0 { lost[rows.predicted[row], default: 0] += 1 }
        return lost.filter { $0.value > 1 && $0.value == all[$0.key] }.keys.min().map { Int($0) }
    }

    /// The label of each image: the image table's, or the predictions' where the table has no column. Where both have
    /// one they must agree.
    private static func labels(
        _ table: ImageTable, _ rows: PredictionRows, _ predictionOf: [Int], _ classes: ClassList,
        _ problems: inout ProblemList
    ) -> [Int32]? {
        guard let own = table.labels else {
            guard let given = rows.labels else {
                problems.add(WorkspaceError(table.file, row: 1, .noLabels))
                return nil
            }
            return predictionOf.map { $0 < 0 ? -1 : given[$0] }
        }
        if let given = rows.labels {
            let disagreeing = own.indices.filter { item in
                let row = predictionOf[item]
                return row >= 0 && given[row] >= 0 && own[item] >= 0 && given[row] != own[item]
            }
            for item in disagreeing.sorted(by: { predictionOf[$0] < predictionOf[$1] }) {
                let row = predictionOf[item]
                let fault = WorkspaceFault.labelDisagrees(
                    found: classes.names[Int(given[row])].text, table: classes.names[Int(own[item])].text,
                    id: table.ids[item].text)
                problems.add(WorkspaceError(rows.file, row: rows.line(of: row), field: "label", fault))
            }
        }
        return own
    }
}
