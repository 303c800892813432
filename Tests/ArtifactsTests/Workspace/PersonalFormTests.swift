import Testing

@testable import Artifacts

/// Personal values in the forms that people and machines write them in, and what is written nearly so.
@Suite struct PersonalFormTests {
    static let personal: [(String, PersonalValue)] = [
        ("202-555-0143", .phone), ("1-202-555-0143", .phone), ("202.555.0143", .phone), ("202 555 0143", .phone),
        ("tel:+12025550143", .phone), ("tel:2025550143", .phone), ("Tel. 030 1234567", .phone),
        ("+1 202 555 0143 ext 4", .phone), ("202-555-0143 x4", .phone), ("202-555-0143 ext. 12", .phone),
        ("call +49 151 23456789 please", .phone), ("01 23 45 67 89", .phone), ("01.23.45.67.89", .phone),
        ("1hgcm82633a004352", .vehicle), ("VIN:1HGCM82633A004352", .vehicle), ("vin=1hgcm82633a004352", .vehicle),
        ("POINT(11.57549 48.13743)", .coordinates), ("POINT(11.57 48.13)", .coordinates),
        ("SRID=4326;POINT Z (11.57 48.13 5.00)", .coordinates),
        ("https://maps.example/?q=48.13743,11.57549", .coordinates),
        ("https://maps.example/@48.13743,11.57549,17z", .coordinates),
        ("https://o.example/#map=17/48.13743/11.57549", .coordinates),
        ("https://maps.example/?q=48.13743%2C11.57549", .coordinates),
        ("https://o.example/?mlat=48.1&mlon=11.5", .coordinates), ("[48.1; 11.5]", .coordinates),
        ("[48.1374, 11.5754]", .coordinates), ("lat=48.1 lon=11.5", .coordinates),
        ("{\"lat\": 48.1, \"lng\": -11.5}", .coordinates), ("lat48.1_lon11.5.png", .coordinates),
        ("seen at 48.1374,11.5755 today", .coordinates), ("48.13743° N, 11.57549° E", .coordinates),
        ("48.13743 N, 11.57549 E", .coordinates), ("00-1A-2B-3C-4D-5E", .internetAddress),
        ("001a.2b3c.4d5e", .internetAddress), ("mac:00-1a-2b-3c-4d-5e", .internetAddress),
        ("mac:00:1a:2b:3c:4d:5e", .internetAddress), ("ip-10-0-0-17", .internetAddress),
        ("ip-10-0-0-17.ec2.internal", .internetAddress), ("10.0.0.17:8080", .internetAddress),
        ("ip:10.0.0.17", .internetAddress), ("ann @ example.org", .email), ("ann@localhost", .email),
        ("ann%40example.org", .email), ("ann@example.org.", .email), ("ann@example.org.png", .email),
        ("call Ann on 202-555-0143, please", .phone), ("Ann: (202) 555-0143.", .phone), ("at 202.555.0143", .phone),
        ("https://b.example/a.png?X-Amz-Credential=AKIA%2F2026&X-Amz-Signature=0f3a", .signature),
        ("https://b.example/a.png?sv=2024-11-04&se=2026-12-01&sig=abc%3D", .signature),
    ]

    @Test(arguments: personal)
    func aFormIsKnown(_ value: String, _ kind: PersonalValue) {
        #expect(PersonalValue.find(in: ["day", value]) == kind)
    }

    @Test(arguments: [
        "2026-11-30", "26-11-30-12-05-33", "26.11.30", "30.11.2026", "2026-11-28T12:30:05+01:00",
        "2026-11-28 12:30:05 +0100", "12:30", "1.2.3", "10.2.33", "0.5-0.9", "640x480", "1920x1080", "640-480",
        "cam-01-02-03", "01-02-03-04-05", "123-456-7890", "100-200-3000", "0001.0002.0003", "cell 10-20-30-40",
        "pH 7.12345678", "delta +1.23456789", "lr +0.00012345", "[0.5; 0.9]", "[10.5; 20.5]", "(10.5, 20.5]",
        "[10.5, 20.5]", "(0.123, 0.456]", "[0.123, 0.456]", "(12.125, 20.250]", "0.123, 0.456", "POINT(3 4)",
        "POINT(0.25 0.75)", "point 12.5 (left)", "lateral=0.5 long=3.5", "flat 3.5 balloon 4.5",
        "https://host.example/v1.234/2.345", "https://host.example/img?crop=0.1234,0.5678",
        "12.3456,45.6789,80.1234,90.5432", "mean 0.1234 sd 0.5678", "icon@2x.png", "mAP @ 0.5", "3 @ 5 m",
        "AP@[.5:.95]", "ip-40", "ip-1-2-3", "face.cafe.dead", "d41d8cd98f00b204e9800998ecf8427e",
        "da39a3ee5e6b4b0d3", "550e8400-e29b-41d4-a716-446655440000", "a1b2c3d4e5f60718", "crosswalk2entry01",
        "size 320-240-1024x", "run 202-555-01430", "a?page=3&signal=yes&Signatures=none-of-these-are-here",
        "yolov8n-640-480", "resnet50 + aug 2026", "limit 30",
    ])
    func whatIsWrittenNearlySoIsNone(_ value: String) {
        #expect(PersonalValue.find(in: [value]) == nil)
    }

    @Test func dashesOfEveryKindAreDashes() {
        #expect(PersonalValue.find(in: ["202\u{2011}555\u{2011}0143"]) == .phone)
        #expect(PersonalValue.find(in: ["2026\u{2013}11\u{2013}30"]) == nil)
    }

    @Test(arguments: [
        "00-1A-2B-3C-4D-5E", "202-555-0143", "1hgcm82633a004352", "ip-10-0-0-17", "a1-b2-c3-d4-e5-f6",
        "icon@2x.png", "[48.1; 11.5]", "frame_+12025550143.png", "10.0.0.17:8080",
    ])
    func idsOfAFormThatManyIDsHavePass(_ id: String) {
        #expect(PersonalValue.find(inID: id) == nil)
    }

    @Test(arguments: [
        "tel:+12025550143", "POINT(11.57 48.13)", "https://maps.example/?q=48.13743,11.57549",
        "VIN:1HGCM82633A004352", "lat48.1_lon11.5.png", "ann%40example.org",
    ])
    func idsOfAFormThatFewHaveDoNot(_ id: String) {
        #expect(PersonalValue.find(inID: id) != nil)
    }

    @Test func fewDifferentValuesUnderANeutralNameAreWithheld() throws {
        let values = ["202-555-0143", "415-555-0100"]
        let rows = (0..<30).map { "i\($0),cat,\(values[$0 % 2]),\($0 % 3 == 0 ? "0.5-0.9" : "640x480")" }
        let fixture = try WorkspaceFixture([
            "datasets/d/images.csv": "image_id,label,src,size\n" + rows.joined(separator: "\n") + "\n"
        ])
        #expect(
            fixture.remarks.contains(
                "datasets/d/images.csv: warning: withheld, for values look like personal data: src (a phone number); "
                    + "list what may be published under privacy: publish: in misread.yml"))
        #expect(!fixture.remarks.contains { $0.contains("size (") })
    }

    @Test(arguments: [
        ("2024/ann.lee3@example.org-3.jpg", PersonalValue.email), ("ann.lee3@example.org_1.jpg", .email),
    ])
    func anIDMayHoldOneAmongOtherThings(_ id: String, _ kind: PersonalValue) {
        #expect(PersonalValue.find(inID: id) == kind)
    }

    @Test(arguments: ["icon@2x_1.png", "run_+12.jpg", "exp_+1.25_scale", "a_2024-11-30_0012345678.png"])
    func anIDThatIsNearlySoIsNone(_ id: String) {
        #expect(PersonalValue.find(inID: id) == nil)
    }

    @Test func columnsInOtherLanguagesAreWithheldToo() {
        for name in ["nombre", "Geburtsdatum", "Fahrer", "prénom", "matricula_coche"] {
            #expect(PersonalNames.looksPersonal(name), "\(name)")
        }
        for name in ["nominal", "farbe", "luz", "heure"] { #expect(!PersonalNames.looksPersonal(name), "\(name)") }
    }
}
