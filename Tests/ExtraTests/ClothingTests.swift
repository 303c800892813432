import Artifacts
import Findings
import Formats
import Foundation
import Record
import Tallies
import TestSupport
import Testing

/// Real photos and real predictions, put into workspace form by Tests/Workspaces/make_clothing.py in a temporary folder.
/// Their expected.json was computed elsewhere, with pandas and scikit-learn.
@Suite(.enabled(if: Shared.isThere, "needs ../shared")) struct ClothingTests {
    private let workspace: Workspace
    private let expected: ReferenceFacts

    init() throws {
        expected = try ReferenceFacts(contentsOf: Shared.file("data/clothing-audit/expected.json"))
        workspace = try Self.made.get()
    }

    /// Made and opened once, for all tests.
    private static let made = Result { () throws -> Workspace in
        let target = FileManager.default.temporaryDirectory.appending(path: "clothing-\(UUID().uuidString)")
        let python = Process()
        python.executableURL = URL(filePath: "/usr/bin/env")
        python.arguments = [
            "python3", Repository.file("Tests/Workspaces/make_clothing.py").path,
            try Shared.file("data/clothing-audit").path, target.path,
        ]
        try python.run()
        python.waitUntilExit()
        try #require(python.terminationStatus == 0)
        return try Workspace.open(target)
    }

    private func examination(
        _ version: String, against baseline: String? = nil, withRuns: Bool = false
    ) throws -> Examination {
        let record = try baseline.map { version -> BaselineRecord in
            let evaluation = try workspace.evaluation(of: version)
            let audit = Auditor(analyses: [], program: "test").audit(
                Examination(of: evaluation, settings: workspace.settings), inputs: [])
            return BaselineRecord(audit: audit, outcomes: OutcomeTable(of: evaluation))
        }
        let runs = withRuns ? workspace.conditions(of: version) : []
        return Examination(
            of: try workspace.evaluation(of: version),
            conditions: try runs.map { try workspace.evaluation(of: version, under: $0) },
            baseline: record, settings: workspace.settings)
    }

    /// What an analysis says once what it asks for is counted.
    private func section(_ analysis: some Analysis, _ examination: Examination) throws -> Section {
        try analysis.examine(examination.counting(for: [analysis]))
    }

    private func near(_ a: Double?, _ b: Double?, _ tolerance: Double = 1e-9) -> Bool {
        guard let a, let b else { return false }
        return abs(a - b) <= tolerance
    }

    @Test func photosPredictionsAndMapsAreReadTogether() throws {
        #expect(workspace.versions.map(\.version) == ["v1", "v2", "v3"])
        // Accuracy of manifest.json in ../shared/data/clothing-audit.
        for (version, accuracy) in [("v1", 0.795231), ("v2", 0.858345), ("v3", 0.84432)] {
            let evaluation = try workspace.evaluation(of: version)
            #expect(
                evaluation.accounting
                    == RowAccounting(itemsRead: 713, predictionsRead: 713, kept: 713, unpredicted: 0))
            let correct = (0..<evaluation.count).filter { evaluation.isCorrect($0) }.count
            #expect(abs(Double(correct) / 713 - accuracy) < 1e-6)
            #expect(evaluation.saliency?.ids.count == (version == "v1" ? nil : 60))
        }
        let v2 = try workspace.evaluation(of: "v2")
        let map = try #require(try v2.saliency?.map(of: v2.saliency?.ids.first ?? ""))
        #expect(map.width == 256 && map.height == 256)
        let photo = try #require(try workspace.picture(of: v2.items.ids[0].text))
        #expect(max(photo.width, photo.height) == 256)

        let conditions = workspace.conditions(of: "v3")
        #expect(conditions.count == 10)
        let blurred = try workspace.evaluation(of: "v3", under: conditions[2])
        #expect(blurred.condition?.factor == "gaussian_blur")
        #expect(blurred.accounting.refused == [.init(reason: "no prediction for this image", count: 613)])
        #expect(blurred.count == 100)
    }

    @Test(arguments: ["v1", "v2", "v3"])
    func theHeadlineIsThatOfTheReference(_ version: String) throws {
        let section = try section(Headline(), examination(version))
        let names = [
            ("accuracy", "accuracy"), ("macro_f1", "macro_f1"), ("log_loss", "log_loss"), ("brier", "brier_sum"),
            ("mean_confidence", "mean_confidence"),
        ]
        for (fact, key) in names {
            #expect(near(section.fact(fact)?.value, try expected.number("versions", version, key)), "\(fact)")
        }
        for cls in workspace.classNames {
            let recall = try expected.number("versions", version, "per_class_recall", cls)
            #expect(near(section.fact("recall@class=\(cls)")?.value, recall, 5e-7))
        }
    }

    @Test(arguments: ["v1", "v2", "v3"])
    func theKnownRunsOnAHundredItemsAreMeasured(_ version: String) throws {
        let section = try section(Robustness(), examination(version, withRuns: true))
        for condition in workspace.conditions(of: version) {
            let name = "\(condition.factor)=\(condition.level)"
            let clean = try expected.number("versions", version, "perturbed", name, "clean")
            let right = try expected.number("versions", version, "perturbed", name, "perturbed")
            #expect(near(section.fact("accuracy@\(name)")?.value, right, 5e-7))
            #expect(near(section.fact("accuracy_change@\(name)")?.value, right - clean, 1e-6))
            #expect(section.fact("accuracy@\(name)")?.n == 100)
        }
        #expect(section.holds("small_n"))
    }

    @Test(arguments: [("v1", "v2"), ("v2", "v3"), ("v1", "v3")])
    func theKnownUpgradesAreMeasured(_ pair: (before: String, now: String)) throws {
        let key = "\(pair.before)->\(pair.now)"
        let section = try section(Comparison(), examination(pair.now, against: pair.before))
        for (fact, name) in [("fixed", "fixed"), ("regressed", "broken"), ("p", "p"), ("changed_predictions", "churn")]
        {
            let value = try expected.number("upgrades", key, name)
            #expect(near(section.fact(fact)?.value, value, 1e-12 + 1e-9 * value), "\(fact)")
        }
        for cls in workspace.classNames {
            let before = try expected.number("upgrades", key, "per_class", cls, "before")
            let after = try expected.number("upgrades", key, "per_class", cls, "after")
            #expect(near(section.fact("recall_change@class=\(cls)")?.value, after - before, 1.1e-6))
        }
        let regressions: [String] = try expected.value("upgrades", key, "significant_regressions_bonferroni")
        let found = section.findings.compactMap { finding -> String? in
            if case .classRegression(let cls) = finding.mode { return cls }
            return nil
        }
        #expect(found.sorted() == regressions.sorted())
    }

    /// images.csv was measured before the photos were saved as JPEG of quality 80, so brightness and contrast agree to a
    /// grey level, and sharpness, which compression changes, only in rank.
    @Test func measuresAgreeWithThoseOfTheReferenceData() throws {
        let table = try String(contentsOf: Shared.file("data/clothing-audit/images.csv"), encoding: .utf8)
        let rows = table.split(separator: "\n").dropFirst().prefix(60).map { $0.split(separator: ",").map(String.init) }
        var pairs: [(stated: Double, measured: Double)] = []
        for row in rows {
            let image = try ImageFile.decode(
                Data(contentsOf: Shared.file("data/clothing-audit/\(row[1])")), name: row[1])
            let measures = ImageMeasures(of: image)
            let stated = row[7...10].compactMap { Double($0) }
            try #require(stated.count == 4)
            #expect(abs(measures.brightness - stated[0]) < 1)
            #expect(abs(measures.contrast - stated[1]) < 1)
            #expect(abs(measures.saturation - stated[3]) < 5)
            pairs.append((stated[2], measures.sharpness))
        }
        var concordant = 0
        var total = 0
        for i in pairs.indices {
            for j in pairs.indices where pairs[j].stated > pairs[i].stated {
                total += 1
                if pairs[j].measured > pairs[i].measured { concordant += 1 }
            }
        }
        #expect(Double(concordant) > 0.95 * Double(total))
    }
}
