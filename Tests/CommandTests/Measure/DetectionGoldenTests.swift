import Artifacts
import Foundation
import Tallies
import TestSupport
import Testing

@testable import misread

/// The reference's correct predictions (pycocotools 2.0.11 and tidecv 1.0.1).
@Suite struct DetectionGoldenTests {
    @Test(arguments: ["mini", "ties"])
    func everyPartEqualsTheReference(_ name: String) throws {
        let path = { (suffix: String) in Repository.reference("detection/" + name + suffix).path }
        let truth = try DetectionGroundTruth(contentsOf: path(".gt.json"))
        let results = try DetectionResults(contentsOf: path(".dt.json"), for: truth)
        let lists = try ImageLists(contentsOf: path(".slices.json"), for: truth)
        let text = try DetectionParts(nil).measure(
            DetectionTally(truth, results, threads: 2), lists.subsets(of: truth)
        ).text()
        let got = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let golden = try Data(contentsOf: Repository.reference("detection/\(name).golden.json"))
        let want = try #require(try JSONSerialization.jsonObject(with: golden) as? [String: Any])
        var compared = 0
        for (key, value) in want.sorted(by: { $0.key < $1.key })
        where !["name", "reference", "hotcoco"].contains(key) {
            // AP points for TIDE, fractions for COCO.
            compare(got[key], value, key, key.hasPrefix("tide") ? 1e-4 : 1e-6, &compared)
        }
        #expect(compared > 400)
    }

    private func compare(_ got: Any?, _ want: Any, _ path: String, _ tolerance: Double, _ compared: inout Int) {
        if let want = want as? [String: Any] {
            let got = got as? [String: Any]
            for (key, value) in want { compare(got?[key], value, path + "." + key, tolerance, &compared) }
        } else if let want = want as? [Any] {
            let got = got as? [Any]
            #expect(got?.count == want.count, "\(path)")
            for (index, value) in want.enumerated() where index < got?.count ?? 0 {
                compare(got?[index], value, "\(path)[\(index)]", tolerance, &compared)
            }
        } else if let want = want as? Double {
            compared += 1
            let got = got as? Double
            #expect(got.map { abs($0 - want) <= tolerance } == true, "\(path): \(got ?? .nan), not \(want)")
        }
    }
}
