import Diagnostics
import Foundation
import TestInputs
import Testing

@testable import Artifacts

/// Real photos and real predictions, put into workspace form by Tests/Workspaces/make_clothing.py in a temporary folder.
@Suite(.enabled(if: SharedFolder.exists, "needs ../shared")) struct ClothingWorkspaceTests {
    private static func make() throws -> URL {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let target = FileManager.default.temporaryDirectory.appending(path: "clothing-\(UUID().uuidString)")
        let python = Process()
        python.executableURL = URL(filePath: "/usr/bin/env")
        python.arguments = [
            "python3", tests.appending(path: "Workspaces/make_clothing.py").path,
            try SharedFolder.file("data/clothing-audit").path, target.path,
        ]
        try python.run()
        python.waitUntilExit()
        try #require(python.terminationStatus == 0)
        return target
    }

    @Test func photosPredictionsAndMapsAreReadTogether() throws {
        let root = try Self.make()
        defer { try? FileManager.default.removeItem(at: root) }
        let workspace = try Workspace.open(root)
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
        let photo = try #require(try workspace.picture(of: v2.items.ids[0]))
        #expect(max(photo.width, photo.height) == 256)

        let conditions = workspace.conditions(of: "v3")
        #expect(conditions.count == 10)
        let blurred = try workspace.evaluation(of: "v3", under: conditions[2])
        #expect(blurred.condition?.factor == "gaussian_blur")
        #expect(blurred.accounting.refused == [.init(reason: "no prediction for this image", count: 613)])
        #expect(blurred.count == 100)
    }
}
