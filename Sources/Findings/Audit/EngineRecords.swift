// What the engines hand to the record: the values of an audit that are made from what was read.

import Artifacts
import Columns
import Digests
import Record

extension VersionRecord {
    /// The record of a manifest.
    public init(_ manifest: VersionManifest) {
        let fields: [(String, String?)] = [
            (Self.commit, manifest.commit), (Self.artifact, manifest.artifactSHA256),
            (Self.trainingData, manifest.trainingData), (Self.trainedOn, manifest.training?.images.map { "\($0)" }),
            (Self.labelVersion, manifest.labelVersion),
            (Self.preprocessing, manifest.preprocessing), (Self.runtime, manifest.runtime),
        ]
        self.init(
            name: manifest.version, date: manifest.date, model: manifest.model,
            details: fields.compactMap { name, text in text.map { Setting(name, $0) } }, changes: manifest.changes,
            notes: manifest.notes, datasets: manifest.datasets, actions: manifest.actions,
            lineage: manifest.lineage, measures: manifest.measures.isEmpty ? nil : manifest.measures,
            trainingImages: manifest.training?.images)
    }
}

extension DatasetRecord {
    /// The record of what was evaluated; `digest` is that of its counts, where its rows are not here.
    init(of evaluation: Evaluation, imagesDigest: String? = nil, digest: String? = nil) {
        let sheet = evaluation.datasheet
        let fields: [(String, String?)] = [
            ("Source", sheet.source), ("Licence", sheet.licence), ("Labelling standard", sheet.labellingStandard),
            ("Collected", sheet.collected),
        ]
        let outcomes = Outcome.withoutClass.prefix(evaluation.predictions.outcomesWithoutClass)
        self.init(
            name: sheet.name, title: sheet.title, n: evaluation.count, classes: evaluation.classes.map(\.text),
            labels: evaluation.labelSets.map { LabelRecord(names: $0.names.map(\.text), sets: $0.sets) },
            digest: digest ?? Self.digest(of: evaluation), imagesDigest: imagesDigest,
            outcomes: outcomes.isEmpty ? nil : outcomes.map(\.name),
            details: fields.compactMap { name, text in text.map { Setting(name, $0) } }
                + sheet.decisions.map { Setting("Decision", $0) }, role: sheet.role)
    }

    /// SHA-256 over the names of images, one a line, sorted by bytes.
    static func digest(ofImages names: [ItemID]) -> String {
        let lines = names.map { Array($0.text.utf8) + [10] }
        return SHA256Digest(of: lines.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 }).hex
    }

    /// SHA-256 over `id NUL label LF`, lines sorted by bytes: the same for the same items and labels in any order.
    static func digest(of evaluation: Evaluation) -> String {
        let lines = evaluation.items.ids.indices.map { row in
            Array(evaluation.items.ids[row].text.utf8) + [0]
                + Array(evaluation.classes[Int(evaluation.items.labels[row])].text.utf8) + [10]
        }
        return SHA256Digest(of: lines.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 }).hex
    }
}

extension OutcomeTable {
    /// The outcomes of an evaluation.
    public init(of evaluation: Evaluation) {
        self.init(of: evaluation, Self.rowsByHash(of: evaluation))
    }

    init(of evaluation: Evaluation, _ rows: [(hash: UInt64, row: Int)]) {
        let order = rows.map(\.row)
        self.init(
            ids: rows.map(\.hash), labels: order.map { UInt16(truncatingIfNeeded: evaluation.items.labels[$0]) },
            predicted: order.map { UInt16(truncatingIfNeeded: evaluation.predictions.predicted[$0]) },
            confidence: order.map { UInt8((min(1, max(0, evaluation.predictions.confidence[$0])) * 255).rounded()) })
    }

    /// The outcomes of an evaluation. Throws where two items have one hash, by which a later version would be paired.
    public static func checked(_ evaluation: Evaluation) throws(WorkspaceError) -> OutcomeTable {
        try checked(evaluation, rowsByHash(of: evaluation))
    }

    static func checked(
        _ evaluation: Evaluation, _ rows: [(hash: UInt64, row: Int)]
    ) throws(WorkspaceError) -> OutcomeTable {
        for (a, b) in zip(rows, rows.dropFirst()) where a.hash == b.hash {
            let (first, second) = (evaluation.items.ids[min(a.row, b.row)], evaluation.items.ids[max(a.row, b.row)])
            if first != second {
                throw WorkspaceError(evaluation.datasheet.folder, .sameHash(first.text, second.text))
            }
        }
        return OutcomeTable(of: evaluation, rows)
    }

    /// Rows of an evaluation with the hash of their id, by rising hash.
    static func rowsByHash(of evaluation: Evaluation) -> [(hash: UInt64, row: Int)] {
        byHash(0..<evaluation.count, of: evaluation)
    }

    /// Some rows of an evaluation with the hash of their id, in the order that they have among all.
    static func byHash(_ rows: some Sequence<Int>, of evaluation: Evaluation) -> [(hash: UInt64, row: Int)] {
        rows.map { (SHA256Digest(of: evaluation.items.ids[$0].text).prefix64, $0) }.sorted { $0.0 < $1.0 }
    }
}

extension RunOutcomes {
    /// The outcomes of runs on the rows of the plain evaluation's outcome table, without those that are no run under a
    /// condition or list other classes.
    public static func all(of runs: [Evaluation], on plain: Evaluation) -> [RunOutcomes] {
        guard !runs.isEmpty else { return [] }
        let rows = OutcomeTable.rowsByHash(of: plain)
        return runs.compactMap { RunOutcomes(of: $0, on: plain, rows) }
    }

    private init?(of run: Evaluation, on plain: Evaluation, _ rows: [(hash: UInt64, row: Int)]) {
        guard let condition = run.condition, run.classes == plain.classes else { return nil }
        let there = OutcomeTable.rowsByHash(of: run)
        var next = 0
        let predicted = rows.map { hash, row -> UInt16 in
            while next < there.count, there[next].hash < hash { next += 1 }
            guard next < there.count, there[next].hash == hash,
                run.items.labels[there[next].row] == plain.items.labels[row]
            else { return Self.absent }
            return UInt16(truncatingIfNeeded: run.predictions.predicted[there[next].row])
        }
        self.init(run: condition.name, predicted: predicted)
    }
}
