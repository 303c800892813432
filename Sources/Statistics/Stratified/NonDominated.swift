/// Points of which no other is at least as good in everything and better in something: the Pareto set.
public enum NonDominated {
    /// Whether each point is not dominated; smaller is better in every objective. A point with an undefined objective (NaN)
    /// is dominated and dominates none.
    public static func of(_ points: [[Double]]) -> [Bool] {
        points.map { point in
            guard !point.contains(where: \.isNaN) else { return false }
            return !points.contains { other in
                !other.contains(where: \.isNaN) && zip(other, point).allSatisfy { $0 <= $1 }
                    && zip(other, point).contains { $0 < $1 }
            }
        }
    }
}
