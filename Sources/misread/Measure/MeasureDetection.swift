import ArgumentParser
import Artifacts
import Diagnostics
import Exhibits
import Foundation
import Tallies

/// `misread measure detection`: COCO's numbers, TIDE, slices, confusion and what else a detector's boxes tell.
struct MeasureDetection: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "detection",
        abstract: "Evaluate detections against ground truth.",
        discussion: """
            Reads COCO JSON. Prints COCO's twelve numbers, values per class, precision and recall, TIDE, every \
            slice and the confusion matrix; -1 means that there is no ground truth to define a COCO value, null that \
            another value is not defined.
            """)

    @Option(help: "COCO ground truth: images, annotations, categories.")
    var groundTruth: String

    @Option(help: "COCO results: a list of boxes with scores.")
    var detections: String

    @Option(help: "An object of slice names, each with a list of image ids.")
    var slices: String?

    @Option(help: "Parts to print, separated by commas; without it, all.")
    var only: String?

    @Option(help: "Threads; the output never depends on it.")
    var threads: Int?

    func run() throws {
        try Outcome.of {
            let parts = try DetectionParts(only)
            let truth = try DetectionGroundTruth(contentsOf: groundTruth)
            let results = try DetectionResults(contentsOf: detections, for: truth)
            let lists = try slices.map { try ImageLists(contentsOf: $0, for: truth) }
            for remarks in [truth.remarks, results.remarks] + (lists.map { [$0.remarks] } ?? []) {
                for remark in remarks.remarks { Outcome.say(remark.description) }
            }
            let subsets = lists?.subsets(of: truth) ?? []
            let tally = DetectionTally(
                truth, results, threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
            print(parts.measure(tally, subsets).text())
        }
    }
}
