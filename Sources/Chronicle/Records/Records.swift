import Diagnostics
import Files
import Foundation
import Record

/// The records of a workspace besides incidents, and what governance.yml and schedule.yml say.
public struct Records: Sendable {
    /// The records, by kind and id.
    public let documents: [RecordDocument]
    /// Roles, severities, approvals, cadence.
    public let governance: Governance
    /// What recurs.
    public let schedule: [ScheduledTurn]

    /// Records that were read.
    public init(
        _ documents: [RecordDocument] = [], governance: Governance = Governance(),
        schedule: [ScheduledTurn] = []
    ) {
        self.documents = documents.sorted {
            ($0.schema.name, $0.id).0 == ($1.schema.name, $1.id).0 ? $0.id < $1.id : $0.schema.name < $1.schema.name
        }
        self.governance = governance
        self.schedule = schedule
    }

    private func of(_ kind: RecordKind) -> [RecordDocument] { documents.filter { $0.schema.kind == kind } }

    /// Remediation actions, by id.
    public var actions: [ActionRecord] { of(.action).map(ActionRecord.init) }
    /// Decisions, by id.
    public var decisions: [DecisionRecord] { of(.decision).map(DecisionRecord.init) }
    /// Waivers, by id.
    public var waivers: [WaiverRecord] { of(.waiver).map(WaiverRecord.init) }
    /// Alarms that were acknowledged, by id.
    public var alarms: [AlarmRecord] { of(.alarm).map(AlarmRecord.init) }
    /// Playbooks, by id.
    public var playbooks: [PlaybookRecord] { of(.playbook).map(PlaybookRecord.init) }
    /// Regression cases, by id.
    public var cases: [CaseRecord] { of(.case).map(CaseRecord.init) }

    /// The record of an id.
    public func record(_ id: String) -> RecordDocument? { documents.first { $0.id == id } }

    /// The approved decisions that have taken the place of another.
    public func superseding(_ id: String) -> DecisionRecord? {
        decisions.first { $0.isApproved && $0.supersedes.contains(id) }
    }

    /// Approved decisions that no other has taken the place of.
    public var decisionsInForce: [DecisionRecord] {
        let all = decisions.filter(\.isApproved)
        return all.filter { decision in !all.contains { $0.supersedes.contains(decision.id) } }
    }

    /// The decision on a version that is in force: the newest approved one that no other has taken the place of.
    public func decision(on version: String) -> DecisionRecord? {
        decisionsInForce.filter { $0.version == version }
            .max { ($0.date, $0.id) < ($1.date, $1.id) }
    }

    /// The same without records of which `isKept` says no.
    func filtered(_ isKept: (RecordDocument) -> Bool) -> Records {
        Records(documents.filter(isKept), governance: governance, schedule: schedule)
    }
}

extension RecordDocument {
    /// The widest audience it is for.
    var audience: Audience { form.text("confidentiality").flatMap(Audience.init) ?? .internal }

    /// Failure modes that it names where records do.
    var modes: [String] { form.texts("failure_modes") + form.texts("addresses.failure_modes") }
}

/// The records of a workspace as they lie there.
struct RecordFolder {
    /// Everything that was read, incidents too.
    private(set) var documents: [RecordDocument] = []
    /// governance.yml and schedule.yml.
    private(set) var governance = Governance()
    private(set) var schedule: [ScheduledTurn] = []

    /// Most bytes of a writeup.
    static let mostBytes = 4 << 20

    /// Reads the records of a workspace. What is wrong with them is added to `problems`.
    init(of workspace: URL, _ problems: inout ProblemList) throws {
        let source = try SourceFolder(workspace, kind: "workspace")
        for kind in RecordKind.allCases {
            for name in try source.names(in: kind.folder) {
                let file = kind.folder + "/" + name
                guard name.hasSuffix(".md") else {
                    if let why = Self.looksLikeAWriteup(name, file, source) {
                        problems.add(
                            Problem(
                                at: Place(file: file), "this writeup is not read: \(why)",
                                suggestion: "writeups are .md files in \(kind.folder)/ itself"))
                    }
                    continue
                }
                guard let text = Self.text(file, source, &problems),
                    let document = RecordReader.read(text, file: file, as: Schemas.of(kind), into: &problems)
                else { continue }
                if let twin = documents.first(where: { $0.id == document.id }) {
                    problems.add(
                        Problem(
                            at: document.place("id"), "\(document.id) is also the id of \(twin.file)"))
                }
                documents.append(document)
            }
        }
        func single(_ file: String, _ schema: RecordSchema) throws -> RecordDocument? {
            guard try source.entry(file) != nil, let text = Self.text(file, source, &problems) else { return nil }
            return RecordReader.read(yaml: text, file: file, as: schema, into: &problems)
        }
        governance = Governance(record: try single(RecordKind.files[0], Schemas.governance))
        if let record = try single(RecordKind.files[1], Schemas.schedule) {
            schedule = ScheduledTurn.all(record)
        }
    }

    private static func text(_ file: String, _ source: SourceFolder, _ problems: inout ProblemList) -> String? {
        let data: Data
        do throws(FileError) {
            data = try source.bytes(file)
        } catch {
            problems.add(error)
            return nil
        }
        guard data.count <= Self.mostBytes else {
            problems.add(
                Problem(
                    at: Place(file: file), "the writeup has \(data.count) bytes; at most \(Self.mostBytes) are read"))
            return nil
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            problems.add(Problem(at: Place(file: file), "this is not UTF-8 text", suggestion: "convert it to UTF-8"))
            return nil
        }
        return text
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
}
