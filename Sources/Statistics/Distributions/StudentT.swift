import Foundation

/// Student's t distribution.
public enum StudentT {
    /// P(|T| >= |t|) with `degrees` of freedom (need not be whole).
    public static func twoSided(_ t: Double, degrees: Double) -> Double {
        guard degrees > 0, !t.isNaN else { return .nan }
        let square = t * t
        guard square.isFinite else { return 0 }
        let all = degrees + square
        return IncompleteBeta.both(degrees / all, square / all, degrees / 2, 0.5).lower
    }

    /// The t with P(|T| <= t) = `level`.
    public static func twoSidedPoint(level: Double, degrees: Double) -> Double {
        let x = IncompleteBeta.quantile(1 - level, degrees / 2, 0.5)
        return sqrt(degrees * (1 - x) / x)
    }
}
