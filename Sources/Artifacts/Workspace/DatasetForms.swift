// `datasets:` of misread.yml: a list of names, or a mapping of names to what is said of each.

import Columns
import Diagnostics
import Forms
import Record

extension DatasetSettings {
    /// Reads `dataset:` and `datasets:`: the one data set that is audited, or those that are. `dataset:` with a list is
    /// `datasets:`.
    static func read(
        _ form: inout Form, _ problems: inout ProblemList
    ) -> (one: String?, several: [DatasetSettings]) {
        let file = form.file
        let (listed, single) = (form.node("datasets"), form.node("dataset"))
        let key = listed == nil ? "dataset" : "datasets"
        if listed != nil, single != nil {
            problems.add(WorkspaceError(file, row: form.row(of: "dataset"), field: "dataset", .datasetAndDatasets))
        }
        guard let node = listed ?? single else { return (nil, []) }
        if listed == nil, case .scalar = node.value { return (form.text("dataset"), []) }
        var several: [DatasetSettings] = []
        if case .mapping(let entries) = node.value {
            for entry in entries {
                if let settings = read(entry, file, path: "\(key).\(entry.key)", &problems) { several.append(settings) }
            }
        } else {
            several = (form.texts(key) ?? []).map { DatasetSettings(name: $0) }
        }
        let isEmpty: Bool =
            switch node.value {
            case .list(let items): items.isEmpty
            case .mapping(let entries): entries.isEmpty
            case .scalar: false
            }
        if isEmpty || !several.isEmpty && several.allSatisfy(\.isRetired) {
            problems.add(WorkspaceError(file, row: form.row(of: key), field: key, .noDatasetListed))
        }
        var seen: Set<String> = []
        for name in several.map(\.name) where !seen.insert(name.lowercased()).inserted {
            problems.add(WorkspaceError(file, row: form.row(of: key), field: key, .datasetTwice(name)))
        }
        return (nil, several)
    }

    /// Reads what is said of one: nothing, its folder, or its settings.
    private static func read(
        _ entry: FormNode.Entry, _ file: String, path: String, _ problems: inout ProblemList
    ) -> DatasetSettings? {
        var settings = DatasetSettings(name: entry.key)
        func place(_ folder: String, row: Int) {
            let given = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
            if let fault = WorkspaceFolder.fault(of: given) {
                problems.add(WorkspaceError(file, row: row, field: path, fault))
            } else if given != "datasets/" + entry.key {
                settings.path = given
            }
        }
        if case .scalar(let text) = entry.node.value {
            if let text { place(text, row: entry.node.row) }
            return settings
        }
        var form = Form(entry.node, file: file, path: path)
        if let folder = form.text("path") { place(folder, row: form.row(of: "path") ?? form.row) }
        settings.role = DatasetRole(reading: &form)
        settings.unit = form.text("unit")
        settings.split = form.text("split")
        settings.isRetired = form.flag("retired") ?? false
        if form.keys.contains("gates") {
            settings.gates = form.forms("gates").compactMap { gate in
                guard let (name, rule) = GateRule.read(gate, &problems) else { return nil }
                if let name, Name(name) != Name(entry.key) {
                    problems.add(
                        WorkspaceError(
                            file, row: gate.row, field: path + ".gates",
                            .unknownDataset(name, nearest: entry.key)))
                }
                return rule
            }
        }
        form.finish(&problems)
        return settings
    }
}

extension DatasetRole {
    /// Reads `role:`.
    init?(reading form: inout Form) {
        guard let text = form.choice("role", of: Self.allCases.map(\.rawValue)) else { return nil }
        self.init(rawValue: text)
    }
}
