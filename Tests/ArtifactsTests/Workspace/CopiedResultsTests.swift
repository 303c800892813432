import Foundation
import Testing

@testable import Artifacts

/// Results that were copied, and dates that go with another version.
@Suite struct CopiedResultsTests {
    private static let same = "image_id,predicted,confidence\na,cat,0.9\nb,cat,0.6\nc,dog,0.8\n"
    private static let other = "image_id,predicted,confidence\na,cat,0.9\nb,dog,0.6\nc,dog,0.8\n"

    private static func remarks(_ second: String, date: String = "2026-02-28", run: String? = nil) throws -> [String] {
        var files = [
            "versions/v2/version.yml": "date: \(date)\nmodel: M\nbaseline: v1\n",
            "versions/v2/d/predictions.csv": second,
        ]
        if let run {
            files["versions/v1/d/experiments/blur=1/predictions.csv"] = other
            files["versions/v1/d/experiments/blur=2/predictions.csv"] = run
        }
        return try WorkspaceFixture(files).remarks
    }

    @Test func aCopyOfTheBaselineIsSaid() throws {
        #expect(
            try Self.remarks(Self.same).contains(
                "versions/v2/d/predictions.csv: warning: is byte for byte versions/v1/d/predictions.csv, with which it is compared; "
                    + "was it made anew by v2? the same answers cannot have changed"))
        #expect(try !Self.remarks(Self.other).contains { $0.contains("byte for byte") })
    }

    @Test func aCopyOfAnotherRunIsSaid() throws {
        for (run, place) in [(Self.same, ""), (Self.other, "experiments/blur=1/")] {
            #expect(
                try Self.remarks(Self.other, run: run).contains(
                    "versions/v1/d/experiments/blur=2/predictions.csv: warning: is byte for byte versions/v1/d/\(place)predictions.csv; "
                        + "was it made anew under blur=2? no answer changed"))
        }
        let third = Self.other.replacing("c,dog", with: "c,cat")
        #expect(try !Self.remarks(Self.other, run: third).contains { $0.contains("byte for byte") })
    }

    @Test func aVersionBeforeItsBaselineIsSaid() throws {
        #expect(
            try Self.remarks(Self.other, date: "2025-12-31").contains {
                $0.hasPrefix(
                    "versions/v2/version.yml: warning: date: 2025-12-31 is before that of its baseline v1, 2026-01-31")
            })
        #expect(try !Self.remarks(Self.other).contains { $0.contains("is before that of") })
    }
}
