import Foundation
import TestSupport
import Testing

/// A conversion that does not fit ends the program, and no message says why. Numbers from files and options are converted with
/// `exactly:`, `clamping:` or `truncatingIfNeeded:`; the places below convert what fits by construction, and are counted so
/// that a new one is looked at.
@Suite struct ConversionTests {
    /// A narrower integer of something: `UInt8(x)`, `Int32(x)`.
    private static let narrowing =
        #"(?<![A-Za-z0-9_.])U?Int(8|16|32)\((?!truncatingIfNeeded:|exactly:|clamping:|bitPattern:|ascii:|littleEndian:|bigEndian:|0x|[0-9])"#
    /// An integer of a computed floating-point number: rounded, scaled by a fraction, a root or a logarithm.
    private static let ofReal =
        #"(?<![A-Za-z0-9_.])U?Int(8|16|32|64)?\((?!truncatingIfNeeded:|exactly:|clamping:)(?=[^\n]*(\.rounded\(|floor\(|ceil\(|sqrt\(|log2?\(|log10\(|pow\(|\* ?Double\(|\* ?scale|\* ?0\.))"#

    private static func count(_ pattern: String) throws -> [String: Int] {
        let expression = try NSRegularExpression(pattern: pattern)
        var found: [String: Int] = [:]
        for file in Repository.files(under: "Sources", withExtension: "swift") {
            let lines = try Repository.text("Sources/\(file)").split(separator: "\n").map { line in
                line.drop { $0 == " " }.hasPrefix("//") ? "" : String(line)
            }
            let text = lines.joined(separator: "\n")
            let matches = expression.numberOfMatches(in: text, range: NSRange(text.startIndex..., in: text))
            if matches > 0 { found[file] = matches }
        }
        return found
    }

    private static func check(_ pattern: String, _ known: [String: Int], _ words: String) throws {
        let found = try count(pattern)
        for file in Set(found.keys).union(known.keys).sorted() {
            #expect(
                found[file, default: 0] == known[file, default: 0],
                "Sources/\(file): \(found[file, default: 0]) \(words), \(known[file, default: 0]) are known to fit")
        }
    }

    @Test func integersAreNarrowedOnlyWhereTheyFit() throws {
        try Self.check(
            Self.narrowing, Self.narrowed,
            "integers are made narrower without exactly:, clamping: or truncatingIfNeeded:")
    }

    @Test func realsBecomeIntegersOnlyWhereTheyFit() throws {
        try Self.check(Self.ofReal, Self.rounded, "reals become integers without exactly: or clamping:")
    }

    /// Text that is a number or not, masked bits, codes of classes and places in lists that were bounded when they were made.
    private static let narrowed: [String: Int] = [
        "Artifacts/Images/ImageMeasures.swift": 3,
        "Artifacts/Plausibility/ClassParents.swift": 1,
        "Artifacts/Probabilities/ProbabilityBlocks.swift": 2,
        "Artifacts/Tables/ColumnCache.swift": 2,
        "Artifacts/Workspace/ClassList.swift": 2,
        "Artifacts/Workspace/LabelCells.swift": 2,
        "Chronicle/Records/RecordChecks.swift": 1,
        "Chronicle/Records/RegressionCase.swift": 1,
        "Drawing/Raster/PNGFilter.swift": 8,
        "Drawing/Raster/PhotoDeflate.swift": 4,
        "Drawing/Raster/PrefixCode.swift": 1,
        "Drawing/Raster/SaliencyOverlay.swift": 9,
        "Drawing/Raster/ZlibStream.swift": 1,
        "Findings/Analyses/DetectionSaliency.swift": 1,
        "Findings/Audit/EngineRecords.swift": 1,
        "Findings/Slicing/FormerSlices.swift": 1,
        "Formats/Images/BMPDecoder.swift": 3,
        "Formats/Images/JPEGDecoder.swift": 6,
        "Formats/Images/LZWCodes.swift": 5,
        "Formats/Images/PNGDecoder.swift": 3,
        "Formats/Images/ShrinkingSums.swift": 2,
        "Formats/Images/TIFFBlock.swift": 4,
        "Formats/Images/TIFFDecoder.swift": 4,
        "Formats/Images/TIFFLayout.swift": 1,
        "Formats/Images/WebPFile.swift": 1,
        "Formats/JSON/JSONEscape.swift": 2,
        "Formats/Tables/CodedText.swift": 2,
        "Markup/StyleCheck.swift": 1,
        "Pages/Building/LinkScan.swift": 1,
        "Pixels/RGBImageScaling.swift": 1,
        "Pixels/SaliencyGridScaling.swift": 3,
        "Record/Audit/OutcomeTable.swift": 10,
        "Record/Audit/RunOutcomes.swift": 4,
        "Record/Facts/Replicates.swift": 1,
        "Record/Findings/ErrorSet.swift": 1,
        "Statistics/Calibration/HistogramResampler.swift": 1,
        "Statistics/Resampling/PoissonBootstrap.swift": 2,
        "Statistics/Resampling/UnitPermutations.swift": 2,
        "Tallies/Counts/ReplicateTally.swift": 1,
        "Tallies/Detection/DetectionBootstrap.swift": 3,
        "Tallies/Detection/EvaluationOrder.swift": 4,
        "Tallies/Detection/QualityReplicates.swift": 3,
        "Tallies/Detection/TIDEMatching.swift": 1,
        "Tallies/Detection/TIDEReplicates.swift": 1,
        "Tallies/Detection/TIDEReport.swift": 1,
        "Tallies/Slices/SliceRows.swift": 1,
        "Tallies/Slices/SliceSearch.swift": 1,
        "Tallies/Slices/SliceTable.swift": 1,
        "Tallies/Slices/SliceTallySearch.swift": 1,
        "Tallies/Slices/SliceUniverse.swift": 2,
        "Tallies/Slices/TileBitmaps.swift": 1,
        "Tallies/Slices/TileCounter.swift": 1,
        "Tallies/Slices/WidePairs.swift": 2,
        "misread/Commands/DetectionPictures.swift": 1,
    ]

    /// Shares of 0...1 times a count, positions inside a list, sizes that were bounded before.
    private static let rounded: [String: Int] = [
        "Artifacts/Plausibility/BoxFormSearch.swift": 1,
        "Artifacts/Workspace/PrintedDigits.swift": 1,
        "Drawing/Raster/BoxOverlay.swift": 1,
        "Drawing/Raster/SaliencyOverlay.swift": 1,
        "Drawing/SVG/LabelPlacement.swift": 1,
        "Drawing/SVG/MatrixDrawing.swift": 1,
        "Drawing/SVG/SpanDrawing.swift": 3,
        "Findings/Analyses/Calibration/CalibrationRemedies.swift": 2,
        "Findings/Analyses/ClassThresholds/ClassThresholds.swift": 1,
        "Findings/Analyses/Headline/HeadlineNumbers.swift": 1,
        "Findings/Analyses/Robustness/Robustness.swift": 1,
        "Findings/Audit/EngineRecords.swift": 1,
        "Findings/Evidence/MapsInBoxes.swift": 2,
        "Findings/Pairing/PairCounts.swift": 1,
        "Formats/Images/ShrinkingSums.swift": 1,
        "Pages/Building/WhatNext.swift": 1,
        "Record/Audit/DecidingSize.swift": 1,
        "Statistics/Calibration/Binning.swift": 2,
        "Statistics/Calibration/ErrorInterval.swift": 1,
        "Statistics/Calibration/HistogramResampler.swift": 3,
        "Statistics/Calibration/SmoothCalibration.swift": 1,
        "Statistics/Distributions/Binomial.swift": 2,
        "Statistics/Distributions/IncompleteBeta.swift": 1,
        "Statistics/Intervals/UnitProportion.swift": 2,
        "Statistics/Numbers/Quantiles.swift": 1,
        "Tallies/Calibration/ClassGapReplicates.swift": 1,
        "Tallies/Calibration/ClassScoreCellsTally.swift": 1,
        "Tallies/Calibration/ConfidenceHistogram.swift": 1,
        "Tallies/Detection/TIDEReport.swift": 1,
        "Tallies/Slices/Excess.swift": 2,
        "Tallies/Slices/LossColumn.swift": 1,
        "misread/Commands/DetectionPictures.swift": 2,
        "misread/Records/RecordDraft.swift": 1,
    ]
}
