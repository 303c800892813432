import Testing

@testable import Artifacts

/// Columns of number plates, and of codes that look like them.
@Suite struct PersonalPlateTests {
    @Test(arguments: [
        // As on the plate, or of a form that few codes have: one is enough.
        ["B-MW 1234", "none"], ["HH-XY 12E"], ["AB12 CDE", "-"], ["AB-123-CD"], ["AB12CDE", "none"], ["AB123CD"],
        ["MH12AB1234"], ["A123BC77", "K456MH199"], ["XY-19-FGH"],
        // A form of a country that shelves have too: two.
        ["7ABC123", "8XYZ456"], ["ABC1D23", "XYZ9K87"],
        // Those in small letters: three.
        ["ab12cde", "xy19fgh", "kl70mnp"], ["b-mw 1234", "hh-xy 987", "m-ab 55"],
        // Letters and digits: five, in small letters eight.
        ["ABC1234", "DEF5678", "GHI9012", "JKL3456", "MNO7890"], ["ABC 123", "DEF 456", "GHI 789", "JKL 12", "MN 345"],
        ["AB12CDE", "CDE 123", "EFG 123", "GHI 123", "IJK 123"],
        ["abc-123", "def-456", "ghi-789", "jkl-12", "mn-345", "op-678", "qr-890", "st-123"],
    ])
    func theseAreColumnsOfPlates(_ values: [String]) {
        #expect(PersonalValue.find(in: values) == .plate)
    }

    @Test(arguments: [
        ["v1", "v2", "v3", "v10"], ["A1", "B2", "C3", "D4", "E5", "F6"], ["R18", "R34", "R50", "R101"],
        ["B12", "C34", "D56", "E78", "F90"], ["cam12", "cam13", "cam14"], ["CAM-10", "CAM-11", "CAM-12"],
        ["IMG1234", "IMG1235", "IMG1236"], ["IMG1234", "DSC1234", "PIC1234", "MOV1234"], ["7ABC123", "8ABC456"],
        ["7ABC123", "none"], ["up10deg", "dn10deg"], ["day-100", "dawn-12", "dusk-30", "rain-25", "fog-100"],
        ["A-B 1", "C-D 2"], ["X-RAY 12", "Y-RAY 13"], ["resnet18", "vit16", "yolo11", "fp16"],
        ["640x480", "1920x1080"],
        ["site-a-12", "site-b-13"], ["limit 30", "limit 50", "stop"], ["2026-11-30", "2026-12-01"], ["10 AM", "11 PM"],
        ["JAN 2026", "FEB 2026", "MAR 2026", "APR 2026", "MAY 2026", "JUN 2026"],
        ["jan-26", "feb-26", "mar-26", "apr-26", "may-26", "jun-26", "jul-26", "aug-26", "sep-26"],
    ])
    func theseAreNot(_ values: [String]) {
        #expect(PersonalValue.find(in: values) == nil)
    }

    @Test func theSameVehicleInEveryRowCountsOnce() {
        #expect(PersonalValue.find(in: Array(repeating: "7ABC123", count: 40)) == nil)
        #expect(PersonalValue.find(in: Array(repeating: "AB12 CDE", count: 40)) == .plate)
    }
}
