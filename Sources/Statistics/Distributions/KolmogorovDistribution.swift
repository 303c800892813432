import Foundation

/// The distribution of Kolmogorov's statistic: the largest distance of the distribution function of n rows from the true one.
///
/// Which formula is taken where follows Simard & L'Ecuyer, Journal of Statistical Software 39(11), 2011.
public enum KolmogorovDistribution {
    /// P(D >= d) for n rows; NaN for n < 1.
    public static func upperTail(_ d: Double, n: Int) -> Double {
        guard n > 0, !d.isNaN else { return .nan }
        if d >= 1 { return 0 }
        let rows = Double(n)
        let t = rows * d
        if t <= 0.5 { return 1 }
        if t <= 1 { return 1 - exp(Gamma.logFactorial(n) + rows * log((2 * t - 1) / rows)) }
        let square = t * d
        if d >= 0.5 || square >= (n <= 140 ? 4 : 2.2) { return min(1, 2 * oneSided(d, n: n)) }
        if n <= 140 || rows * d * d.squareRoot() <= 1.4, n <= 100_000 { return 1 - matrixPower(d, n: n) }
        return 1 - pelzGood(d, n: n)
    }

    /// P(D+ >= d), exactly (Birnbaum & Tingey, Annals of Mathematical Statistics 22:592, 1951); all terms are positive.
    static func oneSided(_ d: Double, n: Int) -> Double {
        let rows = Double(n)
        var sum = 0.0
        for j in 0...max(0, Int(rows * (1 - d))) {
            let below = d + Double(j) / rows
            let above = 1 - below
            guard above > 0 else { continue }
            sum += exp(Gamma.logChoose(n, j) + Double(j - 1) * log(below) + Double(n - j) * log(above))
        }
        return min(1, d * sum)
    }

    /// P(D < d) by the n-th power of a matrix (Marsaglia, Tsang & Wang, Journal of Statistical Software 8(18), 2003).
    static func matrixPower(_ d: Double, n: Int) -> Double {
        let rows = Double(n)
        let k = Int(rows * d) + 1
        let size = 2 * k - 1
        let h = Double(k) - rows * d
        var step = [Double](repeating: 0, count: size * size)
        for i in 0..<size {
            for j in 0..<size where i - j + 1 >= 0 { step[i * size + j] = 1 }
        }
        for i in 0..<size {
            step[i * size] -= pow(h, Double(i + 1))
            step[(size - 1) * size + i] -= pow(h, Double(size - i))
        }
        step[(size - 1) * size] += 2 * h - 1 > 0 ? pow(2 * h - 1, Double(size)) : 0
        for i in 0..<size {
            for j in 0..<size where i - j + 1 > 0 {
                for g in 1...(i - j + 1) { step[i * size + j] /= Double(g) }
            }
        }
        var (power, exponent) = (step, 0)
        var result: (values: [Double], exponent: Int)?
        var left = n
        while left > 0 {
            if left & 1 == 1 {
                result =
                    result.map { scaled(product($0.values, power, size), $0.exponent + exponent, size) }
                    ?? (power, exponent)
            }
            left >>= 1
            if left > 0 { (power, exponent) = scaled(product(power, power, size), 2 * exponent, size) }
        }
        guard let result else { return 0 }
        var value = result.values[(k - 1) * size + k - 1]
        var scale = result.exponent
        for i in 1...n {
            value *= Double(i) / rows
            if value < 0x1p-400 {
                value *= 0x1p400
                scale -= 400
            }
        }
        return min(1, max(0, scalbn(value, scale)))
    }

    /// The same values with the one in the middle kept between 2^-400 and 2^400.
    private static func scaled(_ values: [Double], _ exponent: Int, _ size: Int) -> (values: [Double], exponent: Int) {
        guard values[(size / 2) * size + size / 2] > 0x1p400 else { return (values, exponent) }
        return (values.map { $0 * 0x1p-400 }, exponent + 400)
    }

    private static func product(_ a: [Double], _ b: [Double], _ size: Int) -> [Double] {
        var result = [Double](repeating: 0, count: size * size)
        for i in 0..<size {
            for l in 0..<size {
                let factor = a[i * size + l]
                for j in 0..<size { result[i * size + j] += factor * b[l * size + j] }
            }
        }
        return result
    }

    /// P(D < d) by the expansion of Pelz & Good (Journal of the Royal Statistical Society B 38:152, 1976).
    static func pelzGood(_ d: Double, n: Int) -> Double {
        let root = Double(n).squareRoot()
        let z = root * d
        let z2 = z * z
        let z4 = z2 * z2
        let z6 = z4 * z2
        let p2 = Double.pi * .pi
        let p4 = p2 * p2
        let factor = (2 * Double.pi).squareRoot()
        let terms = (Int(exactly: (16 * z / .pi).rounded(.up)) ?? 0) + 1
        var (k0, k1, k2, k3) = (0.0, 0.0, 0.0, 0.0)
        for k in stride(from: terms, through: 1, by: -1) {
            let odd = Double(2 * k - 1)
            let m2 = odd * odd
            let weight = exp(-p2 / 8 / z2 * m2)
            k0 += weight
            k1 += weight * (-z2 + p2 / 4 * m2)
            k2 += weight * (6 * z6 + 2 * z4 + (2 * z4 - 5 * z2) * p2 / 4 * m2 + p4 * (1 - 2 * z2) / 16 * m2 * m2)
            let a = -30 * z6 - 90 * z4 * z4
            let b = p2 * (135 * z4 - 96 * z6) / 4
            let c = p4 * (212 * z4 - 60 * z2) / 16
            let e = p4 * p2 * (5 - 30 * z2) / 64
            k3 += weight * (a + b * m2 + c * m2 * m2 + e * m2 * m2 * m2)
        }
        k0 *= factor / z
        k1 *= factor / (6 * z4)
        k2 *= factor / (72 * z6 * z)
        k3 *= factor / (6480 * z4 * z6)
        var (extra2, extra3) = (0.0, 0.0)
        for k in stride(from: terms, through: 1, by: -1) {
            let square = Double(k) * Double(k)
            let weight = square * exp(-p2 / 2 / z2 * square)
            extra2 += weight
            extra3 += weight * (3 * z2 - p2 * square)
        }
        k2 += extra2 * p2 * factor / (-36 * z2 * z)
        k3 += extra3 * p2 * factor / (216 * z6)
        return min(1, max(0, k0 + k1 / root + k2 / (root * root) + k3 / (root * root * root)))
    }
}
