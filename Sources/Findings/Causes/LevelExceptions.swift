import Statistics

/// The fewest levels that have to be set aside for no level to be significantly worse than the rest.
///
/// Accounts of the same number of levels are tried in order: first that in which all are worse, then those in which one, two,
/// ... of the best are taken out before. One that takes out better levels has to leave at least half of the rows.
struct LevelExceptions {
    /// What is worse, each with the pass in which it was the worst.
    private(set) var worse: [(level: Int, pass: LevelPass)] = []
    /// What is better.
    private(set) var better: [Int] = []
    /// What is left without them.
    private(set) var rest: LevelPass

    /// An account under way: levels taken out, and what the rest looks like.
    private struct Account {
        var better: [Int]
        var worse: [(level: Int, pass: LevelPass)] = []
        var pass: LevelPass
        let alpha: Double

        /// Takes the worst level out; false where none is significantly worse.
        mutating func nameTheWorst() -> Bool {
            guard let level = pass.extreme(1, at: alpha) else { return false }
            worse.append((level, pass))
            pass = pass.without(level)
            return true
        }
    }

    init(_ first: LevelPass, at alpha: Double, mostBetter: Int) {
        rest = first
        var accounts = [Account(better: [], pass: first, alpha: alpha)]
        // The next account to begin: one more of the best taken out.
        var opening = first
        var taken: [Int] = []
        while true {
            for (index, account) in accounts.enumerated() where account.pass.extreme(1, at: alpha) == nil {
                if index == 0 || 2 * account.pass.rows >= first.rows {
                    worse = account.worse
                    better = account.better
                    rest = account.pass
                    return
                }
            }
            for index in accounts.indices { _ = accounts[index].nameTheWorst() }
            guard taken.count < mostBetter, let best = opening.extreme(-1, at: alpha) else { continue }
            taken.append(best)
            opening = opening.without(best)
            accounts.append(Account(better: taken, pass: opening, alpha: alpha))
        }
    }
}
