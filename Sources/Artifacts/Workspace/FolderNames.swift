// Names of folders become names of pages and archives, which a team copies to other machines: two that one of those takes for
// the same, or for a device, are refused where they are made.

import Columns
import Record

/// Names that not every machine can hold beside one another.
enum FolderNames {
    /// Names that Windows keeps for devices, with any ending.
    private static let devices: Set<String> = Set(
        ["con", "prn", "aux", "nul"] + (1...9).flatMap { ["com\($0)", "lpt\($0)"] })

    /// What is wrong with each of some versions' names: what would be told when they are archived.
    static func faults(ofVersions names: [String]) -> [(name: String, fault: WorkspaceFault)] {
        names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.compactMap { name in
            VersionName.fault(name).map { (name, $0 == .taken ? .takenName(name) : .unfitName(name)) }
        }
    }

    /// What is wrong with each of some names in one folder: a name and why.
    static func faults(_ names: [String]) -> [(name: String, fault: WorkspaceFault)] {
        var first: [Name: String] = [:]
        var faults: [(String, WorkspaceFault)] = []
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            let plain = NormalizedMatch.plain(name, [.letterCase, .composition])
            if let twin = first[plain] {
                faults.append((name, .nameTwice(name, twin)))
            } else {
                first[plain] = name
            }
            let stem = name.lowercased().split(separator: ".", omittingEmptySubsequences: false).first
            if stem.map({ devices.contains(String($0)) }) == true || name.hasSuffix(".") || name.hasSuffix(" ") {
                faults.append((name, .reservedName(name)))
            }
        }
        return faults
    }
}
