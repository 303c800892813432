import Diagnostics
import Record

/// What can be wrong with an archive or with writing one.
public enum ArchiveError: Error, Sendable, Equatable {
    /// There is no audit of that version.
    case noAudit(version: String, known: [String])
    /// audit.json is not what this program can read.
    case unreadable(version: String, reason: String)
    /// audit.json was written in another schema.
    case schema(version: String, found: String, known: String)
    /// The archive's files are not those it was written with.
    case broken(version: String, faults: [String])
    /// An archive of that version exists and says something else.
    case differs(version: String, because: String)
    /// The audit in a version's folder is of another version.
    case otherName(version: String, found: String)
    /// Something in the archive is no folder of a version.
    case notAVersion(String)
    /// The folder of a version holds what its list does not know.
    case holdsOthers(version: String, names: [String])
    /// A version name that cannot be a folder's name.
    case badName(String)
}

extension ArchiveError: Explained {
    /// The wording.
    public var problem: Problem {
        switch self {
        case .noAudit(let version, let known):
            Problem(
                at: Place(file: "archive/\(version)"), "there is no audit of \(version)",
                suggestion: known.isEmpty
                    ? "run `misread audit --version \(version)` in the workspace first"
                    : "archived are \(known.joined(separator: ", ")); or run `misread audit --version \(version)` in the workspace"
            )
        case .unreadable(let version, let reason):
            Problem(at: Place(file: "archive/\(version)/audit.json"), "this is not an audit: \(reason)")
        case .schema(let version, let found, let known):
            Problem(
                at: Place(file: "archive/\(version)/audit.json", field: "schema"),
                "\(found) cannot be read by this program, which knows \(known)",
                suggestion: "use the program version named in the file's \"program\"")
        case .broken(let version, let faults):
            Problem(
                at: Place(file: "archive/\(version)"),
                "the archive is not as it was written: \(faults.joined(separator: ", "))",
                suggestion: "restore the files, or audit again with --replace")
        case .differs(let version, let because):
            Problem(
                at: Place(file: "archive/\(version)"),
                "an audit of \(version) is archived and says something else (\(because)); archives are immutable",
                suggestion: "give the new evaluation a new version name, or supersede it with --replace")
        case .otherName(let version, let found):
            Problem(
                at: Place(file: "archive/\(version)"), "the audit in it is of \(found)",
                suggestion: "give the folder its own name back")
        case .notAVersion(let name):
            Problem(
                at: Place(file: "archive/\(name)"), "is no folder of an archived version",
                suggestion: "move it out of the archive, or give it a name that starts with a dot")
        case .holdsOthers(let version, let names):
            Problem(
                at: Place(file: "archive/\(version)"),
                "the folder holds what this program did not write: \(names.firstFew)",
                suggestion: "move it out; nothing was changed")
        case .badName(let name):
            Problem(
                at: Place(file: "versions/\(name)"), "\"\(name)\" cannot name a version", suggestion: VersionName.fit)
        }
    }
}
