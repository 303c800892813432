/// The records that people keep beside a workspace: Markdown files with front matter, a folder a kind.
public enum RecordKind: String, CaseIterable, Sendable {
    /// What went wrong, and what was learnt.
    case incident
    /// What is done about failure modes and incidents.
    case action
    /// What was decided about a version, on which evidence, by whom.
    case decision
    /// A release gate that is open until a day.
    case waiver
    /// What somebody says of an alarm of a monitor.
    case alarm
    /// What to do when a kind of failure happens again.
    case playbook
    /// What an incident must never do again, asked of every later version.
    case `case`

    /// The folder of a workspace that they lie in.
    public var folder: String { rawValue + "s" }

    /// What their ids begin with.
    public var prefix: String {
        switch self {
        case .incident: "INC"
        case .action: "ACT"
        case .decision: "DEC"
        case .waiver: "WAV"
        case .alarm: "ALM"
        case .playbook: "PLB"
        case .case: "CASE"
        }
    }

    /// An id of the kind, as messages show one; its digits are the fewest that a number has.
    public var exampleID: String { isDated ? prefix + "-2026-014" : prefix + "-0031" }

    /// Whether the year stands between the letters and the number.
    public var isDated: Bool { self == .incident || self == .waiver }

    /// The fewest digits of a number.
    public var digits: Int { isDated ? 3 : 4 }

    /// With its article, as a sentence has it.
    public var withArticle: String { "aeio".contains(rawValue.prefix(1)) ? "an " + rawValue : "a " + rawValue }

    /// The kind that an id is of, by its letters.
    public init?(ofID id: String) {
        guard let kind = Self.allCases.first(where: { id.hasPrefix($0.prefix + "-") }) else { return nil }
        self = kind
    }

    /// Whether a text is an id of the kind: its letters, the year where there is one, a number. Of alarms, playbooks and cases
    /// also a name in place of the number: `PLB-night`.
    public func isID(_ text: String) -> Bool {
        guard text.hasPrefix(prefix + "-"), text.utf8.count <= 60 else { return false }
        let parts = text.utf8.dropFirst(prefix.utf8.count + 1).split(
            separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        func isNumber(_ part: Substring.UTF8View.SubSequence, atLeast count: Int) -> Bool {
            part.count >= count && part.allSatisfy { (48...57).contains($0) }
        }
        switch self {
        case .incident, .waiver:
            return parts.count == 2 && parts[0].count == 4 && isNumber(parts[0], atLeast: 4)
                && isNumber(parts[1], atLeast: digits)
        case .action, .decision:
            return parts.count == 1 && isNumber(parts[0], atLeast: digits)
        case .alarm, .playbook, .case:
            return parts.allSatisfy { part in
                !part.isEmpty
                    && part.allSatisfy {
                        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                    }
            }
        }
    }

    /// The folders of all kinds.
    public static var folders: [String] { allCases.map(\.folder) }
    /// The files beside them that are one record each.
    public static let files = ["governance.yml", "schedule.yml"]
}
