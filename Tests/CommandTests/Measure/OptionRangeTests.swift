import ArgumentParser
import Testing

@testable import misread

/// Numbers that no option takes are usage errors, whatever their size.
@Suite struct OptionRangeTests {
    private static let huge = "9223372036854775807"

    @Test(arguments: [
        (["slices", "t.csv", "--error", "e", "--top", huge], "--top 9223372036854775807: 1 to 1000000 expected"),
        (["slices", "t.csv", "--error", "e", "--top", "0"], "--top 0: 1 to 1000000 expected"),
        (
            ["slices", "t.csv", "--error", "e", "--min-support", huge],
            "--min-support 9223372036854775807: 1 to 1000000000 expected"
        ),
        (["slices", "t.csv", "--error", "e", "--buckets", huge], "--buckets 9223372036854775807: 1 to 100 expected"),
        (["slices", "t.csv", "--error", "e", "--max-depth", "9"], "--max-depth 9: 1 to 6 expected"),
        (["slices", "t.csv", "--error", "e", "--shards", huge], "--shards 9223372036854775807: 1 to 4096 expected"),
        (["slices", "t.csv", "--error", "e", "--threads", huge], "--threads 9223372036854775807: 1 to 1024 expected"),
        (["slices", "t.csv", "--error", "e", "--permutations", "3"], "--permutations 3: 19 to 10000 expected"),
        (
            ["slices", "t.csv", "--error", "e", "--alpha", "nan"],
            "--alpha nan: a number above 0 and at most 1 expected"
        ),
        (
            ["slices", "t.csv", "--error", "e", "--validate", "1"],
            "--validate 1.0: a fraction from 0 to below 1 expected"
        ),
        (
            ["slices", "t.csv", "--error", "e", "--largest-loss", "inf"],
            "--largest-loss inf: a finite number above 0 expected"
        ),
        (["tallies", "t", "--top", huge], "--top 9223372036854775807: 1 to 1000000 expected"),
        (["tallies", "t", "--max-depth", "3"], "--max-depth 3: 1 to 2 expected"),
        (["compare", "a", "b", "--min-support", huge], "--min-support 9223372036854775807: 1 to 1000000000 expected"),
        (["compare", "a", "b", "--threads", "0"], "--threads 0: 1 to 1024 expected"),
        (
            ["calibration", "--objects", "9223372036854775807,1"],
            "--objects 9223372036854775807,1: whole numbers up to 10^12 and commas expected"
        ),
        (
            ["detection", "--ground-truth", "g", "--detections", "d", "--threads", "0"],
            "--threads 0: 1 to 1024 expected"
        ),
        (
            ["detection", "--ground-truth", "g", "--detections", "d", "--sizes", "a:2:1"],
            "--sizes a:2:1: name:from:to with two areas expected"
        ),
        (["saliency", "--image", "i", "--map", "m", "--index=-1"], "--index -1: 0 to 9223372036854775807 expected"),
    ])
    func areSaidWithTheirRange(_ given: (arguments: [String], message: String)) {
        do {
            _ = try Misread.parseAsRoot(["measure"] + given.arguments)
            Issue.record("\(given.arguments) was taken")
        } catch {
            #expect(Misread.exitCode(for: error).rawValue == 64)
            #expect(Misread.message(for: error) == given.message)
        }
    }
}
