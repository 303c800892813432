// What misread.yml says of one of several data sets, and the settings as they hold for it: each data set is audited by itself,
// as if it were the only one.

import Columns
import Record

/// One entry of `datasets:` in misread.yml.
public struct DatasetSettings: Sendable, Equatable {
    /// Its name, the folder's name under `datasets/` and under each version.
    public var name: String
    /// What it is for; what dataset.yml says when `nil`.
    public var role: DatasetRole?
    /// Column that names the unit rows belong to; that of the workspace when `nil`.
    public var unit: String?
    /// Which split of it is audited; that of the workspace when `nil`.
    public var split: String?
    /// Its folder in the workspace, where that is not `datasets/<name>`.
    public var path: String?
    /// Whether it is audited no more: its audits stand, and no version is judged by it.
    public var isRetired: Bool
    /// What is asked of it in place of the gates for every data set; `nil` where those are asked.
    public var gates: [GateRule]?

    /// An entry.
    public init(
        name: String, role: DatasetRole? = nil, unit: String? = nil, split: String? = nil, path: String? = nil,
        isRetired: Bool = false, gates: [GateRule]? = nil
    ) {
        self.name = name
        self.role = role
        self.unit = unit
        self.split = split
        self.path = path
        self.isRetired = isRetired
        self.gates = gates
    }
}

/// A gate that names the data set it is asked of, as `night: headline/accuracy`.
public struct DatasetGate: Sendable, Equatable {
    /// The data set.
    public var dataset: String
    /// What is asked of it.
    public var rule: GateRule
}

extension WorkspaceSettings {
    /// The names of the data sets that misread.yml lists to be audited; empty where it names one or none.
    public var datasetNames: [String] { datasets.filter { !$0.isRetired }.map(\.name) }

    /// The folder of a data set in the workspace.
    func folder(of name: String) -> String {
        datasets.first { Name($0.name) == Name(name) }?.path ?? "datasets/" + name
    }

    /// Whether misread.yml says of a data set that it is audited no more, or says which are and it is none of them.
    public func isRetired(_ name: String) -> Bool {
        if let own = datasets.first(where: { Name($0.name) == Name(name) }) { return own.isRetired }
        return !datasets.isEmpty || dataset.map { Name($0) != Name(name) } ?? false
    }

    /// The settings as they hold for one data set, whose datasheet says `role`: its own unit, split and gates before those of
    /// the workspace, and the gates that name it.
    public func holding(for name: String, role: DatasetRole? = nil) -> WorkspaceSettings {
        var settings = self
        let own = datasets.first { Name($0.name) == Name(name) }
        if own != nil { settings.dataset = name }
        if let unit = own?.unit { settings.unit = unit }
        if let split = own?.split { settings.split = split }
        let isJudged = (own?.role ?? role)?.isJudged ?? true
        settings.gates =
            (own?.gates ?? (isJudged ? gates : []))
            + datasetGates.filter { Name($0.dataset) == Name(name) }.map(\.rule)
        settings.datasetGates = []
        return settings
    }
}
