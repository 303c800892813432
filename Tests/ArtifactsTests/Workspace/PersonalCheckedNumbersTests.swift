import Columns
import Diagnostics
import Testing

@testable import Artifacts

/// Numbers of cards and of social security, and codes of their form. The cards are those that payment processors publish for tests.
@Suite struct PersonalCheckedNumbersTests {
    @Test(arguments: [
        ("4111 1111 1111 1111", PersonalValue.card), ("4111-1111-1111-1111", .card),
        ("card 5555 5555 5555 4444 exp 12/27", .card), ("3782 822463 10005", .card), ("3056-930902-5904", .card),
        ("6011 0009 9013 9424", .card), ("123-45-6789", .socialSecurity), ("SSN:123-45-6789", .socialSecurity),
    ])
    func oneOfAValueIsEnough(_ value: String, _ kind: PersonalValue) {
        #expect(PersonalValue.find(in: ["day", value]) == kind)
        #expect(PersonalValue.find(inID: value) == kind)
    }

    @Test(arguments: [
        // A wrong check digit, no issuer, no groups, areas and groups that nobody has, a part of a longer code, a substance.
        "4111-1111-1111-1112", "9999 1111 1111 1111", "4111111111111111", "666-45-6789", "900-45-6789", "123-00-6789",
        "000-45-6789", "123-45-0000", "cam-123-45-6789", "123-45-6789-2", "7732-18-5", "2026-11-3000",
        "1.4111 1111 1111 1111", "123 45 6789",
    ])
    func codesThatAreWrittenNearlySoAreNone(_ value: String) {
        #expect(PersonalValue.find(in: [value]) == nil)
        #expect(PersonalValue.find(inID: value) == nil)
    }

    /// One in ten codes has the check digit of cards by chance; scenes, shots and frames have the form of social security.
    @Test func codesAmongWhichOneKeepsTheRuleAreNone() {
        #expect(
            PersonalValue.find(in: ["4111-1111-1111-1112", "4222-2222-2222-2223", "4111-1111-1111-1111"]) == nil)
        #expect(PersonalValue.find(in: ["4111-1111-1111-1112", "4111-1111-1111-1111"]) == .card)
        #expect(PersonalValue.find(in: ["123-45-6789", "666-12-3456"]) == nil)
        #expect(PersonalValue.find(in: (1...40).map { "00\($0 % 3 + 1)-0\($0 % 9 + 1)-00\($0 + 10)" }) == nil)
        let spread = (1...40).map { "\(100 + $0 * 7)-\(10 + $0 * 2)-\(1000 + $0 * 211)" }
        #expect(PersonalValue.find(in: spread) == .socialSecurity)
        // The same shot throughout.
        #expect(PersonalValue.find(in: (1...40).map { "101-02-\(1000 + $0 * 211)" }) == nil)
    }

    private static let cards: [Double] = [
        4_111_111_111_111_111, 4_012_888_888_881_881, 5_555_555_555_554_444, 5_105_105_105_105_100,
        378_282_246_310_005, 371_449_635_398_431, 6_011_111_111_111_117, 6_011_000_990_139_424,
        3_530_111_333_300_000, 3_566_002_020_360_505,
    ]

    @Test func numbersThatNearlyAllHaveTheirCheckDigitAreCards() {
        #expect(PersonalNumbers.find(in: Self.cards) == .card)
        #expect(PersonalNumbers.find(in: Self.cards.map { $0 + 1 }) == nil)
        #expect(PersonalNumbers.find(in: [Double](repeating: Self.cards[0], count: 20)) == nil)
        #expect(PersonalNumbers.find(in: Array(Self.cards.prefix(9))) == nil)
    }

    @Test func idsAreJudgedTogether() {
        let ids = ["a", "4111-1111-1111-1111", "b"].map { ItemID($0) }
        #expect(
            PersonalIDs.problem(ItemIDs(ids), file: "images.csv")?.description
                == "images.csv: error: 1 image id looks like personal data, the first, of image 2, like a payment card number: ids "
                + "are published with every image that is shown or listed; give these images other ids, a number or a keyed hash, "
                + "in all files, or say `privacy: {publish_names: true}` in misread.yml if they may be published")
        let codes = (0..<10).map { ItemID("4111-1111-1111-111\($0)") }
        #expect(PersonalIDs.problem(ItemIDs(codes), file: "images.csv") == nil)
        let mixed = ["4111-1111-1111-1111", "ann@example.org"].map { ItemID($0) }
        #expect(PersonalIDs.problem(ItemIDs(mixed), file: "f")?.summary.hasPrefix("2 image ids look") == true)
    }
}
