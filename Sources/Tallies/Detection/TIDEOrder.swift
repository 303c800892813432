// Which type of error to fix first, and what the next gains once it is fixed.
//
// A detection whose fix would find an object is the only one of that object, whatever its type, so several types are fixed
// together as each is alone: their detections find their objects or go. Fixing all of them leaves nothing wrong, so what the
// steps gain adds up to all that AP lacks.

import Artifacts

/// The types of error, the fix that gains most AP first, each with those before it fixed.
///
/// That is the progressive mode of tidecv 1.0.1 (`fix_main_errors(progressive=True)`), in an order of its own: there it is a given
/// one. Gains are not cut at 0.
public struct TIDEOrder: Sendable, Equatable {
    /// A type, and AP with it and all before it fixed, in points of 0...100.
    public struct Step: Sendable, Equatable {
        /// The type.
        public let error: DetectionError
        /// AP after it.
        public let averagePrecision: Double
    }

    /// A step for each type.
    public let steps: [Step]

    init(_ curves: TIDECurves) {
        var steps: [Step] = []
        var fixed: Set<DetectionError> = []
        while true {
            let next = DetectionError.allCases.filter { !fixed.contains($0) }.map { error in
                Step(error: error, averagePrecision: curves.averagePrecision(fixing: fixed.union([error])))
            }
            // The first of those that are as good.
            guard let best = next.max(by: { $0.averagePrecision < $1.averagePrecision }) else { break }
            steps.append(best)
            fixed.insert(best.error)
        }
        self.steps = steps
    }
}
