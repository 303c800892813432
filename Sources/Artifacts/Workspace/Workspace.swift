// A workspace is opened once: settings, manifests and the image table are read and every problem in them is told
// together. Evaluations are read from it one at a time, when asked for.

import Columns
import Diagnostics
import Files
import Formats
import Forms
import Foundation
import Pixels
import Record
import Synchronization

/// What a team handed over: a folder with `misread.yml`, data sets and versions.
public struct Workspace: Sendable {
    /// What `misread.yml` says.
    public let settings: WorkspaceSettings
    /// The data sets, by name. The one that is audited is `dataset`.
    public let datasets: [Datasheet]
    /// The data set that evaluations are on.
    public let dataset: Datasheet
    /// The data sets that are audited, by name, this one among them.
    public let audited: [String]
    /// The versions: a baseline before those that name it, then by date, then by name.
    public let versions: [VersionManifest]
    /// Versions that were not run on the data set, of several, although they ought to have been.
    public let lacking: [String]
    /// Warnings and notes about the workspace; none of them stops an audit.
    public internal(set) var remarks: [Problem]

    let folder: WorkspaceFolder
    let forms: [VersionForm]
    let table: ImageTable
    /// What a detector is to find; `nil` for other tasks.
    let truth: WorkspaceGroundTruth?
    private let conditionsOf: [String: [Condition]]
    /// What is covered of its pictures.
    let covered: JoinedRedactions
    let measured: MeasuredPictures
    let ledger: InputLedger
    /// What lies beside everything that is read; a site may be among it, so that it is no part of an audit.
    let unreadBeside: [Problem]

    /// Opens the workspace in the folder `root`. Throws every problem of its settings, manifests and image table.
    public static func open(_ root: URL) throws(ProblemList) -> Workspace {
        var problems = ProblemList()
        let workspace = try Workspace(reading: root, &problems)
        try problems.throwIfAny()
        guard let workspace else { throw problems }
        return workspace
    }

    /// Reads what can be read of a workspace; `nil` when no evaluation can be read from it. Throws when there is none.
    init?(reading root: URL, _ problems: inout ProblemList) throws(ProblemList) {
        self.init(try WorkspaceManifests(reading: root, &problems), &problems)
    }

    /// Reads what can be read of the chosen data set.
    init?(_ manifests: WorkspaceManifests, _ problems: inout ProblemList) {
        // What another kind of model needs is not known, and all that follows would be false.
        if problems.errors.contains(where: { $0.place?.file == "misread.yml" && $0.place?.field == "task" }) {
            return nil
        }
        folder = manifests.folder
        settings = manifests.settings
        forms = manifests.versions
        datasets = manifests.datasets.map(\.datasheet)
        versions = forms.map(\.manifest)
        audited = manifests.audited
        lacking = manifests.lacking
        conditionsOf = manifests.conditions
        ledger = InputLedger(folder)
        if settings.task != .multilabel {
            for form in forms where !form.conventions.thresholds.areUsual {
                problems.add(
                    Problem(
                        .warning, at: Place(file: "versions/\(form.manifest.version)/version.yml", field: "threshold"),
                        "has no effect: it is of the labels of task: multilabel"))
            }
        }
        guard let chosen = manifests.chosen else { return nil }
        dataset = chosen.datasheet
        let isDetector = settings.task == .detection
        truth =
            isDetector
            ? WorkspaceGroundTruth.read(in: dataset.folder, split: settings.split, folder, &problems)?
                .withholding(settings, &problems) : nil
        // A detector's ground truth lists the images; a table only adds what is known about them.
        let hasTable = ImageTable.isThere(in: dataset.folder, folder)
        let read =
            isDetector && !hasTable
            ? truth?.table(in: dataset.folder, folder, &problems)
            : ImageTable.read(
                in: dataset.folder, conventions: chosen.conventions, settings: settings,
                classes: ClassList(settings.classes), folder: folder, &problems)
        if isDetector, !hasTable, let unit = settings.unit {
            problems.add(WorkspaceError("misread.yml", field: "unit", .unitWithoutTable(unit)))
        }
        guard let read, truth != nil || !isDetector else {
            if isDetector { return nil }
            // Without images nothing can be joined, but what the predictions say can still be checked.
            for form in forms {
                _ = PredictionRows.read(
                    in: "versions/\(form.manifest.version)/\(dataset.name)", of: folder, conventions: form.conventions,
                    classes: ClassList(settings.classes), images: nil, &problems)
            }
            return nil
        }
        // A classifier's data sets come in splits as folders of classes, and as tables with a column that says which.
        if let split = settings.split, !isDetector, read.splits.isEmpty,
            read.splitColumn?.choice(split, isPredicted: { _ in true }) == nil
        {
            let there = read.splitColumn?.splits ?? []
            problems.add(
                WorkspaceError(
                    "misread.yml", field: "split",
                    .unknownSplit(
                        split, in: there.isEmpty ? "a classifier's data set" : read.file, there: there,
                        nearest: nearestName(to: split, in: there))))
        }
        let base = dataset.folder
        var pictured = read
        // A table made of the ground truth has its pictures.
        if let truth, hasTable { pictured = truth.picturing(read, in: base, folder, &problems) }
        table = pictured
        // A path that is called like its image has the same cause.
        let ofIDs = settings.refusal(of: pictured.ids, file: pictured.file)
        let ofPaths =
            ofIDs == nil ? settings.refusal(ofPaths: pictured.paths, in: base, file: pictured.file) : nil
        for problem in [ofIDs, ofPaths].compactMap(\.self) { problems.add(problem) }
        // Of several data sets of a classifier the first says what is true of all of them.
        if isDetector || manifests.isOnFirst,
            let problem = settings.refusal(
                ofClasses: truth?.truth.classes.map(\.name), at: truth.map { Place(file: $0.source.path) })
        {
            problems.add(problem)
        }
        covered = JoinedRedactions(
            RedactionReading(dataset: chosen.datasheet.name, folder, &problems), pictured, truth,
            isSplit: !read.splits.isEmpty || truth?.source.split != nil, &problems)
        measured = MeasuredPictures(ImageMeasuring(table: pictured, folder: folder), publish: settings.publish)
        SuiteCase.check(
            settings.cases, classes: truth?.truth.classes.map(\.name) ?? settings.classes, settings, &problems)
        let paths = table.paths
        let source = truth?.source
        let splits = truth?.source.split?.all ?? table.splits
        // Folders and files of the data set that a picture lies in, or is.
        let withPictures = Set(
            paths.compactMap { $0?.dropFirst(base.utf8.count + 1).split(separator: "/").first.map(String.init) })
        let redacting = covered.files
        let (tableFile, ownClasses) = (read.file, settings.classFile)
        let isUsed = { (name: String) in
            let place = base + "/" + name
            return redacting.contains(place) || source?.uses(place) == true || withPictures.contains(name)
                || splits.contains(name) || place == ownClasses || tableFile == place
                || tableFile.hasPrefix(place + "/")
        }
        let unread = UnreadNames(.dataset, dataset: dataset.name).remarks(at: base, of: folder, isUsed: isUsed)
        for remark in unread { problems.add(remark) }
        if !isDetector {
            for remark in IdleNames(folder: folder, path: base, isUsed: isUsed).ofDataset { problems.add(remark) }
        }
        // Of several data sets the first says what is true of all of them.
        if manifests.isOnFirst {
            for remark in Self.outside(manifests, dataset.name, folder) { problems.add(remark) }
        }
        if let remark = table.pictureRemark(
            in: base + "/images", folder, naming: truth?.truth.images.compactMap(\.fileName) ?? [])
        {
            problems.add(remark)
        }
        let ownList = settings.classFile
        unreadBeside = UnreadNames(
            .workspace, dataset: dataset.name, chosen: manifests.foldersBeside
        ).remarks(of: folder, isUsed: { $0 == ownList }).filter {
            $0.severity == .note
        }
        remarks = problems.remarks
    }

    /// Whether no other version comes before this one.
    public func isFirst(_ version: String) -> Bool { versions.first.map { Name($0.version) == Name(version) } ?? true }

    /// The classes: those of misread.yml, or of a detector's ground truth.
    public var classNames: [String] { truth?.truth.classes.map(\.name) ?? settings.classes }

    /// The conditions that a version was also run under, by factor, then strength, then name.
    public func conditions(of version: String) -> [Condition] { conditionsOf[version] ?? [] }

    /// Reads the evaluation of a version, plain or under one of its conditions. Throws every problem of its files.
    public func evaluation(
        of version: String, under condition: Condition? = nil
    ) throws(ProblemList) -> Evaluation {
        try remarkedEvaluation(of: version, under: condition).evaluation
    }

    /// The same with the warnings and notes about its files.
    public func remarkedEvaluation(
        of version: String, under condition: Condition? = nil
    ) throws(ProblemList) -> (evaluation: Evaluation, remarks: [Problem]) {
        let (evaluation, problems) = reading(of: version, under: condition)
        try problems.throwIfAny()
        guard let evaluation else { throw problems }
        return (evaluation, problems.remarks)
    }

    /// The evaluation of a version with everything that is to be said about its files, remarks included.
    public func reading(
        of version: String, under condition: Condition? = nil
    ) -> (evaluation: Evaluation?, problems: ProblemList) {
        var problems = ProblemList()
        guard let form = forms.first(where: { Name($0.manifest.version) == Name(version) }) else {
            let nearest = nearestName(to: version, in: versions.map(\.version))
            problems.add(WorkspaceError("versions", .unknownBaseline(version, nearest: nearest)))
            return (nil, problems)
        }
        var path = "versions/\(version)/\(dataset.name)"
        if let condition { path += "/experiments/" + condition.folder }
        var classes = ClassList(settings.classes)
        var table = table
        let rows: PredictionRows?
        var labels: CodedLabels?
        if settings.task == .multilabel {
            labels = LabelPredictions.read(
                in: path, of: folder, conventions: form.conventions, classes: classes, images: table.count,
                version: version, &problems
            ).flatMap { CodedLabels(table, $0, labels: classes, &problems) }
            rows = labels?.rows
        } else {
            rows = PredictionRows.read(
                in: path, of: folder, conventions: form.conventions, classes: classes, images: table.count, &problems)
        }
        if let labels { (table, classes) = (labels.table, labels.classes) }
        // Whoever misses the predictions says where they are.
        let unread =
            condition == nil
            ? self.unread(in: version)
            : UnreadNames(.run, dataset: dataset.name, version: version).remarks(at: path, of: folder)
        if let rows {
            for remark in unread + IdleNames.ofRun(path, predictions: rows.file, classes: settings.classFile, folder) {
                problems.add(remark)
            }
        }
        if let remark = IdleNames.ofTallies(in: path, predictions: rows?.file, folder) { problems.add(remark) }
        let measured = measured.outcome
        if condition == nil {
            problems.add(measured.problems)
            problems.add(
                strayRedactions({ $0 < measured.layouts.count ? measured.layouts[$0] : nil }) { _, layout in
                    PictureFrame(layout, declaredWidth: nil, declaredHeight: nil)
                })
        }
        let saliency = SaliencyFolder.maps(in: path + "/saliency", of: table, folder, &problems)
        if condition == nil, let saliency {
            for remark in self.remarks(saliency.maps, in: path) { problems.add(remark) }
        }
        let embeddings = EmbeddingFile.read(in: path, of: table, folder, &problems)
        guard let rows,
            let join = EvaluationJoin(
                table, extra: measured.columns, rows, classes: classes,
                matching: form.conventions.matching, isSubset: form.conventions.isSubset, split: settings.split,
                saysSplit: condition == nil, &problems),
            problems.isClean
        else { return (nil, problems) }
        if settings.task == .multilabel || condition != nil,
            let remark = TelemetryReader.unread(in: path, of: folder, isUnderChange: condition != nil)
        {
            problems.add(remark)
        }
        let telemetry =
            condition == nil && settings.task == .classification
            ? TelemetryReader(
                folder: folder, path: path, form: form, settings: settings, table: table, classes: classes, join: join
            ).read(&problems) : nil
        if let remark = embeddings?.remark(on: join.kept) { problems.add(remark) }
        if condition == nil, let remark = copyRemark(rows.file, of: version, baseline: form.manifest.baseline) {
            problems.add(remark)
        }
        let plain = "versions/\(version)/\(dataset.name)"
        if let condition, let remark = copyRemark(rows.file, under: condition, in: path, besides: plain) {
            problems.add(remark)
        }
        guard problems.isClean else { return (nil, problems) }
        var evaluation = Evaluation(
            manifest: form.manifest, datasheet: dataset, condition: condition, classes: classes.names,
            items: join.items, predictions: join.predictions, saliency: saliency?.maps,
            embeddings: embeddings?.embeddings(of: join.kept), labelSets: labels?.sets(join),
            accounting: join.accounting,
            inputs: inputs(
                path, version, [rows.file] + (embeddings.map { [$0.file] } ?? []) + (telemetry?.files ?? []),
                saliency?.files ?? []))
        evaluation.telemetry = telemetry?.telemetry
        if condition == nil {
            if let remark = ClassParents.remark(evaluation, file: table.file) { problems.add(remark) }
            let manifest = "versions/\(version)/version.yml"
            let attributes = evaluation.items.attributes
            for remark in form.manifest.training?.remarks(classes, attributes, in: manifest) ?? [] {
                problems.add(remark)
            }
            var doubts = evaluation.doubts(classFile: "misread.yml", labelFile: table.file, answerFile: rows.file)
            if let found = OutcomeAttributes(evaluation).withheld(
                from: evaluation.items.attributes, settings, file: table.file, &problems)
            {
                evaluation.items = evaluation.items.withAttributes(found.columns)
                doubts += found.doubts
            }
            evaluation.doubt(doubts, settings, &problems)
            evaluation.sources = sources(of: version, rows.file, join.accounting, saliency, embeddings)
            if let telemetry {
                evaluation.sources.append(
                    InputHealth.Source(
                        telemetry.telemetry.file, .telemetry,
                        used: telemetry.telemetry.count + telemetry.telemetry.waiting.count, of: telemetry.rows))
            }
        } else {
            evaluation.doubt(evaluation.doubtsUnderChange(answerFile: rows.file), settings, &problems)
        }
        return (evaluation, problems)
    }

    /// Throws where a file that was read is another one now than when it was read first: numbers of one and the digest of
    /// another would stand beside each other.
    package func checkUnchanged() throws(FileError) { try folder.source.checkUnchanged() }

    /// The picture of an image, decoded, a huge one smaller than it is; `nil` when there is none, or none that can be read.
    public func picture(of id: String) throws -> RGBImage? {
        guard let row = table.index.row(of: ItemID(id)), row < table.paths.count, let path = table.paths[row]
        else { return nil }
        return try readable {
            let bytes = try folder.bytes(path)
            let picture = try ImageFile.picture(bytes, name: path)
            let frame = PictureFrame(
                picture.layout, declaredWidth: nil, declaredHeight: nil, divisor: picture.divisor)
            return covering(picture.image, of: ItemID(id), frame)
        } ?? nil
    }

    /// What `read` reads of a picture or a map; `nil` for one that costs only itself.
    package func readable<Value>(_ read: () throws -> Value) throws -> Value? {
        do {
            return try read()
        } catch let error as ImageError where error.fault.costsOnlyItself {
            return nil
        } catch let error as WorkspaceError where error.fault.costsOnlyItself {
            return nil
        }
    }

    /// Every file the evaluation was read from, by path.
    private func inputs(_ path: String, _ version: String, _ files: [String], _ maps: [String]) -> [InputFile] {
        let dataset = dataset.folder
        var entries = [
            ledger.file("misread.yml"), ledger.file(dataset + "/dataset.yml"), ledger.file(table.file),
            ledger.file("versions/\(version)/version.yml"), ledger.file(path + "/experiment.yml"),
            ledger.files(table.paths.compactMap { $0 }, as: dataset + "/images/"),
            ledger.files(maps, as: path + "/saliency/"),
        ]
        // What lies there and cannot be read was reported by who reads it.
        let swaps = path + "/" + SwapRuns.name
        if let found = try? folder.source.files(under: swaps), !found.isEmpty {
            entries.append(ledger.files(found.map { swaps + "/" + $0 }, as: swaps + "/"))
        }
        entries += (files + covered.files + [settings.classFile].compactMap(\.self)).map(ledger.file)
        if files.contains(where: { $0.hasSuffix("/predictions.npy") }) {
            entries += PredictionRows.idFiles.map { ledger.file(path + "/" + $0) }
        }
        return entries.compactMap { $0 }.sorted { Name($0.path) < Name($1.path) }
    }
}

/// Measures of the pictures, taken when first asked for and kept.
final class MeasuredPictures: Sendable {
    private let measuring: ImageMeasuring
    private let publish: [String]?
    private let known = Mutex<ImageMeasuring.Outcome?>(nil)

    init(_ measuring: ImageMeasuring, publish: [String]?) {
        self.measuring = measuring
        self.publish = publish
    }

    var outcome: ImageMeasuring.Outcome {
        known.withLock { known in
            if let known { return known }
            let fresh = measuring.outcome(publish: publish)
            known = fresh
            return fresh
        }
    }
}
