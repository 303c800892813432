import Record
import Testing

@testable import Findings

/// What a reader comes with.
@Suite struct TopicTests {
    @Test(arguments: Topic.allCases)
    func anAnalysisAnswersIt(_ topic: Topic) {
        #expect(Catalog.cards.contains { $0.topic == topic })
    }

    @Test func whatWasMeasuredOverallLeadsToTheVerdictAndCalibrationToTrust() {
        let topics = Dictionary(uniqueKeysWithValues: Catalog.cards.map { ($0.id, $0.topic) })
        #expect(topics["headline"] == .verdict)
        #expect(topics["calibration"] == .confidence)
        #expect(topics["nodes"] == .causes)
        #expect(topics["label-suspects"] == .data)
    }
}
