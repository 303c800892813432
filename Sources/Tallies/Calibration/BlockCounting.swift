// Arrays too large to keep are counted block by block into the same mergeable counts that everything else is.

import Artifacts

extension ConfidenceSketch {
    /// Counts one probability a row with its outcome. Precondition: one score a row.
    public init(counting blocks: ProbabilityBlocks) throws {
        precondition(blocks.width == 1, "one probability a row")
        self = try blocks.counted(ConfidenceSketch(), merge: { $0.merge($1) }) { sketch, scores, labels in
            let outcomes = labels.map { UInt8(truncatingIfNeeded: $0) }
            return outcomes.withUnsafeBufferPointer { outcomes in
                switch scores {
                case .single(let scores): sketch.count(scores, outcomes)
                case .double(let scores): sketch.count(scores, outcomes)
                }
            }
        }
    }
}

extension ClassSketch {
    /// Counts class probabilities with labels.
    public init(counting blocks: ProbabilityBlocks) throws {
        self = try blocks.counted(ClassSketch(classes: blocks.width), merge: { $0.merge($1) }) {
            sketch, scores, labels in
            switch scores {
            case .single(let scores): sketch.count(scores, labels)
            case .double(let scores): sketch.count(scores, labels)
            }
        }
    }
}
