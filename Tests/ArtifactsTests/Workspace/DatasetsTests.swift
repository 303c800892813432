import Record
import Testing

@testable import Artifacts

/// Which data sets of a workspace are audited, and what is wrong with those that are named.
@Suite struct DatasetsTests {
    private static let night = [
        "datasets/n/dataset.yml": "title: N\n",
        "datasets/n/images.csv": "image_id,label\nx,cat\ny,dog\nz,dog\n",
        "versions/v1/n/predictions.csv": "image_id,predicted,confidence\nx,cat,0.9\ny,cat,0.6\nz,dog,0.8\n",
    ]

    private func fixture(_ settings: String = "", _ more: [String: String] = [:]) throws -> WorkspaceFixture {
        let files = ["misread.yml": "title: T\nclasses: [cat, dog]\n" + settings]
        return try WorkspaceFixture(files.merging(Self.night) { $1 }.merging(more) { $1 })
    }

    private func open(_ settings: String, _ more: [String: String] = [:]) throws -> [Workspace] {
        let fixture = try fixture(settings, more)
        return try withExtendedLifetime(fixture) { try WorkspaceSets.open(fixture.root).workspaces }
    }

    private func names(_ settings: String, _ more: [String: String] = [:]) throws -> [String] {
        try open(settings, more).map(\.dataset.name)
    }

    @Test(arguments: [
        ("", ["d", "n"]), ("dataset: n\n", ["n"]), ("dataset: [n, d]\n", ["n", "d"]),
        ("datasets: [n, d]\n", ["n", "d"]),
        ("datasets: {n: datasets/n, d: {path: datasets/d/}}\n", ["n", "d"]), ("datasets: [d]\n", ["d"]),
    ])
    func everyOneThatIsListedIsAudited(_ settings: String, _ names: [String]) throws {
        #expect(try self.names(settings) == names)
    }

    private static func none(_ row: Int, _ key: String) -> String {
        "misread.yml:\(row): error: \(key): no data set is listed that is audited; name one, or leave it out: every data set "
            + "is audited that a version has predictions for"
    }

    @Test func oneMayLieElsewhereInTheWorkspace() throws {
        let fixture = try fixture(
            "datasets:\n  d: data/day\n  n: {path: more/n}\n",
            [
                "data/day/dataset.yml": "title: Day\n", "data/day/images.csv": "image_id,label\na,cat\nb,dog\nc,dog\n",
                "more/n/dataset.yml": "title: Elsewhere\n",
                "more/n/images.csv": "image_id,label\nx,cat\ny,dog\nz,dog\n",
            ])
        let sets = try WorkspaceSets.open(fixture.root).workspaces
        #expect(sets.map(\.dataset.title) == ["Day", "Elsewhere"])
        #expect(try sets[0].evaluation(of: "v1").inputs.map(\.path).contains("data/day/images.csv"))
        #expect(!sets[0].remarks.contains { $0.description.contains("not read: data") })
    }

    @Test func aRetiredOneIsNotReadAndNeedsNoFolder() throws {
        #expect(try names("datasets: {d: , n: {retired: true}, gone: {retired: true}}\n") == ["d"])
    }

    /// Predictions that are called like the data set and lie a folder too high are told once, with their place.
    @Test func predictionsBesideTheirFolderAreNamed() throws {
        let fixture = try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: [cat, dog]\n", "datasets/n/dataset.yml": "title: N\n",
            "datasets/n/images.csv": "image_id,label\nx,cat\ny,dog\nz,dog\n",
            "versions/v1/n.csv": "image_id,predicted,confidence\nx,cat,0.9\ny,cat,0.6\nz,dog,0.8\n",
        ])
        let problems = WorkspaceInspection(of: fixture.root).problems
        #expect(
            problems.errors.map(\.description) == [
                "versions/v1/n.csv: error: is called like the data set n, and is not read here; put it into versions/v1/n/ as predictions.csv"
            ])
        #expect(!problems.remarks.contains { $0.summary.contains("not read") })
    }

    @Test func whatIsTheSameForEachIsSaidOnce() throws {
        let fixture = try fixture(
            "privacy: {publish: [light]}\n",
            [
                "datasets/d/images.csv": "image_id,label,light,time\na,cat,1,x\nb,dog,2,y\nc,dog,1,y\n",
                "datasets/n/images.csv": "image_id,label,light,time\nx,cat,1,x\ny,dog,2,y\nz,dog,1,y\n",
                "versions/v1/blur=1/a.txt": "",
            ])
        #expect(
            WorkspaceInspection(of: fixture.root).problems.remarks.map(\.description).filter {
                $0.contains("withheld") || $0.contains("blur")
            } == [
                "datasets/d/images.csv, datasets/n/images.csv: note: withheld, not listed under privacy: publish: time",
                "versions/v1: warning: not read: blur=1; runs under a change are read in versions/v1/<data set>/experiments/",
            ])
    }

    @Test func oneWithoutPredictionsIsNotReadUnlessItIsListed() throws {
        let more = ["datasets/t/dataset.yml": "title: t\n", "datasets/t/images.csv": "image_id,label\nq,cat\n"]
        #expect(try names("", more) == ["d", "n"])
        #expect(
            try fixture("datasets: [d, t]\n", more).errors.first
                == "datasets/t: error: no version has predictions for it; put them into versions/<version>/ under the data set's "
                + "name")
    }

    @Test func eachHasItsOwnSettingsAndGates() throws {
        let gate = "{fact: headline/accuracy, at_least: 0.5}"
        let sets = try open(
            """
            datasets:
              d: {unit: camera}
              n: {role: canary, gates: [{fact: headline/accuracy, at_least: 0.1}]}
            gates:
              - \(gate)
              - {fact: "d: headline/accuracy", at_least: 0.7}

            """, ["datasets/d/images.csv": "image_id,label,camera\na,cat,1\nb,dog,2\nc,dog,2\n"]
        )
        #expect(sets.map(\.settings.unit) == ["camera", nil])
        #expect(sets.map { $0.settings.gates.map(\.bound) } == [[.atLeast(0.5), .atLeast(0.7)], [.atLeast(0.1)]])
        #expect(sets.map(\.dataset.role) == [nil, .canary])
    }

    @Test func ofATrainingSetOnlyItsOwnGatesAreAsked() throws {
        let sets = try open(
            "gates:\n  - {fact: headline/accuracy, at_least: 0.5}\n",
            ["datasets/n/dataset.yml": "title: N\nrole: train\n"]
        )
        #expect(sets.map(\.settings.gates.count) == [1, 0])
    }

    @Test(arguments: [
        ("datasets: [d, m]\n", "misread.yml: error: datasets: there is no data set \"m\"; did you mean \"d\"?"),
        (
            "datasets: [d, D]\n",
            "misread.yml:3: error: datasets: two data sets are called \"D\", or so but for letter case; each has a name of "
                + "its own"
        ),
        (
            "dataset: d\ndatasets: [d, n]\n",
            "misread.yml:3: error: dataset: both dataset and datasets are given; keep datasets"
        ),
        (
            "datasets: {d: , n: data/night}\n",
            "data/night/dataset.yml: error: is missing; each version and each data set has a manifest"
        ),
        (
            "datasets: {d: , n: ../night}\n",
            "misread.yml:3: error: datasets.n: \"../night\" leaves its folder; paths are relative and stay inside the workspace"
        ),
        ("datasets: []\n", none(3, "datasets")), ("dataset: []\n", none(3, "dataset")),
        ("datasets: {}\n", none(3, "datasets")), ("datasets: {d: {retired: true}}\n", none(3, "datasets")),
        (
            "dataset: d\ngates: [{fact: \"n: headline/accuracy\", at_least: 0.5}]\n",
            "misread.yml: error: gates: a gate asks of the data set \"n\", which is not audited; audited is d"
        ),
        (
            "gates: [{fact: \"nn: headline/accuracy\", at_least: 0.5}]\n",
            "misread.yml: error: gates: there is no data set \"nn\"; did you mean \"n\"?"
        ),
    ])
    func whatIsWrongWithANameIsSaid(_ settings: String, _ words: String) throws {
        #expect(try fixture(settings).errors.contains(words))
    }

    @Test func aNameThatNoFolderOfTheArchiveCanHaveIsRefused() throws {
        let files = Dictionary(
            uniqueKeysWithValues: Self.night.map { ($0.key.replacing("/n/", with: "/at night/"), $0.value) })
        #expect(
            try WorkspaceFixture(files).errors == [
                "datasets: error: \"at night\" cannot name one of several data sets; use letters, digits, dots, hyphens and "
                    + "underscores, 100 at most, not starting with a dot"
            ])
    }

    @Test func imagesThatAreCalledAlikeAreSaid() throws {
        let fixture = try fixture(
            "",
            [
                "datasets/n/images.csv": "image_id,label\na,cat\ny,dog\nz,dog\n",
                "versions/v1/n/predictions.csv": "image_id,predicted,confidence\na,cat,0.9\ny,cat,0.6\nz,dog,0.8\n",
            ])
        #expect(
            fixture.remarks.contains(
                "datasets/n: note: 1 of 3 images are called like images of d; if they are the same images, the two data sets are "
                    + "no independent evidence"))
    }

    @Test func aVersionThatLacksOneIsReadOnTheOthers() throws {
        let files = [
            "versions/v2/version.yml": "date: 2026-02-01\nmodel: M\n",
            "versions/v2/d/predictions.csv": "image_id,predicted,confidence\na,cat,0.9\nb,cat,0.6\nc,dog,0.8\n",
        ]
        let sets = try open("", files)
        #expect(sets.map { $0.versions.map(\.version) } == [["v1", "v2"], ["v1"]])
        #expect(sets.map(\.lacking) == [[], ["v2"]])
        let meant = files.merging(["versions/v2/version.yml": "date: 2026-02-01\nmodel: M\ndatasets: [d]\n"]) { $1 }
        #expect(try open("", meant).map(\.lacking) == [[], []])
    }
}
