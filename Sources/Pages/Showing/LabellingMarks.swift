import Chronicle
import Record

/// What a multi-label model disputes, as the lists for labelling write it.
extension LabellingQueue.LabelDispute {
    /// What a tool shows beside the label.
    var attributes: [(key: String, value: JSONValue)] {
        [
            ("doubt", .string(dispute.doubt.rawValue)), ("labelled", .bool(dispute.doubt == .wrong)),
            ("score", .number(dispute.score)), ("weight", .number(dispute.weight)),
        ]
    }

    /// All of it.
    var json: JSONValue { .object([("label", .string(label))] + attributes) }
}

extension Phrases {
    /// The labels of an image that may be missing, or wrong, one after the other.
    func labels(of entry: LabellingQueue.Entry, _ doubt: DisputedLabelSets.Doubt) -> String {
        joined(entry.ofLabels.filter { $0.dispute.doubt == doubt }.map(\.label), by: .listSemicolon)
    }
}
