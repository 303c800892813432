import Testing

@testable import misread

/// The archive in messages is the folder that was given.
@Suite struct CalledArchiveTests {
    @Test func filesOfTheArchiveAreNamedWhereTheyAre() {
        let message =
            "archive/v1: error: \"archive/v1\" is a link out of the archive\narchive: note: archived\nmy archive/v1"
        #expect(CalledArchive.named(message) == message)
        CalledArchive.$name.withValue("m/a") {
            #expect(
                CalledArchive.named(message)
                    == "m/a/v1: error: \"m/a/v1\" is a link out of the archive\nm/a: note: archived\nmy archive/v1")
            #expect(CalledArchive.named("archives/x: error: odd") == "archives/x: error: odd")
        }
    }

    @Test func commandsKnowWhatTheyWereGiven() throws {
        #expect(try AuditCommand.parse(["w", "--archive", "m/a//"]).archiveCalled == "m/a")
        #expect(try BuildCommand.parse(["w"]).archiveCalled == nil)
        #expect(try NewRecord.parse(["incident", "w", "--archive", "/"]).archiveCalled == "/")
        #expect(try VerifyCommand.parse(["m/a"]).archiveCalled == "m/a")
    }
}
