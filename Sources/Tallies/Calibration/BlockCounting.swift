// Arrays too large to keep are counted block by block into the same mergeable counts that everything else is.

import Artifacts

extension ConfidenceHistogram {
    /// Counts one probability a row with its outcome. Precondition: one score a row.
    public init(counting blocks: ProbabilityBlocks) throws {
        precondition(blocks.width == 1, "one probability a row")
        self = try blocks.counted(ConfidenceHistogram(), merge: { $0.merge($1) }) { histogram, scores, labels in
            let outcomes = labels.map { UInt8(truncatingIfNeeded: $0) }
            return outcomes.withUnsafeBufferPointer { outcomes in
                switch scores {
                case .single(let scores): histogram.count(scores, outcomes)
                case .double(let scores): histogram.count(scores, outcomes)
                }
            }
        }
    }
}

extension ClassHistogram {
    /// Counts class probabilities with labels.
    public init(counting blocks: ProbabilityBlocks) throws {
        self = try blocks.counted(ClassHistogram(classes: blocks.width), merge: { $0.merge($1) }) {
            histogram, scores, labels in
            switch scores {
            case .single(let scores): histogram.count(scores, labels)
            case .double(let scores): histogram.count(scores, labels)
            }
        }
    }
}
