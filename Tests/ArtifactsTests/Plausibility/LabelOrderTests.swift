import Testing

@testable import Artifacts

/// Rows of a multi-label model that are those of other images.
@Suite struct LabelOrderTests {
    /// Marks and scores of images with four labels each, of which a model knows some and guesses the others; row `j` of the scores is
    /// that of image `order[j]`.
    private struct Made {
        let sets: LabelSets
        let truth: [Int32]
        let given: [Int32]

        init(_ count: Int, knows percent: Int, yes: Double = 0.85, no: Double = 0.1, seed: Int, order: [Int]? = nil) {
            var draws = Draws(seed)
            let truth = (0..<count * 4).map { _ in draws.next(10) < 4 }
            let own = truth.map { mark -> Bool in draws.next(100) < percent ? mark : draws.next(10) < 4 }
            let given = (order ?? Array(0..<count)).flatMap { own[$0 * 4..<$0 * 4 + 4] }
            sets = LabelSets(
                names: ["cat", "dog", "sky", "sea"], truth: truth, given: given, scores: given.map { $0 ? yes : no },
                sets: [])
            func codes(_ marks: [Bool]) -> [Int32] {
                (0..<count).map { row in (0..<4).reduce(Int32(0)) { $0 * 2 + (marks[row * 4 + $1] ? 1 : 0) } }
            }
            self.truth = codes(truth)
            self.given = codes(given)
        }

        var order: LabelOrder? { LabelOrder(sets, labels: truth, ids: [], classes: []) }
        var unrelated: UnrelatedLabels? { UnrelatedLabels(sets, labels: truth, answers: given) }
    }

    /// Two images with one label each, as given: all there can be; exchanged, as far from it as there can be. Of the two
    /// permutations one gives 1 and one -1, whose deviation with n - 1 below is the square root of 2 / 2.
    @Test func agreementOfTwoImages() {
        let sets = LabelSets(
            names: ["a", "b"], truth: [true, false, false, true], given: [true, false, false, true], sets: [])
        let agreement = LabelAgreement(sets, rows: [0, 1])
        #expect(abs(agreement.share() - 1) < 1e-12)
        #expect(abs(agreement.share { 1 - $0 } + 1) < 1e-12)
        #expect(abs(agreement.deviation - 1) < 1e-12)
        #expect(abs(agreement.clearest - 1) < 1e-12)
        #expect(agreement.apart == 0)
    }

    @Test(arguments: 1...10)
    func aFewRowsThatAreOffByOneAreFound(_ seed: Int) {
        let made = Made(40, knows: 85, seed: seed, order: (0..<40).map { ($0 + 39) % 40 })
        #expect(made.order?.words == "as if each row held the answer for the image 1 before it")
    }

    @Test(arguments: 1...10)
    func shuffledRowsAreFound(_ seed: Int) {
        let made = Made(300, knows: 90, seed: seed, order: Draws.order(300, seed: seed + 3))
        #expect(made.order == nil)
        if let found = made.unrelated {
            #expect(abs(found.share) < 0.15 && found.claimed > 0.6)
        } else {
            Issue.record("not found")
        }
        // Scores that are not sure claim little.
        let unsure = Made(300, knows: 90, yes: 0.55, no: 0.4, seed: seed, order: Draws.order(300, seed: seed + 3))
        #expect(unsure.unrelated == nil)
    }

    /// A model that knows a quarter is poor, and one that gives other labels than there are broke down.
    @Test(arguments: 1...20)
    func rowsWhereTheyBelongAreNotDoubted(_ seed: Int) {
        for (count, percent) in [(20, 0), (40, 0), (40, 30), (40, 90), (200, 25), (500, 25), (1000, 20)] {
            let made = Made(count, knows: percent, seed: seed)
            #expect(made.order == nil, "\(count) rows, \(percent) %")
            #expect(made.unrelated == nil, "\(count) rows, \(percent) %")
        }
    }

    @Test func bothAreDoubtsAboutTheOrderOfImages() throws {
        let names = ["cat", "dog", "sky", "sea"]
        func doubts(_ made: Made, _ count: Int) throws -> [InputDoubt] {
            func marks(_ row: Int) -> String {
                names.indices.filter { made.sets.isTrue(row, $0) }.map { names[$0] }.joined(separator: ";")
            }
            return try WorkspaceFixture([
                "misread.yml": "title: T\ntask: multilabel\nclasses: [cat, dog, sky, sea]\n",
                "datasets/d/images.csv": "image_id,label\n" + (0..<count).map { "i\($0),\(marks($0))\n" }.joined(),
                "versions/v1/d/predictions.csv": "image_id,p_cat,p_dog,p_sky,p_sea\n"
                    + (0..<count).map { row in
                        "i\(row)," + names.indices.map { "\(made.sets.score(row, $0))" }.joined(separator: ",") + "\n"
                    }.joined(),
            ]).evaluation().doubts
        }
        #expect(try doubts(Made(300, knows: 90, seed: 1), 300) == [])
        let any = try doubts(Made(300, knows: 90, seed: 1, order: Draws.order(300, seed: 4)), 300)
        #expect(any.map(\.kind) == [.imageOrder])
        #expect(any.first?.summary.hasPrefix("the predictions do not go with these labels: ") == true)
        let turned = try doubts(Made(40, knows: 85, seed: 2, order: (0..<40).map { ($0 + 39) % 40 }), 40)
        #expect(turned.map(\.kind) == [.imageOrder])
        #expect(turned.first?.summary.contains("held the answer for the image 1 before it") == true)
    }

    /// A good model whose rows from 150 on are those of other images: the scores of both parts are alike.
    @Test(arguments: [true, false])
    func oneStretchOfOtherImagesIsDoubted(_ isShuffled: Bool) throws {
        var draws = Draws(5)
        let names = ["cat", "dog", "sky"]
        let truth = (0..<300).map { _ in (0..<3).map { _ in draws.next(10) < 4 } }
        let scores = truth.map { marks in
            marks.map { mark in
                let isRight = draws.next(100) < 96
                return (mark == isRight ? 0.8 : 0.05) + Double(draws.next(150)) / 1000
            }
        }
        let order = Array(0..<150) + (isShuffled ? Draws.order(150, seed: 9).map { $0 + 150 } : Array(150..<300))
        let fixture = try WorkspaceFixture([
            "misread.yml": "title: T\ntask: multilabel\nclasses: [cat, dog, sky]\n",
            "datasets/d/images.csv": "image_id,label\n"
                + truth.enumerated().map { row, marks in
                    "i\(row)," + names.indices.filter { marks[$0] }.map { names[$0] }.joined(separator: ";") + "\n"
                }.joined(),
            "versions/v1/d/predictions.csv": "image_id,p_cat,p_dog,p_sky\n"
                + order.enumerated().map { row, image in
                    "i\(row)," + scores[image].map { "\($0)" }.joined(separator: ",") + "\n"
                }.joined(),
        ])
        let doubts = try fixture.evaluation().doubts
        #expect(doubts.map(\.kind) == (isShuffled ? [.imageOrder] : []))
        if isShuffled {
            #expect(
                doubts[0].summary.hasPrefix("the predictions do not go with the labels from row 15"),
                "\(doubts[0].summary)")
        }
    }
}
