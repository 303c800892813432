// The YAML side of a workspace: misread.yml, the manifests of data sets and versions, and which experiments there are.
// Reading goes on after an error wherever something is left to check.

import Columns
import Diagnostics
import Formats
import Forms
import Foundation
import Record

/// Settings and manifests of a workspace.
struct WorkspaceManifests {
    let folder: WorkspaceFolder
    /// What misread.yml says; after ``choose(_:_:)`` as it holds for the chosen data set.
    private(set) var settings: WorkspaceSettings
    private(set) var datasets: [DatasetForm]
    /// The data sets that are audited, by name.
    let audited: [String]
    /// The data set that is spoken of: the first that is audited, or another one.
    private(set) var chosen: DatasetForm?
    /// Versions: baselines first, then by date, then by name; of several data sets those that were run on the chosen one.
    private(set) var versions: [VersionForm]
    /// Data sets whose predictions lie in a folder too high.
    private(set) var misplaced: Set<Name> = []
    /// Conditions by version.
    private(set) var conditions: [String: [Condition]] = [:]
    /// Versions that have no predictions for the chosen data set, of several, and are meant for it.
    var lacking: [String] {
        guard let chosen, audited.count > 1, chosen.datasheet.role?.isJudged ?? true else { return [] }
        let run = versions.map(\.manifest.version)
        return stated.versions.map(\.manifest).filter {
            !run.contains($0.version) && AuditedDatasets.isMeant($0, for: chosen.datasheet.name)
        }.map(\.version)
    }
    /// The settings and versions for any data set.
    let stated: (settings: WorkspaceSettings, versions: [VersionForm])

    /// Reads the manifests in `root`, and chooses the first data set. Throws when it is no workspace at all.
    init(reading root: URL, _ problems: inout ProblemList) throws(ProblemList) {
        let folder = try WorkspaceFolder(root)
        self.folder = folder
        guard try Self.listed({ () throws(WorkspaceError) in try folder.exists("misread.yml") }) else {
            throw ProblemList(WorkspaceError("misread.yml", .noSettings(UnreadNames.settings(folder))))
        }
        let before = problems.errorCount
        settings = Self.read("misread.yml", folder, &problems) { WorkspaceSettings(reading: $0, &$1) }
        settings.readClasses(in: folder, &problems)
        // A document with a fault of its own, as a key that is given twice, is read in no part.
        let isWritten = (try? Self.node("misread.yml", folder)) != nil
        // Of a task that nobody can tell, whatever is missing would be a false statement.
        let isTaskKnown =
            problems.errorCount == before
            || isWritten
                && !problems.errors.contains {
                    $0.place?.file == "misread.yml" && ($0.place?.field == nil || $0.place?.field == "task")
                }

        let names = Self.folders(in: "datasets", folder, &problems)
        // What belongs into a data set and lies beside it is none.
        let elsewhere = settings.datasets.filter { $0.path != nil && !$0.isRetired }.map(\.name)
        let setNames =
            names.list.filter { name in
                !elsewhere.contains { Name($0) == Name(name) }
                    && Self.isNamed(name, in: "datasets", "dataset.yml", besides: .dataset, folder)
            } + elsewhere
        datasets = setNames.map { [settings] name in
            let base = settings.folder(of: name)
            return Self.read(base + "/dataset.yml", folder, &problems) {
                DatasetForm(reading: $0, name: name, in: base, &$1)
            }
        }
        if datasets.isEmpty, names.isRead, isWritten { problems.add(WorkspaceError("datasets", .noDatasets)) }
        let versionNames = Self.folders(in: "versions", folder, &problems)
        let read = versionNames.list.filter {
            Self.isNamed($0, in: "versions", "version.yml", besides: .run, folder)
        }
        for (name, fault) in FolderNames.faults(ofVersions: read) {
            problems.add(WorkspaceError("versions/" + name, fault))
        }
        let forms = read.map { [settings] name in
            Self.read("versions/\(name)/version.yml", folder, &problems) {
                VersionForm(reading: $0, name: name, of: settings.task, &$1)
            }
        }
        if read.isEmpty, versionNames.isRead { problems.add(WorkspaceError("versions", .noVersions)) }
        versions = Self.ordered(forms, &problems)
        stated = (settings, versions)
        audited =
            isTaskKnown ? AuditedDatasets(settings, datasets.map(\.datasheet.name), versions, folder).names : []
        checkNames(&problems)
        Constraint.check(settings.constraints, in: versions.map(\.manifest), &problems)
        checkFiles(&problems)
        checkRuns(&problems)
        choose(audited.first, &problems)
    }

    /// Whether the first data set is chosen.
    var isOnFirst: Bool { chosen.map { Name($0.datasheet.name) } == audited.first.map { Name($0) } }

    /// The same with another data set chosen.
    func choosing(_ name: String, _ problems: inout ProblemList) -> WorkspaceManifests {
        var other = self
        other.choose(name, &problems)
        return other
    }

    private mutating func choose(_ name: String?, _ problems: inout ProblemList) {
        chosen = name.flatMap { name in datasets.first { Name($0.datasheet.name) == Name(name) } }
        let role = name.flatMap { name in stated.settings.datasets.first { Name($0.name) == Name(name) }?.role }
        if let role { chosen?.datasheet.role = role }
        versions = stated.versions
        if let chosen {
            let dataset = chosen.datasheet.name
            settings = stated.settings.holding(for: dataset, role: chosen.datasheet.role)
            settings.cases = chosen.cases
            if audited.count > 1 {
                let run = versions.filter {
                    AuditedDatasets.isRun($0.manifest.version, dataset, folder)
                        && AuditedDatasets.isMeant($0.manifest, for: dataset)
                }
                if !run.isEmpty || versions.isEmpty {
                    versions = run
                } else {
                    problems.add(WorkspaceError(chosen.datasheet.folder, .noRuns))
                }
            }
        }
        conditions = [:]
        if let dataset = chosen?.datasheet.name {
            if let problem = settings.refusal(ofDataset: dataset) { problems.add(problem) }
            for version in versions.map(\.manifest.version) {
                let path = "versions/\(version)/\(dataset)/experiments"
                let found = Self.conditions(in: path, folder, &problems)
                if let problem = settings.refusal(of: found, in: path) { problems.add(problem) }
                conditions[version] = found
            }
        }
    }

    /// The folders beside misread.yml that data sets lie in.
    var foldersBeside: [String] {
        datasets.compactMap { $0.datasheet.folder.split(separator: "/").first.map(String.init) }
    }

    /// Adds the files of versions that are called like a data set: its predictions, a folder too high.
    private mutating func checkFiles(_ problems: inout ProblemList) {
        for version in versions.map(\.manifest.version) {
            let path = "versions/\(version)"
            for name in (try? folder.names(in: path)) ?? [] where (try? folder.isFolder(path + "/" + name)) == false {
                guard let dot = name.firstIndex(of: "."),
                    let dataset = datasets.map(\.datasheet.name).first(where: { Name($0) == Name(String(name[..<dot])) }
                    ),
                    TableNames.endings.contains(String(name[dot...].dropFirst()))
                        || ["npy", "npz"].contains(name[dot...].dropFirst())
                else { continue }
                misplaced.insert(Name(dataset))
                let called = settings.task == .detection ? "detections" : "predictions"
                problems.add(
                    WorkspaceError(
                        path + "/" + name,
                        .besideItsFolder(dataset: dataset, version: version, ending: called + name[dot...])))
            }
        }
    }

    /// Adds the versions that have predictions for none of several data sets: a copy that failed is no version less.
    private func checkRuns(_ problems: inout ProblemList) {
        guard audited.count > 1 else { return }
        for manifest in versions.map(\.manifest) {
            let meant = audited.filter { AuditedDatasets.isMeant(manifest, for: $0) }
            if meant.contains(where: { AuditedDatasets.isRun(manifest.version, $0, folder) }) { continue }
            let path = "versions/\(manifest.version)"
            let places = (meant.isEmpty ? audited : meant).map { "\(path)/\($0)/" }.joined(separator: ", ")
            problems.add(WorkspaceError(path, .noPredictions("put them into \(places)")))
        }
    }

    /// Adds what is wrong with the names of data sets that misread.yml, its gates and the manifests of versions give.
    private func checkNames(_ problems: inout ProblemList) {
        let there = datasets.map(\.datasheet.name)
        func check(_ name: String, _ file: String, _ field: String) {
            guard !there.isEmpty, !there.contains(where: { Name($0) == Name(name) }) else { return }
            let nearest = nearestName(to: name, in: there)
            problems.add(WorkspaceError(file, field: field, .unknownDataset(name, nearest: nearest)))
        }
        if let one = settings.dataset { check(one, "misread.yml", "dataset") }
        for name in settings.datasetNames { check(name, "misread.yml", "datasets") }
        for gate in settings.datasetGates {
            check(gate.dataset, "misread.yml", "gates")
            if there.contains(where: { Name($0) == Name(gate.dataset) }),
                !audited.contains(where: { Name($0) == Name(gate.dataset) })
            {
                problems.add(
                    WorkspaceError("misread.yml", field: "gates", .notAudited(gate.dataset, audited: audited)))
            }
        }
        for form in versions {
            for name in form.manifest.datasets ?? [] {
                check(name, "versions/\(form.manifest.version)/version.yml", "datasets")
            }
        }
        guard audited.count > 1 else { return }
        for name in audited where !AuditedDatasets.isName(name) {
            problems.add(WorkspaceError("datasets", .badDatasetName(name)))
        }
    }

    /// The settings of the workspace in `root`, when it has any, and nothing else of it.
    static func settings(in root: URL) throws(ProblemList) -> WorkspaceSettings? {
        let folder = try WorkspaceFolder(root)
        guard try Self.listed({ () throws(WorkspaceError) in try folder.exists("misread.yml") }) else { return nil }
        var problems = ProblemList()
        var settings = Self.read("misread.yml", folder, &problems) { WorkspaceSettings(reading: $0, &$1) }
        settings.readClasses(in: folder, &problems)
        try problems.throwIfAny()
        return settings
    }

    /// Folders in a folder, and whether it could be listed; when not, that is added to `problems`.
    private static func folders(
        in path: String, _ folder: WorkspaceFolder, _ problems: inout ProblemList
    ) -> (list: [String], isRead: Bool) {
        do throws(WorkspaceError) {
            let names = try folder.folders(in: path)
            for (name, fault) in FolderNames.faults(names) { problems.add(WorkspaceError(path + "/" + name, fault)) }
            return (names, true)
        } catch {
            problems.add(error)
            return ([], false)
        }
    }

    /// Whether a folder is one that a team named: it has a manifest, or is not called like what lies in such a folder.
    private static func isNamed(
        _ name: String, in base: String, _ manifest: String, besides place: WorkspacePlace, _ folder: WorkspaceFolder
    ) -> Bool {
        (try? folder.exists("\(base)/\(name)/\(manifest)")) ?? true
            || !place.known.contains(name) && (place != .run || Condition(folder: name) == nil)
    }

    /// The error of one file as a list.
    private static func listed<Value>(
        _ body: () throws(WorkspaceError) -> Value
    ) throws(ProblemList) -> Value {
        do {
            return try body()
        } catch {
            throw ProblemList(error)
        }
    }

    /// Reads the form in a file with `read`. A file that is no form is reported once, and not for the keys it lacks.
    private static func read<Value>(
        _ path: String, _ folder: WorkspaceFolder, _ problems: inout ProblemList,
        _ read: (Form, inout ProblemList) -> Value
    ) -> Value {
        do throws(ProblemList) {
            let node = try node(path, folder)
            return read(Form(node, file: path), &problems)
        } catch {
            problems.add(error)
            var ignored = ProblemList()
            return read(Form(.empty, file: path), &ignored)
        }
    }

    private static func node(_ path: String, _ folder: WorkspaceFolder) throws(ProblemList) -> FormNode {
        let bytes = try listed { () throws(WorkspaceError) in
            guard try folder.exists(path) else { throw WorkspaceError(path, .missingManifest) }
            return try folder.bytes(path)
        }
        if bytes.isEmpty { return .empty }
        if bytes.count > FormNode.limit {
            throw ProblemList(FormError.tooLarge(bytes: bytes.count, limit: FormNode.limit).problem(in: path))
        }
        let text = try TextFile(bytes: bytes, name: path)
        do throws(FormError) {
            return try FormNode.parse(String(decoding: text.bytes, as: UTF8.self))
        } catch {
            throw ProblemList(error.problem(in: path))
        }
    }

    /// Baselines before those that name them; otherwise by date, then by name.
    private static func ordered(_ forms: [VersionForm], _ problems: inout ProblemList) -> [VersionForm] {
        let names = forms.map(\.manifest.version)
        for form in forms {
            guard let baseline = form.manifest.baseline else { continue }
            let file = "versions/\(form.manifest.version)/version.yml"
            if Name(baseline) == Name(form.manifest.version) {
                problems.add(WorkspaceError(file, field: "baseline", .ownBaseline))
            } else if !names.contains(where: { Name($0) == Name(baseline) }) {
                let nearest = nearestName(to: baseline, in: names)
                problems.add(WorkspaceError(file, field: "baseline", .unknownBaseline(baseline, nearest: nearest)))
            } else if let date = forms.first(where: { Name($0.manifest.version) == Name(baseline) })?.manifest.date,
                form.manifest.date < date
            {
                problems.add(
                    Problem(
                        .warning, at: Place(file: file, field: "date"),
                        "\(form.manifest.date) is before that of its baseline \(baseline), \(date): the site takes the later one for "
                            + "the newest version",
                        suggestion: "is the date, or the baseline, that of another version?"))
            }
        }
        var waiting = forms.sorted {
            ($0.manifest.date, $0.manifest.version) < ($1.manifest.date, $1.manifest.version)
        }
        var ordered: [VersionForm] = []
        while !waiting.isEmpty {
            let next = waiting.firstIndex { form in
                guard let baseline = form.manifest.baseline, baseline != form.manifest.version else { return true }
                return !waiting.contains { $0.manifest.version == baseline }
            }
            guard let next else {
                let circle = waiting.map(\.manifest.version)
                problems.add(WorkspaceError("versions", field: "baseline", .baselineCycle(circle)))
                return ordered + waiting
            }
            ordered.append(waiting.remove(at: next))
        }
        return ordered
    }

    private static func conditions(
        in path: String, _ folder: WorkspaceFolder, _ problems: inout ProblemList
    ) -> [Condition] {
        var conditions: [Condition] = []
        for name in folders(in: path, folder, &problems).list {
            guard Condition(folder: name) != nil else {
                problems.add(WorkspaceError(path, .badExperimentName(name)))
                continue
            }
            let manifest = "\(path)/\(name)/experiment.yml"
            let hasManifest = (try? folder.exists(manifest)) ?? true
            let stated =
                hasManifest
                ? read(manifest, folder, &problems) { Condition.stated(reading: $0, folder: name, &$1) } : [:]
            if let condition = Condition(folder: name, stated: stated, hasManifest: hasManifest) {
                conditions.append(condition)
            }
        }
        return conditions.sorted { a, b in
            if a.factor != b.factor { return Name(a.factor) < Name(b.factor) }
            let (left, right) = (a.strength ?? .infinity, b.strength ?? .infinity)
            return left == right ? Name(a.level) < Name(b.level) : left < right
        }
    }
}
