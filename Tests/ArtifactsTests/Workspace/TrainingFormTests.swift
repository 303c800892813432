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

    private static func lit(_ training: String) throws -> WorkspaceFixture {
        try WorkspaceFixture([
            file: "date: 2026-02-20\nmodel: M\n" + training,
            "datasets/d/images.csv": "image_id,label,lighting,lux\na,cat,night,0.5\nb,dog,day,9.5\nc,dog,day,8.25\n",
        ])
    }

    @Test func valuesOfAttributesAreCounted() throws {
        let both = try Self.lit(
            "training:\n  attributes:\n    lighting: {night: 120, day: 2000}\n    label x lighting: {cat x night: 7}\n")
        #expect(both.errors.isEmpty && both.remarks.filter { $0.contains("training") }.isEmpty)
        let read = try #require(try both.evaluation().manifest.training)
        #expect(read.images == nil && read.perClass.isEmpty)
        #expect(
            read.attributes == [
                .init("lighting", [.init("night", 120), .init("day", 2000)]),
                .init("label x lighting", [.init("cat x night", 7)]),
            ])
        #expect(read.attributes[1].attributes == ["label", "lighting"])
        #expect(
            try Self.lit("training: {attributes: {lighting: {night: -1}}}\n").errors.first?.contains(
                "training.attributes.lighting.night: \"-1\" is not a whole number in 0...1000000000000") == true)
    }

    @Test func whatNoImageHasIsSaidWithTheNearest() throws {
        func remark(_ attributes: String) throws -> String? {
            try Self.lit("training: {attributes: {\(attributes)}}\n").remarks.first { $0.contains("training") }
        }
        #expect(
            try remark("lightning: {night: 120}")
                == "\(Self.file): warning: training.attributes.lightning: no attribute is called \"lightning\", so these counts are "
                + "not used; did you mean \"lighting\"?")
        #expect(
            try remark("lighting: {nigth: 120, day: 3}")
                == "\(Self.file): warning: training.attributes.lighting: no image here has lighting \"nigth\", so its 120 images are "
                + "not used; did you mean \"night\"?")
        #expect(
            try remark("label x lighting: {night: 120}")
                == "\(Self.file): warning: training.attributes.label x lighting: \"night\" is not one value of each of label, "
                + "lighting, so its 120 images are not used; write them in that order, with \" x \" between them")
        #expect(
            try remark("lux: {low: 120}")
                == "\(Self.file): warning: training.attributes.lux: lux holds numbers, and counts are of values, so these are not "
                + "used; add a column of names, such as low, middle and high, and count these")
    }
}
