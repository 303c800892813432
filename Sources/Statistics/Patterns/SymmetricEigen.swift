import Foundation

/// Eigenvalues and eigenvectors of a symmetric matrix: Householder's reduction to three diagonals, then QL with implicit
/// shifts (Bowdler, Martin, Reinsch & Wilkinson, Numerische Mathematik 11:293, 1968; EISPACK's tred2 and tql2). Plain loops
/// in a fixed order, so that every machine gives the same bits.
public struct SymmetricEigen: Sendable {
    /// Eigenvalues, largest first.
    public let values: [Double]
    /// Unit eigenvectors in the same order; the entry of largest magnitude of each is positive.
    public let vectors: [[Double]]

    /// Of a full symmetric matrix of `size` rows.
    public init(_ matrix: [Double], size: Int) {
        precondition(matrix.count == size * size, "a square matrix")
        var v = matrix
        var d = [Double](repeating: 0, count: size)
        var e = [Double](repeating: 0, count: size)
        v.withUnsafeMutableBufferPointer { v in
            d.withUnsafeMutableBufferPointer { d in
                e.withUnsafeMutableBufferPointer { e in
                    Self.reduce(v, d, e, size)
                    Self.diagonalise(v, d, e, size)
                }
            }
        }
        let order = (0..<size).sorted { d[$0] == d[$1] ? $0 < $1 : d[$0] > d[$1] }
        values = order.map { d[$0] }
        vectors = order.map { column in
            let vector = (0..<size).map { v[$0 * size + column] }
            let largest = vector.max { abs($0) < abs($1) } ?? 0
            return largest < 0 ? vector.map { -$0 } : vector
        }
    }

    private typealias Numbers = UnsafeMutableBufferPointer<Double>

    private static func reduce(_ v: Numbers, _ d: Numbers, _ e: Numbers, _ n: Int) {
        guard n > 0 else { return }
        for j in 0..<n { d[j] = v[(n - 1) * n + j] }
        for i in stride(from: n - 1, to: 0, by: -1) {
            var scale = 0.0
            var h = 0.0
            for k in 0..<i { scale += abs(d[k]) }
            if scale == 0 {
                e[i] = d[i - 1]
                for j in 0..<i {
                    d[j] = v[(i - 1) * n + j]
                    v[i * n + j] = 0
                    v[j * n + i] = 0
                }
            } else {
                for k in 0..<i {
                    d[k] /= scale
                    h += d[k] * d[k]
                }
                let f = d[i - 1]
                let g = f > 0 ? -h.squareRoot() : h.squareRoot()
                e[i] = scale * g
                h -= f * g
                d[i - 1] = f - g
                for j in 0..<i { e[j] = 0 }
                for j in 0..<i {
                    let f = d[j]
                    v[j * n + i] = f
                    var g = e[j] + v[j * n + j] * f
                    for k in stride(from: j + 1, to: i, by: 1) {
                        g += v[k * n + j] * d[k]
                        e[k] += v[k * n + j] * f
                    }
                    e[j] = g
                }
                var sum = 0.0
                for j in 0..<i {
                    e[j] /= h
                    sum += e[j] * d[j]
                }
                let half = sum / (h + h)
                for j in 0..<i { e[j] -= half * d[j] }
                for j in 0..<i {
                    let (f, g) = (d[j], e[j])
                    for k in j..<i { v[k * n + j] -= f * e[k] + g * d[k] }
                    d[j] = v[(i - 1) * n + j]
                    v[i * n + j] = 0
                }
            }
            d[i] = h
        }
        for i in 0..<(n - 1) {
            v[(n - 1) * n + i] = v[i * n + i]
            v[i * n + i] = 1
            let h = d[i + 1]
            if h != 0 {
                for k in 0...i { d[k] = v[k * n + i + 1] / h }
                for j in 0...i {
                    var g = 0.0
                    for k in 0...i { g += v[k * n + i + 1] * v[k * n + j] }
                    for k in 0...i { v[k * n + j] -= g * d[k] }
                }
            }
            for k in 0...i { v[k * n + i + 1] = 0 }
        }
        for j in 0..<n {
            d[j] = v[(n - 1) * n + j]
            v[(n - 1) * n + j] = 0
        }
        v[n * n - 1] = 1
        e[0] = 0
    }

    private static func diagonalise(_ v: Numbers, _ d: Numbers, _ e: Numbers, _ n: Int) {
        guard n > 0 else { return }
        for i in 1..<max(1, n) { e[i - 1] = e[i] }
        e[n - 1] = 0
        var shift = 0.0
        var largest = 0.0
        for l in 0..<n {
            largest = max(largest, abs(d[l]) + abs(e[l]))
            var m = l
            while m < n - 1, abs(e[m]) > 0x1p-52 * largest { m += 1 }
            var turns = 0
            while m > l, abs(e[l]) > 0x1p-52 * largest, turns < 60 {
                turns += 1
                var g = d[l]
                var p = (d[l + 1] - g) / (2 * e[l])
                var r = (p * p + 1).squareRoot()
                if p < 0 { r = -r }
                d[l] = e[l] / (p + r)
                d[l + 1] = e[l] * (p + r)
                let next = d[l + 1]
                var h = g - d[l]
                for i in stride(from: l + 2, to: n, by: 1) { d[i] -= h }
                shift += h
                p = d[m]
                var (c, c2, c3) = (1.0, 1.0, 1.0)
                let start = e[l + 1]
                var (s, s2) = (0.0, 0.0)
                for i in stride(from: m - 1, through: l, by: -1) {
                    c3 = c2
                    c2 = c
                    s2 = s
                    g = c * e[i]
                    h = c * p
                    r = (p * p + e[i] * e[i]).squareRoot()
                    e[i + 1] = s * r
                    s = e[i] / r
                    c = p / r
                    p = c * d[i] - s * g
                    d[i + 1] = h + s * (c * g + s * d[i])
                    for k in 0..<n {
                        let h = v[k * n + i + 1]
                        v[k * n + i + 1] = s * v[k * n + i] + c * h
                        v[k * n + i] = c * v[k * n + i] - s * h
                    }
                }
                p = -s * s2 * c3 * start * e[l] / next
                e[l] = s * p
                d[l] = c * p
            }
            d[l] += shift
            e[l] = 0
        }
    }
}
