// A detector's runs under a change: results on the images of the version's own run, read and doubted as those are.

import Diagnostics
import Record

extension Workspace {
    /// The conditions whose runs are read of a version: none by LVIS' rule, for which see ``detections(of:)``.
    public func detectionConditions(of version: String) -> [Condition] {
        settings.rule == .lvis ? [] : conditions(of: version)
    }

    /// Reads the detections of a run under a change, on the images and objects of `plain`, the version's own. Throws every problem of
    /// its files.
    public func detections(
        of plain: DetectionEvaluation, under condition: Condition
    ) throws(ProblemList) -> (evaluation: DetectionEvaluation, remarks: [Problem]) {
        let version = plain.manifest.version
        let path = "versions/\(version)/\(dataset.name)/experiments/\(condition.folder)"
        guard let known = truth else { throw ProblemList(WorkspaceError(dataset.folder, .noGroundTruth())) }
        var problems = ProblemList()
        let source: DetectionSource
        let input: InputFile?
        do throws(WorkspaceError) {
            source = try DetectionSource(resultsIn: path, of: folder, split: known.source.split?.name)
            input = try source.input(ledger)
        } catch {
            throw ProblemList(error)
        }
        let results = try source.read {
            try DetectionResults(
                at: $0, in: $1, for: plain.truth, annotations: known.source.path, only: source.files)
        }
        problems.add(results.remarks)
        problems.add(results.objections)
        let own = "versions/\(version)/\(dataset.name)"
        if let remark = copyRemark(source.path, under: condition, in: path, besides: own) { problems.add(remark) }
        let names = UnreadNames(.run, dataset: dataset.name, version: version)
        for unread in names.remarks(at: path, of: folder, isUsed: { source.uses(path + "/" + $0) }) {
            problems.add(unread)
        }
        var run = DetectionEvaluation(
            manifest: plain.manifest, datasheet: plain.datasheet, truth: plain.truth, results: results,
            names: plain.names, paths: plain.paths, attributes: plain.attributes, units: plain.units,
            inputs: [input].compactMap(\.self))
        run.condition = condition
        run.resultsFile = source.path
        run.maxDetections = plain.maxDetections
        run.isSubset = plain.isSubset
        run.imagesListed = plain.imagesListed
        let neverRun = NeverRun(plain.truth, results, plain.attributes, file: source.path)
        if neverRun.doubt == nil, let remark = results.coverageRemark(of: plain.truth, source.path) {
            problems.add(remark)
        }
        // What is doubted of the version's own run too is one cause, and said there.
        let said = Set(plain.allDoubts.map(\.kind))
        let doubts =
            (results.inputDoubts(for: plain.truth, file: source.path, cap: plain.maxDetections, besides: [])
            + [neverRun.doubt].compactMap(\.self)).filter { !said.contains($0.kind.rawValue) }
        run.doubt(doubts, settings, &problems)
        try problems.throwIfAny()
        return (run, problems.remarks)
    }
}
