// Which data sets of a workspace are audited: those that misread.yml lists, else the one that it names, else every one that a
// version has predictions for.

import Columns
import Formats
import Forms
import Record

/// The data sets that are audited, in the order of misread.yml, or by name where it says nothing.
struct AuditedDatasets {
    /// Their names; empty where there is none.
    let names: [String]

    /// What settings and folders say; `there` are the data sets by name.
    init(_ settings: WorkspaceSettings, _ there: [String], _ versions: [VersionForm], _ folder: WorkspaceFolder) {
        if !settings.datasets.isEmpty {
            names = settings.datasetNames.filter { name in there.contains { Name($0) == Name(name) } }
        } else if let one = settings.dataset {
            names = there.filter { Name($0) == Name(one) }
        } else {
            let run = there.filter { name in
                versions.contains { Self.isRun($0.manifest.version, name, folder) }
            }
            names = run.isEmpty ? Array(there.prefix(1)) : run
        }
    }

    /// Whether a version has a folder for a data set. One that cannot be looked into is said by whoever reads it.
    static func isRun(_ version: String, _ dataset: String, _ folder: WorkspaceFolder) -> Bool {
        (try? folder.exists("versions/\(version)/\(dataset)")) ?? true
    }

    /// Whether a version is meant for a data set: it does not list others alone.
    static func isMeant(_ manifest: VersionManifest, for dataset: String) -> Bool {
        manifest.datasets?.contains { Name($0) == Name(dataset) } ?? true
    }

    /// Whether a name can be part of a folder's name in the archive.
    static func isName(_ name: String) -> Bool {
        name.first != "." && name.utf8.count <= 60
            && name.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
                    || [0x2D, 0x2E, 0x5F].contains(byte)
            }
    }
}
