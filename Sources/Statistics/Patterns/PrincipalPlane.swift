/// The two directions along which embeddings vary most, whatever the classes: what a map of them shows.
public struct PrincipalPlane: Sendable {
    /// Share of the variance along each direction.
    public let explained: [Double]
    private let mean: [Double]
    /// Both directions, divided by the standard deviation along the first.
    private let axes: [[Double]]

    /// Of embeddings that were added up; `nil` where they do not vary in two directions.
    public init?(_ sums: IntegerCovariance) {
        let eigen = SymmetricEigen(sums.within(), size: sums.width)
        guard sums.rows > 2, eigen.values.count > 1, eigen.values[0] > 0, eigen.values[1] > 1e-9 * eigen.values[0]
        else {
            return nil
        }
        let total = ExactSum.of(eigen.values.lazy.map { max(0, $0) })
        explained = eigen.values.prefix(2).map { $0 / total }
        mean = sums.means()
        let deviation = eigen.values[0].squareRoot()
        axes = eigen.vectors.prefix(2).map { vector in vector.map { $0 / deviation } }
    }

    /// Where an embedding lies, in standard deviations along the first direction from the middle of all.
    public func place(_ vector: [Float]) -> (x: Double, y: Double) {
        var place = (x: 0.0, y: 0.0)
        for d in mean.indices {
            let away = Double(vector[d]) - mean[d]
            place.x += away * axes[0][d]
            place.y += away * axes[1][d]
        }
        return place
    }
}
