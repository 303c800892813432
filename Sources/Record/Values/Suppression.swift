// Counts of few people are not published, and neither is what they could be subtracted from.
//
// Where one group of a list is withheld, the total less the others is it. So a second goes with it, the smallest, and more
// until those withheld together are as many as one group has to be (complementary suppression: Cox, Journal of the American
// Statistical Association 75:377, 1980). In a table of two attributes the rule holds for each row and each column.

/// Which counts are withheld.
public enum Suppression {
    /// Places of `counts` that are withheld when each has to be at least `least`: those below, and what they could be
    /// subtracted from. A count of 0 says of nobody anything and stays.
    public static func withheld(_ counts: [Int], below least: Int) -> Set<Int> {
        complete(Set(counts.indices.filter { counts[$0] > 0 && counts[$0] < least }), counts, least)
    }

    /// The same for a table, rows by columns, whose sums of rows and of columns are published.
    public static func withheld(_ table: [[Int]], below least: Int) -> [Set<Int>] {
        var hidden = table.map { row in Set(row.indices.filter { row[$0] > 0 && row[$0] < least }) }
        var isStable = false
        while !isStable {
            let before = hidden
            for row in table.indices { hidden[row] = complete(hidden[row], table[row], least) }
            for column in table.first?.indices ?? 0..<0 {
                let of = Set(table.indices.filter { hidden[$0].contains(column) })
                for row in complete(of, table.map { $0[column] }, least) { hidden[row].insert(column) }
            }
            isStable = hidden == before
        }
        return hidden
    }

    private static func complete(_ hidden: Set<Int>, _ counts: [Int], _ least: Int) -> Set<Int> {
        var hidden = hidden
        func sum() -> Int { hidden.reduce(0) { $0 + counts[$1] } }
        while !hidden.isEmpty, hidden.count < 2 || sum() < least {
            let open = counts.indices.filter { !hidden.contains($0) && counts[$0] > 0 }
            guard let next = open.min(by: { (counts[$0], $0) < (counts[$1], $1) }) else { break }
            hidden.insert(next)
        }
        return hidden
    }
}
