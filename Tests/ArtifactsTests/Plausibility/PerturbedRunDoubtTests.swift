import Foundation
import Testing

@testable import Artifacts

/// Slips of the files of a run under a change must not become a lack of robustness.
@Suite struct PerturbedRunDoubtTests {
    private static let names = ["cat", "dog", "fox", "owl"]
    private static let run = "versions/v1/d/experiments/blur=1/predictions.csv"

    /// 240 images, the run on them as they are, and one under blur whose row `j` answers `blurred(answers)[j]`.
    private func fixture(
        more: String = "", knows percent: Int = 80, _ blurred: ([Int32]) -> [Int32]
    ) throws -> (fixture: WorkspaceFixture, run: Evaluation) {
        let model = Draws.model(240, of: 4, knows: percent, seed: 21)
        let table = { (answers: [Int32]) in
            "image_id,predicted,confidence\n"
                + answers.enumerated().map { "i\($0),\(Self.names[Int($1)]),0.\(90 + $0 % 10)\n" }.joined()
        }
        let fixture = try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: [cat, dog, fox, owl]\n" + more,
            "datasets/d/images.csv": "image_id,label\n"
                + model.labels.enumerated().map { "i\($0),\(Self.names[Int($1)])\n" }.joined(),
            "versions/v1/d/predictions.csv": table(model.answers), Self.run: table(blurred(model.answers)),
        ])
        let workspace = try Workspace.open(fixture.root)
        let condition = try #require(workspace.conditions(of: "v1").first)
        return (fixture, try workspace.evaluation(of: "v1", under: condition))
    }

    @Test func columnsThatMovedByOneClassAreADoubt() throws {
        let (fixture, run) = try fixture { $0.map { ($0 + 3) % 4 } }
        #expect(run.doubts.map(\.kind) == [.classOrder])
        #expect(run.allDoubts.map(\.place) == [Self.run])
        #expect(
            fixture.remarks.contains { $0.hasPrefix(Self.run + ": warning: a relabelling of the classes would give") })
        // That of the pictures as they are is not doubted.
        #expect(try fixture.evaluation().doubts == [])
        let accepted = try self.fixture(more: "accept: [class-order]\n") { $0.map { ($0 + 3) % 4 } }
        #expect(accepted.run.doubts == [] && accepted.run.allDoubts.map(\.isAccepted) == [true])
    }

    @Test func rowsInAnotherOrderAreADoubt() throws {
        #expect(try fixture { $0.reversed() }.run.doubts.map(\.kind) == [.imageOrder])
        #expect(try fixture { Array($0[32...] + $0[..<32]) }.run.doubts.map(\.kind) == [.imageOrder])
        let any = try fixture { answers in Draws.order(240, seed: 5).map { answers[$0] } }.run.doubts
        // Answers that go with no label may be what the change did.
        #expect(any == [])
    }

    /// What a change of the pictures does: answers get worse, fall to few classes, and a mirror exchanges two of them.
    @Test func whatAChangeDoesIsNotDoubted() throws {
        #expect(try fixture { $0 }.run.doubts == [])
        #expect(try fixture { $0.enumerated().map { $0 % 3 == 0 ? $1 : 2 } }.run.doubts == [])
        #expect(try fixture { $0.map { _ in 1 } }.run.doubts == [])
        #expect(try fixture { $0.map { $0 < 2 ? 1 - $0 : $0 } }.run.doubts == [])
        // Half of the answers are drawn anew.
        var draws = Draws(31)
        let worse = (0..<240).map { _ in (draws.next(2) == 0, Int32(draws.next(4))) }
        #expect(try fixture { zip($0, worse).map { $1.0 ? $0 : $1.1 } }.run.doubts == [])
    }

    /// A change that breaks a model leaves answers that have nothing to do with labels, and that are not those of other images:
    /// they fall to few classes.
    @Test(arguments: 1...10)
    func aModelThatAChangeBreaksIsNotDoubted(_ seed: Int) throws {
        var draws = Draws(seed)
        let answers = (0..<240).map { _ in Int32([0, 0, 0, 0, 0, 1, 2, 3][draws.next(8)]) }
        #expect(try fixture { _ in answers }.run.doubts == [])
    }
}
