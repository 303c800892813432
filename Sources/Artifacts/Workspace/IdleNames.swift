// Names that are known in a folder, and yet nothing reads them there: what is a detector's beside a classifier's table, ids beside
// predictions that have their own, a sum of tallies beside predictions.

import Diagnostics

/// Says of names that something else would read that nothing does.
struct IdleNames {
    let folder: WorkspaceFolder
    /// The folder that they lie in.
    let path: String
    /// What is read all the same.
    let isUsed: (String) -> Bool

    /// What is said of a classifier's data set.
    var ofDataset: [Problem] {
        remarks(DetectionFolder.nameLists + DetectionFolder.dataFiles, DetectionSource.truthNames)
    }

    /// What is said of a classifier's predictions, which were read from `file`, where misread.yml names the list `classes`. Beside
    /// an array lie its ids and classes.
    static func ofRun(_ path: String, predictions file: String, classes: String?, _ folder: WorkspaceFolder)
        -> [Problem]
    {
        let isArray = file.hasSuffix(".npy")
        let names = IdleNames(folder: folder, path: path) { name in
            [file, classes].contains(path + "/" + name)
                || (isArray && (name == "classes.txt" || PredictionRows.idFiles.contains(name)))
        }
        return names.remarks(DetectionFolder.nameLists, DetectionSource.resultNames)
            + names.present(PredictionRows.idFiles).map {
                names.note($0, "ids beside predictions.npy are read; \(file) gives its own")
            }
    }

    /// What is said of a sum of tallies in the folder of a run that is read from `file`; an error where it is a link out.
    static func ofTallies(in path: String, predictions file: String?, _ folder: WorkspaceFolder) -> Problem? {
        let name = WorkspaceOutline.tallies
        let names = IdleNames(folder: folder, path: path) { _ in false }
        guard !names.present([name]).isEmpty else { return nil }
        do throws(WorkspaceError) {
            guard try folder.isFolder(path + "/" + name) else {
                return Problem(
                    .warning, at: Place(file: path), "not read: \(name)",
                    suggestion: "the sum that `misread ingest` keeps is a folder, and this is a file")
            }
            return file.map { names.note(name, "\($0) is audited; `misread ingest` audits the sum") }
        } catch {
            return error.problem
        }
    }

    private func remarks(_ lists: [String], _ boxes: [String]) -> [Problem] {
        present(lists).map {
            note(
                $0,
                "names of classes are those of misread.yml; a list of them is read where it says classes: \(path)/\($0)"
            )
        } + present(boxes).map { note($0, "boxes are read where misread.yml says task: detection") }
    }

    private func present(_ names: [String]) -> [String] {
        // Whoever reads the folder says why it cannot be listed.
        let there = (try? folder.names(in: path)) ?? []
        return there.filter { names.contains($0) && !isUsed($0) }
    }

    private func note(_ name: String, _ suggestion: String) -> Problem {
        Problem(.note, at: Place(file: path), "not read: \(name)", suggestion: suggestion)
    }
}
