import Findings
import Record
import Testing

@Suite struct FactSpecTests {
    private static let cards = Catalog.cards

    @Test(arguments: TaskKind.allCases)
    func ofOneTaskARoleIsGivenOnce(_ task: TaskKind) {
        let specs = Self.cards.filter { $0.tasks.contains(task) }.flatMap(\.facts)
        for role in FactRole.allCases {
            let count = specs.count { $0.role == role }
            #expect(count <= 1, "\(role) is given \(count) times; one fact of a task has it")
        }
        #expect(specs.contains { $0.role == .whole }, "no fact stands for the whole")
    }

    @Test func noTwoHeadlineNumbersHaveOnePlace() {
        let ranks = Catalog.facts.tiles.compactMap(\.spec.tile?.rank)
        #expect(!ranks.isEmpty)
        #expect(Set(ranks).count == ranks.count)
    }

    @Test func aFactIsDeclaredOnceAndItsTermByTheSameCard() {
        for card in Self.cards {
            #expect(Set(card.factIDs).count == card.facts.count, "\(card.id)")
            for spec in card.facts {
                if let term = spec.classTerm { #expect(card.terms.contains(term), "\(card.id)/\(spec.id)") }
                if let role = spec.change { #expect(Catalog.facts.entries.contains { $0.spec.role == role }) }
            }
        }
    }

    /// The flags that pages over a whole audit know are flags of the cards.
    @Test func everyCommonFlagIsDeclared() {
        for flag in [CommonFlag.worse, .better, .undecided, .anyClassWorse, .looksCut] {
            #expect(Self.cards.contains { $0.flags.contains(flag.rawValue) }, "\(flag)")
        }
    }
}
