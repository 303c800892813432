import Foundation
import TestSupport
import Testing

/// Randomness has one place: what is drawn, split, shuffled or weighed by a hash comes from `Statistics/Resampling`, which
/// knows clusters, weights and seeds.
@Suite struct SamplingTests {
    /// Generators, and the constants that hashes and generators are recognised by.
    private static let marks = [
        "splitmix64", "seededgenerator", "randomnumbergenerator", ".random(", ".shuffled()", "randomelement",
        "poissonbootstrap.weight(", "0x9e3779b9", "0xbf58476d", "0x94d049bb", "0xcbf29ce4", "0x100000001b3",
        "0x00000100000001b3",
    ]

    /// Hash tables, for in which slot a value lies reaches nothing that is written; and names of files in the making.
    private static let exempt: Set<String> = [
        "Artifacts/Detection/Identifier.swift", "Columns/IDIndex.swift", "Formats/NPY/NPYCodes.swift",
        "Formats/Tables/ValueTable.swift",
        "Tallies/Slices/SliceLevel.swift",
        "Files/OutputFile.swift", "Files/StagingArea.swift",
    ]

    private static func marks(in file: String) throws -> [String] {
        let text = try Repository.text("Sources/\(file)").lowercased().replacingOccurrences(of: "_", with: "")
        return marks.filter(text.contains)
    }

    @Test func nothingIsDrawnOutsideOfStatisticsResampling() throws {
        for file in Repository.files(under: "Sources", withExtension: "swift")
        where !file.hasPrefix("Statistics/") && !Self.exempt.contains(file) {
            let found = try Self.marks(in: file)
            #expect(
                found.isEmpty,
                "Sources/\(file) has \(found.joined(separator: ", ")); draw, split and weigh by Sources/Statistics/Resampling"
            )
        }
    }

    @Test func whatIsExemptStillNeedsToBe() throws {
        for file in Self.exempt { #expect(try !Self.marks(in: file).isEmpty, "Sources/\(file) is no longer exempt") }
    }
}
