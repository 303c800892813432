import Record
import Testing

@testable import Archive
@testable import Chronicle
@testable import Pages

/// What became of a failure mode, version by version.
@Suite struct TrackedModeTests {
    private static let mode = FailureMode.slice([.init("light", "dark")])

    private enum Step {
        case absent, gone
        case listed(LifeCycle?)
        case followed(LifeCycle)
    }

    private static func finding(_ mode: FailureMode, _ trend: LifeCycle?, formerly: FormerMode? = nil) -> Finding {
        var finding = Finding(
            mode, of: "headline", standing: .finding, measure: Fixture.measure(), errors: 18, trend: trend,
            evidence: Fixture.items(1))
        finding.formerly = formerly
        return finding
    }

    private static func chronicle(_ versions: [(findings: [Finding], followed: [FollowedMode])]) -> Chronicle {
        let audits = versions.enumerated().map { index, version in
            var audit = Fixture.audit("v\(index + 1)", date: "2026-02-0\(index + 1)")
            for place in audit.sections.indices { audit.sections[place].findings = [] }
            audit.sections[0].findings = version.findings
            audit.sections[0].followed = version.followed
            return Fixture.archived(audit)
        }
        return Chronicle(audits: audits, incidents: [])
    }

    private static func states(_ steps: [Step]) -> [ModeState?] {
        let chronicle = chronicle(
            steps.map { step in
                switch step {
                case .absent, .gone: ([], [])
                case .listed(let trend): ([finding(mode, trend)], [])
                case .followed(let state):
                    (
                        [],
                        [
                            FollowedMode(
                                mode, listedIn: "v1", measure: state == .notMeasured ? nil : Fixture.measure(0.2),
                                errors: 3, baseline: nil, p: 0.001, state: state)
                        ]
                    )
                }
            })
        return chronicle.modes.first?.moments.map(\.state) ?? []
    }

    @Test func aModeAppearsAndStays() {
        #expect(
            Self.states([.absent, .listed(.new), .listed(nil), .listed(.persisting)])
                == [nil, .new, .untested, .persisting])
        #expect(Self.states([.listed(nil), .listed(.worse), .listed(.better)]) == [.new, .worsened, .improved])
    }

    /// Another mode may crowd it out of the list: as long as no test says that it is better, it is still there.
    @Test func aModeThatIsOutrankedPersists() {
        #expect(
            Self.states([.listed(nil), .followed(.neutral), .listed(.persisting)]) == [.new, .persisting, .persisting])
        #expect(Self.states([.listed(nil), .followed(.better)]) == [.new, .improved])
    }

    @Test func aModeThatWasFixedAndFailsAgainHasRegressed() {
        #expect(
            Self.states([.listed(nil), .followed(.fixed), .followed(.neutral), .listed(.worse)])
                == [.new, .fixed, .fixed, .regressed])
        // None in the baseline and some now is no test.
        #expect(Self.states([.listed(nil), .followed(.fixed), .listed(.new)]) == [.new, .fixed, .listedAgain])
        #expect(Self.states([.listed(nil), .followed(.neutral), .listed(.new)]) == [.new, .persisting, .listedAgain])
        #expect(
            Self.states([.listed(nil), .followed(.fixed), .followed(.worse), .followed(.worse)])
                == [.new, .fixed, .regressed, .worsened])
        // Listed again without a change that a test would show.
        #expect(Self.states([.listed(nil), .followed(.fixed), .listed(.persisting)]) == [.new, .fixed, .listedAgain])
    }

    @Test func whatCannotBeMeasuredIsSaidToBe() {
        #expect(
            Self.states([.listed(nil), .followed(.notMeasured), .followed(.neutral)])
                == [.new, .notMeasurable, .persisting])
        #expect(Self.states([.listed(nil), .gone]) == [.new, .unlisted])
    }

    @Test func aRenamedModeKeepsItsIdAndItsOldAddressLeadsOn() throws {
        let renamed = FailureMode.slice([.init("lamp", "dark")])
        let again = FailureMode.slice([.init("lantern", "dark")])
        let chronicle = Self.chronicle([
            ([Self.finding(Self.mode, nil)], []),
            ([Self.finding(renamed, nil, formerly: FormerMode(Self.mode, jaccard: 0.93, of: .errors))], []),
            ([Self.finding(again, .better, formerly: FormerMode(renamed, jaccard: 0.97, of: .items))], []),
        ])
        let modes = chronicle.modes
        #expect(modes.count == 1)
        let mode = try #require(modes.first)
        #expect(mode.id == Self.mode.stableID && mode.finding.mode == again && mode.firstSeen == "v1")
        #expect(mode.ids == [Self.mode.stableID, renamed.stableID, again.stableID])
        #expect(mode.moments.map(\.state) == [.new, .untested, .improved])
        let site = try Fixture.site(chronicle)
        let page = site.text("failure-modes/\(mode.id)/index.html")
        #expect(page.contains("formerly light dark: 93.0") && page.contains("errors in either"))
        let moved = site.text("failure-modes/\(again.stableID)/index.html")
        #expect(moved.contains("url=../\(mode.id)/index.html"))
        let list = site.text("failure-modes/failure-modes.csv")
        #expect(list.contains("state_v3") && list.contains("improved"))
    }

    /// A former mode that is listed under its own name as well is another mode.
    @Test func twoModesThatAreBothListedAreTwo() {
        let other = FailureMode.slice([.init("lamp", "dark")])
        let chronicle = Self.chronicle([
            ([Self.finding(Self.mode, nil)], []),
            (
                [
                    Self.finding(Self.mode, .persisting),
                    Self.finding(other, nil, formerly: FormerMode(Self.mode, jaccard: 0.9, of: .items)),
                ], []
            ),
        ])
        #expect(chronicle.modes.count == 2)
    }
}
