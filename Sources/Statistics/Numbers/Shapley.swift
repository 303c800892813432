/// Who brought how much of what several brought together.
public enum Shapley {
    /// Most players that shares are computed for: all 2^players groups are looked at.
    public static let mostPlayers = 16

    /// The Shapley value of each player of a game (Shapley, "A Value for n-Person Games", 1953), exactly: the mean, over
    /// all orders in which the players may come, of what each adds when it comes.
    ///
    /// `worth[g]` is what group `g` is worth alone, bit `i` of `g` saying whether player `i` is in it; its length is
    /// 2^players. The values add up to what all are worth less what nobody is, up to rounding. Precondition: the length
    /// is a power of two, of at most `mostPlayers` players.
    public static func values(_ worth: [Double]) -> [Double] {
        let players = worth.count.trailingZeroBitCount
        precondition(worth.count == 1 << players && players <= mostPlayers, "one worth for every group of players")
        guard players > 0 else { return [] }
        // The share of orders in which exactly the players of a group of this size come first: size! (d - size - 1)! / d!
        var weights = [1 / Double(players)]
        for size in 1..<max(1, players) {
            weights.append(weights[size - 1] * Double(size) / Double(players - size))
        }
        return (0..<players).map { player in
            var sum = ExactSum()
            for group in worth.indices where group >> player & 1 == 0 {
                sum.add(weights[group.nonzeroBitCount] * (worth[group | 1 << player] - worth[group]))
            }
            return sum.value
        }
    }
}
