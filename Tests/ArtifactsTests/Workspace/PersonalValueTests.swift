import Foundation
import Testing

@testable import Artifacts

/// Values that look like personal data, and those that only seem to.
@Suite struct PersonalValueTests {
    @Test(arguments: [
        ("contact ann.lee+x@mail.example.org", PersonalValue.email), ("bob@example.co", .email),
        ("+49 151 23456789", .phone), ("(030) 123 4567", .phone), ("0151-2345678", .phone),
        ("192.168.0.17", .internetAddress), ("fe80::1ff:fe23:4567:890a", .internetAddress),
        ("00:1a:2b:3c:4d:5e", .internetAddress), ("52.5200, 13.4050", .coordinates),
        ("52.52000N 13.40500E", .coordinates), ("WVWZZZ1JZXW000001", .vehicle),
    ])
    func oneValueIsEnough(_ value: String, _ kind: PersonalValue) {
        #expect(PersonalValue.find(in: ["day", value]) == kind)
    }

    @Test(arguments: [
        "2026-11-28", "12:30:05", "2026-11-28T12:30:05Z", "1.2.3", "256.1.1.1", "v1.2.3.4", "0.25, 0.75", "640x480",
        "20261128", "10000000", "a@b", "@home", "ABCDEFGHJKLMNPRST", "12345678901234567", "95.1234, 13.4050",
        "0001-0002-0003", "00:01:02:03",
    ])
    func theseAreNone(_ value: String) {
        #expect(PersonalValue.find(in: [value]) == nil)
    }

    @Test func platesDifferInTheirLettersAndCamerasDoNot() {
        #expect(PersonalValue.find(in: ["B-MW 1234", "M-AB 99", "HH-X 123", "K-LM 4711", "S-PQ 88"]) == .plate)
        #expect(PersonalValue.find(in: (10...60).map { "CAM-\($0)" }) == nil)
        #expect(PersonalValue.find(in: ["CAM-10", "DEV-11", "LOT-12"]) == nil)
    }

    @Test func aColumnWithOneIsWithheldUntilItIsListed() throws {
        let rows = (0..<30).map { "i\($0),cat,\($0 % 3 == 0 ? "ann@example.org" : "ben@example.org"),\($0 % 2)" }
        let table = "image_id,label,note,night\n" + rows.joined(separator: "\n") + "\n"
        let fixture = try WorkspaceFixture(["misread.yml": "title: T\nclasses: [cat, dog]\n"])
        try fixture.write("datasets/d/images.csv", Data(table.utf8))
        #expect(
            fixture.remarks.contains(
                "datasets/d/images.csv: warning: withheld, for values look like personal data: note (an e-mail address); "
                    + "list what may be published under privacy: publish: in misread.yml"))
        #expect(!fixture.remarks.contains { $0.contains("ann@") })
        let allowed = try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: [cat, dog]\nprivacy: {publish: [note]}\n"
        ])
        try allowed.write("datasets/d/images.csv", Data(table.utf8))
        #expect(!allowed.remarks.contains { $0.contains("personal data") })
    }

    @Test func aSliceByAWithheldColumnIsRefused() throws {
        let fixture = try WorkspaceFixture([
            "misread.yml":
                "title: T\nclasses: [cat, dog]\nslicing: {declared: [{name: x, where: {note: ann@example.org}}]}\n"
        ])
        try fixture.write("datasets/d/images.csv", Data("image_id,label,note\na,cat,ann@example.org\nb,dog,n\n".utf8))
        #expect(
            fixture.errors.contains(
                "misread.yml: error: slicing.declared: \"note\" is withheld, and what a slice says of it would be published; "
                    + "list it under privacy: publish: if it may be, or leave the slice out"))
    }
}
