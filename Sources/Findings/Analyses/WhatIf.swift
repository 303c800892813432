// The error rate at another mix of images: what this model would do where it snows a third of the days, as far as its images of snow tell.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// Error rates at the mixes that misread.yml asks about.
public struct WhatIf: Analysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let mixes = FactSpec("mixes", .count)
        let current = FactSpec("error_rate", .proportion, better: .lower)
        let worst = FactSpec(
            "worst_rate", "the error rate at the worst of the mixes asked about", .proportion, better: .lower)
        let change = FactSpec("worst_change", .points, better: .lower)
        let answered = FactSpec("answered", .count)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case worst
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case hasWorst = "has_worst", hasGate = "has_gate", anyEmpty = "any_empty"
        case isWorse = "is_worse"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case mixes
    }

    /// Its card.
    public let card = Card(
        id: "what-if", topic: .causes, title: "What if",
        question: "What would the error rate be at another mix of images?",
        facts: Self.facts.all, terms: Term.ids, flags: Flag.ids, exhibits: Shown.ids,
        methods: ["post-stratification", "wilson"])

    private static let method = "post-stratification"

    /// What became of a mix that was asked about.
    private struct Answer {
        let mix: MixSetting
        /// The rate, where all of the mix has images and it can be had from them.
        let rate: Measure?
        /// Kish's effective number of images.
        let effective: Double
        /// Share of the mix that no image is of, and what that is.
        let empty: Double
        /// Why there is no rate.
        let reason: String
    }

    /// What rows have in common.
    public let rowNeed = RowNeed.cells

    /// States the rates.
    public func examine(_ examination: Examination) throws -> Section {
        let settings = examination.settings
        guard !settings.whatIf.isEmpty else { throw Missing("no mix is asked about under what_if: in misread.yml") }
        let evaluation = examination.evaluation
        let n = evaluation.count
        guard n > 0 else { throw Missing("no image has both a label and a prediction") }
        // How many independent rows those of another mix are worth is not known.
        guard !examination.rowsShareUnits else {
            throw Missing("rows share units, and no interval is known at another mix")
        }
        let wrong = (0..<n).map { !evaluation.isCorrect($0) }
        let current = examination.units.rate(of: 0..<n, method: "wilson") { wrong[$0] }
        let answers = settings.whatIf.map { answer($0, examination, wrong) }
        let worst = answers.compactMap { one in one.rate.map { (one, $0) } }.max { $0.1.value < $1.1.value }
        let bound = settings.gates.lazy.compactMap { rule -> Double? in
            guard rule.fact == "headline/accuracy", case .atLeast(let bound) = rule.bound else { return nil }
            return bound
        }.first
        let specs = Self.facts
        let none = "no mix that is asked about can be answered"
        let facts: [Fact] = [
            .count(specs.mixes, answers.count, among: n, method: Self.method),
            .stating(specs.current, current, else: "no rows", method: "wilson"),
            .stating(specs.worst, worst?.1, else: none, method: Self.method),
            worst.flatMap { worst in
                current.map { Fact(specs.change, worst.1.value - $0.value, n: n, method: Self.method) }
            } ?? Fact(specs.change, undefined: none, n: n, method: Self.method),
            .count(specs.answered, answers.count { $0.rate != nil }, among: n, method: Self.method),
        ]
        var terms = Terms()
        terms[Term.worst] = worst?.0.mix.name ?? ""
        var flags = Flags()
        if let worst, let current {
            flags.insert(Flag.hasWorst)
            if worst.1.value > current.value { flags.insert(Flag.isWorse) }
        }
        if bound != nil { flags.insert(Flag.hasGate) }
        if answers.contains(where: { $0.empty > 0 }) { flags.insert(Flag.anyEmpty) }
        return Section(
            card, facts: facts, terms: terms, flags: flags,
            exhibits: [Exhibit(Shown.mixes, .table(table(answers, current, bound)))])
    }

    private func answer(_ mix: MixSetting, _ examination: Examination, _ wrong: [Bool]) -> Answer {
        let evaluation = examination.evaluation
        func none(_ reason: String) -> Answer { Answer(mix: mix, rate: nil, effective: 0, empty: 0, reason: reason) }
        var columns: [CodedColumn] = []
        for attribute in mix.attributes {
            let name = Name(attribute.name)
            if examination.settings.groups.contains(where: { Name($0) == name }) {
                return none("values of \(attribute.name) are groups of people")
            }
            if name == Predicate.label {
                columns.append(evaluation.classColumn(name, evaluation.items.labels))
            } else if let column = examination.columns.column(name) {
                columns.append(column)
            } else {
                return none("nothing is sliced by \(attribute.name)")
            }
        }
        guard let cells = try? FactorCells(factors: [], attributes: columns, errors: wrong) else {
            return none("more combinations than can be counted")
        }
        let margins = mix.attributes.map { attribute in
            Dictionary(attribute.shares.map { (Name($0.value), $0.share) }, uniquingKeysWith: { first, _ in first })
        }
        guard let (found, absent) = TargetMix.margins(margins).rate(of: cells) else {
            return none("not to be had from the images that are there")
        }
        let rate = found.rate.flatMap { value in
            found.interval.map {
                Measure(
                    value, Interval($0, method: Self.method), n: cells.rows, unit: .proportion, method: Self.method)
            }
        }
        let missing = absent.prefix(3).map { $0.map(\.text).joined(separator: ", ") }.joined(separator: "; ")
        return Answer(
            mix: mix, rate: rate, effective: found.effectiveRows, empty: found.emptyShare,
            reason: absent.isEmpty ? "not to be had from the images that are there" : "no image is \(missing)")
    }

    private func table(_ answers: [Answer], _ current: Measure?, _ bound: Double?) -> Table {
        var columns = [
            Table.Column("mix", "Mix"), Table.Column("shares", "Shares"),
            Table.Column("rate", "Error rate", .number, method: Self.method),
            Table.Column("interval", "95 % interval, │ now", .interval, method: "wilson"),
            Table.Column("change", "Change", .number),
            Table.Column("effective", "Effective images", .number, method: Self.method),
            Table.Column("empty", "Share without images", .number),
        ]
        if bound != nil { columns.append(Table.Column("gate", "Accuracy gate", .state)) }
        return Table(
            columns: columns,
            rows: answers.map { one in
                let why = one.reason
                var cells: [Cell] = [
                    .text(one.mix.name), .text(one.mix.words),
                    one.rate.map { .number($0.value, .proportion) } ?? .none(why),
                    one.rate.map { .interval(of: $0, mark: current?.value) } ?? .none(why),
                    one.rate.flatMap { rate in current.map { .number(rate.value - $0.value, .points) } } ?? .none(""),
                    one.rate == nil ? .none("") : .number(one.effective.rounded(), .count),
                    .number(one.empty, .proportion),
                ]
                if let bound {
                    let state: Mark? = one.rate.map { rate in
                        if 1 - rate.interval.high >= bound { return .passed }
                        return 1 - rate.interval.low < bound ? .failed : .undecided
                    }
                    cells.append(state.map { .state($0, nil) } ?? .none("not measured"))
                }
                return cells
            })
    }
}
