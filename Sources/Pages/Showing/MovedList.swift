import Drawing
import Markup
import Record

/// What is better or what is worse than the baseline, as a table; the two stand beside each other with equal weight, and
/// hold nothing that is not significant.
struct MovedList {
    let audit: Audit
    let facts: FactIndex
    let phrases: Phrases
    let link: (Reference) -> Referent

    /// Most of each side that stand open: the first so many, and classes up to twice as many.
    private static let most = 5

    /// One side. What does not stand open is folded away below it, and none is left out.
    func html(better: Bool, label: String) -> HTML {
        let moved = MovedNumbers(audit: audit, facts: facts).movements(better: better)
        guard !moved.isEmpty else { return "<p class=\"calm\">\(phrases(.movedNone))</p>\n" }
        let open = Self.open(moved)
        let folded = moved.indices.filter { !open.contains($0) }.map { moved[$0] }
        var html = TableHTML(table: table(open.map { moved[$0] }), label: label, link: link).html
        if !folded.isEmpty {
            let more = phrases(.movedMore, ["count": .text(NumberFormat.count(folded.count))])
            html += """
                <details class="data"><summary>\(more)</summary>
                \(TableHTML(table: table(folded), label: label, link: link).html)</details>

                """
        }
        let hasNumber = moved.contains { if case .number = $0.subject { true } else { false } }
        html += "<p class=\"kind\">\(phrases(hasNumber ? .movedPairedInterval : .movedCorrected))</p>\n"
        return html
    }

    /// Places of what stands open: a class is not hidden behind slices and perturbed runs that moved more.
    private static func open(_ moved: [Movement]) -> [Int] {
        var open: [Int] = []
        for (index, movement) in moved.enumerated() {
            let isOfClass = if case .ofClass = movement.subject { true } else { false }
            if index < most || (isOfClass && open.count < 2 * most) { open.append(index) }
        }
        // One more takes no more room than saying so.
        return moved.count == open.count + 1 ? Array(moved.indices) : open
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
                        phrases.subject(moved.subject, facts, of: audit.task).capitalizedFirst,
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
        if case .confusion = subject { return "confusions" }
        if case .number(let path) = subject, let section = path.split(separator: "/").first { return String(section) }
        return switch audit.task {
        case .detection: "detection-comparison"
        case .multilabel: "label-comparison"
        case .classification: "comparison"
        }
    }
}

extension Phrases {
    /// What moved, in a sentence.
    func subject(_ subject: Movement.Subject, _ facts: FactIndex, of task: TaskKind) -> String {
        switch subject {
        case .whole:
            switch task {
            case .detection: self(.movedFound)
            case .multilabel: self(.movedLabels)
            case .classification: self(.movedAccuracy)
            }
        case .falsePositives: self(.movedFalsePositives)
        case .ofClass(let name): self(task == .multilabel ? .movedLabel : .movedRecall, ["class": .text(name)])
        case .falsePositivesOf(let name): self(.movedFalsePositivesOf, ["class": .text(name)])
        case .confusion(let truth, let predicted):
            self(.movedConfusion, ["truth": .text(truth), "predicted": .text(predicted)])
        case .slice(let predicates):
            self(.movedSlice, ["slice": .text(predicates.map(\.description).joined(separator: ", "))])
        case .number(let path): facts.subject(path)
        case .perturbed(let predicate): self(.movedUnder, ["run": .text(predicate.description)])
        }
    }
}
