// What lies in a folder of the workspace and is read by nothing: a misspelt folder, or one a level too high, is an audit
// without it, and nobody is told.

import Columns
import Diagnostics
import Record

/// A folder of a workspace, by what is read in it.
enum WorkspacePlace: CaseIterable {
    /// The folder of misread.yml.
    case workspace
    /// The folder of all data sets.
    case datasets
    /// The folder of one.
    case dataset
    /// The folder of all versions.
    case versions
    /// The folder of one.
    case version
    /// The folder of a version on a data set.
    case run

    /// Names that are read there, but for those that a team chooses.
    var known: [String] {
        switch self {
        case .workspace:
            ["misread.yml", "datasets", "versions", "archive", "site", "templates", RedactionReading.takedowns]
                + RecordKind.folders + RecordKind.files
        case .datasets, .versions: []
        case .dataset:
            RedactionReading.names + [
                "dataset.yml", "images", "metadata.csv", "metadata.jsonl", "ImageSets", "seqinfo.ini",
            ]
                + TableNames.endings.map { "images." + $0 } + DetectionSource.truthNames
                + DetectionFolder.nameLists + DetectionFolder.dataFiles
        case .version: ["version.yml"]
        case .run:
            (TableNames.endings + ["npy", "npz"]).map { "predictions." + $0 } + DetectionSource.resultNames
                + PredictionRows.idFiles + DetectionFolder.nameLists
                + [
                    "saliency", "embeddings.npy", "embeddings.npz", "experiments", "experiment.yml", SwapRuns.name,
                    WorkspaceOutline.tallies,
                ]
                + TelemetryReader.names
        }
    }

    /// The path of such a folder.
    func path(dataset: String, version: String) -> String {
        switch self {
        case .workspace: "."
        case .datasets: "datasets"
        case .dataset: "datasets/\(dataset)"
        case .versions: "versions"
        case .version: "versions/\(version)"
        case .run: "versions/\(version)/\(dataset)"
        }
    }
}

/// The names in one folder that nothing reads.
struct UnreadNames {
    let place: WorkspacePlace
    /// The data set and the version that are spoken of; a name for any where there is none in particular.
    let dataset: String
    let version: String

    /// Names that are known although a team chose them: its data sets and versions.
    var chosen: [String] = []

    init(_ place: WorkspacePlace, dataset: String, version: String = "<version>", chosen: [String] = []) {
        self.place = place
        self.dataset = dataset
        self.version = version
        self.chosen = chosen
    }

    private var path: String { place.path(dataset: dataset, version: version) }

    /// What is said of the names in the folder that are neither known nor `isUsed` otherwise: each that is meant for
    /// something by itself, the others together. Prose is for people and not spoken of. `path` is where it lies when it is
    /// not the folder itself.
    func remarks(at path: String? = nil, of folder: WorkspaceFolder, isUsed: (String) -> Bool = { _ in false })
        -> [Problem]
    {
        let here = path ?? self.path
        let shownPlace = Place(file: here)
        // Whoever reads the folder says why it cannot be listed.
        guard let names = try? folder.names(in: here == "." ? "" : here) else { return [] }
        let known = place.known + chosen
        let unread = names.filter { name in
            !known.contains(name) && !isUsed(name)
                && (![".md", ".txt", ".pdf"].contains { name.hasSuffix($0) } || meant(name) != nil)
        }
        var remarks: [Problem] = []
        var others: [String] = []
        for name in unread {
            if let suggestion = packed(name) ?? meant(name) {
                remarks.append(
                    Problem(.warning, at: shownPlace, "not read: \(name)", suggestion: suggestion))
            } else {
                others.append(name)
            }
        }
        if !others.isEmpty {
            let shown = others.prefix(5).joined(separator: ", ") + (others.count > 5 ? " ..." : "")
            remarks.append(Problem(.note, at: shownPlace, "not read: \(shown)"))
        }
        return remarks
    }

    /// What a name is meant for: it is read elsewhere, or is one of this place but for a letter or two.
    func meant(_ name: String) -> String? {
        let elsewhere = WorkspacePlace.allCases.filter { $0 != place && $0.known.contains(name) }
        // Of two folders that read it the one further in: that of a version.
        if let home = elsewhere.last, !(place.known + chosen).contains(name) {
            return "it is read in \(home.path(dataset: dataset, version: version))/: move it there"
        }
        if place == .version || place == .run, Condition(folder: name) != nil {
            return
                "runs under a change are read in \(WorkspacePlace.run.path(dataset: dataset, version: version))/experiments/"
        }
        if let near = nearestName(to: name, in: place.known + chosen) {
            return "did you mean \"\(near)\" by \"\(name)\"?"
        }
        guard place != .workspace else { return nil }
        for home in WorkspacePlace.allCases where home != place && home != .workspace {
            if let near = nearestName(to: name, in: home.known) {
                return
                    "did you mean \"\(near)\" by \"\(name)\"? it is read in \(home.path(dataset: dataset, version: version))/"
            }
        }
        return nil
    }

    private func packed(_ name: String) -> String? {
        [".zip", ".tar", ".tar.gz", ".tgz", ".7z", ".rar"].contains { name.hasSuffix($0) }
            ? "unpack \(name): what is packed is not read" : nil
    }

    /// Where what is missing in the folder `here` of a data set or a run probably is: under another name, or in another
    /// folder on the way to it.
    static func whereabouts(of wanted: [String], in here: String, _ folder: WorkspaceFolder) -> String? {
        let parts = here.split(separator: "/").map(String.init)
        guard parts.count > 1 else { return nil }
        let isRun = parts[0] == "versions" && parts.count > 2
        let (dataset, version) = (isRun ? parts[2] : parts[1], isRun ? parts[1] : "")
        let names = { (path: String) in (try? folder.names(in: path)) ?? [] }
        if isRun, parts.count == 3, !names("versions/\(version)").contains(dataset),
            let near = nearestName(to: dataset, in: names("versions/\(version)").filter { $0 != "version.yml" })
        {
            return "did you mean \"\(dataset)\" by \"\(near)\"?"
        }
        for name in names(here) where !wanted.contains(name) {
            if let near = nearestName(to: name, in: wanted) { return "did you mean \"\(near)\" by \"\(name)\"?" }
        }
        // Folders called like what is wanted may be a data set's own.
        for place in WorkspacePlace.allCases where isRun || place != .version && place != .run {
            let path = place.path(dataset: dataset, version: version)
            guard path != here, let name = names(path == "." ? "" : path).first(where: wanted.contains),
                !place.known.contains(name)
            else { continue }
            return "\(name) lies in \(path == "." ? "the workspace's own folder" : path + "/"): move it here"
        }
        return nil
    }

    /// What is said of a missing misread.yml: a file of the workspace that is called nearly so.
    static func settings(_ folder: WorkspaceFolder) -> String? {
        nearestName(to: "misread.yml", in: (try? folder.names(in: "")) ?? [])
    }
}
