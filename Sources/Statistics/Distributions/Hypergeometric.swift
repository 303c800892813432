import Foundation

/// Drawing without replacement: how many of `sample` drawn from `population` are among its `marked` ones.
public enum Hypergeometric {
    /// P(X = k).
    public static func probability(_ k: Int, sample: Int, marked: Int, population: Int) -> Double {
        guard sample >= 0, marked >= 0, sample <= population, marked <= population else { return .nan }
        guard k >= 0, k <= sample, k <= marked, sample - k <= population - marked else { return 0 }
        if sample == 0 || sample == population { return 1 }
        // Loader (2000): three binomial terms at the same rate; nothing cancels.
        let p = Double(sample) / Double(population)
        let q = Double(population - sample) / Double(population)
        let hits = SaddlePoint.binomialTerm(Double(k), of: Double(marked), p: p, q: q)
        let rest = SaddlePoint.binomialTerm(Double(sample - k), of: Double(population - marked), p: p, q: q)
        return hits * rest / SaddlePoint.binomialTerm(Double(sample), of: Double(population), p: p, q: q)
    }

    /// P(X >= k): the one-sided p-value of "more of them here than chance puts here" (Fisher's exact test, greater).
    public static func upperTail(_ k: Int, sample: Int, marked: Int, population: Int) -> Double {
        guard sample >= 0, marked >= 0, sample <= population, marked <= population else { return .nan }
        let least = max(0, sample + marked - population)
        let most = min(sample, marked)
        if k <= least { return 1 }
        if k > most { return 0 }
        let mean = Double(sample) * Double(marked) / Double(population)
        if Double(k) > mean { return sumUp(from: k, to: most, sample: sample, marked: marked, population: population) }
        return 1 - sumDown(from: k - 1, to: least, sample: sample, marked: marked, population: population)
    }

    /// P(X <= k).
    public static func lowerTail(_ k: Int, sample: Int, marked: Int, population: Int) -> Double {
        guard sample >= 0, marked >= 0, sample <= population, marked <= population else { return .nan }
        // Counting the unmarked ones turns it round.
        return upperTail(sample - k, sample: sample, marked: population - marked, population: population)
    }

    private static func sumUp(from k: Int, to most: Int, sample: Int, marked: Int, population: Int) -> Double {
        let first = probability(k, sample: sample, marked: marked, population: population)
        var ratio = 1.0
        var sum = 1.0
        var j = k
        while j < most {
            ratio *=
                Double(sample - j) / Double(j + 1) * Double(marked - j) / Double(population - marked - sample + j + 1)
            sum += ratio
            if ratio < sum * 1e-18 { break }
            j += 1
        }
        return min(1, first * sum)
    }

    private static func sumDown(from k: Int, to least: Int, sample: Int, marked: Int, population: Int) -> Double {
        let first = probability(k, sample: sample, marked: marked, population: population)
        var ratio = 1.0
        var sum = 1.0
        var j = k
        while j > least {
            ratio *=
                Double(j) / Double(sample - j + 1) * Double(population - marked - sample + j) / Double(marked - j + 1)
            sum += ratio
            if ratio < sum * 1e-18 { break }
            j -= 1
        }
        return min(1, first * sum)
    }
}
