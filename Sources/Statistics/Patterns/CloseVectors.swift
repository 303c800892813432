// Vectors that are nearly the same, found without comparing each with each: all are projected on random directions, those that
// fall into one cell of a few are compared exactly. What differs little falls into one cell in at least one of several tries; of
// what lies apart, next to nothing does (locality-sensitive hashing by p-stable projections, Datar, Immorlica, Indyk & Mirrokni,
// SoCG 2004; directions of signs after Achlioptas, JCSS 66:671, 2003).

/// Groups of vectors that are nearly the same.
public struct CloseVectors: Sendable {
    /// Vectors that are each near another of them, in order.
    public struct Group: Sendable, Hashable {
        /// Places of the vectors, ascending.
        public let members: [Int]
        /// The largest distance that joined two of them.
        public let distance: Double
    }

    /// Share of the median distance up to which two are nearly the same.
    public static let share = 0.02
    /// Tries, directions of each, and vectors of a cell that one is compared with: equal ones are joined in a row.
    private static let (tries, directions, most) = (6, 6, 8)
    /// Width of a cell in what a projection of two vectors at the bound differs by.
    private static let cell = 8.0
    /// Pairs behind the median distance.
    private static let pairs = 2_000

    /// Median distance of two vectors; 0 where there are fewer than two.
    public let median: Double
    /// Distance up to which two are nearly the same.
    public let bound: Double
    /// Those that are, by their first member.
    public let groups: [Group]

    /// Searches `count` vectors of `width` finite numbers, in an order that says nothing of them; `vector` gives those of a place.
    public init(count: Int, width: Int, vector: (Int) -> [Float]) {
        func distance(_ a: [Float], _ b: [Float]) -> Double {
            var sum = 0.0
            for d in 0..<width {
                let away = Double(a[d]) - Double(b[d])
                sum += away * away
            }
            return sum.squareRoot()
        }
        let half = count / 2
        let distances = (0..<min(half, Self.pairs)).map { distance(vector($0), vector($0 + half)) }.sorted()
        median = distances.isEmpty ? 0 : distances[distances.count / 2]
        bound = Self.share * median
        guard bound > 0 else {
            groups = []
            return
        }
        var keys = Self.keys(count: count, width: width, bound: bound, vector: vector)
        var joined = Joined(count)
        var reach: [Int: Double] = [:]
        for attempt in keys.indices {
            let order = (0..<count).sorted { a, b in
                keys[attempt][a] != keys[attempt][b] ? keys[attempt][a] < keys[attempt][b] : a < b
            }
            for (place, index) in order.enumerated() {
                var own: [Float]?
                for next in order[(place + 1)..<min(count, place + 1 + Self.most)] {
                    guard keys[attempt][next] == keys[attempt][index] else { break }
                    guard joined.first(of: index) != joined.first(of: next) else { continue }
                    let vectorOfIndex = own ?? vector(index)
                    own = vectorOfIndex
                    let apart = distance(vectorOfIndex, vector(next))
                    guard apart <= bound else { continue }
                    let far = max(apart, reach[joined.first(of: index)] ?? 0, reach[joined.first(of: next)] ?? 0)
                    reach[joined.join(index, next)] = far
                }
            }
            keys[attempt] = []
        }
        var members: [Int: [Int]] = [:]
        for index in 0..<count where joined.isJoined(index) {
            members[joined.first(of: index), default: []].append(index)
        }
        groups = members.sorted { $0.key < $1.key }.map { Group(members: $1, distance: reach[$0] ?? 0) }
    }

    /// The cell of each vector in each try.
    private static func keys(count: Int, width: Int, bound: Double, vector: (Int) -> [Float]) -> [[UInt64]] {
        var generator = SeededGenerator(seed: 0xD0B1)
        let all = tries * directions
        let signs = (0..<all * width).map { _ in generator.next() & 1 == 0 ? Float(1) : -1 }
        // A projection on signs is longer than one on a unit vector by the root of their number: so is the cell.
        let size = cell * bound
        let offsets = (0..<all).map { _ in Double(generator.below(1 << 20)) / Double(1 << 20) }
        var keys = [[UInt64]](repeating: [UInt64](repeating: 0, count: count), count: tries)
        for index in 0..<count {
            let own = vector(index)
            for attempt in 0..<tries {
                var key: UInt64 = 0x9E37_79B9_7F4A_7C15
                for direction in (attempt * directions)..<((attempt + 1) * directions) {
                    let place = (product(own, signs, from: direction * width) / size + offsets[direction]).rounded(
                        .down)
                    let cell = UInt64(bitPattern: Int64(exactly: place) ?? 0)
                    key = (key ^ cell) &* 0x100_0000_01B3
                    key ^= key >> 29
                }
                keys[attempt][index] = key
            }
        }
        return keys
    }

    private static func product(_ a: [Float], _ signs: [Float], from start: Int) -> Double {
        Double(DotProduct.of(a, signs, from: start))
    }

    /// Which places belong together, each set called by its first (union-find).
    private struct Joined {
        private var above: [Int]
        private var sizes: [Int]

        init(_ count: Int) {
            above = Array(0..<count)
            sizes = [Int](repeating: 1, count: count)
        }

        mutating func first(of place: Int) -> Int {
            var place = place
            while above[place] != place {
                above[place] = above[above[place]]
                place = above[place]
            }
            return place
        }

        mutating func isJoined(_ place: Int) -> Bool { sizes[first(of: place)] > 1 }

        mutating func join(_ a: Int, _ b: Int) -> Int {
            let (low, high) = (min(first(of: a), first(of: b)), max(first(of: a), first(of: b)))
            above[high] = low
            sizes[low] += sizes[high]
            return low
        }
    }
}
