import Record
import Testing

@testable import Artifacts

/// `training:` of version.yml.
@Suite struct TrainingFormTests {
    private static let file = "versions/v1/version.yml"

    private static func fixture(_ training: String) throws -> WorkspaceFixture {
        try WorkspaceFixture([file: "date: 2026-02-20\nmodel: M\n" + training])
    }

    @Test func imagesAreReadInAllAndByClass() throws {
        let both = try Self.fixture("training: {images: 6000, per_class: {cat: 5000, dog: 400}}\n")
        #expect(both.errors.isEmpty && both.remarks.filter { $0.contains("training") }.isEmpty)
        #expect(
            try both.evaluation().manifest.training
                == TrainingCounts(images: 6000, perClass: [.init("cat", 5000), .init("dog", 400)]))
        #expect(try Self.fixture("training: {images: 6000}\n").evaluation().manifest.training?.perClass == [])
        // Those of the classes are all where nothing else is said.
        #expect(
            try Self.fixture("training: {per_class: {cat: 5000, dog: 400}}\n").evaluation().manifest.training?.images
                == 5400)
    }

    @Test func aFaultIsNamedWithItsPlace() throws {
        #expect(
            try Self.fixture("training:\n  per_class:\n    cat: many\n").errors == [
                "\(Self.file):5: error: training.per_class.cat: \"many\" is not a whole number in 0...1000000000000"
            ])
        #expect(
            try Self.fixture("training:\n  image: 5\n").errors == [
                "\(Self.file):4: error: training.image: there is no such key; did you mean \"images\"?"
            ])
        #expect(
            try Self.fixture("training:\n  images: 100\n  per_class: {cat: 90, dog: 20}\n").errors == [
                "\(Self.file):4: error: training.images: \"100\" is not as many as per_class adds up to, 110, or more; leave "
                    + "images: out where the classes are all"
            ])
    }

    @Test func aClassThatIsNoneIsSaidWithTheNearest() throws {
        #expect(
            try Self.fixture("training: {per_class: {cat: 5000, dig: 400}}\n").remarks.contains(
                "\(Self.file): warning: training.per_class: no class is called \"dig\", so its 400 images are not used; did you "
                    + "mean \"dog\"?"))
    }
}
