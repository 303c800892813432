import Artifacts
import Columns
import Diagnostics
import Record
import Statistics
import TestSupport
import Testing

@testable import Findings

/// The cases of a suite and their verdicts. Values by hand, intervals by scipy 1.11.
@Suite struct SuiteCasesTests {
    /// Images of two classes by weather, of each as many as given, the first of them incorrect.
    private static func made(
        _ kinds: [(weather: String, n: Int, wrong: Int)], version: String = "v2"
    ) -> MadeEvaluation {
        var made = MadeEvaluation(version: version, classes: ["go", "stop"], rows: [], attributes: ["weather"])
        for kind in kinds {
            for index in 0..<kind.n {
                let label = index % 2
                made.rows.append(
                    MadeRow(
                        id: "\(kind.weather)-\(index)", label: label,
                        predicted: index < kind.wrong ? 1 - label : label, confidence: 0.8,
                        attributes: [kind.weather]))
            }
        }
        return made
    }

    private static let kinds: [(weather: String, n: Int, wrong: Int)] = [
        ("fog", 100, 20), ("clear", 400, 20), ("rain", 100, 18),
    ]

    private static func one(
        _ name: String, _ conditions: [Predicate], _ expectation: SuiteCase.Expectation
    ) -> SuiteCase {
        SuiteCase(
            name: name, predicates: conditions, expectation: expectation,
            place: Place(file: "datasets/made/dataset.yml"))
    }

    private static func weather(_ name: String, atLeast bound: Double = 0.9) -> SuiteCase {
        one(name, [Predicate("weather", Name(name))], .atLeast(.accuracy, bound))
    }

    private static func section(
        _ cases: [SuiteCase], _ made: MadeEvaluation = made(kinds), baseline: MadeEvaluation? = nil,
        settings changed: (inout WorkspaceSettings) -> Void = { _ in }
    ) throws -> Section {
        var settings = WorkspaceSettings(title: "Made", classes: made.classes)
        settings.cases = cases
        settings.unit = made.unit
        changed(&settings)
        return try SuiteCases().examine(made.examination(baseline: baseline?.record(), settings: settings))
    }

    private static func states(_ section: Section) -> [GateStatus] { section.suite?.map(\.state) ?? [] }

    @Test func aCasePassesFailsOrIsOpenByItsInterval() throws {
        let section = try Self.section(["fog", "clear", "rain"].map { Self.weather($0) })
        // 80 of 100: [71.1, 86.7]; 380 of 400: [92.4, 96.7]; 82 of 100: [73.3, 88.3], and 90.2 % for three cases at once.
        #expect(Self.states(section) == [.failed, .passed, .undecided])
        let fog = try #require(section.fact("rate@case=fog"))
        #expect(
            near(fog.value, 0.8) && near(fog.interval?.low, 0.71117, 1e-5) && near(fog.interval?.high, 0.86663, 1e-5))
        #expect(fog.n == 100)
        #expect(section.fact("passed@case=fog")?.value == 0 && section.fact("passed@case=clear")?.value == 1)
        let open = try #require(section.fact("passed@case=rain"))
        #expect(open.value == nil && open.interval?.low == 0 && open.interval?.high == 1)
        // 100 (0.9016747 - 0.82)² / 0.08²
        #expect(open.undefined == "accuracy >= 0.9 is not decided by 100 images; about 105 would decide")
        #expect(
            ["cases", "cases_failed", "cases_passed", "cases_inconclusive", "cases_not_measured", "images"].map {
                section.fact($0)?.value
            } == [3, 1, 1, 1, 0, 600])
        #expect(section.holds("any_failed") && !section.holds("all_passed") && section.holds("several_judged"))
    }

    @Test func theWorstStandsFirstWithItsImages() throws {
        let section = try Self.section(["clear", "rain", "fog"].map { Self.weather($0) })
        guard case .table(let table)? = section.exhibit("cases")?.content,
            case .gallery(let gallery)? = section.exhibit("errors")?.content
        else {
            Issue.record("no table or gallery")
            return
        }
        #expect(table.rows.map { $0[0] } == [.text("fog"), .text("rain"), .text("clear")])
        #expect(
            table.columns.map(\.key) == [
                "case", "where", "n", "interval", "rate", "expectation", "verdict", "deciding",
            ])
        #expect(table.rows[0][6] == .state(.failed, nil) && table.rows[1][7] == .number(105, .count))
        #expect(gallery.total == 20 && gallery.items.allSatisfy { $0.item.hasPrefix("fog-") })
        #expect(section.terms.first { $0.id == "worst" }?.text == "fog")
    }

    /// 82 of 100 against 90 % come in 1.0 % of data sets: failed alone, where 2.5 % are asked, and not among three.
    @Test func failingIsHeldToAllCasesAndPassingIsNot() throws {
        #expect(Self.states(try Self.section([Self.weather("rain")])) == [.failed])
        let many = (0..<30).map { index in
            Self.one("clear \(index)", [Predicate("weather", "clear")], .atLeast(.accuracy, 0.9))
        }
        #expect(Self.states(try Self.section(many)).allSatisfy { $0 == .passed })
    }

    @Test func fewImagesDecideNothingAndNoImageIsNotMeasured() throws {
        let made = Self.made([("fog", 10, 0), ("clear", 200, 0)])
        let section = try Self.section(
            [
                Self.weather("fog", atLeast: 0.5), Self.weather("snow"),
                Self.one(
                    "clear stops", [Predicate("label", "stop"), Predicate("weather", "clear")], .atLeast(.recall, 0.9)),
            ], made)
        #expect(Self.states(section) == [.undecided, .notMeasured, .passed])
        #expect(section.suite?[0].deciding == 20 && section.suite?[1].reason == "no image has weather snow")
        #expect(section.fact("passed@case=snow")?.undefined == "no image has weather snow")
        #expect(section.fact("passed@case=snow")?.interval == nil)
        #expect(section.fact("rate@case=clear stops")?.n == 100)
    }

    /// Pairs of a case: correct in both, only before, only now, in neither.
    private static func pairs(_ both: Int, _ before: Int, _ now: Int, _ neither: Int) -> (
        now: MadeEvaluation, before: MadeEvaluation
    ) {
        let n = both + before + now + neither
        var (later, earlier) = (made([("fog", n, 0)]), made([("fog", n, 0)], version: "v1"))
        for row in 0..<n {
            let label = later.rows[row].label
            if row >= both, row < both + before || row >= both + before + now {
                later.rows[row].predicted = 1 - label
            }
            if row >= both + before { earlier.rows[row].predicted = 1 - label }
        }
        return (later, earlier)
    }

    @Test(
        arguments: [
            // Newcombe's interval of 340, 20, 12, 28 is −2.0 points [−4.93, 0.85].
            ([340, 20, 12, 28], 0.05, GateStatus.passed, nil), ([340, 20, 12, 28], 0.03, .undecided, 3_437),
            ([300, 60, 0, 40], 0.02, .failed, nil), ([300, 0, 60, 40], 0.02, .failed, nil),
            ([450, 0, 0, 50], 0.01, .passed, nil), ([13, 0, 0, 2], 0.5, .undecided, 20),
        ] as [([Int], Double, GateStatus, Int?)])
    func noChangeIsDecidedByThePairedInterval(
        _ given: (counts: [Int], tolerance: Double, state: GateStatus, deciding: Int?)
    ) throws {
        let (now, before) = Self.pairs(given.counts[0], given.counts[1], given.counts[2], given.counts[3])
        let section = try Self.section(
            [Self.one("fog", [Predicate("weather", "fog")], .noChange(within: given.tolerance))], now, baseline: before)
        #expect(Self.states(section) == [given.state])
        #expect(section.suite?[0].deciding == given.deciding)
        let change = Double(given.counts[2] - given.counts[1]) / Double(given.counts.reduce(0, +))
        #expect(near(section.fact("change@case=fog")?.value, change))
        #expect(section.suite?[0].expectation == "no change beyond \(given.tolerance)")
    }

    @Test func withoutABaselineNoChangeIsNotMeasured() throws {
        let section = try Self.section([Self.one("fog", [Predicate("weather", "fog")], .noChange(within: nil))])
        #expect(Self.states(section) == [.notMeasured] && section.suite?[0].reason == "no baseline to compare with")
        #expect(near(section.fact("rate@case=fog")?.value, 0.8))
    }

    /// 160 of 200 frames, and whole videos of five right or wrong: worth 36 independent ones, of which 29 of 36 or fewer correct
    /// come in 6.3 % of data sets at 90 %. As frames they would fail.
    @Test func framesOfOneVideoAreOnePieceOfEvidence() throws {
        var made = Self.made([("fog", 200, 0)])
        made.attributes.append("video")
        for row in made.rows.indices {
            made.rows[row].attributes.append("v\(row / 5)")
            if row / 5 < 8 { made.rows[row].predicted = 1 - made.rows[row].label }
        }
        #expect(Self.states(try Self.section([Self.weather("fog")], made)) == [.failed])
        made.unit = "video"
        let section = try Self.section([Self.weather("fog")], made)
        #expect(Self.states(section) == [.undecided] && section.holds("rows_share_units"))
        #expect(section.fact("rate@case=fog")?.units == 40)
    }

    /// Cases name attributes that misread.yml does not slice by; of few people nothing is said.
    @Test func everyAttributeMatchesAndSmallGroupsStayUnpublished() throws {
        let narrow = try Self.section([Self.weather("fog")]) { $0.slicing.attributes = [] }
        #expect(Self.states(narrow) == [.failed])
        let people = Self.made([("few", 12, 6), ("many", 200, 0), ("more", 200, 0)])
        let both = Self.one(
            "few stops", [Predicate("weather", "few"), Predicate("label", "stop")], .atLeast(.recall, 0.9))
        let section = try Self.section([both], people) { $0.groups = ["weather"] }
        #expect(Self.states(section) == [.notMeasured])
        #expect(section.suite?[0].reason == "fewer than 10 images of a group of people")
        #expect(section.suite?[0].rate == nil)
    }

    /// A detector's cases are of its objects, in images: half of one class is missed, each in an image of its own.
    @Test func aDetectorHasRecallOfObjects() throws {
        var made = MadeDetection.clean()
        made.answer(0, count: 20, [])
        var settings = WorkspaceSettings(title: "Made", task: .detection)
        settings.cases = ["c0", "c1"].map {
            Self.one($0, [Predicate("label", Name($0))], .atLeast(.recall, 0.85))
        }
        let section = try SuiteCases().examine(made.examination(settings: settings))
        #expect(Self.states(section) == [.failed, .passed])
        #expect(near(section.fact("rate@case=c0")?.value, 0.5) && section.fact("rate@case=c0")?.units == 40)
        #expect(section.holds("of_objects"))
    }

    @Test func withoutCasesItIsNotMeasured() {
        #expect(throws: Missing("no case is stated under cases: in dataset.yml")) { try Self.section([]) }
    }

    /// A gate on a case passes, fails or is inconclusive with it; one on every case names those that are not passed.
    @Test func gatesAskOfACase() throws {
        let made = Self.made(Self.kinds)
        var settings = WorkspaceSettings(title: "Made", classes: made.classes)
        settings.cases = ["fog", "clear", "rain", "snow"].map { Self.weather($0) }
        settings.gates = ["fog", "clear", "rain", "snow", "*"].map { (name: String) in
            GateRule(name: name, fact: "suite/passed@case=\(name)", bound: .atLeast(1))
        }
        settings.gates.append(GateRule(name: "failed", fact: "suite/cases_failed", bound: .atMost(0)))
        let audit = Auditor(program: "test").audit(made.examination(settings: settings), inputs: [])
        func gate(_ name: String) throws -> GateResult { try #require(audit.gates.first { $0.name == name }) }
        #expect(try gate("fog").state == .failed && gate("clear").state == .passed)
        #expect(try gate("rain").state == .undecided && gate("snow").state == .notMeasured)
        #expect(
            try gate("rain").reason?.hasPrefix("accuracy >= 0.9 is not decided by 100 images; about ") == true)
        #expect(try gate("*").state == .failed && gate("*").members?.failed == ["fog"])
        #expect(try Set(gate("*").members?.open ?? []) == ["rain", "snow"])
        #expect(try gate("failed").state == .failed)
        #expect(try gate("fog").part == "case fog")
        let facts = GateFacts(task: .classification, classes: made.classes, cases: ["fog", "clear"])
        #expect(facts.problems(of: Array(settings.gates.prefix(2))).isEmpty)
        #expect(facts.all.contains { $0.path == "suite/passed@case=fog" })
        #expect(
            facts.problems(of: [GateRule(fact: "suite/passed@case=fogg", bound: .atLeast(1))]).map(\.description) == [
                "misread.yml: error: gates: \"suite/passed@case=fogg\": no case is called fogg; "
                    + "did you mean suite/passed@case=fog?"
            ])
    }

    /// A model that is exactly at each of five bounds: on 60 images a case 1.4 % of suites have a failed case, and a case passes in
    /// 0 to 2.6 %, by the exact distributions of counts. Of 2,000 drawn suites 28 have a failed case in the mean, and 104 of their
    /// 10,000 cases pass; more than asked here do so in one of ten thousand runs.
    @Test func aModelAtItsBoundsIsSeldomCalledFailedOrPassed() throws {
        let bounds = [0.98, 0.95, 0.9, 0.8, 0.5]
        var generator = SeededGenerator(seed: 20)
        var (failed, passed) = (0, 0)
        for _ in 0..<2_000 {
            let states = try bounds.map { bound in
                let right = (0..<60).count { _ in generator.unit() < bound }
                let rate = try #require(Measure.rate(right, of: 60, method: "accuracy"))
                return CaseVerdict(rate, (right, 60), atLeast: bound, oneOf: bounds.count).state
            }
            if states.contains(.failed) { failed += 1 }
            passed += states.count { $0 == .passed }
        }
        #expect(failed <= 50 && failed > 0, "\(failed) of 2,000 suites")
        #expect(passed <= 160, "\(passed) of 10,000 cases")
    }

    /// One that is far from them is called what it is.
    @Test func aModelFarFromItsBoundIsNamed() throws {
        var generator = SeededGenerator(seed: 21)
        let states = try (0..<200).map { _ in
            let right = (0..<200).count { _ in generator.unit() < 0.75 }
            let rate = try #require(Measure.rate(right, of: 200, method: "accuracy"))
            return CaseVerdict(rate, (right, 200), atLeast: 0.9, oneOf: 10).state
        }
        // 166 of 200 or fewer fail a bound of 0.9 among ten cases, and come in 99.7 % at 0.75.
        #expect(states.count { $0 == .failed } >= 190 && !states.contains(.passed))
    }
}
