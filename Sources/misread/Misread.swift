import ArgumentParser
import Record

/// The command line. Each command is one file; this one only lists them.
@main
struct Misread: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "misread",
        abstract: "Reads what a vision model got wrong and writes the audit site a team can act on.",
        version: Release.version,
        subcommands: [
            Init.self, ImportCommand.self, CheckInput.self, AuditCommand.self, RenderCommand.self, BuildCommand.self,
            NewRecord.self, CheckRecords.self, VerifyCommand.self, SummaryCommand.self, ExportVersion.self,
            SchemaCommand.self, DocsCommand.self, RedactCommand.self, ServeCommand.self,
            FactsCommand.self, Measure.self,
        ])
}
