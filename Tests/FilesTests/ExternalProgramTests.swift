import Foundation
import Testing

@testable import Files

/// Other people's programs: what they print and how long they take has an end.
@Suite struct ExternalProgramTests {
    private static let shell = ExternalProgram(URL(fileURLWithPath: "/bin/sh"))

    @Test func `what it prints and how it ended is told, and what it is given comes in`() throws {
        let run = try Self.shell.run(["-c", "cat; echo no >&2; exit 3"], input: Data("given".utf8))
        #expect(!run.succeeded)
        #expect(run.output == Data("given".utf8))
        #expect(run.complaint == "no\n")
    }

    /// One that keeps its output open, and one that closes it and goes on.
    @Test(arguments: ["exec sleep 100", "exec >&-; exec sleep 100"])
    func `one that does not end is stopped`(_ script: String) {
        let clock = ContinuousClock()
        let time = clock.measure {
            #expect(throws: ExternalProgram.Failure.tooLong) { try Self.shell.run(["-c", script], mostSeconds: 1) }
        }
        #expect(time < .seconds(60))
    }

    @Test func `one that prints without end is stopped`() {
        #expect(throws: ExternalProgram.Failure.tooMuch) {
            try Self.shell.run(["-c", "while :; do echo more; done"], mostBytes: 1000)
        }
    }
}
