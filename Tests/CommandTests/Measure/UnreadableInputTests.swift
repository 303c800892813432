import ArgumentParser
import Foundation
import Testing

@testable import misread

/// A file that cannot be read is the machine's affair, whoever asks for it: exit code 3, never 2.
@Suite struct UnreadableInputTests {
    @Test(arguments: [
        ["measure", "slices", "/nowhere/t.csv", "--error", "e"],
        ["measure", "tallies", "/nowhere/t.tally"],
        ["measure", "compare", "/nowhere/a.csv", "/nowhere/b.csv"],
        ["measure", "calibration", "--table", "/nowhere/t.jsonl", "--confidence", "c", "--correct", "d"],
        ["measure", "calibration", "--probabilities", "/nowhere/p.npy", "--labels", "/nowhere/l.npy"],
        ["measure", "detection", "--ground-truth", "/nowhere/gt.json", "--detections", "/nowhere/dt.json"],
        ["measure", "saliency", "--image", "/nowhere/a.png", "--map", "/nowhere/a.npy"],
    ])
    func aFileThatIsNotThereEndsACommandWithThree(_ arguments: [String]) throws {
        var command = try Misread.parseAsRoot(arguments)
        #expect(throws: ExitCode(3)) { try command.run() }
    }
}
