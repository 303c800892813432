// Whether a version does what its suite expects: named cases of the data set, each with images and a bound, judged together.

import Artifacts
import Record
import Statistics
import Tallies

/// The cases of `cases:` of dataset.yml with their verdicts.
public struct SuiteCases: Analysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let cases = FactSpec("cases", .count)
        let failed = FactSpec("cases_failed", "the number of failed cases of the suite", .count, better: .lower)
        let undecided = FactSpec(
            "cases_inconclusive", "the number of inconclusive cases of the suite", .count, better: .lower)
        let notMeasured = FactSpec("cases_not_measured", .count, better: .lower)
        let passed = FactSpec("cases_passed", "the number of passed cases of the suite", .count, better: .higher)
        let images = FactSpec("images", .count)
        let rate = FactSpec("rate", "the share correct", .proportion, better: .higher, each: .cases)
        let change = FactSpec("change", "the change of the share correct", .points, each: .cases)
        let isPassed = FactSpec("passed", "the outcome (1 passed, 0 failed)", .count, better: .higher, each: .cases)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case worst
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case anyFailed = "any_failed", allPassed = "all_passed", anyInconclusive = "any_inconclusive"
        case anyNotMeasured = "any_not_measured", anyNoChange = "any_no_change", severalJudged = "several_judged"
        case ofObjects = "of_objects", rowsShareUnits = "rows_share_units", hasErrors = "has_errors"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case cases, errors
    }

    /// Its card.
    public let card = Card(
        id: "suite", topic: .verdict, title: "Suite", question: "Does it pass its suite?",
        tasks: [.classification, .detection], facts: Self.facts.all, terms: Term.ids, flags: Flag.ids,
        exhibits: Shown.ids,
        methods: [
            "case-verdict", "accuracy", "recall", "wilson", "simultaneous", "paired-change", "newcombe-paired",
            "mcnemar-exact", "cluster-robust",
        ])

    /// What rows have in common.
    public let rowNeed = RowNeed.cells

    static let method = "case-verdict"

    /// States how each case came out.
    public func examine(_ examination: Examination) throws -> Section {
        let stated = examination.settings.cases
        guard !stated.isEmpty else { throw Missing("no case is stated under cases: in dataset.yml") }
        let evaluation = examination.evaluation
        guard evaluation.count > 0 else { throw Missing("no image has both a label and a prediction") }
        let columns = Self.columns(of: examination)
        let measured = stated.map { MeasuredCase($0, examination, columns) }
        let looks = measured.count { $0.isMeasured }
        let judged = measured.map { JudgedCase($0, oneOf: looks) }
        let ranked = judged.enumerated().sorted { a, b in
            let (x, y) = (a.element, b.element)
            if x.rank != y.rank { return x.rank < y.rank }
            return x.margin != y.margin ? x.margin < y.margin : a.offset < b.offset
        }.map(\.element)
        func count(_ state: GateStatus) -> Int { judged.count { $0.verdict.state == state } }
        func number(_ spec: FactSpec, _ value: Int, among n: Int) -> Fact {
            .count(spec, value, among: n, method: Self.method)
        }
        let all = judged.count
        let images = Set(measured.flatMap(\.rows)).count
        let facts =
            [
                number(Self.facts.cases, all, among: evaluation.count),
                number(Self.facts.failed, count(.failed), among: all),
                number(Self.facts.undecided, count(.undecided), among: all),
                number(Self.facts.notMeasured, count(.notMeasured), among: all),
                number(Self.facts.passed, count(.passed), among: all),
                number(Self.facts.images, images, among: evaluation.count),
            ] + judged.flatMap(\.facts)

        let isOfObjects = examination.detection != nil
        let shown = ranked.first { !$0.measured.errors.isEmpty && $0.verdict.state != .passed }
        let flags: [(Flag, Bool)] = [
            (.anyFailed, count(.failed) > 0), (.allPassed, count(.passed) == all),
            (.anyInconclusive, count(.undecided) > 0), (.anyNotMeasured, count(.notMeasured) > 0),
            (.anyNoChange, measured.contains { $0.tolerance != nil }), (.severalJudged, looks > 1),
            (.ofObjects, isOfObjects), (.rowsShareUnits, examination.rowsShareUnits), (.hasErrors, shown != nil),
        ]
        var terms = Terms()
        terms[Term.worst] = shown?.measured.stated.name
        let exhibits = [
            Exhibit(Shown.cases, .table(Self.table(ranked, examination))),
            Exhibit(Shown.errors, .gallery(Self.errors(shown?.measured, examination, columns))),
        ]
        return Section(
            card, facts: examination.besideBaseline(facts, of: card.id), terms: terms,
            flags: Flags(flags.filter(\.1).map(\.0)), exhibits: exhibits, suite: judged.map(\.result))
    }

    /// What cases are matched with: every attribute, whether or not misread.yml slices by it.
    private static func columns(of examination: Examination) -> SliceColumns {
        guard examination.settings.slicing.attributes != nil else { return examination.columns }
        var settings = examination.settings
        settings.slicing.attributes = nil
        return SliceColumns(of: examination.evaluation, settings)
    }

    /// A few images that make a case what it is, the most confident first; the page of errors lists all.
    private static func errors(
        _ one: MeasuredCase?, _ examination: Examination, _ columns: SliceColumns
    ) -> Gallery {
        let evaluation = examination.evaluation
        let rows = one?.errors ?? []
        return Gallery(
            evaluation.mostConfident(rows).prefix(ShowAtMost.fewItems).map {
                evaluation.shown($0, chips: columns.chips($0))
            }, total: rows.count)
    }

    /// A row a case.
    private static func table(_ cases: [JudgedCase], _ examination: Examination) -> Table {
        let hasChange = cases.contains { $0.measured.tolerance != nil }
        let isOfObjects = examination.detection != nil
        var columns = [
            Table.Column("case", "Case"), Table.Column("where", isOfObjects ? "Objects with" : "Images with"),
            Table.Column("n", isOfObjects ? "Objects" : "Images", .number),
        ]
        if examination.rowsShareUnits { columns.append(Table.Column("units", "In units", .number)) }
        columns += [
            Table.Column(
                "interval",
                hasChange ? "Rate, 95 % interval, │ bound or baseline" : "Rate, 95 % interval, │ bound", .interval,
                method: "wilson"),
            Table.Column("rate", "Rate", .number),
        ]
        if hasChange {
            columns += [
                Table.Column("change_interval", "Change, 95 % interval, │ 0", .interval, method: "newcombe-paired"),
                Table.Column("change", "Change", .number, method: "paired-change"),
            ]
        }
        columns += [
            Table.Column("expectation", "Expectation"), Table.Column("verdict", "Verdict", .state, method: method),
            Table.Column("deciding", "Would decide, about", .number, method: method),
        ]
        return Table(
            columns: columns,
            rows: cases.map { one in
                let (stated, rate, change) = (one.measured.stated, one.measured.rate, one.measured.change)
                let why = Cell.none(one.measured.reason ?? "")
                var cells: [Cell] = [
                    .text(stated.name), .predicates(stated.predicates, target: nil),
                    .number(Double(one.measured.rows.count), .count),
                ]
                if examination.rowsShareUnits {
                    cells.append(rate.map { .number(Double($0.units ?? $0.n), .count) } ?? .none(""))
                }
                cells += [
                    rate.map { .interval(of: $0, mark: one.measured.mark) } ?? why,
                    rate.map { .number($0.value, .proportion) } ?? .none(""),
                ]
                if hasChange {
                    let none = Cell.none(one.measured.tolerance == nil ? "not asked" : one.measured.reason ?? "")
                    cells += [
                        change.map { .interval(of: $0, mark: 0) } ?? none,
                        change.map { .number($0.value, .points) } ?? .none(""),
                    ]
                }
                return cells + [
                    .text(one.measured.expectation), .state(Mark(one.verdict.state), nil),
                    one.verdict.deciding.map { .number(Double($0), .count) } ?? .none(""),
                ]
            })
    }
}
