/// Rows whose errors are searched for patterns: projected embeddings, classes, errors, and the half each row is in.
struct PatternRows: Sendable {
    /// Numbers a row.
    let width: Int
    /// Row after row: within-class principal components, each of variance 1, the largest first.
    let scores: [Float]
    /// Variance within classes of each component before it was scaled, up to a common factor.
    let variances: [Double]
    /// Class of each row, from 0.
    let labels: [Int]
    /// Whether the prediction is an error.
    let errors: [Bool]
    /// Whether the row is in half A, on which everything is fitted.
    let isFitted: [Bool]
    /// Number of classes.
    let classes: Int

    var count: Int { labels.count }

    /// Rows of half A, or of both, that `isWanted`.
    func rows(fitted: Bool, _ isWanted: (Int) -> Bool = { _ in true }) -> [Int] {
        (0..<count).filter { isFitted[$0] == fitted && isWanted($0) }
    }

    /// The first `q` scores of a row.
    func vector(_ row: Int, _ q: Int) -> [Double] { (0..<q).map { Double(scores[row * width + $0]) } }

    /// Errors of a group of rows, and the chance of as many.
    struct Excess {
        let rows: Int
        let errors: Int
        /// Against all rows of the half.
        let all: Double
        /// Against the classes of its rows.
        let byClass: Double
    }

    /// Errors of a group of rows of one half against its classes, and against all of the half.
    func excess(_ isMember: [Bool], fitted: Bool) -> Excess {
        var strata = [Stratum](repeating: Stratum(), count: classes)
        for row in 0..<count where isFitted[row] == fitted {
            let error = errors[row] ? 1 : 0
            if isMember[row] {
                strata[labels[row]].rows += 1
                strata[labels[row]].errors += error
            } else {
                strata[labels[row]].otherRows += 1
                strata[labels[row]].otherErrors += error
            }
        }
        let rows = strata.reduce(0) { $0 + $1.rows }
        let found = strata.reduce(0) { $0 + $1.errors }
        let all = Hypergeometric.upperTail(
            found, sample: rows, marked: strata.reduce(0) { $0 + $1.allErrors },
            population: strata.reduce(0) { $0 + $1.allRows })
        return Excess(rows: rows, errors: found, all: all, byClass: StratifiedExcess.upperTail(strata))
    }

    /// Halves of the rows in the order given: rows of a class with an error, and without, go to both in turn.
    static func halves(labels: [Int], errors: [Bool], classes: Int) -> [Bool] {
        var next = [Int](repeating: 0, count: classes * 2)
        var starts = 0
        return labels.indices.map { row in
            let stratum = labels[row] * 2 + (errors[row] ? 1 : 0)
            if next[stratum] == 0 {
                // Whose first row comes first is changed from one stratum to the next, so that halves are equally long.
                next[stratum] = 2 + starts % 2
                starts += 1
            }
            next[stratum] += 1
            return next[stratum] % 2 == 1
        }
    }
}
