// A detector's evaluation: COCO ground truth of the data set, COCO results of the version, and the image table for what
// is known about the images. Images are joined by id, or by the name of their file.

import Columns
import Diagnostics
import Formats
import Foundation
import Pixels
import Record

extension Workspace {
    /// Reads the detections of a version. Throws every problem of its files.
    public func detections(
        of version: String
    ) throws(ProblemList) -> (evaluation: DetectionEvaluation, remarks: [Problem]) {
        var problems = ProblemList()
        guard let form = forms.first(where: { Name($0.manifest.version) == Name(version) }) else {
            let nearest = nearestName(to: version, in: versions.map(\.version))
            throw ProblemList(WorkspaceError("versions", .unknownBaseline(version, nearest: nearest)))
        }
        guard let known = truth else { throw ProblemList(WorkspaceError(dataset.folder, .noGroundTruth())) }
        var truth = known.truth
        let source: DetectionSource
        do throws(WorkspaceError) {
            source = try DetectionSource(
                resultsIn: "versions/\(version)/\(dataset.name)", of: folder, split: known.source.split?.name)
        } catch {
            throw ProblemList(error)
        }
        var results = try source.read { [truth] in
            try DetectionResults(
                at: $0, in: $1, for: truth, annotations: known.source.path, only: source.files)
        }
        if form.conventions.isSubset, let part = truth.part(answeredBy: results) {
            problems.add(
                Problem(
                    .note, at: Place(file: source.path),
                    "\(truth.images.count - part.images.count) of \(truth.images.count) images have no detection and were "
                        + "left out: coverage: subset",
                    suggestion: "an image on which nothing is found, rightly or not, is left out too"))
            truth = part
            results = try source.read { [truth] in
                try DetectionResults(
                    at: $0, in: $1, for: truth, annotations: known.source.path, only: source.files)
            }
        }
        if settings.rule == .lvis {
            guard truth.federation != nil else {
                throw ProblemList(WorkspaceError("misread.yml", field: "rule", .notFederated(known.source.path)))
            }
            let kept = results.byLVISRule(for: truth)
            problems.add(
                Problem(
                    .note, at: Place(file: source.path),
                    "by LVIS' rule \(kept.unlooked) of \(results.count) detections are left out, for nobody looked for their class "
                        + "on their image"
                        + (kept.beyond > 0
                            ? ", and \(kept.beyond) beyond the \(FederatedClasses.mostDetections) best of an image"
                            : "")))
            truth = truth.byLVISRule()
            results = kept.results
        }
        let offer = truth.federation.map { FederatedClasses.unused(of: $0.images, file: known.source.path) }
        problems.add(
            settings.rule == .lvis
                ? truth.remarks.replacing(remarks: truth.remarks.remarks.filter { $0.summary != offer?.summary })
                : truth.remarks)
        problems.add(results.remarks)
        problems.add(truth.objections)
        problems.add(results.objections)
        try problems.throwIfAny()
        // The table is of all images, whatever part of them was answered.
        var (listed, unlisted, orphans) = rows(of: known.truth)
        joinSpelled(&listed, &orphans, known.truth, form.conventions.matching, &problems)
        unlisted = listed.count { $0 == nil }
        let rows = truth.images.map { known.truth.imageIndex(of: $0.id).flatMap { listed[$0] } }
        if let fault = fault(orphans, known.truth, listed) { throw ProblemList(fault) }
        if !orphans.isEmpty {
            problems.add(
                Problem(
                    .warning, at: Place(file: table.file, field: "image_id"),
                    "\(orphans.count) rows are of no image of \(known.source.path): \(JoinFault.list(orphans))"))
        }
        if unlisted > 0 {
            problems.add(
                Problem(
                    .warning, at: Place(file: table.file),
                    "\(unlisted) images of \(known.source.path) are not in it; nothing is known about them"))
        }
        let run = "versions/\(version)/\(dataset.name)/"
        // Names of classes are looked for beside results.
        let isUsed = { (name: String) in source.uses(run + name) || DetectionFolder.dataFiles.contains(name) }
        for unread in unread(in: version, isUsed: isUsed) { problems.add(unread) }
        if let remark = IdleNames.ofTallies(in: String(run.dropLast()), predictions: source.path, folder) {
            problems.add(remark)
        }
        for condition in conditions(of: version) where settings.rule == .lvis {
            problems.add(
                Problem(
                    .note, at: Place(file: "versions/\(version)/\(dataset.name)/experiments/\(condition.folder)"),
                    "not read: runs under a change are not read by LVIS' rule"))
        }
        if let remark = TelemetryReader.unread(in: "versions/\(version)/\(dataset.name)", of: folder) {
            problems.add(remark)
        }
        let paths = rows.map { row in row.flatMap { $0 < table.paths.count ? table.paths[$0] : nil } }
        let measured = measured.outcome
        problems.add(measured.problems)
        let layouts = rows.map { row in row.flatMap { $0 < measured.layouts.count ? measured.layouts[$0] : nil } }
        let imageOf = Dictionary(
            rows.enumerated().compactMap { image, row in row.map { ($0, image) } },
            uniquingKeysWith: { first, _ in first })
        problems.add(
            strayRedactions({ imageOf[$0].flatMap { layouts[$0] } }) { row, layout in
                PictureFrame(layout, of: truth.images[imageOf[row] ?? 0])
            })
        problems.add(PictureFrames.remarks(truth, layouts, paths, file: known.source.path))
        let maps = "versions/\(version)/\(dataset.name)/saliency"
        let saliency = SaliencyFolder.maps(in: maps, of: table, folder, &problems)
        if let saliency {
            for remark in remarks(saliency.maps, in: "versions/\(version)/\(dataset.name)") { problems.add(remark) }
        }
        if let remark = copyRemark(source.path, of: version, baseline: form.manifest.baseline) { problems.add(remark) }
        let names = rows.enumerated().map { image, row in
            row.map { table.ids[$0] } ?? ItemID(truth.images[image].id.description)
        }
        let embeddings = EmbeddingFile.read(in: String(run.dropLast()), of: truth, names: names, folder, &problems)
        let boxes: [InputFile?]
        do throws(WorkspaceError) {
            boxes = [try known.source.input(ledger), try source.input(ledger)]
        } catch {
            throw ProblemList(error)
        }
        let inputs =
            ["misread.yml", dataset.folder + "/dataset.yml"].map { ledger.file($0) }
            + (table.file == known.source.path ? [] : [ledger.file(table.file)])
            + boxes + covered.files.map { ledger.file($0) } + [ledger.file("versions/\(version)/version.yml")]
            + [ledger.files(table.paths.compactMap(\.self), as: dataset.folder + "/images/")]
            + (saliency.map { [ledger.files($0.files, as: maps + "/")] } ?? [])
            + (embeddings.map { [ledger.file($0.file)] } ?? [])
        var attributes = (table.attributes + measured.columns).map { $0.gathered(rows) }
        let withheld = OutcomeAttributes(truth, results, attributes).withheld(
            from: attributes, settings, file: table.file, &problems)
        if let withheld { attributes = withheld.columns }
        var evaluation = DetectionEvaluation(
            manifest: form.manifest, datasheet: dataset, truth: truth, results: results,
            names: names, paths: paths, attributes: attributes,
            units: table.units?.gathered(rows), saliency: saliency?.maps,
            embeddings: embeddings, inputs: inputs.compactMap(\.self).sorted { Name($0.path) < Name($1.path) })
        // Rows of the table are looked at already; an image without one has the name that the ground truth gives it.
        if unlisted > 0, let problem = settings.refusal(of: ItemIDs(evaluation.names), file: known.source.path) {
            throw ProblemList(problem)
        }
        let ofObjects =
            truth.objectAttributes.map { Column.coded($0) } + [
                // Its values are sizes by area, which nobody else names so.
                .coded(
                    CodedColumn(
                        name: Name(DetectionEvaluation.sizeAttribute), categories: ["small", "medium", "large"],
                        codes: Codes([Int](), categories: 3)))
            ]
        let stated = form.manifest.training?.remarks(
            ClassList(truth.classes.map(\.name)), attributes + ofObjects, in: "versions/\(version)/version.yml")
        for remark in stated ?? [] { problems.add(remark) }
        evaluation.resultsFile = source.path
        evaluation.maxDetections =
            settings.rule == .lvis
            ? max(FederatedClasses.mostDetections, settings.maxDetections) : settings.maxDetections
        evaluation.isSubset = form.conventions.isSubset
        let neverRun = NeverRun(truth, results, evaluation.attributes, file: source.path)
        // One cause is one message.
        if neverRun.told < neverRun.bare || neverRun.doubt == nil,
            let remark = results.coverageRemark(of: truth, source.path)
        {
            problems.add(remark)
        }
        let ofTruth = truth.inputDoubts(file: known.source.path)
        let doubts =
            ofTruth
            + results.inputDoubts(
                for: truth, file: source.path, cap: evaluation.maxDetections, besides: ofTruth)
            + [
                neverRun.doubt,
                results.neverLabelled(on: truth, evaluation.attributes, file: known.source.path)
                    ?? results.neverLabelledClass(on: truth, file: known.source.path),
                results.placeholderDoubt(on: truth, file: known.source.path),
            ].compactMap(\.self) + (withheld?.doubts ?? [])
        evaluation.doubt(doubts, settings, &problems)
        evaluation.imagesListed = known.truth.images.count
        let unknown = results.ofUnknownImages + results.ofUnknownClasses
        evaluation.sources =
            [
                InputHealth.Source(
                    known.source.path, .groundTruth, used: truth.images.count, of: known.truth.images.count),
                InputHealth.Source(source.path, .detections, used: results.count, of: results.count + unknown),
            ]
            + (table.file == known.source.path
                ? []
                : [
                    InputHealth.Source(table.file, .images, used: table.count - orphans.count, of: table.count)
                ]) + (pictureSource.map { [$0] } ?? [])
            + (saliency.map { [InputHealth.Source(maps, .maps, used: $0.maps.ids.count, of: table.count)] } ?? [])
            + (embeddings.map { [InputHealth.Source($0.file, .embeddings, used: $0.used.have, of: $0.used.all)] } ?? [])
            + perturbationSource(of: version, used: detectionConditions(of: version).count)
        if let fault = truth.collision(names: evaluation.names, file: known.source.path) { problems.add(fault) }
        try problems.throwIfAny()
        return (evaluation, problems.remarks)
    }

    /// The picture of an image of an evaluation, decoded, a huge one smaller than it is, with where its boxes lie; `nil` when there is none, or none that
    /// can be read.
    public func picture(
        of image: Int, _ evaluation: DetectionEvaluation
    ) throws -> (picture: RGBImage, frame: PictureFrame)? {
        guard let path = evaluation.paths[image] else { return nil }
        return try readable {
            let bytes = try folder.bytes(path)
            let picture = try ImageFile.picture(bytes, name: path)
            let frame = PictureFrame(
                picture.layout, of: evaluation.truth.images[image], divisor: picture.divisor)
            return covering(picture.image, of: evaluation.names[image], frame).map { ($0, frame) }
        } ?? nil
    }

    /// Why the rows of the image table that are of no image are too many, or no others than those images that have none.
    private func fault(_ orphans: [String], _ truth: DetectionGroundTruth, _ rows: [Int?]) -> JoinFault? {
        guard !orphans.isEmpty else { return nil }
        let ids = truth.images.map(\.id.description)
        let conventions = NormalizedMatch(of: orphans, to: rows.indices.filter { rows[$0] == nil }.map { ids[$0] })
        guard conventions != nil || JoinFault.isTooMany(orphans.count, of: table.count) else { return nil }
        return JoinFault(
            place: Place(file: table.file, field: "image_id"), kind: .listedImages, failed: orphans.count,
            rows: table.count, given: orphans, known: Array(ids.prefix(4)), conventions: conventions)
    }

    /// Joins rows of the image table whose ids are those of images, or of their files, but for a rule of spelling.
    private func joinSpelled(
        _ rows: inout [Int?], _ orphans: inout [String], _ truth: DetectionGroundTruth, _ matching: IDMatching?,
        _ problems: inout ProblemList
    ) {
        guard !orphans.isEmpty, matching != .exact else { return }
        let free = rows
        for known in [truth.images.map(\.id.description), truth.images.map { $0.fileName ?? "" }] {
            guard
                let alike = SpelledAlike(
                    of: orphans, among: known, isFree: { free[$0] == nil && !known[$0].isEmpty }, by: matching?.rules)
            else { continue }
            for (name, image) in zip(orphans, alike.places) where image >= 0 {
                rows[image] = table.index.row(of: ItemID(name))
            }
            problems.add(
                Problem(
                    .warning, at: Place(file: table.file, field: "image_id"),
                    alike.words(of: orphans, among: known, ("row was", "rows were"), all: table.count),
                    suggestion: "say ids: {match: exact} in version.yml where these are different images"))
            orphans = zip(orphans, alike.places).filter { $0.1 < 0 }.map(\.0)
            return
        }
    }

    /// The row of each image of the ground truth in the image table, how many have none, and the rows that are of none.
    private func rows(of truth: DetectionGroundTruth) -> (rows: [Int?], unlisted: Int, orphans: [String]) {
        var orphans: [String] = []
        var rows = [Int?](repeating: nil, count: truth.images.count)
        let names = ImageNames(truth)
        for (row, id) in table.ids.enumerated() {
            if let image = truth.imageLookup.index(alike: .text(id.text)) ?? names.index(of: .text(id.text)) {
                rows[Int(image)] = row
            } else {
                orphans.append(id.text)
            }
        }
        return (rows, rows.count { $0 == nil }, orphans)
    }
}
