import Foundation

extension Book {
    /// Every kind of request there is. A new one is one line here; a test holds that none is missing, and the laws of
    /// tallies run over all of them.
    public static let allKinds: [any TallyRequest.Type] = [
        Confusion.self, ThresholdOutcomes.self, LabelRanks.self, Pairs.self, Values.self, Replicates.self,
        Exemplars.self,
        Confidences.self, ClassConfidences.self, ClassScoreCells.self, UnitConfidences.self, ClassGapReplicates.self,
        OwnProbabilities.self, ConfidentJoint.self, GroupAnswers.self, BoundedConfidences.self, AttributeCells.self,
    ]

    /// Reads a book. Throws ``BookError`` when the bytes are none.
    public init(decoding data: Data) throws(BookError) { try self.init(decoding: data, kinds: Self.allKinds) }
}
