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
        ("48°51'29.6\"N 2°17'40.2\"E", .coordinates), ("geo:52.5,13.4", .coordinates), ("0049 170 7654321", .phone),
        ("8FWH4HX8+9C", .coordinates), ("4hx8+9c Munich", .coordinates),
        ("https://plus.codes/8FWH4HX8+9C", .coordinates), ("8FWH4HX8+9CXW2", .coordinates),
        ("4HX8+9C, Munich, Germany", .coordinates), ("ann9@example.org:22", .email), ("10.0.0.19.", .internetAddress),
        ("10.0.0.19_front", .internetAddress), ("cam-2001:db8::19", .internetAddress),
        ("jane.doe(at)example.org", .email), ("jane [at] example [dot] org", .email), ("jane＠example.org", .email),
        ("DE89370400440532013000", .account), ("GB82 WEST 1234 5698 7654 32", .account),
        ("IBAN: DE89370400440532013000", .account), ("de89370400440532013000", .account),
        ("paid from DE89370400440532013000.", .account), ("mailto:ann@example.org?subject=x", .email),
        ("{ann@example.org}", .email), ("*ann@example.org*", .email), ("`ann@example.org`", .email),
        ("_ann@example.org_", .email), ("ann@example.org&cc=1", .email), ("ann@xn--e1afmkfd.xn--p1ai", .email),
        ("ann@10.0.0.17", .email), ("ann&#64;example.org", .email), ("VIN WVWZZZ1JZ3W386752.", .vehicle),
        ("4111.1111.1111.1111", .card), ("+٤٩ ١٥١ ٢٣٤٥٦٧٨٩", .phone), ("N52 31 12 E13 24 18", .coordinates),
        ("52 31 12.5 N, 13 24 18 E", .coordinates),
        (String(repeating: "a word and another ", count: 30) + "ann@example.org", .email),
        (String(repeating: "a word and another ", count: 30) + "+49 151 23456789", .phone),
    ])
    func oneValueIsEnough(_ value: String, _ kind: PersonalValue) {
        #expect(PersonalValue.find(in: ["day", value]) == kind)
    }

    @Test(arguments: [
        "2026-11-28", "12:30:05", "2026-11-28T12:30:05Z", "1.2.3", "256.1.1.1", "v1.2.3.4", "0.25, 0.75", "640x480",
        "20261128", "10000000", "a@b", "@home", "ABCDEFGHJKLMNPRST", "12345678901234567", "95.1234, 13.4050",
        "0001-0002-0003", "00:01:02:03", "DE89370400440532013001", "20°C and 30°C", "geo: map", "look (at) this",
        "12::30", "std::cat", "ratio 3::4", "10.0.0_17", "4HX8+9C", "20+30", "23456789+2", "CFGHJMPQ+RV",
        "de89370400440532013001", "ab12370400440532013000", "N1 2 3 E4 5 6", "N52 31 12 S13 24 18",
        "N52 61 12 E13 24 18",
        "4111.1111.1111.1112", String(repeating: "12 34 words of no one at all, ", count: 20),
        String(repeating: "c0ffee/", count: 80),
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

    /// 40 values from a start, the step a fraction that fills the decimals.
    private static func values(_ start: Double, _ step: Double, decimals: Int) -> [Double] {
        (0..<40).map { Double("\(start + Double($0) * step)".prefix("\(Int(start))".count + 1 + decimals)) ?? 0 }
    }

    @Test func numbersOfOneRegionSideBySideAreCoordinates() {
        let latitude = Self.values(52.12345, 0.01111, decimals: 5)
        let longitude = Self.values(4.81234, 0.00123, decimals: 5)
        func found(_ a: [Double], _ b: [Double]) -> Set<String> {
            PersonalNumbers.coordinates([("x", nil), ("a", a), ("b", b), ("c", nil)])
        }
        #expect(found(latitude, longitude) == ["a", "b"])
        #expect(found(longitude, latitude) == ["a", "b"])
        // Not beside each other, measures from zero on, other decimals, too few rows.
        #expect(PersonalNumbers.coordinates([("a", latitude), ("x", nil), ("b", longitude)]).isEmpty)
        #expect(found(Self.values(0.12345, 0.01, decimals: 5), longitude).isEmpty)
        #expect(found(latitude, Self.values(4.812, 0.001, decimals: 3)).isEmpty)
        #expect(found(Array(latitude.prefix(9)), Array(longitude.prefix(9))).isEmpty)
    }

    @Test func wholeNumbersLikeThoseThatAreDialledArePhones() {
        let spread = (0..<40).map { Double($0 * 7_919 % 1000) * 9_973 }
        #expect(PersonalNumbers.arePhones(spread.map { 491_700_000_000 + $0 }))
        #expect(PersonalNumbers.arePhones(spread.map { 15_550_000_000 + $0 }))
        // Counted up, seconds and milliseconds since 1970, a date and time, sizes, too few.
        #expect(!PersonalNumbers.arePhones((0..<40).map { 491_700_000_000 + Double($0) }))
        #expect(!PersonalNumbers.arePhones(spread.map { 1_700_000_000 + $0 }))
        #expect(!PersonalNumbers.arePhones(spread.map { 1_700_000_000_000 + $0 }))
        #expect(!PersonalNumbers.arePhones((0..<40).map { 202_611_010_000 + Double($0 * 10_000 % 280_000) }))
        #expect(!PersonalNumbers.arePhones(spread))
        #expect(!PersonalNumbers.arePhones(spread.prefix(9).map { 491_700_000_000 + $0 }))
    }

    @Test func columnsOfNumbersAreWithheldAndIDsRefused() throws {
        let rows = (0..<40).map { row in
            let id = row == 3 ? "jane.doe@example.org" : "i\(row)"
            let numbers =
                "4917\(10_000_000 + row * 7_919 % 1000 * 9_973),52.\(12_345 + row * 1_111),4.\(81_234 + row * 123)"
            return "\(id),\(row % 2 == 0 ? "cat" : "dog"),\(numbers),\(row % 7)"
        }
        let table = "image_id,label,contact,c_a,c_b,hour\n" + rows.joined(separator: "\n") + "\n"
        let settings = "title: T\nclasses: [cat, dog]\n"
        let allowed = try WorkspaceFixture([
            "datasets/d/images.csv": table, "misread.yml": settings + "privacy: {publish_names: true}\n",
        ])
        #expect(
            allowed.remarks.contains(
                "datasets/d/images.csv: warning: withheld, for values look like personal data: contact (a phone number), "
                    + "c_a (coordinates), c_b (coordinates); list what may be published under privacy: publish: in misread.yml"
            ))
        let refused = "1 image id looks like personal data"
        #expect(!(allowed.remarks + allowed.errors).contains { $0.contains(refused) })
        let fixture = try WorkspaceFixture(["datasets/d/images.csv": table, "misread.yml": settings])
        #expect(
            fixture.errors.contains(
                "datasets/d/images.csv: error: \(refused), the first, of image 4, like an e-mail address: ids are published "
                    + "with every image that is shown or listed; give these images other ids, a number or a keyed hash, in "
                    + "all files, or say `privacy: {publish_names: true}` in misread.yml if they may be published"))
        #expect(!fixture.errors.contains { $0.contains("jane") })
    }

    @Test func aColumnCalledByAnAddressIsWithheldWithoutBeingSaid() throws {
        let rows = (0..<40).map { "i\($0),\($0 % 2 == 0 ? "cat" : "dog"),\($0 % 7)" }
        let fixture = try WorkspaceFixture([
            "datasets/d/images.csv": "image_id,label,jane.doe@example.org\n" + rows.joined(separator: "\n") + "\n"
        ])
        #expect(
            fixture.remarks.contains(
                "datasets/d/images.csv: warning: withheld, for the names look like personal data: one called like an e-mail "
                    + "address; list what may be published under privacy: publish: in misread.yml"))
        #expect(!fixture.remarks.contains { $0.contains("jane") })
    }

    @Test(arguments: ["a1b2c3d4e5f60718", "frame.0001.png", "2026-11-28T12:30:05", "seq(3)+crop", "1.2.3", "B-MW 1234"])
    func usualIDsAreNoPersonalData(_ id: String) {
        #expect(PersonalValue.find(inID: id) == nil)
    }

    @Test func whatIsSaidOfObjectsIsLookedAtToo() throws {
        let objects = (0..<40).map { at in
            """
            {"id": \(at + 1), "image_id": \(at + 1), "category_id": 1, "bbox": [10, 10, 30, 30], "attributes": \
            {"who": "\(at % 2 == 0 ? "bob" : "ann")@example.org", "ip": "10.1.2.\(at % 3)", "side": "\(at % 2)x", \
            "driver": "\(at % 2)y"}}
            """
        }
        let images = (1...40).map { #"{"id": \#($0), "file_name": "f\#($0).png", "width": 100, "height": 100}"# }
        let truth =
            #"{"images": [\#(images.joined(separator: ","))], "categories": [{"id": 1, "name": "x"}], "annotations": ["#
            + objects.joined(separator: ",") + "]}"
        let found = (1...40).map {
            #"{"image_id": \#($0), "category_id": 1, "bbox": [10, 10, 30, 30], "score": 0.\#($0 + 50)}"#
        }
        func fixture(_ privacy: String) throws -> WorkspaceFixture {
            try WorkspaceFixture(
                [
                    "misread.yml": "title: T\ntask: detection\n" + privacy, "datasets/d/annotations.json": truth,
                    "versions/v1/d/detections.json": "[" + found.joined(separator: ",") + "]",
                ], without: ["datasets/d/images.csv", "versions/v1/d/predictions.csv"])
        }
        func names(_ fixture: WorkspaceFixture) throws -> [String] {
            try Workspace.open(fixture.root).detections(of: "v1").evaluation.truth.objectAttributes.map(\.name.text)
        }
        let plain = try fixture("")
        #expect(plain.errors == [])
        #expect(try names(plain) == ["side"])
        #expect(
            plain.remarks.contains(
                "datasets/d/annotations.json: warning: withheld, for values look like personal data: who (an e-mail address); "
                    + "list what may be published under privacy: publish: in misread.yml"))
        #expect(plain.remarks.contains { $0.contains("for the names look like personal data: ip, driver;") })
        #expect(try names(try fixture("privacy: {publish: [who]}\n")) == ["who"])
    }
}
