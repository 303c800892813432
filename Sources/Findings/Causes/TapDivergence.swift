import Artifacts
import Columns
import Statistics

/// Whether two runs had the same at a tap, image by image.
struct TapDivergence {
    /// What the tap is called.
    let name: String
    /// For each pair of rows, whether they differ.
    let differs: [Bool]

    /// Pairs are rows of `a` and `b`. Hashes differ or do not; numbers differ when their root mean square distance is above
    /// `tolerance` times the spread of the tap in run a, the root mean square distance of its images from their mean.
    init(_ a: Tap, _ b: Tap, pairs: [(a: Int, b: Int)], tolerance: Double) {
        name = a.name
        switch (a.values, b.values) {
        case (.marks(let x), .marks(let y)): differs = pairs.map { x[$0.a] != y[$0.b] }
        case (.numbers(let x, let width), .numbers(let y, let other)) where width == other && width > 0:
            let bar = tolerance * Self.spread(x, width, pairs.map(\.a))
            differs = pairs.map { pair in
                let distance = Self.rootMeanSquare(width) { x[pair.a * width + $0] - y[pair.b * width + $0] }
                // What is no number on both sides is the same.
                guard distance.isNaN else { return distance > bar }
                return !(0..<width).allSatisfy { place in
                    let (u, v) = (x[pair.a * width + place], y[pair.b * width + place])
                    return u == v || u.isNaN && v.isNaN
                }
            }
        // Other kinds of value are other values.
        default: differs = pairs.map { _ in true }
        }
    }

    private static func spread(_ values: [Double], _ width: Int, _ rows: [Int]) -> Double {
        let whole = rows.filter { row in (0..<width).allSatisfy { values[row * width + $0].isFinite } }
        guard !whole.isEmpty else { return 0 }
        let n = Double(whole.count)
        let means = (0..<width).map { place in ExactSum.of(whole.lazy.map { values[$0 * width + place] }) / n }
        let squares = whole.map { row in
            let distance = rootMeanSquare(width) { values[row * width + $0] - means[$0] }
            return distance * distance
        }
        return (ExactSum.of(squares) / n).squareRoot()
    }

    private static func rootMeanSquare(_ width: Int, _ difference: (Int) -> Double) -> Double {
        var sum = 0.0
        for place in 0..<width {
            let d = difference(place)
            sum += d * d
        }
        return (sum / Double(width)).squareRoot()
    }
}
