import Artifacts
import Foundation
import Record
import TestSupport
import Testing

/// A whole workspace of real data, Examples/digits: tables, pictures, maps and runs read together.
@Suite struct DigitsWorkspaceTests {
    @Test func picturesPredictionsAndMapsAreReadTogether() throws {
        let workspace = try Workspace.open(Repository.file("Examples/digits"))
        #expect(workspace.versions.map(\.version) == ["v1", "v2", "v3"])
        #expect(workspace.conditions(of: "v2").map(\.factor).filter { $0 == "contrast" }.count == 3)
        for version in ["v1", "v2", "v3"] {
            let evaluation = try workspace.evaluation(of: version)
            #expect(
                evaluation.accounting
                    == RowAccounting(itemsRead: 1797, predictionsRead: 1797, kept: 1797, unpredicted: 0))
            #expect(evaluation.saliency?.ids.count == 40)
        }
        let v3 = try workspace.evaluation(of: "v3")
        let first = try #require(v3.saliency?.ids.first)
        let map = try #require(try v3.saliency?.map(of: first))
        let picture = try #require(try workspace.picture(of: first.text))
        #expect(map.width == 8 && map.height == 8 && picture.width == 8 && picture.height == 8)
        // images.csv says the mean of the 16 grey levels, 0...1; the pictures hold them as 0...255.
        let ink = ImageMeasures(of: picture).brightness / 255
        let row = try #require(v3.items.ids.firstIndex(of: first))
        guard case .numeric(let stated)? = v3.items.attributes.first(where: { $0.name == "ink_mean" }) else {
            Issue.record("ink_mean is no column of numbers")
            return
        }
        #expect(abs(min(ink, 1 - ink) - min(stated.values[row], 1 - stated.values[row])) < 0.01)
    }
}
