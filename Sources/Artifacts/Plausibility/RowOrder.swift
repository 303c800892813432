import Columns
import Foundation
import Statistics

/// Another order of the rows of predictions under which a classifier would be right where it is wrong: a table that was
/// sorted, or that lost its first row.
struct RowOrder {
    /// What is said of it: "each row holds that of the image after it".
    let words: String
    /// Share of rows that are right as they are.
    let accuracy: Double
    /// Share that would be right in that order.
    let reordered: Double

    /// Level of the tests, all orders together.
    private static let level = 0.001
    /// Most rows whose ids are sorted for it.
    private static let mostSorted = 100_000
    /// Least gain that is spoken of.
    private static let gain = 0.2

    /// The order that labels and answers suggest; `nil` where they suggest none. Rows are in the order of the image table,
    /// and `ids` are theirs.
    init?(labels: [Int32], answers: [Int32], ids given: @autoclosure () -> [String], classes: [String] = []) {
        let count = labels.count
        guard count >= ClassPermutation.fewestRows else { return nil }
        let right = labels.indices.map { labels[$0] >= 0 && labels[$0] == answers[$0] }
        let accuracy = Double(right.count { $0 }) / Double(count)
        guard accuracy < 1 - Self.gain else { return nil }
        var orders: [(words: String, place: (Int) -> Int)] = [1, -1, 2, -2].map { step in
            (
                "as if each row held the answer for the image \(abs(step)) \(step > 0 ? "after" : "before") it",
                { $0 + step }
            )
        }
        orders.append(("as if the rows were in the reverse order", { count - 1 - $0 }))
        let ids = count > Self.mostSorted ? [] : given()
        let byText = ids.indices.sorted { Name(ids[$0]) < Name(ids[$1]) }
        let byNumber = ids.indices.sorted { ids[$0].compare(ids[$1], options: .numeric) == .orderedAscending }
        // Folders of classes are read class by class, by name; and tables are sorted by their label.
        let names = classes.indices.sorted { Name(classes[$0]) < Name(classes[$1]) }
        var place = [Int](repeating: 0, count: classes.count)
        for (rank, cls) in names.enumerated() { place[cls] = rank }
        func byClass(_ order: [Int], _ rank: (Int32) -> Int) -> [Int] {
            let rankOf = labels.map { $0 >= 0 && Int($0) < classes.count ? rank($0) : classes.count }
            return order.enumerated().sorted { a, b in
                let (first, second) = (rankOf[a.element], rankOf[b.element])
                return first != second ? first < second : a.offset < b.offset
            }.map(\.element)
        }
        let folders = ids.isEmpty || classes.isEmpty ? [] : byClass(byText) { place[Int($0)] }
        let sorted = ids.isEmpty || classes.isEmpty ? [] : byClass(Array(0..<count)) { place[Int($0)] }
        let coded = ids.isEmpty || classes.isEmpty ? [] : byClass(Array(0..<count)) { Int($0) }
        for (words, list) in [
            ("the text order of the ids", byText), ("the order of the numbers in the ids", byNumber),
            ("the order of folders of classes", folders), ("the order of their labels", sorted),
            ("the order of their labels in the list of classes", coded),
        ] where list.count == count && list != Array(0..<count) {
            orders.append(("as if the rows were in \(words)", { list[$0] }))
        }
        var best: (words: String, fixed: Int, broken: Int)?
        for (words, place) in orders {
            var (fixed, broken) = (0, 0)
            for row in 0..<count {
                let image = place(row)
                let isRight = labels.indices.contains(image) && labels[image] >= 0 && labels[image] == answers[row]
                if isRight, !right[row] { fixed += 1 }
                if !isRight, right[row] { broken += 1 }
            }
            if fixed - broken > (best.map { $0.fixed - $0.broken } ?? 0) { best = (words, fixed, broken) }
        }
        guard let best, Double(best.fixed - best.broken) >= Self.gain * Double(count),
            McNemar.exact(fixed: best.fixed, broken: best.broken) * Double(orders.count) < Self.level
        else { return nil }
        words = best.words
        self.accuracy = accuracy
        reordered = accuracy + Double(best.fixed - best.broken) / Double(count)
    }
}
