// An explanation with its verdict, as facts and as a row of the table.

import Record

/// What became of an explanation.
struct HypothesisAnswer: Sendable {
    let explanation: Explanation
    let verdict: HypothesisVerdict
    /// `nil` where an input is missing.
    let test: HypothesisTest?
    let details: HypothesisDetails
    /// The corrected p-value, and the level that it is held to.
    let p: Double
    let level: Double
    /// What is missing; `nil` where it was tested.
    let missing: String?

    /// An explanation for which an input is missing.
    init(_ explanation: Explanation, missing: String) {
        self.explanation = explanation
        self.missing = missing
        verdict = .missing
        test = nil
        details = HypothesisDetails()
        p = 1
        level = -1
    }

    /// An explanation that was tested.
    init(
        _ explanation: Explanation, _ test: HypothesisTest, _ details: HypothesisDetails, p: Double, level: Double
    ) {
        self.explanation = explanation
        self.test = test
        self.details = details
        self.p = p
        self.level = level
        missing = nil
        verdict = test.verdict(p, at: level)
    }

    /// An explanation with what asking it came to. `p` is the corrected p-value of a test that is corrected with others.
    init(_ explanation: Explanation, _ came: HypothesisOutcome, p: Double? = nil, level: Double) {
        switch came {
        case .missing(let reason): self.init(explanation, missing: reason)
        case .tested(let test, let details): self.init(explanation, test, details, p: p ?? test.p, level: level)
        }
    }

    /// The id of one of its flags, terms or facts.
    func key(_ word: String) -> String { "\(explanation.rawValue)_\(word)" }

    /// Its effect and p-value, what it is told with, and how many would decide where it is open.
    var facts: [Fact] {
        guard let test else { return [] }
        let specs = Hypotheses.facts
        let effect = specs.effect.of(explanation: explanation.rawValue)
        var facts = [
            Fact(
                effect, test.effect.value, n: test.effect.n, interval: test.effect.interval,
                method: test.effect.method),
            Fact(
                specs.p.of(explanation: explanation.rawValue), p, n: test.effect.n, method: test.method),
        ]
        if verdict == .inconclusive, let deciding = test.deciding,
            let spec = specs.all.first(where: { $0.id == key("deciding") })
        {
            facts.append(.count(spec, deciding, among: test.effect.n, method: "hypotheses"))
        }
        return facts + details.facts
    }

    /// A row an explanation.
    static func table(_ answers: [HypothesisAnswer]) -> Table {
        Table(
            columns: [
                Table.Column("explanation", "Explanation"), Table.Column("verdict", "Verdict", .state),
                Table.Column("test", "Test", method: "hypotheses"), Table.Column("n", "n", .number),
                Table.Column("effect", "Effect", .number),
                Table.Column("low", "95 % from", .number), Table.Column("high", "to", .number),
                Table.Column("smallest", "Worth naming from", .number),
                Table.Column("p", "p, corrected", .number),
                Table.Column("level", "Significant up to", .number, method: "error-budget"),
            ],
            rows: answers.map { answer in
                let head: [Cell] = [.text(answer.explanation.title), answer.verdict.cell]
                guard let test = answer.test else {
                    return head + [.text(answer.missing ?? "")] + (0..<7).map { _ in Cell.none("") }
                }
                let effect = test.effect
                return head + [
                    .link(test.words + ", over " + test.counted, target: "method:\(test.method)"),
                    .number(Double(effect.n), .count), .number(effect.value, effect.unit),
                    .number(effect.interval.low, effect.unit), .number(effect.interval.high, effect.unit),
                    .number(test.smallest, effect.unit), .number(answer.p, .pValue),
                    answer.level > 0 ? .number(answer.level, .pValue) : .none("the family is not significant"),
                ]
            })
    }
}
