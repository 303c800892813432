// Models of which every confidence is true, drawn: what an error is when there is none.

import Foundation

extension ScoreHistogram {
    /// What `body` makes of the histograms of `count` models that have these confidences and mean them: the hits of a level
    /// are binomial with its score. The same histogram has the same draws, whatever order its rows came in.
    public func mapCalibrated<Value>(
        _ count: Int = ErrorInterval.draws, _ body: (ScoreHistogram) -> Value
    ) -> [Value] {
        var random = SeededGenerator(seed: 0x6361_6C69_6272)
        return (0..<count).map { _ in
            body(
                ScoreHistogram(
                    sorted: scoreLevels.map { level in
                        ScoreLevel(
                            score: level.score, count: level.count,
                            hits: random.binomial(level.count, chance: level.score))
                    }))
        }
    }
}

extension SeededGenerator {
    /// How many of `n` trials succeed, each with that chance: by inversion where few do (or do not), else the nearest whole
    /// number to a normal one.
    mutating func binomial(_ n: Int, chance: Double) -> Int {
        if chance > 0.5 { return n - binomial(n, chance: 1 - chance) }
        guard n > 0, chance > 0 else { return 0 }
        let mean = Double(n) * chance
        if mean > 12 {
            let drawn = (mean + (mean * (1 - chance)).squareRoot() * normal()).rounded()
            return Int(max(0, min(Double(n), drawn)))
        }
        var left = unit()
        var term = exp(Double(n) * log1p(-chance))
        let odds = chance / (1 - chance)
        for successes in 0..<n {
            if left < term { return successes }
            left -= term
            term *= odds * Double(n - successes) / Double(successes + 1)
        }
        return n
    }
}
