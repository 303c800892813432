import Columns

/// Tables of labels in folders of splits side by side, as `train/metadata.jsonl` and `test/metadata.jsonl`, and the one of them that
/// is audited.
struct SplitTables {
    let table: LabelTable
    let choice: SplitChoice

    /// `nil` where the tables do not lie in folders of splits, or nothing says which is meant. That which most predictions are
    /// of by the paths of their images is taken, else that of the split that says most.
    init?(_ tables: [LabelTable], predicted: LabelTable?) {
        let folders = tables.map(\.split)
        guard tables.count > 1, Set(folders).count == tables.count, let first = tables.first,
            tables.allSatisfy({ $0.layout.called == first.layout.called }),
            folders.allSatisfy({ Split(of: $0) != nil })
        else { return nil }
        let given = predicted.flatMap { Self.owner(of: $0.ids, among: tables) }.map { folders[$0] }
        guard let choice = SplitChoice(among: folders, wanted: given), let at = folders.firstIndex(of: choice.name)
        else { return nil }
        (table, self.choice) = (tables[at], choice)
    }

    /// The table that most predictions are of: by the paths of their images, else, where no path has the folder of a split, by the
    /// images' own names. `nil` where several have as many.
    private static func owner(of ids: [String], among tables: [LabelTable]) -> Int? {
        let names = Set(ids.map { Name(ImageNames.stem($0)) })
        for count in [
            { Self.matches(ids, $0) },
            { (table: LabelTable) in table.ids.count { names.contains(Name(ImageNames.stem($0))) } },
        ] {
            let counts = tables.map(count)
            guard let most = counts.max(), most > 0 else { continue }
            let owners = counts.indices.filter { counts[$0] == most }
            return owners.count == 1 ? owners[0] : nil
        }
        return nil
    }

    /// How many ids are a path that ends in the folder of a table and one of its images.
    private static func matches(_ ids: [String], _ table: LabelTable) -> Int {
        let own = Set(table.ids.map { Name(table.folder + "/" + WindowsPath.withSlashes($0)) })
        return ids.count { id in
            var rest = WindowsPath.withSlashes(id)[...]
            while !own.contains(Name(String(rest))) {
                guard let slash = rest.firstIndex(of: "/") else { return false }
                rest = rest[rest.index(after: slash)...]
            }
            return true
        }
    }
}

extension LabelTable {
    /// The last part of its file's folder that is called as a split is, else all of that folder.
    fileprivate var split: String {
        folder.split(separator: "/").last { Split(of: String($0)) != nil }.map(String.init) ?? folder
    }

    /// The folder that its file lies in, below what the user named.
    var folder: String {
        let inner = layout.isFolder ? file.dropFirst(layout.path.isEmpty ? 0 : layout.path.utf8.count + 1) : ""
        return inner.split(separator: "/").dropLast().joined(separator: "/")
    }
}
