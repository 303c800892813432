import Diagnostics

extension Workspace {
    /// That the results of a version are byte for byte those of its baseline: a file that was copied and not made anew looks like a
    /// change that changed nothing. `nil` where they are not, or are no single file under the same name.
    func copyRemark(_ file: String, of version: String, baseline: String?) -> Problem? {
        let own = "versions/\(version)/"
        guard let baseline, baseline != version, file.hasPrefix(own) else { return nil }
        let other = "versions/\(baseline)/" + file.dropFirst(own.count)
        guard isCopy(file, of: other) else { return nil }
        return Problem(
            .warning, at: Place(file: file), "is byte for byte \(other), with which it is compared",
            suggestion: "was it made anew by \(version)? the same answers cannot have changed")
    }

    /// The same of a run under a change, whose results in `path` are those of the version's own run, in `plain`, or of another change
    /// before it.
    func copyRemark(_ file: String, under condition: Condition, in path: String, besides plain: String) -> Problem? {
        guard file.hasPrefix(path + "/") else { return nil }
        let name = file.dropFirst(path.utf8.count)
        let runs = plain + "/experiments/"
        let others = [plain] + ((try? folder.folders(in: String(runs.dropLast()))) ?? []).sorted().map { runs + $0 }
        guard let other = others.prefix(while: { $0 != path }).map({ $0 + name }).first(where: { isCopy(file, of: $0) })
        else { return nil }
        return Problem(
            .warning, at: Place(file: file), "is byte for byte \(other)",
            suggestion: "was it made anew under \(condition.folder)? no answer changed")
    }

    private func isCopy(_ file: String, of other: String) -> Bool {
        guard (try? folder.isFolder(file)) == false, (try? folder.exists(other)) == true,
            (try? folder.isFolder(other)) == false, let bytes = try? folder.bytes(file), bytes.count > 0
        else { return false }
        return (try? folder.bytes(other)) == bytes
    }
}
