import Columns
import Diagnostics

/// Why counts of partitions are not added up.
public enum PartitionError: Error, Sendable, Equatable {
    /// A partition is in both: its name here and there.
    case counted(String, as: String)
    /// They were not counted alike: what differs.
    case other([String])
    /// Other attributes, or other edges of one.
    case otherAttributes([AttributeCells.Axis], [AttributeCells.Axis])
}

extension PartitionError: Explained {
    /// The wording.
    public var problem: Problem {
        switch self {
        case .counted(let name, let other):
            Problem(
                name == other
                    ? "\(name) is counted already: its bytes are the same"
                    : "\(name) is counted already, as \(other): their bytes are the same",
                suggestion: "leave one of them out")
        case .other(let differences):
            Problem(
                "two tallies were not counted alike: \(differences.joined(separator: "; "))",
                suggestion: "count all partitions with one workspace, from the same columns")
        case .otherAttributes(let own, let theirs):
            Problem(
                "two tallies count other attributes: \(Self.words(own, theirs))",
                suggestion:
                    "give every partition the same columns in the same order; a column that is numbers in one and text in "
                    + "another needs edges in misread.yml, or text in both")
        }
    }

    /// Names that only one has, else those whose edges or places differ.
    private static func words(_ a: [AttributeCells.Axis], _ b: [AttributeCells.Axis]) -> String {
        let only =
            a.filter { one in !b.contains { $0.name == one.name } }
            + b.filter { one in !a.contains { $0.name == one.name } }
        if !only.isEmpty { return "only one has \(only.map(\.name.text).joined(separator: ", "))" }
        let moved = zip(a, b).filter { $0 != $1 }.map(\.0.name.text)
        return "\(moved.joined(separator: ", ")) is cut elsewhere, or stands elsewhere"
    }
}
