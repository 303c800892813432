import ArgumentParser
import Diagnostics
import Files
import Foundation

/// How a command ends when it cannot go on: the exit codes of the whole program, in one place.
///
/// 0 the verdict is ready, 1 it is not, 2 the input is wrong, 3 I/O or internal, 64 usage (ArgumentParser's own).
enum Outcome {
    /// The verdict of the audited version is not ready: a gate failed, is inconclusive or was not measured, or what the
    /// audit found caps the verdict.
    static let notReady = ExitCode(1)
    /// What `verify` looked at is not what its checksums say.
    static let differs = ExitCode(1)
    /// The input is wrong.
    static let badInput = ExitCode(2)
    /// Reading or writing failed, or an analysis did.
    static let failed = ExitCode(3)

    /// Runs `body`; says what went wrong on standard error, as a compiler would, and leaves with the right code.
    static func of<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let code as ExitCode {
            throw code
        } catch let list as ProblemList {
            say(list.description)
            throw code(list.cause)
        } catch let error as any Explained {
            say(error.problem.description)
            throw code(error.problem.cause)
        } catch {
            let path = (error as NSError).userInfo[NSFilePathErrorKey] as? String ?? "a file"
            say(FileError(error, path, .read).problem.description)
            throw failed
        }
    }

    private static func code(_ cause: Problem.Cause) -> ExitCode {
        switch cause {
        case .input: badInput
        case .system: failed
        }
    }

    // What is said may hold what others named: here control characters become visible, wherever it comes from, and files of the
    // archive are called as the user called it.

    /// One message on standard error.
    static func say(_ message: String) {
        RunRecord.current?.add(RunMemory.Line(text: message, isError: true))
        // Whom should it be told that this cannot be?
        try? StandardStream.error.write(TerminalText.visible(CalledArchive.named(message)) + "\n")
    }

    /// What a command came to, on standard output, and again where the run is said again.
    static func tell(_ message: String) throws {
        RunRecord.current?.add(RunMemory.Line(text: message, isError: false))
        try show(message)
    }

    /// On standard output, for a person. What cannot be written is lost, and a command that lost it has failed.
    static func show(_ text: String) throws {
        try give(TerminalText.visible(CalledArchive.named(text)) + "\n")
    }

    /// On standard output, for another program: not a byte is changed.
    static func give(_ text: String) throws {
        try of { try StandardStream.output.write(text) }
    }
}
