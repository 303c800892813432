import Testing

@testable import Artifacts

/// What is said of files, as an archive keeps it.
@Suite struct PublishedTextTests {
    private static let text = PublishedText(WorkspaceSettings(title: "T"), besides: ["1.2.3.4", "d"])

    @Test(arguments: [
        (
            "3 predictions are of no image of images.csv: \"ann.smith@example.org\", \"10.77.0.17\" and 1 more",
            "3 predictions are of no image of images.csv: \"(withheld)\", \"(withheld)\" and 1 more"
        ),
        ("not read: ann.smith@example.org.csv, x.csv; 12 such in all", "not read: (withheld), x.csv; 12 such in all"),
        ("versions/v1/d/predictions.csv, ann@example.org", "versions/v1/d/predictions.csv, (withheld)"),
        ("called +49 151 23456789, of 250 rows", "called (withheld), of 250 rows"),
        ("at 48.13743, 11.57549: 2 rows", "at (withheld): 2 rows"),
        (
            "account GB82 WEST 1234 5698 7654 32, card 4111 1111 1111 1111.",
            "account (withheld), card (withheld)."
        ),
        ("ann(at)example.org and 123-45-6789: 12 rows", "(withheld) and (withheld): 12 rows"),
    ])
    func whatLooksPersonalIsWithheldAndNothingElse(_ said: String, _ published: String) {
        #expect(Self.text.words(of: said) == published)
    }

    @Test(arguments: [
        "", "(withheld)", "versions/1.2.3.4/d: note, 1.2.3.4 of 10", "mean 0.1234 sd 0.5678, 12 of 2026-11-30, v1.2.3",
        "confidence 1.7 is outside 0...1; was it a logit?", "4 of 60 images, from 12:30:05 to 23:59:59",
        "10 rows are of no image: img_0001.png, img_0002.png ...", "2 pictures hold a GPS position, 3 EXIF",
        "none of \"frame 12\", \"frame 13\" is there; 1200 such in all", "columns 0.25, 0.75 and 640x480",
    ])
    func honestTextIsAsItWas(_ said: String) {
        #expect(Self.text.words(of: said) == said)
    }

    @Test func ofATextAsLongAsAFileTheBeginningIsKept() {
        let said = Self.text.words(of: "ann@example.org " + String(repeating: "a ", count: 100_000))
        #expect(said.hasPrefix("(withheld) a a ") && said.hasSuffix("a a..."))
        // 16,381 bytes of it, of which the address has 15, and three points.
        #expect(said.utf8.count == 16_381 - 15 + 10 + 3)
    }

    @Test func pathsLoseTheirPersonalNames() {
        #expect(Self.text.path("versions/1.2.3.4/d/ann@example.org.csv") == "versions/1.2.3.4/d/(withheld)")
        #expect(Self.text.path("versions/v1/d/experiments/blur=0.5/") == "versions/v1/d/experiments/blur=0.5/")
        #expect(Self.text.path("partitions/10.0.0.17/p.csv") == "partitions/(withheld)/p.csv")
    }

    @Test func whatMayBePublishedIs() {
        let said = "not read: ann@example.org, bob@example.org"
        var settings = WorkspaceSettings(title: "T", publish: ["bob@example.org"])
        #expect(PublishedText(settings, besides: []).words(of: said) == "not read: (withheld), bob@example.org")
        settings.publishesNames = true
        let all = PublishedText(settings, besides: [])
        #expect(all.words(of: said) == said)
        #expect(all.path("a/ann@example.org") == "a/ann@example.org")
    }
}
