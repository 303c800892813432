import Columns
import Foundation
import Testing

@testable import Artifacts

/// Predictions that are those of other images: an order that explains it is named, and where none does it is said that they do
/// not go with the labels.
@Suite struct RowsOfOtherImagesTests {
    /// What is found where row `j` holds the answer for image `order[j]`.
    private func words(_ count: Int, of classes: Int = 4, knows percent: Int = 85, seed: Int = 8, _ order: [Int])
        -> String?
    {
        let model = Draws.model(count, of: classes, knows: percent, seed: seed)
        return RowOrder(
            labels: model.labels, answers: order.map { model.answers[$0] }, ids: (0..<count).map { "f\(1000 + $0)" },
            classes: (0..<classes).map { "c\($0)" })?.words
    }

    /// The shares that k processes have of a list, each every k-th, filled up from its beginning as a sampler does.
    private func shares(_ count: Int, _ processes: Int) -> [[Int]] {
        let whole = (count + processes - 1) / processes
        return (0..<processes).map { process in (0..<whole).map { (process + processes * $0) % count } }
    }

    @Test(arguments: [1, 2, 7, 32, 250, 300, -1, -32, -299])
    func aTableThatWasTurnedByAnyNumberOfRowsIsFound(_ step: Int) {
        let found = words(600, (0..<600).map { ($0 + step + 600) % 600 })
        #expect(
            found == "as if each row held the answer for the image \(abs(step)) \(step > 0 ? "after" : "before") it")
    }

    /// A longer table is turned too: some of its rows are looked at for each of the many turns.
    @Test func aLongTableThatWasTurnedIsFound() {
        let found = words(30_000, of: 10, knows: 60, (0..<30_000).map { ($0 + 12_345) % 30_000 })
        #expect(found == "as if each row held the answer for the image 12345 after it")
    }

    @Test(arguments: [600, 601], Array(2...16))
    func sharesOfSeveralProcessesOneAfterAnotherAreFound(_ count: Int, _ processes: Int) {
        let found = words(count, Array(shares(count, processes).joined().prefix(count)))
        #expect(
            found == "as if \(processes) processes had taken images in turns and been written one after another")
    }

    @Test func sharesThatWereNotFilledUpAreFound() {
        let order = (0..<7).flatMap { Array(stride(from: $0, to: 601, by: 7)) }
        #expect(words(601, order) == "as if 7 processes had taken images in turns and been written one after another")
    }

    @Test(arguments: [3, 4, 8])
    func partsThatWereWrittenInTurnsAreFound(_ processes: Int) {
        let found = words(600, (0..<600).map { $0 % processes * (600 / processes) + $0 / processes })
        #expect(found == "as if \(processes) processes had taken one part of the images each and been written in turns")
    }

    @Test(arguments: [2, 4], [16, 32])
    func sharesThatWereGatheredBatchByBatchAreFound(_ processes: Int, _ batch: Int) {
        let shares = shares(600, processes)
        var order: [Int] = []
        for start in stride(from: 0, to: shares[0].count, by: batch) {
            for share in shares { order += share[start..<min(start + batch, share.count)] }
        }
        #expect(
            words(600, order)
                == "as if \(processes) processes had taken images in turns and been written in batches of \(batch)"
        )
    }

    @Test func anOrderThatWasUndoneTwiceIsFound() {
        let model = Draws.model(300, of: 4, knows: 85, seed: 8)
        let ids = Draws.order(300, seed: 2).map { "f\(1000 + $0)" }
        let sorted = ids.indices.sorted { ids[$0] < ids[$1] }
        var rank = [Int](repeating: 0, count: 300)
        for (place, image) in sorted.enumerated() { rank[image] = place }
        let one = RowOrder(labels: model.labels, answers: sorted.map { model.answers[$0] }, ids: ids)
        let other = RowOrder(labels: model.labels, answers: rank.map { model.answers[$0] }, ids: ids)
        #expect(one?.words == "as if the rows were in the text order of the ids")
        #expect(other?.words == "as if the rows had been put back from the text order of the ids")
    }

    /// One class is nine of ten rows, so that most rows are right in any order.
    @Test func aTurnedTableOfOneLargeClassIsFound() {
        var draws = Draws(5)
        let labels = (0..<800).map { _ in Int32(draws.next(10) == 0 ? 1 : 0) }
        let answers = labels.map { draws.next(100) < 95 ? $0 : 1 - $0 }
        let turned = labels.indices.map { answers[($0 + 40) % 800] }
        #expect(
            RowOrder(labels: labels, answers: turned, ids: [])?.words
                == "as if each row held the answer for the image 40 after it")
        #expect(RowOrder(labels: labels, answers: answers, ids: []) == nil)
    }

    /// Rows that are in order, of models from a guess to a good one, in sets from tiny to middling.
    @Test(arguments: 1...20)
    func rowsInOrderAreNotDoubted(_ seed: Int) {
        for (count, classes, percent) in [
            (20, 2, 0), (20, 2, 50), (40, 2, 30), (40, 10, 0), (100, 4, 0), (100, 4, 20), (300, 2, 0), (300, 10, 10),
            (600, 4, 40),
            (600, 100, 5),
        ] {
            let order = Array(0..<count)
            #expect(
                words(count, of: classes, knows: percent, seed: seed, order) == nil,
                "\(count) rows, \(classes) classes, \(percent) %")
        }
    }

    /// Clips of one class each, taken for one class from the first frame to the last: turned by whole clips they match by chance,
    /// and a table that is sorted by class is matched by another order of its classes.
    @Test(arguments: 1...20)
    func clipsAreNotTakenForATurnedTable(_ seed: Int) {
        for (clips, classes, percent) in [(4, 4, 30), (10, 4, 30), (40, 4, 30), (60, 10, 30)] {
            let model = Draws.model(clips, of: classes, knows: percent, seed: seed)
            let labels = (0..<clips * 10).map { model.labels[$0 / 10] }
            let answers = (0..<clips * 10).map { model.answers[$0 / 10] }
            #expect(RowOrder(labels: labels, answers: answers, ids: []) == nil, "\(clips) clips")
        }
        // Grades in their order, each taken for the next one in a third of its rows and at random in the others.
        var draws = Draws(seed)
        let grades = (0..<400).map { Int32($0 / 20) }
        let graded = grades.map { draws.next(3) == 0 ? ($0 + 1) % 20 : Int32(draws.next(20)) }
        #expect(RowOrder(labels: grades, answers: graded, ids: []) == nil)
    }

    // MARK: - Rows that are off from some row on

    /// What is found where the row at `place` was lost, and `rows` of them in all, so that all later ones stand before their image.
    private func lost(_ model: (labels: [Int32], answers: [Int32]), _ place: Int, rows: Int = 1) -> LostRow? {
        let answers = model.answers
        let kept = Array(answers[..<place] + answers[(place + rows)...] + answers[place..<(place + rows)])
        return LostRow(labels: model.labels, answers: kept, ids: kept.indices.map { "i\($0)" })
    }

    /// The row that is named is the lost one, or one of the few beside it that are right by chance either way.
    @Test(arguments: [(120, 60, 3), (300, 40, 4), (600, 520, 10), (2000, 1900, 10)])
    func aRowThatWasLostInTheMiddleIsFound(_ count: Int, _ place: Int, _ classes: Int) throws {
        let found = try #require(lost(Draws.model(count, of: classes, knows: 90, seed: 5), place))
        #expect(found.words.hasSuffix(" on each row held the answer for the image 1 after it"), "\(found.words)")
        let row = try #require(found.words.split(separator: " ").dropFirst(4).first.flatMap { Int($0) })
        #expect(abs(row - 1 - place) <= 8, "\(found.words)")
        #expect(found.reordered > found.accuracy)
    }

    @Test func severalRowsAndOneThatWasReadTwiceAreFound() throws {
        let model = Draws.model(400, of: 5, knows: 90, seed: 7)
        let three = try #require(lost(model, 150, rows: 3))
        #expect(three.words.hasSuffix("the image 3 after it"))
        // Row 200 stands twice, and the last one fell off.
        let twice = Array(model.answers[...200] + model.answers[200..<399])
        let found = try #require(LostRow(labels: model.labels, answers: twice, ids: []))
        #expect(found.words.hasSuffix(" on each row held the answer for the image 1 before it"))
    }

    /// A row that came back 200 rows later: those between are off, and those behind are not.
    @Test func aStretchThatIsOffIsFound() throws {
        let model = Draws.model(600, of: 5, knows: 90, seed: 7)
        var answers = model.answers
        let moved = answers.remove(at: 100)
        answers.insert(moved, at: 300)
        let found = try #require(LostRow(labels: model.labels, answers: answers, ids: []))
        #expect(found.words.contains(" on to row ") && found.words.hasSuffix("the image 1 after it"), "\(found.words)")
    }

    /// Models that are weak, or weak on the later rows alone, as those of another night are; and clips, some taken for another class.
    @Test(arguments: 1...30)
    func rowsThatAreWhereTheyBelongAreNotMoved(_ seed: Int) {
        for (count, classes, percent) in [
            (20, 2, 50), (40, 2, 0), (120, 3, 80), (300, 2, 20), (300, 10, 10), (600, 4, 0), (2000, 3, 50),
        ] {
            let model = Draws.model(count, of: classes, knows: percent, seed: seed)
            #expect(LostRow(labels: model.labels, answers: model.answers, ids: []) == nil, "\(count), \(classes)")
            let weak = Draws.model(count, of: classes, knows: 0, seed: seed + 100)
            let later = (0..<count).map { $0 < count / 2 ? model.answers[$0] : weak.answers[$0] }
            #expect(LostRow(labels: model.labels, answers: later, ids: []) == nil, "\(count), \(classes)")
        }
        for frames in [2, 3, 5, 10] {
            let model = Draws.model(60, of: 4, knows: 30, seed: seed)
            let labels = (0..<60 * frames).map { model.labels[$0 / frames] }
            let answers = (0..<60 * frames).map { model.answers[$0 / frames] }
            #expect(LostRow(labels: labels, answers: answers, ids: []) == nil, "clips of \(frames)")
        }
    }

    /// In turns two classes, which the model exchanges in the later half: every odd move explains that, so none is named.
    @Test func classesInTurnsAreNotTakenForALostRow() {
        let labels = (0..<200).map { Int32($0 % 2) }
        let answers = labels.enumerated().map { $0 < 100 ? $1 : 1 - $1 }
        #expect(LostRow(labels: labels, answers: answers, ids: []) == nil)
    }

    // MARK: - Answers that go with no label

    private func unrelated(
        _ model: (labels: [Int32], answers: [Int32]), of classes: Int, confidence: Double = 0.9,
        units: CodedColumn? = nil
    ) -> UnrelatedAnswers? {
        UnrelatedAnswers(
            labels: model.labels, answers: model.answers,
            confidence: [Double](repeating: confidence, count: model.labels.count), classes: classes, units: units)
    }

    private func shuffled(_ count: Int, of classes: Int, seed: Int) -> (labels: [Int32], answers: [Int32]) {
        let model = Draws.model(count, of: classes, knows: 90, seed: seed)
        return (model.labels, Draws.order(count, seed: seed + 1).map { model.answers[$0] })
    }

    @Test func shuffledAnswersThatAreSureAreFound() {
        #expect(unrelated(shuffled(600, of: 4, seed: 3), of: 4) != nil)
        #expect(unrelated(shuffled(200, of: 10, seed: 3), of: 10) != nil)
        #expect(unrelated(shuffled(2000, of: 2, seed: 3), of: 2) != nil)
        // Sure enough to say more than they may know: three classes, 0.73 on average.
        #expect(unrelated(shuffled(300, of: 3, seed: 3), of: 3, confidence: 0.73) != nil)
        // Those that are not sure may be a model's that learnt nothing.
        #expect(unrelated(shuffled(600, of: 4, seed: 3), of: 4, confidence: 0.5) == nil)
    }

    /// A model that knows a fifth and is far too sure of all is a poor one, in any number of rows.
    @Test(arguments: 1...20)
    func aModelThatKnowsALittleIsNotDoubted(_ seed: Int) {
        for (count, classes, percent) in [
            (20, 2, 20), (20, 10, 20), (60, 10, 30), (100, 4, 30), (300, 2, 30), (600, 4, 20), (1000, 10, 15),
            (3000, 2, 20),
            (3000, 10, 10),
        ] {
            let model = Draws.model(count, of: classes, knows: percent, seed: seed)
            #expect(unrelated(model, of: classes) == nil, "\(count) rows, \(classes) classes, \(percent) %")
        }
        // In few rows nothing is said of any.
        #expect(unrelated(shuffled(20, of: 4, seed: seed), of: 4) == nil)
        #expect(unrelated(shuffled(60, of: 2, seed: seed), of: 2) == nil)
    }

    @Test func aModelThatBrokeDownIsNotDoubted() {
        let model = Draws.model(600, of: 4, knows: 0, seed: 4)
        #expect(unrelated((model.labels, [Int32](repeating: 2, count: 600)), of: 4) == nil)
        #expect(unrelated((model.labels, model.answers.map { $0 % 2 }), of: 4) == nil)
        // It takes each class for another, always: the answers do go with the labels.
        #expect(unrelated((model.labels, model.labels.map { ($0 + 1) % 4 }), of: 4) == nil)
    }

    /// Four clips of two classes, two of them taken for the other class: right half of the time, and no accident of rows.
    @Test func framesOfAFewClipsAreNotDoubted() {
        let labels = (0..<400).map { Int32($0 / 200) }
        let answers = (0..<400).map { Int32($0 / 100 % 2) }
        #expect(unrelated((labels, answers), of: 2) == nil)
        // Frames in any order, and the clip of each is named.
        let order = Draws.order(400, seed: 6)
        let units = CodedColumn(
            name: "clip", categories: ["a", "b", "c", "d"], codes: Codes(order.map { $0 / 100 }, categories: 4))
        #expect(unrelated((order.map { labels[$0] }, order.map { answers[$0] }), of: 2, units: units) == nil)
    }

    // MARK: - In a workspace

    private static let names = ["cat", "dog", "fox", "owl"]

    /// 300 images, and an array of probabilities whose row `j` is that of image `order[j]`; labels beside it, where asked.
    private func fixture(_ order: [Int], labels: Bool = false) throws -> WorkspaceFixture {
        let model = Draws.model(order.count, of: 4, knows: 90, seed: 12)
        let fixture = try WorkspaceFixture(
            [
                "misread.yml": "title: T\nclasses: [cat, dog, fox, owl]\n",
                "datasets/d/images.csv": "image_id,label\n"
                    + model.labels.enumerated().map { "i\($0),\(Self.names[Int($1)])\n" }.joined(),
            ], without: ["versions/v1/d/predictions.csv"])
        var draws = Draws(1)
        let rows = model.answers.map { answer in
            let top = 0.85 + Double(draws.next(100)) / 1000
            return (0..<4).map { Int32($0) == answer ? top : (1 - top) / 3 }
        }
        let values = order.flatMap { rows[$0] }
        guard labels else {
            try fixture.write("versions/v1/d/predictions.npy", npy(values, shape: [order.count, 4]))
            return fixture
        }
        try fixture.write(
            "versions/v1/d/predictions.npz",
            storedZip([
                ("probs.npy", npy(values, shape: [order.count, 4])),
                ("labels.npy", npy(integers: order.map { Int(model.labels[$0]) })),
            ]))
        return fixture
    }

    @Test func rowsOfTwoProcessesAreADoubtAndShuffledOnesAreAnother() throws {
        let even = Array(stride(from: 0, to: 300, by: 2)) + Array(stride(from: 1, to: 300, by: 2))
        let two = try fixture(even).evaluation().doubts
        #expect(two.map(\.kind) == [.imageOrder])
        #expect(two.first?.summary.hasPrefix("predictions look as if 2 processes had taken images in turns") == true)
        let any = try fixture(Draws.order(300, seed: 9)).evaluation().doubts
        #expect(any.map(\.kind) == [.imageOrder])
        #expect(any.first?.summary.hasPrefix("the predictions do not go with these labels: accuracy is 0.") == true)
        #expect(try fixture(Array(0..<300)).evaluation().doubts == [])
        let skipped = try fixture(Array(0..<150) + Array(151..<300) + [150]).evaluation().doubts
        #expect(skipped.map(\.kind) == [.imageOrder])
        #expect(skipped.first?.summary.contains(", on each row held the answer for the image 1 after it") == true)
    }

    /// Labels beside the probabilities say of which images they are.
    @Test func labelsInAnArchiveOfArraysMustBeThoseOfTheTable() throws {
        let right = try fixture(Array(0..<300), labels: true)
        #expect(right.errors == [])
        #expect(try right.evaluation().doubts == [])
        let errors = try fixture(Draws.order(300, seed: 9), labels: true).errors
        #expect(!errors.isEmpty)
        #expect(
            errors.allSatisfy { $0.contains("error: label: ") && $0.contains("is not the label of the image table") })
    }
}

/// An archive of files that are stored as they are.
func storedZip(_ files: [(name: String, bytes: Data)]) -> Data {
    func number(_ value: Int, _ bytes: Int) -> Data { Data((0..<bytes).map { UInt8(value >> (8 * $0) & 0xFF) }) }
    func crc(_ data: Data) -> Int {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in data {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return Int(~sum)
    }
    var (archive, directory) = (Data(), Data())
    for (name, bytes) in files {
        // Version 2.0, no flags, stored, no time, 1 January 1980.
        let common =
            number(20, 2) + number(0, 2) + number(0, 2) + number(0, 2) + number(0x21, 2) + number(crc(bytes), 4)
            + number(bytes.count, 4) + number(bytes.count, 4) + number(name.utf8.count, 2) + number(0, 2)
        directory +=
            number(0x0201_4B50, 4) + number(20, 2) + common + number(0, 2) + number(0, 2) + number(0, 2) + number(0, 4)
            + number(archive.count, 4) + Data(name.utf8)
        archive += number(0x0403_4B50, 4) + common + Data(name.utf8) + bytes
    }
    return archive + directory
        + (number(0x0605_4B50, 4) + number(0, 2) + number(0, 2) + number(files.count, 2) + number(files.count, 2)
            + number(directory.count, 4) + number(archive.count, 4) + number(0, 2))
}

/// Bytes of an NPY file of whole numbers.
func npy(integers: [Int]) -> Data {
    var header = "{'descr': '<i8', 'fortran_order': False, 'shape': (\(integers.count),), }"
    while (header.utf8.count + 11) % 64 != 0 { header += " " }
    header += "\n"
    var bytes = Data([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0])
    bytes.append(UInt8(header.utf8.count & 0xFF))
    bytes.append(UInt8(header.utf8.count >> 8))
    bytes.append(Data(header.utf8))
    for value in integers { withUnsafeBytes(of: Int64(value).littleEndian) { bytes.append(contentsOf: $0) } }
    return bytes
}
