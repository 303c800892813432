import Columns

/// Tables of labels in folders of splits side by side, as `train/metadata.jsonl` and `test/metadata.jsonl`, and the one of them that
/// is audited.
struct SplitTables {
    let table: LabelTable
    let choice: SplitChoice

    /// `nil` where the tables do not lie in folders of splits, or nothing says which is meant. That which most predictions are
    /// of by the paths of their images is taken, else that of the split that says most.
    init?(_ tables: [LabelTable], predicted: LabelTable?) {
        let folders = tables.map(\.folder)
        guard tables.count > 1, Set(folders).count == tables.count, let first = tables.first,
            tables.allSatisfy({ $0.layout.called == first.layout.called }),
            folders.allSatisfy({ Split(of: $0) != nil })
        else { return nil }
        let counts = predicted.map { predicted in tables.map { Self.matches(predicted.ids, $0) } } ?? []
        let most = counts.max() ?? 0
        let owners = counts.indices.filter { most > 0 && counts[$0] == most }
        let given = owners.count == 1 ? folders[owners[0]] : nil
        guard let choice = SplitChoice(among: folders, wanted: given), let at = folders.firstIndex(of: choice.name)
        else { return nil }
        (table, self.choice) = (tables[at], choice)
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
    /// The folder that its file lies in, below what the user named.
    var folder: String {
        let inner = layout.isFolder ? file.dropFirst(layout.path.isEmpty ? 0 : layout.path.utf8.count + 1) : ""
        return inner.split(separator: "/").dropLast().joined(separator: "/")
    }
}
