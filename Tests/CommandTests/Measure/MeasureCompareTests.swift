import ArgumentParser
import Artifacts
import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import misread

@Suite struct MeasureCompareTests {
    private struct Interval: Decodable {
        var value: Double
        var low: Double
        var high: Double
        var method: String
    }

    private struct Group: Decodable {
        var predicates: [String: String]?
        var n: Int
        var before: Double
        var after: Double
        var fixed: Int
        var broken: Int
        var p: Double
        var p_holm: Double?
        var p_bh: Double?
    }

    private struct Answer: Decodable {
        var n: Int
        var only_a: Int
        var only_b: Int
        var relabelled: Int
        var fixed: Int
        var broken: Int
        var both_wrong: Int
        var both_right: Int
        var churn: Int
        var accuracy_a: Interval?
        var accuracy_b: Interval?
        var difference: Interval?
        var mcnemar_p: Double?
        var undefined: String?
        var per_class: [String: Group]
        var slices: [Group]?
        var slices_too_small: Int?
    }

    private func answer(_ arguments: [String]) throws -> Answer {
        let text = try MeasureCompare.parse(arguments).report().json.text()
        return try JSONDecoder().decode(Answer.self, from: Data(text.utf8))
    }

    private func list(_ values: Int...) -> [Int] { values }

    /// Files in a folder of their own; their paths in the order given.
    private func files(_ texts: [(name: String, text: String)]) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "misread-compare-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return try texts.map { name, text in
            let file = folder.appending(path: name)
            try text.write(to: file, atomically: true, encoding: .utf8)
            return file.path
        }
    }

    /// What is said about two files, with the names of the files alone.
    private func complaint(_ a: String, _ b: String, _ options: [String] = []) throws -> String {
        let paths = try files([("a.csv", a), ("b.csv", b)])
        let folder = URL(filePath: paths[0]).deletingLastPathComponent().path + "/"
        let list = try #require(throws: ProblemList.self) { try answer(paths + options) }
        return list.description.replacingOccurrences(of: folder, with: "")
    }

    /// What a version of Examples/digits answered, with the labels beside it.
    private static func digits(_ version: String) throws -> String {
        let labels = try Repository.text("Examples/digits/datasets/digits/images.csv").split(separator: "\n")
            .map { $0.split(separator: ",")[2] }
        let answers = try Repository.text("Examples/digits/versions/\(version)/digits/predictions.csv")
        return zip(answers.split(separator: "\n"), labels).map { "\($0),\($1)\n" }.joined()
    }

    private struct Expected: Decodable {
        struct Upgrade: Decodable {
            struct Class: Decodable {
                var n: Int
                var before: Double
                var after: Double
                var fixed: Int
                var broken: Int
                var p: Double
            }
            var fixed: Int
            var broken: Int
            var p: Double
            var churn: Int
            var per_class: [String: Class]
            var significant_regressions_bonferroni: [String]
        }
        var n: Int
        var upgrades: [String: Upgrade]
    }

    @Test(arguments: ["v1->v2", "v2->v3", "v1->v3"])
    func upgradesOfTheDigitsEqualTheReference(_ name: String) throws {
        let data = try Data(contentsOf: Repository.reference("digits/expected.json"))
        let expected = try JSONDecoder().decode(Expected.self, from: data)
        let want = try #require(expected.upgrades[name])
        let ends = [String(name.prefix(2)), String(name.suffix(2))]
        let got = try answer(try files(try ends.map { ("\($0).csv", try Self.digits($0)) }))
        #expect(list(got.n, got.only_a, got.only_b, got.relabelled) == [expected.n, 0, 0, 0])
        #expect(list(got.fixed, got.broken, got.churn) == [want.fixed, want.broken, want.churn])
        #expect(got.both_right + got.both_wrong + got.fixed + got.broken == got.n)
        #expect(abs(try #require(got.mcnemar_p) / want.p - 1) < 1e-9)
        #expect(Set(got.per_class.keys) == Set(want.per_class.keys))
        for (label, theirs) in want.per_class {
            let mine = try #require(got.per_class[label])
            #expect(list(mine.n, mine.fixed, mine.broken) == [theirs.n, theirs.fixed, theirs.broken])
            // The reference rounds rates to six decimals.
            #expect(abs(mine.before - theirs.before) <= 5.1e-7 && abs(mine.after - theirs.after) <= 5.1e-7)
            #expect(abs(mine.p / theirs.p - 1) < 1e-9)
        }
        // Holm rejects whatever Bonferroni does.
        for label in want.significant_regressions_bonferroni {
            #expect(try #require(got.per_class[label]?.p_holm) <= 0.05)
        }
    }

    private static let before = """
        image_id,label,predicted,place,blur
        i1,cat,cat,in,0.5
        i2,cat,cat,in,1.5
        i3,cat,dog,out,2.5
        i4,dog,cat,out,3.5
        i5,dog,dog,,4.5
        i6,dog,dog,in,5.5
        i7,owl,owl,in,6.5

        """
    private static let after = """
        image_id,label,predicted
        i9,cat,cat
        i5,dog,owl
        i4,dog,owl
        i3,cat,cat
        i2,cat,dog
        i1,cat,cat
        i7,dog,owl

        """

    /// Worked out by hand: i1 right twice, i2 and i5 broken, i3 fixed, i4 wrong twice in two ways; i6 only in A, i9 only
    /// in B, i7 relabelled.
    @Test func pairsAreMatchedByIDAndWhatCannotBePairedIsCounted() throws {
        let got = try answer(try files([("a.csv", Self.before), ("b.csv", Self.after)]))
        #expect(list(got.n, got.only_a, got.only_b, got.relabelled) == [5, 1, 1, 1])
        #expect(list(got.both_right, got.fixed, got.broken, got.both_wrong, got.churn) == [1, 1, 2, 1, 4])
        #expect(got.mcnemar_p == 1)
        let a = try #require(got.accuracy_a)
        #expect(a.value == 0.6 && abs(a.low - 0.23072) < 1e-5 && abs(a.high - 0.88238) < 1e-5)
        #expect(got.accuracy_b?.value == 0.4)
        let difference = try #require(got.difference)
        #expect(abs(difference.value + 0.2) < 1e-15)
        #expect(difference.low < -0.2 && difference.high > 0)
        #expect(Set(got.per_class.keys) == ["cat", "dog"])
        let cat = try #require(got.per_class["cat"])
        #expect(list(cat.n, cat.fixed, cat.broken) == [3, 1, 1])
        #expect(got.slices == nil && got.undefined == nil)
    }

    @Test func theOrderOfRowsAndTheFormatOfAFileDoNotMatter() throws {
        let rows = Self.before.split(separator: "\n").map { String($0) }
        let mixed = ([rows[0]] + rows.dropFirst().reversed()).joined(separator: "\n") + "\n"
        let lines = rows.dropFirst().map { row -> String in
            let cells = row.split(separator: ",", omittingEmptySubsequences: false)
            return "{\"image_id\":\"\(cells[0])\",\"label\":\"\(cells[1])\",\"predicted\":\"\(cells[2])\","
                + "\"place\":\"\(cells[3])\",\"blur\":\(cells[4])}\n"
        }
        let paths = try files([
            ("a.csv", Self.before), ("mixed.csv", mixed), ("a.jsonl", lines.joined()),
            ("a.tsv", Self.before.replacingOccurrences(of: ",", with: "\t")), ("b.csv", Self.after),
        ])
        let options = ["--by", "place", "--by", "blur", "--min-support", "1"]
        let texts = try paths.dropLast().map {
            try MeasureCompare.parse([$0, paths[4]] + options).report().json.text()
        }
        #expect(Set(texts).count == 1)
    }

    @Test func slicesAreThoseOfAWithTooSmallOnesCounted() throws {
        let paths = try files([("a.csv", Self.before), ("b.csv", Self.after)])
        let got = try answer(paths + ["--by", "place", "--min-support", "2"])
        let slices = try #require(got.slices)
        #expect(slices.map(\.predicates) == [["place": "in"], ["place": "out"]])
        #expect(slices.map(\.n) == [2, 2])
        #expect(slices.map(\.broken) == [1, 0] && slices.map(\.fixed) == [0, 1])
        #expect(slices.map(\.p_bh) == [1, 1])
        // The image without a place, alone in its slice.
        #expect(got.slices_too_small == 1)
        let text = try MeasureCompare.parse(paths + ["--by", "blur"]).report().json.text()
        #expect(text.contains("\"rule\": \"5 quantiles, closed on the right, equal edges dropped\""))
        #expect(text.contains("\"slices_too_small\": 4"))
    }

    @Test func wholeNumbersAreCategoriesInTheirOrder() throws {
        let a = "image_id,label,predicted,camera\n1,x,x,10\n2,x,x,9\n3,x,y,\n"
        let b = "image_id,label,predicted\n3,x,x\n2,x,x\n1,x,y\n"
        let got = try answer(try files([("a.csv", a), ("b.csv", b)]) + ["--by", "camera", "--min-support", "1"])
        #expect(got.slices?.map(\.predicates) == [["camera": "9"], ["camera": "10"], ["camera": "missing"]])
        #expect(got.slices?.map(\.broken) == [0, 1, 0])
    }

    @Test func aPredictionThatIsAbsentIsTheMostProbableClass() throws {
        let a = "image_id,label,p_cat,p_dog\n1,cat,0.9,0.1\n2,dog,0.5,0.5\n"
        let b = "image_id,label,predicted\n1,cat,dog\n2,dog,dog\n"
        let got = try answer(try files([("a.csv", a), ("b.csv", b)]))
        #expect(list(got.fixed, got.broken, got.churn) == [1, 1, 2])
    }

    /// The composed and the decomposed form of a letter look the same and are two classes.
    @Test func labelsAreComparedByteForByte() throws {
        let a = "image_id,label,predicted\n1,\u{E9},\u{E9}\n2,\u{E9},e\u{301}\n"
        let got = try answer(try files([("a.csv", a), ("b.csv", a.replacingOccurrences(of: ",e", with: ",x"))]))
        #expect(got.both_right == 1 && got.both_wrong == 1)
    }

    @Test func withNothingToCompareNumbersAreNullWithAReason() throws {
        let a = "image_id,label,predicted\n1,x,x\n"
        let b = "image_id,label,predicted\n2,x,x\n"
        let got = try answer(try files([("a.csv", a), ("b.csv", b)]))
        #expect(list(got.n, got.only_a, got.only_b) == [0, 1, 1])
        #expect(got.accuracy_a == nil && got.difference == nil && got.mcnemar_p == nil)
        #expect(got.undefined == "no image is in both with the same label")
    }

    @Test func whatIsWrongWithBothFilesIsSaidAtOnce() throws {
        let a = "image_id,label,predicted\n1,x,x\n1,x,y\n,x,x\n3,,x\n"
        let b = "image_id,label,predicted\n1,x,\n"
        #expect(
            try complaint(a, b) == """
                a.csv:4: error: image_id: is blank, an image id was expected
                a.csv:3: error: image_id: the image 1 stands already in row 2; keep the row that is meant
                a.csv:5: error: label: is blank, a class was expected (image 3)
                b.csv:2: error: predicted: is blank, a class was expected (image 1)
                """)
    }

    @Test func columnsThatAreAbsentAreNamed() throws {
        let good = "image_id,label,predicted\n1,x,x\n"
        #expect(
            try complaint("image,labels\n1,x\n", good, ["--by", "plaice"]) == """
                a.csv: error: has no column "image_id"
                a.csv: error: has no column "label"; did you mean "labels"?
                a.csv: error: has no column "plaice"
                a.csv: error: has neither a column "predicted" nor one p_<class> for each class
                """)
        #expect(
            try complaint(good, good, ["--by", "label", "--by", "predicted", "--by", "x", "--by", "x"]) == """
                error: --by label: is not an attribute; per_class is by label
                error: --by predicted: is not an attribute
                error: --by x: is given twice
                """)
    }

    @Test func probabilitiesThatAreNoNumbersAreNamedCellByCell() throws {
        let a = "image_id,label,p_x,p_y\n1,x,0.5,\n2,y,high,0.5\n"
        let b = "image_id,label,predicted\n1,x,x\n"
        #expect(
            try complaint(a, b) == """
                a.csv:2: error: p_y: is blank, a number was expected
                a.csv:3: error: p_x: "high" is not a number
                """)
    }

    /// What `build` refuses, this does, in the same words.
    @Test func probabilitiesAreHeldToTheRulesOfAWorkspace() throws {
        let b = "image_id,label,predicted\n1,x,x\n"
        #expect(
            try complaint("image_id,label,p_x,p_y\n1,x,0.5,0.7\n2,y,1.5,-0.5\n", b) == """
                a.csv:3: error: probabilities: 1.5 is outside 0...1 (image 2); are they logits? say probabilities: \
                {kind: logit} in version.yml, and softmax is applied
                """)
        #expect(
            try complaint("image_id,label,p_x,p_y\n1,x,0.5,0.5\n2,z,0.5,0.5\n", b) == """
                a.csv:1: error: there is no column "p_z", but other classes have theirs
                """)
    }

    /// A value of every pair is the whole, which is tested already; it costs the others nothing.
    @Test func aValueThatEveryPairHasIsNoSlice() throws {
        let a = "image_id,label,predicted,site,place\n1,x,x,north,in\n2,x,y,north,out\n3,x,x,north,in\n"
        let b = "image_id,label,predicted\n1,x,x\n2,x,x\n3,x,y\n"
        let got = try answer(
            try files([("a.csv", a), ("b.csv", b)]) + ["--by", "site", "--by", "place", "--min-support", "1"])
        #expect(got.slices?.map(\.predicates) == [["place": "in"], ["place": "out"]])
        #expect(got.slices_too_small == 0)
    }

    /// A column that was asked for by name is an attribute also when nearly every row has a value of its own.
    @Test func aColumnOfNamesCanBeSlicedBy() throws {
        let ids = 0..<30
        let a = "image_id,label,predicted,video\n" + ids.map { "\($0),x,x,v\($0 / 2 * 2)\n" }.joined()
        let b = "image_id,label,predicted\n" + ids.map { "\($0),x,x\n" }.joined()
        let many = "image_id,label,predicted,video\n" + ids.map { "\($0),x,x,v\($0)\n" }.joined()
        let options = ["--by", "video", "--min-support", "1"]
        #expect(try answer(try files([("a.csv", a), ("b.csv", b)]) + options).slices?.count == 15)
        #expect(try answer(try files([("a.csv", many), ("b.csv", b)]) + options).slices?.count == 30)
    }

    /// Each file has the classes it names; a class that only one has is no pair's label in the other.
    @Test func classesThatOnlyOneFileHasAreMatchedByName() throws {
        let a = "image_id,label,predicted\n1,x,q\n2,y,y\n3,z,z\n"
        let b = "image_id,label,predicted\n3,w,z\n2,y,y\n1,x,q\n"
        let got = try answer(try files([("a.csv", a), ("b.csv", b)]))
        #expect(list(got.n, got.relabelled, got.both_wrong, got.both_right, got.churn) == [2, 1, 1, 1, 0])
        #expect(Set(got.per_class.keys) == ["x", "y"])
    }

    /// B is A in capitals, or a row off: what is no change of the model is said.
    @Test func whatAnAuditWouldDoubtIsSaid() throws {
        let names = ["cat", "dog", "fox"]
        // Labels without a pattern that a shift would keep, and every seventh prediction another class.
        var state: UInt64 = 7
        let labels = (0..<120).map { _ -> String in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return names[Int(state >> 33) % 3]
        }
        let predicted = labels.enumerated().map { $0 % 7 == 3 ? names[($0 + 1) % 3] : $1 }
        func table(_ cell: (Int) -> String) -> String {
            "image_id,label,predicted\n" + labels.indices.map { "i\($0),\(labels[$0]),\(cell($0))\n" }.joined()
        }
        func said(_ cell: (Int) -> String) throws -> [String] {
            let paths = try files([("a.csv", table { predicted[$0] }), ("b.csv", table(cell))])
            var problems = ProblemList()
            let before = try #require(Evaluation(table: paths[0], &problems))
            let now = try #require(Evaluation(table: paths[1], &problems))
            return try MeasureCompare.parse(paths).doubts(before, now).map(\.description)
        }
        #expect(try said { predicted[$0] } == [])
        let capitals = try said { predicted[$0].uppercased() }
        #expect(capitals.contains { $0.contains("differ only in letter case, blanks or the form of letters") })
        let shifted = try said { predicted[($0 + 119) % 120] }
        #expect(shifted.count == 1)
        #expect(shifted.first?.contains("b.csv: warning: image_id: predictions look as if each row held ") == true)
    }

    @Test func inputThatIsWrongEndsWithTwo() throws {
        let good = "image_id,label,predicted\n1,x,x\n"
        let paths = try files([("a.csv", good), ("b.csv", "image_id,label\n1,x\n")])
        let command = try MeasureCompare.parse(paths)
        let code = try #require(throws: ExitCode.self) { try command.run() }
        #expect(code.rawValue == 2)
    }
}
