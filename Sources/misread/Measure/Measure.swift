import ArgumentParser
import Record

/// `misread measure ...`: each engine by itself, JSON on standard output and nothing else there.
struct Measure: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure",
        abstract: "Run one engine on plain files and print JSON.",
        discussion: """
            Every engine works without a workspace. Numbers are printed in full precision; an undefined value is null. \
            Errors go to standard error; exit status 2 means the input is wrong.
            """,
        subcommands: [
            MeasureCalibration.self,
            MeasureCompare.self,
            MeasureDecomposition.self,
            MeasureDetection.self,
            MeasureDrift.self,
            MeasureNodes.self,
            MeasurePairs.self,
            MeasurePareto.self,
            MeasurePatterns.self,
            MeasureSaliency.self,
            MeasureSlices.self,
            MeasureStages.self,
            MeasureTallies.self,
            MeasureWhatIf.self,
        ])
}
