import Artifacts
import Diagnostics
import Foundation
import Record
import Statistics
import Tallies
import Testing

@testable import misread

/// Counting in blocks gives what keeping every row gives, on any number of threads.
@Suite struct CalibrationStreamTests {
    /// An NPY file of version 1.0.
    private func npy(_ descr: String, _ shape: String, _ elements: [UInt8]) throws -> String {
        var header = "{'descr': '\(descr)', 'fortran_order': False, 'shape': (\(shape)), }"
        while (10 + header.utf8.count + 1) % 64 != 0 { header += " " }
        header += "\n"
        let length = header.utf8.count
        var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 255), UInt8(length >> 8)]
        bytes += Array(header.utf8) + elements
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("misread-\(UUID().uuidString).npy")
        try Data(bytes).write(to: url)
        return url.path
    }

    private func bytes<Value: BitwiseCopyable>(_ values: [Value]) -> [UInt8] {
        values.withUnsafeBytes { Array($0) }
    }

    private struct Files {
        let probabilities: String
        let labels: String

        func remove() {
            try? FileManager.default.removeItem(atPath: probabilities)
            try? FileManager.default.removeItem(atPath: labels)
        }
    }

    private func matrix(_ rows: Int, classes: Int, spoilt: Int? = nil) throws -> Files {
        var random = SeededGenerator(seed: 31)
        var values: [Float] = []
        var labels: [Int64] = []
        for _ in 0..<rows {
            let raw = (0..<classes).map { _ in random.unit() * random.unit() + 1e-3 }
            let sum = raw.reduce(0, +)
            values += raw.map { Float($0 / sum) }
            labels.append(Int64(random.below(classes)))
        }
        if let spoilt { values[spoilt] = 1.5 }
        return Files(
            probabilities: try npy("<f4", "\(rows), \(classes)", bytes(values)),
            labels: try npy("<i8", "\(rows),", bytes(labels)))
    }

    private func values(_ named: NamedValues) -> [String: JSONValue] {
        guard case .object(let members) = named.json, case .object(let values)? = members.first?.value else {
            return [:]
        }
        return Dictionary(values.map { ($0.key, $0.value) }) { first, _ in first }
    }

    private func numbers(_ value: JSONValue?) -> [Double] {
        switch value {
        case .number(let number)?: [number]
        case .integer(let number)?: [Double(number)]
        case .array(let list)?: list.flatMap { numbers($0) }
        default: []
        }
    }

    @Test func classSketchesEqualTheExactValues() throws {
        let files = try matrix(9000, classes: 5)
        defer { files.remove() }
        let arrays = try ProbabilityArrays(probabilities: files.probabilities, labels: files.labels)
        var binned = NamedValues()
        binned.addHistogram(try ClassHistogram(counting: arrays.blocks(threads: 2)))
        let exact = values(
            try MeasureCalibration.parse(["--probabilities", files.probabilities, "--labels", files.labels]).measure())
        let found = values(binned)
        for name in [
            "accuracy", "top1.ece.ew10.left", "top1.ece.ew15.left", "top1.mce.ew15.left", "top1.rmsce.ew20.left",
            "top1.ece_debiased.ew15.left", "top1.bins.ew15.left.count", "top1.bins.ew15.left.mean_conf",
            "classwise_ece.ew15.left", "classwise_ece.ew15.left.per_class", "classwise_ece_sum.ew10.left",
            "per_predicted_class_ece.ew15.left", "brier.sum", "nll", "top1.ece_null_mean.ew15.left", "brier.top1",
        ] {
            let own = numbers(found[name])
            let reference = numbers(exact[name])
            #expect(!own.isEmpty && own.count == reference.count, "\(name)")
            for (a, b) in zip(own, reference) { #expect(abs(a - b) < 1e-9, "\(name): \(a), exactly \(b)") }
        }
        for name in ["auroc.ovr_macro", "auroc.top1_confidence_vs_correct", "top1.smece", "top1.corp.mcb"] {
            let own = try #require(numbers(found[name]).first)
            let reference = try #require(numbers(exact[name]).first)
            #expect(abs(own - reference) < 1e-3, "\(name): \(own), exactly \(reference)")
        }
    }

    @Test func theNumberOfThreadsDoesNotChangeABit() throws {
        let files = try matrix(40000, classes: 3)
        defer { files.remove() }
        let arrays = try ProbabilityArrays(probabilities: files.probabilities, labels: files.labels)
        let one = try ClassHistogram(counting: arrays.blocks(threads: 1))
        for threads in [2, 3, 8] { #expect(try ClassHistogram(counting: arrays.blocks(threads: threads)) == one) }
    }

    @Test func judgementsAreCountedFromFloatsAndBytes() throws {
        var random = SeededGenerator(seed: 32)
        let scores = (0..<5000).map { _ in Float(random.unit()) }
        let outcomes = scores.map { UInt8(random.unit() < Double($0) ? 1 : 0) }
        let files = Files(
            probabilities: try npy("<f4", "5000,", bytes(scores)), labels: try npy("|u1", "5000,", outcomes))
        defer { files.remove() }
        let arrays = try ProbabilityArrays(probabilities: files.probabilities, labels: files.labels)
        let histogram = try ConfidenceHistogram(counting: arrays.blocks(threads: 2))
        let scoreHistogram = ScoreHistogram(confidence: scores.map { Double($0) }, correct: outcomes.map { $0 == 1 })
        for rule in [EqualWidthBins(10), EqualWidthBins(15), EqualWidthBins(20)] {
            let own = try #require(histogram.scoreHistogram.bins(rule).ece)
            #expect(abs(own - (try #require(scoreHistogram.bins(rule).ece))) < 1e-9)
        }
        #expect(abs(try #require(histogram.logLoss) - (try #require(scoreHistogram.logLoss))) < 1e-9)
        #expect(histogram.scoreHistogram.hits == scoreHistogram.hits)
    }

    @Test func theFirstWrongValueIsNamedOnAnyNumberOfThreads() throws {
        let files = try matrix(60000, classes: 3, spoilt: 3 * 45000 + 1)
        defer { files.remove() }
        let arrays = try ProbabilityArrays(probabilities: files.probabilities, labels: files.labels)
        let expected = ProbabilityError(file: files.probabilities, row: 45001, fault: .notProbability(1.5))
        for threads in [1, 4] {
            #expect(throws: expected) { try ClassHistogram(counting: arrays.blocks(threads: threads)) }
        }
    }

    @Test func impossibleOutcomesMakeTheLogLossInfinite() throws {
        let files = Files(
            probabilities: try npy("<f8", "3,", bytes([0.0, 1.0, 0.5])),
            labels: try npy("<i8", "3,", bytes([Int64(1), 1, 0])))
        defer { files.remove() }
        let histogram = try ConfidenceHistogram(
            counting: try ProbabilityArrays(probabilities: files.probabilities, labels: files.labels)
                .blocks(threads: 1))
        #expect(histogram.impossible == 1 && histogram.logLoss == .infinity)
    }
}
