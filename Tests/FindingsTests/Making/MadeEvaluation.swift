// Evaluations made row by row, for tests that plant a fault and for laws.

import Artifacts
import Columns
import Findings
import Record
import Tallies

/// One row of a made evaluation.
struct MadeRow {
    var id: String
    var label: Int
    var predicted: Int
    var confidence: Double
    /// Categories by attribute name, in the order of `MadeEvaluation.attributes`.
    var attributes: [String] = []
    /// All class probabilities; spread from the confidence when `nil`.
    var probabilities: [Double]?
}

/// An evaluation under construction.
struct MadeEvaluation {
    var version = "v2"
    var classes: [String]
    var rows: [MadeRow]
    var attributes: [String] = []
    /// The attribute that names what rows belong to: the reader takes it out of the attributes, and so does this.
    var unit: String?
    /// Images of the table that the predictions say nothing of.
    var unpredicted = 0
    var hasProbabilities = true
    var hasConfidence = true
    var condition: Condition?
    var changes: [String] = []
    var preprocessing: String?
    var labelVersion: String?
    /// What else its manifest states.
    var stating: @Sendable (inout VersionManifest) -> Void = { _ in }

    var evaluation: Evaluation {
        var manifest = VersionManifest(version: version, date: "2026-01-02", model: "made")
        manifest.changes = changes
        manifest.preprocessing = preprocessing
        manifest.labelVersion = labelVersion
        stating(&manifest)
        let values = rows.flatMap { $0.probabilities ?? spread($0) }
        return Evaluation(
            manifest: manifest, datasheet: Datasheet(name: "made", title: "Made"), condition: condition,
            classes: classes.map { ClassName($0) },
            items: Items(
                ids: ItemIDs(rows.map { ItemID($0.id) }), labels: rows.map { Int32($0.label) },
                attributes: attributes.indices.filter { attributes[$0] != unit }.map { .coded(column($0)) },
                units: attributes.firstIndex { $0 == unit }.map { column($0) }),
            predictions: ClassPredictions(
                predicted: rows.map { Int32($0.predicted) }, confidence: rows.map { hasConfidence ? $0.confidence : 0 },
                hasConfidence: hasConfidence,
                probabilities: hasProbabilities
                    ? ProbabilityMatrix(rows: rows.count, classes: classes.count, values: values) : nil),
            accounting: RowAccounting(
                itemsRead: rows.count + unpredicted, predictionsRead: rows.count, kept: rows.count,
                unpredicted: unpredicted))
    }

    private func spread(_ row: MadeRow) -> [Double] {
        let rest = (1 - row.confidence) / Double(max(1, classes.count - 1))
        return classes.indices.map { $0 == row.predicted ? row.confidence : rest }
    }

    private func column(_ index: Int) -> CodedColumn {
        let values = rows.map { $0.attributes[index] }
        let categories = Array(Set(values)).sorted()
        let codes = values.map { value in categories.firstIndex(of: value) ?? 0 }
        return CodedColumn(
            name: Name(attributes[index]), categories: categories.map { Name($0) },
            codes: Codes(codes, categories: categories.count))
    }

    /// What an archive would keep of it.
    func record(sections: [Section] = [], runs: [MadeEvaluation] = []) -> BaselineRecord {
        BaselineRecord(of: evaluation, sections: sections, runs: runs.map(\.evaluation))
    }

    func examination(
        baseline: BaselineRecord? = nil, conditions: [MadeEvaluation] = [], settings: WorkspaceSettings? = nil
    ) -> Examination {
        Examination(
            of: evaluation, conditions: conditions.map(\.evaluation), baseline: baseline,
            settings: settings ?? WorkspaceSettings(title: "Made", classes: classes)
        ).counting(for: Catalog.analyses)
    }
}

extension BaselineRecord {
    /// What an archive would keep of an evaluation whose audit holds `sections`.
    init(of evaluation: Evaluation, sections: [Section] = [], runs: [Evaluation] = []) {
        let auditor = Auditor(analyses: [], program: "test")
        let settings = WorkspaceSettings(title: "Made", classes: evaluation.classes.map(\.text))
        var audit = auditor.audit(Examination(of: evaluation, settings: settings), inputs: [])
        audit.sections = sections
        self.init(
            audit: audit, outcomes: OutcomeTable(of: evaluation),
            runs: RunOutcomes.all(of: runs, on: evaluation))
    }
}

extension MadeEvaluation {
    /// `perClass` items of each of `count` classes called c0, c1, ...; all predicted correctly, with confidence 0.95.
    static func clean(classes count: Int = 5, perClass: Int = 40, version: String = "v2") -> MadeEvaluation {
        let names = (0..<count).map { "c\($0)" }
        let rows = names.indices.flatMap { label in
            (0..<perClass).map {
                MadeRow(id: "item-\(label)-\($0)", label: label, predicted: label, confidence: 0.95)
            }
        }
        return MadeEvaluation(version: version, classes: names, rows: rows)
    }

    /// The first `count` items of class `truth` that are predicted correctly are predicted as `predicted` from now on.
    mutating func misread(_ truth: Int, as predicted: Int, count: Int, confidence: Double = 0.6) {
        var left = count
        for row in rows.indices where left > 0 && rows[row].label == truth && rows[row].predicted == truth {
            rows[row].predicted = predicted
            rows[row].confidence = confidence
            rows[row].probabilities = nil
            left -= 1
        }
    }
}
