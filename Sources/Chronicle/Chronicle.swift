import Archive
import Diagnostics
import Files
import Foundation
import Record

/// What several audits and the incidents say together: what the site is made from.
public struct Chronicle: Sendable {
    /// Audits by rising date, then name.
    public let audits: [ArchivedAudit]
    /// Incidents, newest id first.
    public let incidents: [Incident]

    /// Writeups that the audience does not get to read, newest id first.
    public let withheld: [WithheldIncident]

    /// The release gates in force: those of misread.yml where there is one, else those of the newest audit.
    public let gates: [GateRule]
    /// What is accepted of the input in force: what misread.yml names; `nil` where there is none, and each audit stands.
    public let accepted: [String]?

    /// A chronicle of what was read; `gates` and `accepted` are those of misread.yml.
    public init(
        audits: [ArchivedAudit], incidents: [Incident], gates: [GateRule]? = nil, accepted: [String]? = nil,
        withheld: [WithheldIncident] = []
    ) {
        self.withheld = withheld
        self.accepted = accepted
        self.audits = audits
        self.gates = gates ?? audits.last?.audit.policyOfItsDay.gates ?? []
        self.incidents = incidents.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }.reversed()
    }

    /// Most bytes of a writeup.
    static let mostBytes = 4 << 20

    /// The incidents of a workspace, the writeups in the folder `folder`; a workspace without that folder has none. What is
    /// wrong with them is added to `problems`.
    static func incidents(in folder: URL, _ problems: inout ProblemList) throws -> [Incident] {
        var incidents: [Incident] = []
        let source = try SourceFolder(folder.deletingLastPathComponent(), kind: "workspace")
        for name in try source.names(in: folder.lastPathComponent) {
            let file = folder.lastPathComponent + "/" + name
            guard name.hasSuffix(".md") else {
                if let why = Self.looksLikeAWriteup(name, file, source) {
                    problems.add(
                        Problem(
                            at: Place(file: file), "this writeup is not read: \(why)",
                            suggestion: "writeups are .md files in \(folder.lastPathComponent)/ itself"))
                }
                continue
            }
            let data: Data
            do throws(FileError) {
                data = try source.bytes(file)
            } catch {
                problems.add(error)
                continue
            }
            guard data.count <= Self.mostBytes else {
                problems.add(
                    Problem(
                        at: Place(file: file), "the writeup has \(data.count) bytes; at most \(Self.mostBytes) are read"
                    ))
                continue
            }
            guard let text = String(validating: data, as: UTF8.self) else {
                problems.add(
                    Problem(at: Place(file: file), "this is not UTF-8 text", suggestion: "convert it to UTF-8"))
                continue
            }
            guard let incident = IncidentReader.read(text, file: file, into: &problems) else { continue }
            if let twin = incidents.first(where: { $0.id == incident.id }) {
                problems.add(
                    Problem(at: Place(file: file, field: "id"), "\(incident.id) is also the id of \(twin.file)"))
            }
            incidents.append(incident)
        }
        return incidents
    }

    /// Why something that is no writeup was probably meant as one; `nil` for anything else, such as a picture.
    private static func looksLikeAWriteup(_ name: String, _ file: String, _ source: SourceFolder) -> String? {
        let lower = name.lowercased()
        if lower.hasSuffix(".md") || lower.hasSuffix(".markdown") { return "its name does not end in .md" }
        guard let entry = try? source.entry(file), entry.isFolder, let inside = try? source.names(in: file) else {
            return nil
        }
        return inside.contains { $0.lowercased().hasSuffix(".md") } ? "it lies in a folder of its own" : nil
    }

    /// The newest audit.
    public var latest: ArchivedAudit? { audits.last }

    /// The audit of a version.
    public func audit(_ version: String) -> ArchivedAudit? { audits.first { $0.audit.version.name == version } }

    /// An audit judged by the gates in force, with what is accepted of its input.
    public func judged(_ archived: ArchivedAudit) -> Audit { archived.audit.judged(by: gates).accepting(accepted) }

    /// The oldest of the newest audits that were all made under the gates in force: since then they are. `nil` where the
    /// newest was made under others.
    public var policySince: ArchivedAudit? {
        audits.reversed().prefix { $0.audit.isJudged(by: gates) }.last
    }

    /// Incidents that name a failure mode.
    public func incidents(naming mode: String) -> [Incident] {
        incidents.filter { $0.failureModes.contains { FormerNames.isSameMode($0, mode) } }
    }

}
