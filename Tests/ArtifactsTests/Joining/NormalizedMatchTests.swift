import Testing

@testable import Artifacts

@Suite struct NormalizedMatchTests {
    @Test(arguments: [
        (["950", "951"], ["0950", "0951", "1000"], "a leading zero"),
        (["img_7", "img_12"], ["img_007", "img_012"], "a leading zero"),
        (["a", "b"], ["a.jpg", "b.png"], "a file extension"),
        (["val/a", "val/b"], ["a", "b"], "a folder"),
        (["val\\a"], ["val/a"], "the separator of folders"), (["7.0"], ["7"], "a \".0\" behind a number"),
        (["DOG"], ["dog", "cat"], "letter case"),
        (["traffic  light "], ["traffic light"], "blanks"),
        (["cafe\u{301}"], ["caf\u{E9}"], "the form of a letter (composed against decomposed)"),
        (["x/a.jpg"], ["a"], "a file extension and a folder"),
        (["traffic-light"], ["traffic_light"], "dashes, underscores and blanks between words"),
        (
            ["Car", "Person", "Traffic-Light"], ["car", "person", "traffic light"],
            "letter case and dashes, underscores and blanks between words"
        ),
    ])
    func theRuleIsNamed(_ given: (names: [String], free: [String], words: String)) {
        let match = NormalizedMatch(of: given.names, to: given.free)
        #expect(match?.words == given.words)
        #expect(match?.count == given.names.count)
    }

    @Test func otherNamesAreNoSpellings() {
        #expect(NormalizedMatch(of: ["x1", "x2"], to: ["a", "b"]) == nil)
        #expect(NormalizedMatch(of: [], to: ["a"]) == nil)
        // One of three is chance, and two that become one are not one for one.
        #expect(NormalizedMatch(of: ["A", "x", "y"], to: ["a", "b"]) == nil)
        #expect(NormalizedMatch(of: ["A", "a"], to: ["Ａ", "b"]) == nil)
        #expect(NormalizedMatch(of: ["01"], to: ["1", "001"]) == nil)
        #expect(NormalizedMatch(of: ["v1.5"], to: ["v1.7"]) == nil)
        #expect(NormalizedMatch(of: ["10"], to: ["1", "100"]) == nil)
    }

    /// What lies in folders that say different things is not the same, whatever it is called.
    /// In a folder for each class the same file names come again and again: only with their folder are they one.
    @Test(arguments: ["val/", "/data/photos/val/", "photos\\val\\"])
    func aNameIsKnownByItsLastFolder(_ above: String) throws {
        let known = ["bird/0.jpg", "bird/1.jpg", "cat/0.jpg", "cat/1.jpg"]
        let given = known.map { above + (above.hasSuffix("\\") ? $0.replacing("/", with: "\\") : $0) }
        let match = try #require(SpelledAlike(of: given, among: known, isFree: { _ in true }))
        #expect(match.places == [0, 1, 2, 3] && match.rules == [.folderAbove])
        // Of another split, they are other images.
        let other = ["train/bird/0.jpg", "train/bird/1.jpg", "train/cat/0.jpg", "train/cat/1.jpg"]
        #expect(SpelledAlike(of: known.map { "test/" + $0 }, among: other, isFree: { _ in true }) == nil)
    }

    @Test func namesInOtherFoldersAreOthers() {
        #expect(NormalizedMatch(of: ["train/0.png", "train/1.png"], to: ["test/0.png", "test/1.png"]) == nil)
        #expect(
            SpelledAlike(
                of: ["train/0.png", "train/1.png"], among: ["test/0.png", "test/1.png"], isFree: { _ in true })
                == nil)
        #expect(NormalizedMatch(of: ["cam1/night/a"], to: ["cam2/night/a"]) == nil)
        let same = [
            ("data/val/a.jpg", "val/a.jpg"), ("/home/x/val/a.jpg", "/mnt/y/val/a.jpg"), ("images/a.jpg", "val/a.jpg"),
            ("C:\\runs\\val\\a.jpg", "val/a.jpg"), ("Seq01/a.jpg", "seq1/A.jpg"),
        ]
        for (given, known) in same {
            #expect(NormalizedMatch(of: [given], to: [known]) != nil, "\(given)")
            #expect(SpelledAlike(of: [given], among: [known], isFree: { _ in true }) != nil, "\(given)")
        }
    }

    @Test func fivePercentMayBelongToNothingAndNoMore() {
        #expect(!JoinFault.isTooMany(0, of: 0))
        #expect(!JoinFault.isTooMany(5, of: 100))
        #expect(JoinFault.isTooMany(6, of: 100))
        #expect(!JoinFault.isTooMany(1, of: 20))
        #expect(JoinFault.isTooMany(1, of: 19))
    }
}
