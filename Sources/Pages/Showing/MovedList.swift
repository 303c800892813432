import Drawing
import Markup
import Record

/// What is better or what is worse than the baseline, as a table; the two stand beside each other with equal weight, and
/// hold nothing that is not significant.
struct MovedList {
    let audit: Audit
    let phrases: Phrases
    let link: (Reference) -> Referent

    /// Most of each side.
    private static let most = 5

    /// One side.
    func html(better: Bool, label: String) -> HTML {
        let moved = audit.movements(better: better)
        guard !moved.isEmpty else { return "<p class=\"calm\">\(phrases(.movedNone))</p>\n" }
        let left = moved.count - Self.most
        let more: HTML =
            left > 0
            ? "<p class=\"muted\">\(phrases(.movedMore, ["count": .text(NumberFormat.count(left))]))</p>\n" : ""
        return TableHTML(table: table(moved.prefix(Self.most)), label: label, link: link).html + more
    }

    private func table(_ moved: some Sequence<Movement>) -> Table {
        Table(
            columns: [
                Table.Column("what", phrases(.movedWhat)),
                // The change comes first: on a narrow screen the rest is scrolled to.
                Table.Column("change", phrases(.movedChange)),
                Table.Column("before", audit.baseline?.version ?? "", .number),
                Table.Column("now", audit.version.name, .number), Table.Column("n", "n", .number),
            ],
            rows: moved.map { moved in
                let change = moved.change
                return [
                    .link(
                        phrases.subject(moved.subject, of: audit.task).capitalizedFirst,
                        target: "section:" + section(moved.subject)),
                    .text(
                        NumberFormat.signed(change.value, as: change.unit) + " "
                            + NumberFormat.change(change.interval, of: change.unit)),
                    .number(moved.before, moved.unit), .number(moved.now, moved.unit),
                    .number(Double(change.n), .count),
                ]
            })
    }

    private func section(_ subject: Movement.Subject) -> String {
        if case .perturbed = subject { return "robustness" }
        return switch audit.task {
        case .detection: "detection-comparison"
        case .multilabel: "label-comparison"
        case .classification: "comparison"
        }
    }
}

extension Phrases {
    /// What moved, in a sentence.
    func subject(_ subject: Movement.Subject, of task: TaskKind) -> String {
        switch subject {
        case .whole:
            switch task {
            case .detection: self(.movedFound)
            case .multilabel: self(.movedLabels)
            case .classification: self(.movedAccuracy)
            }
        case .falsePositives: self(.movedFalsePositives)
        case .ofClass(let name): self(task == .multilabel ? .movedLabel : .movedRecall, ["class": .text(name)])
        case .slice(let predicates):
            self(.movedSlice, ["slice": .text(predicates.map(\.description).joined(separator: ", "))])
        case .perturbed(let predicate): self(.movedUnder, ["run": .text(predicate.description)])
        }
    }
}
