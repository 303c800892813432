import ArgumentParser
import Artifacts
import Diagnostics
import Foundation
import Record
import Tallies

/// `misread measure detection`: COCO's numbers, TIDE, slices, confusion and what else a detector's boxes tell.
struct MeasureDetection: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "detection",
        abstract: "Evaluate detections against ground truth.",
        discussion: """
            Reads COCO JSON, and folders of YOLO text or Pascal VOC files. Prints COCO's twelve numbers, values per class, precision and recall, TIDE, every \
            slice and the confusion matrix; -1 means that there is no ground truth to define a COCO value, null that \
            another value is not defined.
            """)

    @Option(help: "Ground truth: COCO JSON, or a folder of YOLO labels or Pascal VOC XML.")
    var groundTruth: String

    @Option(help: "Results: COCO JSON, or a folder of YOLO text or Pascal VOC result files.")
    var detections: String

    @Option(help: "An object of slice names, each with a list of image ids.")
    var slices: String?

    @Option(
        help: "Parts to print, separated by commas; without it, all that other tools print too; \"all\" adds the rest.")
    var only: String?

    @Option(help: "Sizes to report by, as name:from:to in square pixels, separated by commas; up to five.")
    var sizes: String?

    @Option(help: "Threads; the output never depends on it.")
    var threads: Int?

    func validate() throws {
        try OptionRange.check("threads", threads, OptionRange.threads)
        if let sizes { _ = try Self.settings(sizes) }
    }

    func run() throws {
        try Outcome.of {
            let parts = try DetectionParts(only)
            let truth = try DetectionGroundTruth(contentsOf: groundTruth)
            if let fault = truth.collision(file: groundTruth) { throw fault }
            let results = try DetectionResults(contentsOf: detections, for: truth)
            let lists = try slices.map { try ImageLists(contentsOf: $0, for: truth) }
            for remarks in [truth.remarks, results.remarks] + (lists.map { [$0.remarks] } ?? []) {
                for remark in remarks.remarks { Outcome.say(remark.description) }
            }
            // pycocotools goes on without the classes it does not know, and stops where the images are other ones.
            if results.count == 0, results.ofUnknownImages > 0 { try results.objections.throwIfAny() }
            for objection in truth.objections.errors + results.objections.errors {
                Outcome.say(objection.asWarning.description)
            }
            let subsets = lists?.subsets(of: truth) ?? []
            let tally = DetectionTally(
                truth, results, settings: try sizes.map(Self.settings) ?? DetectionSettings(),
                threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
            for doubt in Self.doubts(truth, results, tally, files: (groundTruth, detections)) {
                Outcome.say(doubt.warning.description)
            }
            try Outcome.give(parts.measure(tally, subsets).text() + "\n")
        }
    }

    /// What an audit of these files would doubt.
    static func doubts(
        _ truth: DetectionGroundTruth, _ results: DetectionResults, _ tally: DetectionTally,
        files: (truth: String, results: String)
    ) -> [InputDoubt] {
        let ofTruth = truth.inputDoubts(file: files.truth)
        let known =
            ofTruth + results.inputDoubts(for: truth, file: files.results, besides: ofTruth)
            + [
                results.neverRun(on: truth, file: files.results),
                results.neverLabelled(on: truth, file: files.truth)
                    ?? results.neverLabelledClass(on: truth, file: files.truth),
                results.placeholderDoubt(on: truth, file: files.truth),
            ].compactMap(\.self)
        let ties = TieRange(truth, results, doubted: known.map(\.kind.rawValue), tally.settings)
        return known + (ties.map { [$0.doubt(file: files.results)] } ?? [])
    }

    /// Size ranges from `tiny:0:256,rest:256:1e10`.
    static func settings(_ text: String) throws -> DetectionSettings {
        let ranges = try text.split(separator: ",").map { range in
            let parts = range.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 3, let low = Double(parts[1]), let high = Double(parts[2]), low <= high else {
                throw ValidationError("--sizes \(range): name:from:to with two areas expected")
            }
            return SizeRange(String(parts[0]), low, high)
        }
        guard ranges.count <= 5 else {
            throw ValidationError("--sizes \(text): up to five ranges expected, found \(ranges.count)")
        }
        return DetectionSettings(sizes: [SizeRange("all", 0, 1e10)] + ranges)
    }
}
