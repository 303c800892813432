// Every file and folder of a workspace accounted for: read, how much of it is used, or not read and why.

import Columns
import Diagnostics
import Record

extension Workspace {
    /// What is said of names in the folders above a data set and a run, and of data sets that are not audited.
    static func outside(_ manifests: WorkspaceManifests, _ chosen: String, _ folder: WorkspaceFolder)
        -> [Problem]
    {
        let names = manifests.datasets.map(\.datasheet.name)
        let versions = manifests.stated.versions.map(\.manifest.version)
        var remarks =
            UnreadNames(.workspace, dataset: chosen, chosen: manifests.foldersBeside).remarks(
                of: folder, isUsed: { $0 == manifests.settings.classFile }
            ).filter { $0.severity != .note }
            + UnreadNames(.datasets, dataset: chosen, chosen: names).remarks(of: folder)
            + UnreadNames(.versions, dataset: chosen, chosen: versions).remarks(of: folder)
        let others = names.filter { name in
            !manifests.audited.contains { Name($0) == Name(name) } && !manifests.misplaced.contains(Name(name))
                && !manifests.stated.settings.datasets.contains { $0.isRetired && Name($0.name) == Name(name) }
        }
        guard !others.isEmpty else { return remarks }
        let list = others.prefix(5).joined(separator: ", ") + (others.count > 5 ? " ..." : "")
        let audited = manifests.audited.joined(separator: ", ")
        remarks.append(
            manifests.settings.dataset == nil
                ? Problem(
                    .warning, at: Place(file: "datasets"),
                    "not read: \(list); no version has predictions for \(others.count == 1 ? "it" : "them")",
                    suggestion:
                        "put predictions into versions/<version>/\(others[0])/, or name what is audited: dataset: \(audited)"
                )
                : Problem(
                    .note, at: Place(file: "datasets"),
                    "not read: \(list); dataset: \(audited) is audited"))
        return remarks
    }

    /// What is said of names in the folders of a version that nothing reads.
    func unread(in version: String, isUsed: (String) -> Bool = { _ in false }) -> [Problem] {
        // What lies in the folder of a version is said once, whichever data set it is of.
        UnreadNames(
            .version, dataset: audited.count > 1 ? "<data set>" : dataset.name, version: version,
            chosen: datasets.map(\.name)
        ).remarks(of: folder) { name in
            // What is called like a data set is told already.
            datasets.contains { name.hasPrefix($0.name + ".") }
        }
            + UnreadNames(.run, dataset: dataset.name, version: version).remarks(of: folder, isUsed: isUsed)
    }

    /// What a plain run was read from, and how much of each is used.
    func sources(
        of version: String, _ file: String, _ account: RowAccounting, _ maps: (maps: SaliencyMaps, files: [String])?,
        _ embeddings: EmbeddingFile.Contents?
    ) -> [InputHealth.Source] {
        let path = "versions/\(version)/\(dataset.name)"
        let answered = account.itemsRead - (account.unpredicted ?? 0)
        var sources = [
            InputHealth.Source(table.file, .images, used: account.kept, of: account.itemsRead),
            InputHealth.Source(file, .predictions, used: answered, of: account.predictionsRead),
        ]
        sources += pictureSource.map { [$0] } ?? []
        if let maps {
            sources.append(InputHealth.Source(path + "/saliency", .maps, used: maps.maps.ids.count, of: table.count))
        }
        if let embeddings {
            sources.append(InputHealth.Source(embeddings.file, .embeddings, used: embeddings.used, of: table.count))
        }
        return sources + perturbationSource(of: version, used: conditions(of: version).count)
    }

    /// The runs under a change of a version, where there are any, of which so many are read.
    func perturbationSource(of version: String, used: Int) -> [InputHealth.Source] {
        let all = conditions(of: version).count
        let path = "versions/\(version)/\(dataset.name)/experiments"
        return all == 0 ? [] : [InputHealth.Source(path, .perturbations, used: used, of: all)]
    }

    /// What is odd about the maps of a run.
    func remarks(_ maps: SaliencyMaps, in path: String) -> [Problem] {
        let layouts = measured.outcome.layouts
        return maps.remarks(in: path + "/saliency") { id in
            table.index.row(of: id).flatMap { $0 < layouts.count ? layouts[$0]?.seen : nil }
        }
    }

    /// The pictures, where there are any.
    var pictureSource: InputHealth.Source? {
        let found = table.paths.compactMap(\.self)
        guard let first = found.first else { return nil }
        // The folder that all of them lie under: those of classes lie beside one another.
        var common = first.split(separator: "/").dropLast()[...]
        for path in found {
            common = common.prefix(zip(common, path.split(separator: "/").dropLast()).prefix { $0 == $1 }.count)
        }
        let folder = common.joined(separator: "/")
        return InputHealth.Source(folder, .pictures, used: found.count, of: table.count)
    }
}
