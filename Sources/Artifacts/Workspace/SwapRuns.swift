// Swap runs: everything of a node but one stage, which is that of the reference node. They lie in
// swaps/<node>/<stage>/predictions.csv beside the telemetry; several stages are joined by +.

import Columns
import Diagnostics
import Files

/// The swap runs of a version.
struct SwapRuns {
    /// Folder of them in the folder of a run.
    static let name = "swaps"

    let folder: WorkspaceFolder
    /// The folder of the run.
    let path: String
    let form: VersionForm
    let classes: ClassList
    /// Images of the evaluation.
    let images: ItemIDs

    /// The runs, by node and stage. What is wrong is added to `problems`: a node without telemetry, a stage that version.yml
    /// does not list.
    func read(nodes: [String], _ problems: inout ProblemList) -> [Telemetry.Swap] {
        var swaps: [Telemetry.Swap] = []
        do throws(WorkspaceError) {
            let base = path + "/" + Self.name
            for node in try folder.folders(in: base) {
                guard nodes.contains(node) else {
                    problems.add(unknown("node", node, in: nodes, at: base))
                    continue
                }
                for stage in try folder.folders(in: base + "/" + node) {
                    swaps += swap(node, stage, base + "/" + node, &problems).map { [$0] } ?? []
                }
            }
        } catch {
            problems.add(error)
        }
        return swaps
    }

    private func swap(
        _ node: String, _ stage: String, _ base: String, _ problems: inout ProblemList
    ) -> Telemetry.Swap? {
        let stages = stage.split(separator: "+").map { String($0) }
        let listed = form.manifest.stages.map(\.name)
        if !listed.isEmpty, let other = stages.first(where: { !listed.contains($0) }) {
            problems.add(unknown("stage", other, in: listed, at: base))
            return nil
        }
        // What a run lacks that the version's own predictions have, such as a confidence, is of no use here.
        var own = ProblemList()
        let rows = PredictionRows.read(
            in: base + "/" + stage, of: folder, conventions: form.conventions, classes: classes, images: nil, &own)
        for error in own.errors { problems.add(error) }
        guard let rows, own.isClean else { return nil }
        guard let index = rows.index else {
            problems.add(
                Problem(at: Place(file: rows.file), "names no images", suggestion: "give a table with image_id"))
            return nil
        }
        let predicted = index.rows(of: images).map { $0 < 0 ? -1 : rows.predicted[$0] }
        guard predicted.contains(where: { $0 >= 0 }) else {
            problems.add(
                Problem(
                    at: Place(file: rows.file, field: "image_id"), "has no image that is evaluated",
                    suggestion: "write the ids as the image table does"))
            return nil
        }
        return Telemetry.Swap(node: node, stages: stages, predicted: predicted)
    }

    private func unknown(_ kind: String, _ name: String, in known: [String], at place: String) -> Problem {
        Problem(
            at: Place(file: place), "\"\(name)\" is no \(kind) of the telemetry: there is \(JoinFault.list(known))",
            suggestion: nearestName(to: name, in: known).map { "did you mean \"\($0)\"?" })
    }
}
