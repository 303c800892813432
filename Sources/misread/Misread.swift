import ArgumentParser
import Diagnostics
import Files
import Record

/// The command line. Each command is one file; this one only lists them.
@main
struct Misread: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "misread",
        abstract: "Reads what a vision model got wrong and writes the audit site a team can act on.",
        discussion: "`misread --version` shows the version of the program.",
        subcommands: [
            Init.self, ImportCommand.self, CheckInput.self, AuditCommand.self, TallyCommand.self,
            IngestCommand.self, RenderCommand.self, BuildCommand.self,
            NewRecord.self, CheckRecords.self, VerifyCommand.self, SummaryCommand.self, ExportVersion.self,
            SchemaCommand.self, DocsCommand.self, RedactCommand.self, ServeCommand.self,
            FactsCommand.self, Measure.self,
        ])

    /// Runs the command that was asked for. What the command line was refused for may hold what others named, so it is shown
    /// as everything else that is said.
    static func main() {
        StandardStream.holdPlaces()
        Ending.watch()
        if let fault = RawArguments.fault(in: RawArguments.given) {
            try? StandardStream.error.write("Error: \(fault)\n")
            exit(withError: ExitCode.validationFailure)
        }
        // A version of its own would stand in the help of every command, beside the option that names one of a model.
        if RawArguments.given.first == Array("--version".utf8) {
            do { try Outcome.show(Release.version) } catch { exit(withError: Outcome.failed) }
            exit()
        }
        do {
            // Not asynchronous: a task needs a thread that the system may not have.
            var command = try parseAsRoot()
            try CalledArchive.$name.withValue((command as? any NamesArchive)?.archiveCalled) { try command.run() }
        } catch {
            let (code, message) = (exitCode(for: error), fullMessage(for: error))
            let text = TerminalText.visible(message)
            guard !text.isEmpty else { exit(withError: code) }
            guard code.isSuccess else {
                try? StandardStream.error.write(text + "\n")
                exit(withError: code)
            }
            do { try Outcome.show(text) } catch { exit(withError: Outcome.failed) }
            exit()
        }
    }
}
