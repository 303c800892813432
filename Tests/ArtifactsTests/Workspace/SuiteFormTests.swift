import Columns
import Diagnostics
import Testing

@testable import Artifacts

/// `cases:` of dataset.yml.
@Suite struct SuiteFormTests {
    private static let file = "datasets/d/dataset.yml"

    private static func fixture(_ cases: String, settings: String = "") throws -> WorkspaceFixture {
        try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: [cat, dog]\n" + settings,
            file: "title: D\ncases:\n" + cases,
            "datasets/d/images.csv": "image_id,label,weather,shot\na,cat,fog,s1\nb,dog,rain,s1\nc,dog,fog,s2\n",
        ])
    }

    private static func errors(_ cases: String, settings: String = "") throws -> [String] {
        try fixture(cases, settings: settings).errors
    }

    @Test func casesAreReadInTheirOrder() throws {
        let fixture = try Self.fixture(
            """
              - {name: foggy, where: {weather: fog}, expect: accuracy >= 0.9}
              - {name: dogs, where: {label: dog}, expect: recall>=0.95}
              - {name: wet dogs, where: {label: dog, weather: rain}, expect: no change, tolerance: 0.02}
              - {name: same, where: {weather: rain}, expect: no change}

            """)
        #expect(fixture.errors == [])
        let cases = try Workspace.open(fixture.root).settings.cases
        #expect(
            cases == [
                SuiteCase(
                    name: "foggy", predicates: [Predicate("weather", "fog")], expectation: .atLeast(.accuracy, 0.9),
                    place: Place(file: Self.file, row: 3, field: "cases")),
                SuiteCase(
                    name: "dogs", predicates: [Predicate("label", "dog")], expectation: .atLeast(.recall, 0.95),
                    place: Place(file: Self.file, row: 4, field: "cases")),
                SuiteCase(
                    name: "wet dogs", predicates: [Predicate("label", "dog"), Predicate("weather", "rain")],
                    expectation: .noChange(within: 0.02), place: Place(file: Self.file, row: 5, field: "cases")),
                SuiteCase(
                    name: "same", predicates: [Predicate("weather", "rain")], expectation: .noChange(within: nil),
                    place: Place(file: Self.file, row: 6, field: "cases")),
            ])
        #expect(
            cases.map { $0.words(smallestEffect: 0.01) } == [
                "foggy: weather = fog, accuracy >= 0.9", "dogs: label = dog, recall >= 0.95",
                "wet dogs: label = dog, weather = rain, no change beyond 0.02",
                "same: weather = rain, no change beyond 0.01",
            ])
    }

    @Test(arguments: [
        (
            "{weathr: fog}", "cases.where: there is no attribute \"weathr\"; did you mean \"weather\"?"
        ),
        (
            "{weather: fogg}", "cases.where: no image has the weather \"fogg\"; did you mean \"fog\"?"
        ),
        ("{weather: hail}", "cases.where: no image has the weather \"hail\"; there are fog, rain"),
        ("{label: dgo}", "cases.where: \"dgo\" is not a class of misread.yml; did you mean \"dog\"?"),
        ("{}", "cases[0].where: a mapping is not an attribute and its value"),
    ])
    func whatNoImageCanHaveIsNamed(_ given: (conditions: String, words: String)) throws {
        #expect(
            try Self.errors("  - {name: a, where: \(given.conditions), expect: accuracy >= 0.9}\n") == [
                "\(Self.file):3: error: " + given.words
            ])
    }

    @Test(arguments: [
        (
            "acuracy >= 0.9",
            "is not \"accuracy >= 0.9\", \"recall >= 0.9\" or \"no change\"; did you mean \"accuracy >= 0.9\"?"
        ),
        (
            "accuracy > 0.85",
            "is not \"accuracy >= 0.9\", \"recall >= 0.9\" or \"no change\"; did you mean \"accuracy >= 0.85\"?"
        ),
        ("nochange", "is not \"accuracy >= 0.9\", \"recall >= 0.9\" or \"no change\"; did you mean \"no change\"?"),
        ("good", "is not \"accuracy >= 0.9\", \"recall >= 0.9\" or \"no change\""),
        ("accuracy >= 90", "is not bounded by a share above 0 and below 1; did you mean \"accuracy >= 0.9\"?"),
        ("accuracy >= 1", "is not bounded by a share above 0 and below 1"),
    ])
    func anExpectationThatIsNoneIsNamedWithTheNearest(_ given: (text: String, words: String)) throws {
        #expect(
            try Self.errors("  - {name: a, where: {weather: fog}, expect: \(given.text)}\n") == [
                "\(Self.file):3: error: cases[0].expect: \"\(given.text)\" \(given.words)"
            ])
    }

    @Test func doubledNamesRecallOfNoClassAndToleranceOfABoundAreErrors() throws {
        #expect(
            try Self.errors(
                "  - {name: a, where: {weather: fog}, expect: no change}\n"
                    + "  - {name: a, where: {weather: rain}, expect: no change}\n") == [
                    "\(Self.file):4: error: cases: two cases are called \"a\"; give each a name of its own"
                ])
        #expect(
            try Self.errors("  - {name: a, where: {weather: fog}, expect: recall >= 0.95}\n") == [
                "\(Self.file):3: error: cases.expect: recall is of a class, and where names none; add label: <class> to where, "
                    + "or say accuracy >= 0.95"
            ])
        #expect(
            try Self.errors("  - {name: a, where: {weather: fog}, expect: accuracy >= 0.9, tolerance: 0.02}\n") == [
                "\(Self.file):3: error: cases[0].tolerance: \"0.02\" is not used with \"accuracy >= 0.9\"; leave it out: only "
                    + "\"no change\" has a tolerance"
            ])
        #expect(
            try Self.errors("  - {name: a, where: {weather: fog}, expect: no change, tolerance: 0}\n") == [
                "\(Self.file):3: error: cases[0].tolerance: \"0\" is not above 0, and no images show that nothing at all changed"
            ])
        #expect(
            try Self.errors(
                "  - {name: a, where: {weather: fog}, expect: no change}\n", settings: "smallest_effect: 0\n") == [
                    "\(Self.file):3: error: cases.expect: smallest_effect of misread.yml is 0, and no images show that nothing "
                        + "at all changed; state how far it may, for instance tolerance: 0.02"
                ])
    }

    @Test func theUnitAndWhatIsWithheldAreNoConditions() throws {
        let one = "  - {name: a, where: {shot: s1}, expect: no change}\n"
        #expect(
            try Self.errors(one, settings: "unit: shot\n") == [
                "\(Self.file):3: error: cases.where: \"shot\" is the unit, which is not sliced by; leave it out here, or name "
                    + "another unit"
            ])
        #expect(
            try Self.errors(one, settings: "privacy: {publish: [weather]}\n") == [
                "\(Self.file):3: error: cases.where: \"shot\" is withheld, and what a slice says of it would be published; list it "
                    + "under privacy: publish: if it may be, or leave the slice out"
            ])
    }

    /// An attribute that is different in nearly every row is none, unless a case names it.
    @Test func aCaseNamesAnAttributeThatWouldBeAnIdentifier() throws {
        let rows = (0..<30).map { "i\($0),\($0 % 2 == 0 ? "cat" : "dog"),n\($0 % 25)\n" }
        let answers = (0..<30).map { "i\($0),cat,0.9\n" }
        let fixture = try WorkspaceFixture([
            Self.file: "title: D\ncases:\n  - {name: a, where: {scene: n3}, expect: accuracy >= 0.5}\n",
            "datasets/d/images.csv": "image_id,label,scene\n" + rows.joined(),
            "versions/v1/d/predictions.csv": "image_id,predicted,confidence\n" + answers.joined(),
        ])
        #expect(fixture.errors == [])
        #expect(try fixture.evaluation().items.attributes.map(\.name.text) == ["scene"])
    }
}
