import Columns
import Foundation
import Statistics

/// Another order of the rows of predictions under which a classifier would be right where it is wrong: a table that was
/// sorted, that lost its first rows, or that was gathered from several processes.
///
/// A sound table must not look so. An order is named only where it is right in many more rows than the rows are as they stand,
/// than any relabelling of the classes explains, and than all rotations of the table are by chance. The rotations take part
/// because rows may not be independent: frames of a video, or images sorted by class, match shifted copies of themselves by
/// long runs, and then rotations scatter so much that nothing stands out of them. For independent rows six deviations and the
/// corrected sign test leave a sound table less than one chance in a thousand, all orders together.
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
    /// Least gain that is spoken of, where classes are many or even.
    static let gain = 0.2
    /// Deviations that an order has to stand out of all rotations by.
    static let standsOut = 6.0

    /// The order that labels and answers suggest; `nil` where they suggest none. Rows are in the order of the image table,
    /// and `ids` are theirs.
    init?(labels: [Int32], answers: [Int32], ids given: @autoclosure () -> [String], classes: [String] = []) {
        let count = labels.count
        guard count >= ClassPermutation.fewestRows else { return nil }
        let right = labels.indices.map { labels[$0] >= 0 && labels[$0] == answers[$0] }
        let accuracy = Double(right.count { $0 }) / Double(count)
        // Where one class is most of the rows, most rows are right in any order.
        let least = Self.gain * min(1, 2 * (1 - Self.chance(labels, answers)))
        guard least > 0, accuracy < 1 - least else { return nil }
        let rotations = Rotations(labels, answers)
        let orders =
            rotations.best.map { WrittenOrder(rotation: $0, of: count) } + WrittenOrder.gathered(count)
            + WrittenOrder.sorted(labels, ids: count > Self.mostSorted ? [] : given(), classes)
        var best: (order: WrittenOrder, fixed: Int, broken: Int)?
        for order in orders {
            var (fixed, broken) = (0, 0)
            for row in 0..<count {
                let image = order.place(row)
                let isRight = labels.indices.contains(image) && labels[image] >= 0 && labels[image] == answers[row]
                if isRight, !right[row] { fixed += 1 }
                if !isRight, right[row] { broken += 1 }
            }
            if fixed - broken > (best.map { $0.fixed - $0.broken } ?? 0) { best = (order, fixed, broken) }
        }
        guard let best else { return nil }
        let reordered = accuracy + Double(best.fixed - best.broken) / Double(count)
        let tried = Double(count + orders.count)
        guard reordered - max(accuracy, Self.relabelled(labels, answers)) >= least,
            reordered - rotations.mean >= Self.standsOut * rotations.deviation,
            McNemar.exact(fixed: best.fixed, broken: best.broken) * tried < Self.level
        else { return nil }
        words = best.order.words
        self.accuracy = accuracy
        self.reordered = reordered
    }

    /// Share of rows that are right when answers are dealt out without a look at the labels.
    static func chance(_ labels: [Int32], _ answers: [Int32]) -> Double {
        var (own, given): ([Int32: Int], [Int32: Int]) = ([:], [:])
        for label in labels where label >= 0 { own[label, default: 0] += 1 }
        for answer in answers where answer >= 0 { given[answer, default: 0] += 1 }
        let both = own.reduce(0.0) { $0 + Double($1.value) * Double(given[$1.key] ?? 0) }
        return both / (Double(labels.count) * Double(labels.count))
    }

    /// Share of rows that one relabelling of the classes makes right: what classes explain is no matter of rows. Pairs of a
    /// class and an answer that are met once explain nothing.
    static func relabelled(_ labels: [Int32], _ answers: [Int32]) -> Double {
        struct Pair: Hashable {
            let label: Int32
            let answer: Int32
        }
        var counts: [Pair: Int] = [:]
        for (label, answer) in zip(labels, answers) where label >= 0 && answer >= 0 {
            counts[Pair(label: label, answer: answer), default: 0] += 1
        }
        let pairs = counts.filter { $0.value > 1 }.sorted {
            ($1.value, $0.key.label, $0.key.answer) < ($0.value, $1.key.label, $1.key.answer)
        }
        var (taken, used): (Set<Int32>, Set<Int32>) = ([], [])
        var hits = 0
        for (pair, count) in pairs where !taken.contains(pair.label) && !used.contains(pair.answer) {
            taken.insert(pair.label)
            used.insert(pair.answer)
            hits += count
        }
        return Double(hits) / Double(labels.count)
    }
}

/// How often answers are right when the table is turned by each number of rows, judged by some of the rows where it is long.
struct Rotations {
    /// The numbers of rows that look best, and the smallest ones.
    let best: [Int]
    /// Mean share of rows that are right, of all rotations, and how far shares scatter around it.
    let mean: Double
    let deviation: Double

    /// Comparisons that are made for it.
    private static let most = 20_000_000
    private static let fewestRows = 256
    /// Numbers of rows that are looked at more closely.
    private static let kept = 8

    init(_ labels: [Int32], _ answers: [Int32]) {
        let count = labels.count
        let rows = min(count, max(Self.fewestRows, Self.most / count))
        // Evenly spread; a table turned by a multiple of the step is met by other rows of it.
        let sample = (0..<rows).map { $0 * count / rows }
        var hits = [Int](repeating: 0, count: count)
        for row in sample where answers[row] >= 0 {
            let answer = answers[row]
            // The image that the row is of, for each rotation.
            var image = row
            for step in 0..<count {
                if labels[image] == answer { hits[step] += 1 }
                image += 1
                if image == count { image = 0 }
            }
        }
        // The best few, the smaller number of rows first.
        var top: [Int] = []
        for step in 1..<count where top.count < Self.kept || hits[step] > hits[top[top.count - 1]] {
            let place = top.firstIndex { hits[$0] < hits[step] } ?? top.count
            top.insert(step, at: place)
            if top.count > Self.kept { top.removeLast() }
        }
        let near = [1, count - 1, 2, count - 2]
        best = near + top.filter { !near.contains($0) }
        // Neither the table as it is nor the one rotation that may be meant.
        let others = (1..<count).filter { $0 != top.first }.map { Double(hits[$0]) / Double(rows) }
        let mean = others.reduce(0, +) / Double(max(1, others.count))
        self.mean = mean
        deviation = (others.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, others.count))).squareRoot()
    }
}

/// An order in which rows may have been written.
struct WrittenOrder {
    /// Completes "predictions look ...".
    let words: String
    /// The image that a row is of.
    let place: (Int) -> Int

    init(_ words: String, _ place: @escaping (Int) -> Int) {
        self.words = words
        self.place = place
    }

    /// Rows that lie a number of rows from their image, the first ones at the end.
    init(rotation step: Int, of count: Int) {
        let isAfter = step <= count / 2
        let distance = isAfter ? step : count - step
        self.init("as if each row held the answer for the image \(distance) \(isAfter ? "after" : "before") it") {
            ($0 + step) % count
        }
    }

    /// Rows of several processes that each had every k-th image, written one process after the other: whole, or batch by
    /// batch; and of processes that had one part each, written in turns. A sampler may have filled up the last round.
    static func gathered(_ count: Int) -> [WrittenOrder] {
        var orders: [WrittenOrder] = []
        for processes in 2...16 where processes * 2 <= count {
            let words = "as if \(processes) processes had taken images in turns and been written one after another"
            let whole = (count + processes - 1) / processes
            orders.append(WrittenOrder(words) { ($0 / whole + processes * ($0 % whole)) % count })
            if count % processes != 0 {
                let list = (0..<processes).flatMap { Array(stride(from: $0, to: count, by: processes)) }
                orders.append(WrittenOrder(words) { list[$0] })
            }
            orders.append(
                WrittenOrder(
                    "as if \(processes) processes had taken one part of the images each and been written in turns"
                ) {
                    $0 % processes * whole + $0 / processes
                })
        }
        for processes in [2, 4, 8] {
            for batch in [8, 16, 32, 64, 128, 256] where processes * batch < count {
                let block = processes * batch
                orders.append(
                    WrittenOrder(
                        "as if \(processes) processes had taken images in turns and been written in batches of \(batch)"
                    ) {
                        let first = $0 / block * block
                        let own = min(batch, (count - first + processes - 1) / processes)
                        return first + ($0 - first) % own * processes + ($0 - first) / own
                    })
            }
        }
        return orders
    }

    /// Rows in the reverse order, or sorted by their ids or labels where the table is not, or the other way round.
    static func sorted(_ labels: [Int32], ids: [String], _ classes: [String]) -> [WrittenOrder] {
        let count = labels.count
        var orders = [WrittenOrder("as if the rows were in the reverse order") { count - 1 - $0 }]
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
            var rank = [Int](repeating: 0, count: count)
            for (position, image) in list.enumerated() { rank[image] = position }
            orders.append(WrittenOrder("as if the rows were in \(words)") { list[$0] })
            orders.append(WrittenOrder("as if the rows had been put back from \(words)") { [rank] in rank[$0] })
        }
        return orders
    }
}
