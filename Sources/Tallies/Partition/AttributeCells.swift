// What rows have in common, counted: one cell for each label, answer, earlier answer and values of all attributes that occur
// together. Everything that is asked of slices, groups and mixes is a sum of these, so that from them rows can be made again
// which differ from the real ones in nothing that is counted.

import Artifacts
import Columns
import Statistics

/// Asks how many rows have each combination of label, answer and values of attributes.
public struct AttributeCells: TallyRequest {
    /// What is counted for it.
    public typealias Counted = AttributeCellTally
    /// How a kept book names it.
    public static let kind = "attribute-cells"

    /// An attribute.
    public struct Axis: Codable, Hashable, Sendable {
        /// Its name.
        public let name: Name
        /// Where its numbers are cut; empty for one of named values.
        public let cuts: [Double]
    }

    /// The attributes, in the order of the table.
    public let axes: [Axis]
    /// Most cells that are kept.
    let most: Int

    /// Most cells that are kept where nothing is said.
    public static let usual = 1 << 18

    /// Rows by the values of `columns`.
    public init(by columns: [CodedColumn], most: Int = Self.usual) {
        axes = columns.map { column in
            Axis(name: column.name, cuts: Array(column.cut?.edges.dropFirst().dropLast() ?? []))
        }
        self.most = most
    }
}

/// Rows by what they have in common, and some of them by name.
///
/// Where more combinations occur than are kept, none is: whether that is so is a property of all rows, since the
/// combinations of a part are among those of the whole.
public struct AttributeCellTally: Tally {
    /// What rows have in common.
    public struct Place: Sendable, Hashable, Comparable {
        /// Class code of the ground truth.
        public let label: Int32
        /// What was answered, as `Outcome` codes it.
        public let answer: Int32
        /// What was answered before; `nil` where that is not known.
        public let before: Int32?
        /// Which half the row is in, where slices are found on one and measured on the other.
        public let isHeldOut: Bool
        /// The unit; `nil` where every row is a unit of its own.
        public let unit: UInt64?
        /// For each attribute the place of its value.
        public let values: [UInt32]

        /// By each part in turn.
        public static func < (a: Place, b: Place) -> Bool {
            let (x, y) = (a.before.map { Int64($0) } ?? .max, b.before.map { Int64($0) } ?? .max)
            if (a.label, a.answer, x) != (b.label, b.answer, y) {
                return (a.label, a.answer, x) < (b.label, b.answer, y)
            }
            if a.isHeldOut != b.isHeldOut { return b.isHeldOut }
            let (u, v) = (a.unit ?? 0, b.unit ?? 0)
            return u != v ? u < v : a.values.lexicographicallyPrecedes(b.values)
        }

        /// Whether the rows are misclassified.
        var isWrong: Bool { answer != label }

        fileprivate func renamed(_ maps: [[UInt32]]) -> Place {
            Place(
                label: label, answer: answer, before: before, isHeldOut: isHeldOut, unit: unit,
                values: zip(values, maps).map { $1[Int($0)] })
        }
    }

    /// A row that is known by name.
    public struct NamedRow: Sendable, Hashable, Comparable {
        /// Hash of its id: those with the lowest are kept, so that no order of rows chooses.
        public let hash: UInt64
        /// Its id.
        public let id: ItemID
        /// Its confidence.
        public let confidence: Double
        /// What it has in common with others.
        public let place: Place

        /// By the hash, then by whatever else there is.
        public static func < (a: NamedRow, b: NamedRow) -> Bool {
            if a.hash != b.hash { return a.hash < b.hash }
            if a.id != b.id { return a.id < b.id }
            return a.confidence != b.confidence ? a.confidence < b.confidence : a.place < b.place
        }
    }

    /// Misclassified rows that are kept by name, and correct ones; besides, one misclassified row of each cell.
    static let mostNamed = (wrong: 400, right: 200)

    private let most: Int
    /// Rows counted.
    public private(set) var rows: Int
    /// The sum of a hash of each row's id and label: the same for every version of the same labelled images.
    public private(set) var fingerprint: UInt64
    /// For each attribute the values that occur, by their bytes.
    public private(set) var values: [[Name]]
    /// Whether there are more cells than are kept, so that none is.
    public private(set) var isOver = false
    /// The combinations that occur, ascending.
    public private(set) var places: [Place] = []
    /// The rows of each.
    public private(set) var counts: [Int] = []
    /// Rows by name, ascending.
    public private(set) var named: [NamedRow] = []

    /// Counts a block. Precondition: it is sliced by the attributes.
    public init(_ request: AttributeCells, over block: Block) {
        most = request.most
        rows = block.rows.count
        let columns = request.axes.map { axis in
            guard let column = block.columns.first(where: { $0.name == axis.name }) else {
                preconditionFailure("the block has no such column: \(axis.name)")
            }
            return column
        }
        var occurring = columns.map { [Bool](repeating: false, count: $0.categories.count) }
        for (axis, column) in columns.enumerated() {
            for row in block.rows { occurring[axis][column.codes[row]] = true }
        }
        // Values by their bytes, and the place of each category among them.
        var (values, maps): ([[Name]], [[UInt32]]) = ([], [])
        for (axis, column) in columns.enumerated() {
            let there = column.categories.indices.filter { occurring[axis][$0] }
            let sorted = there.sorted { column.categories[$0] < column.categories[$1] }
            var map = [UInt32](repeating: 0, count: column.categories.count)
            for (place, code) in sorted.enumerated() { map[code] = UInt32(truncatingIfNeeded: place) }
            values.append(sorted.map { column.categories[$0] })
            maps.append(map)
        }
        self.values = values
        let found = FoundCells(block, columns)
        fingerprint = found.fingerprint
        let evaluation = block.evaluation
        func place(_ row: Int) -> Place {
            Place(
                label: evaluation.items.labels[row], answer: evaluation.predictions.predicted[row],
                before: block.earlier?[row], isHeldOut: UnitSplit.isHeldOut(block.units.ids[row], share: 0.5),
                unit: block.units.shared(row),
                values: columns.indices.map { maps[$0][columns[$0].codes[row]] })
        }
        let cells = zip(found.first.map(place), found.counts).sorted { $0.0 < $1.0 }
        places = cells.map(\.0)
        counts = cells.map(\.1)
        named = found.named.map { row in
            NamedRow(
                hash: found.hash(row), id: evaluation.items.ids[row],
                confidence: evaluation.predictions.confidence[row], place: place(row))
        }
        bound()
    }

    /// Adds the count of other rows.
    public mutating func merge(_ other: AttributeCellTally) {
        var (own, theirs): ([[UInt32]], [[UInt32]]) = ([], [])
        for axis in values.indices {
            let (all, a, b) = Self.merged(values[axis], other.values[axis])
            values[axis] = all
            own.append(a)
            theirs.append(b)
        }
        rows += other.rows
        fingerprint &+= other.fingerprint
        // The order of values is that of their bytes in each, so that places stay ascending.
        named = named.renamed(own) + other.named.renamed(theirs)
        isOver = isOver || other.isOver
        if isOver {
            (places, counts) = ([], [])
        } else {
            let (a, b) = (places.renamed(own), other.places.renamed(theirs))
            let before = counts
            (places, counts) = ([], [])
            var (i, j) = (0, 0)
            while i < a.count || j < b.count {
                if j == b.count || i < a.count && a[i] < b[j] {
                    places.append(a[i])
                    counts.append(before[i])
                    i += 1
                } else if i == a.count || b[j] < a[i] {
                    places.append(b[j])
                    counts.append(other.counts[j])
                    j += 1
                } else {
                    places.append(a[i])
                    counts.append(before[i] + other.counts[j])
                    i += 1
                    j += 1
                }
            }
        }
        bound()
    }

    private mutating func bound() {
        if places.count > most {
            isOver = true
            (places, counts) = ([], [])
        }
        named.sort()
        var left = Self.mostNamed
        var met: Set<Place> = []
        named = named.filter { row in
            if row.place.isWrong {
                left.wrong -= 1
                let isFirst = !isOver && met.insert(row.place).inserted
                return left.wrong >= 0 || isFirst
            }
            left.right -= 1
            return left.right >= 0
        }
    }

    /// Two lists of values in one, and the new place of each value of either.
    private static func merged(_ a: [Name], _ b: [Name]) -> (all: [Name], a: [UInt32], b: [UInt32]) {
        var all: [Name] = []
        var places: (a: [UInt32], b: [UInt32]) = ([], [])
        var (i, j) = (0, 0)
        while i < a.count || j < b.count {
            let place = UInt32(truncatingIfNeeded: all.count)
            let isOfA = i < a.count && (j == b.count || a[i] <= b[j])
            let isOfB = j < b.count && (i == a.count || b[j] <= a[i])
            all.append(isOfA ? a[i] : b[j])
            if isOfA {
                places.a.append(place)
                i += 1
            }
            if isOfB {
                places.b.append(place)
                j += 1
            }
        }
        return (all, places.a, places.b)
    }
}

/// Whether each value keeps its place.
private func areKept(_ maps: [[UInt32]]) -> Bool {
    maps.allSatisfy { map in map.indices.allSatisfy { Int(map[$0]) == $0 } }
}

extension [AttributeCellTally.Place] {
    fileprivate func renamed(_ maps: [[UInt32]]) -> [AttributeCellTally.Place] {
        areKept(maps) ? self : map { $0.renamed(maps) }
    }
}

extension [AttributeCellTally.NamedRow] {
    fileprivate func renamed(_ maps: [[UInt32]]) -> [AttributeCellTally.NamedRow] {
        areKept(maps) ? self : map { $0.renamed(maps) }
    }
}

extension AttributeCellTally.NamedRow {
    fileprivate func renamed(_ maps: [[UInt32]]) -> AttributeCellTally.NamedRow {
        AttributeCellTally.NamedRow(hash: hash, id: id, confidence: confidence, place: place.renamed(maps))
    }
}

/// The cells of a block while it is counted: each by its first row.
private struct FoundCells {
    /// The first row of each cell.
    private(set) var first: [Int] = []
    /// The rows of each.
    private(set) var counts: [Int] = []
    /// Rows that may be kept by name: more than will be.
    private(set) var named: [Int] = []
    /// The sum over all rows.
    private(set) var fingerprint: UInt64 = 0

    private let block: Block

    init(_ block: Block, _ columns: [CodedColumn]) {
        self.block = block
        let (labels, answers) = (block.evaluation.items.labels, block.evaluation.predictions.predicted)
        let ids = block.units.ids
        let start = block.rows.lowerBound
        var keys = NumberedKeys(block.rows.map { Int64(labels[$0]) })
        keys.add(block.rows.map { Int64(answers[$0]) })
        if let earlier = block.earlier { keys.add(block.rows.map { earlier[$0].map { Int64($0) } ?? -10 }) }
        keys.add(block.rows.map { UnitSplit.isHeldOut(ids[$0], share: 0.5) ? 1 : 0 })
        if block.units.areShared { keys.add(block.rows.map { Int64(bitPattern: ids[$0]) }) }
        for column in columns { keys.add(block.rows.map { Int64(column.codes[$0]) }) }
        first = [Int](repeating: -1, count: keys.count)
        counts = [Int](repeating: 0, count: keys.count)
        var lowest = [UInt64](repeating: .max, count: keys.count)
        var lowestRow = [Int](repeating: -1, count: keys.count)
        var (wrong, right) = (
            LowestHashes(limit: AttributeCellTally.mostNamed.wrong),
            LowestHashes(limit: AttributeCellTally.mostNamed.right)
        )
        for row in block.rows {
            let cell = keys.codes[row - start]
            if first[cell] < 0 { first[cell] = row }
            counts[cell] += 1
            let hash = hash(row)
            fingerprint &+= RowFingerprint.of(hash, label: labels[row])
            guard labels[row] != answers[row] else {
                right.offer(hash, row)
                continue
            }
            wrong.offer(hash, row)
            if lowestRow[cell] < 0 || hash < lowest[cell] || hash == lowest[cell] && precedes(row, lowestRow[cell]) {
                (lowest[cell], lowestRow[cell]) = (hash, row)
            }
        }
        named = Array(Set(wrong.rows + right.rows + lowestRow.filter { $0 >= 0 }))
    }

    private func precedes(_ a: Int, _ b: Int) -> Bool {
        let items = block.evaluation.items
        if items.ids[a] != items.ids[b] { return items.ids[a] < items.ids[b] }
        return block.evaluation.predictions.confidence[a] < block.evaluation.predictions.confidence[b]
    }

    /// The hash of a row's id.
    func hash(_ row: Int) -> UInt64 {
        // Where every row is a unit of its own, its unit is named by its id.
        block.units.areShared ? PoissonBootstrap.id(of: block.evaluation.items.ids[row].text) : block.units.ids[row]
    }
}

/// Rows with the lowest hashes: all that may be among so many first.
private struct LowestHashes {
    private var entries: [(hash: UInt64, row: Int)] = []
    private let limit: Int
    private var largest = UInt64.max

    init(limit: Int) { self.limit = limit }

    mutating func offer(_ hash: UInt64, _ row: Int) {
        guard hash <= largest else { return }
        entries.append((hash, row))
        guard entries.count >= 4 * limit + 64 else { return }
        entries.sort { $0.hash < $1.hash }
        largest = entries[limit - 1].hash
        // Of equal hashes all stay: what else tells them apart is looked at later.
        entries = entries.filter { $0.hash <= largest }
    }

    var rows: [Int] { entries.map(\.row) }
}

/// Rows by several numbers each, numbered by the combinations that occur.
private struct NumberedKeys {
    /// The number of each row's combination.
    private(set) var codes: [Int]
    /// How many combinations occur.
    private(set) var count: Int

    init(_ values: [Int64]) {
        codes = [Int](repeating: 0, count: values.count)
        count = values.isEmpty ? 0 : 1
        add(values)
    }

    /// Tells rows apart by another number too.
    mutating func add(_ values: [Int64]) {
        guard let low = values.min(), let high = values.max() else { return }
        let (span, isWide) = high.subtractingReportingOverflow(low)
        if !isWide, span < 1 << 17, (Int(span) + 1) * count <= 1 << 17 {
            let width = Int(span) + 1
            var numbers = [Int](repeating: -1, count: width * count)
            var next = 0
            for row in codes.indices {
                let place = codes[row] * width + Int(values[row] - low)
                if numbers[place] < 0 {
                    numbers[place] = next
                    next += 1
                }
                codes[row] = numbers[place]
            }
            count = next
            return
        }
        var numbers: [Pair: Int] = [:]
        for row in codes.indices {
            let pair = Pair(code: codes[row], value: values[row])
            let number = numbers[pair] ?? numbers.count
            numbers[pair] = number
            codes[row] = number
        }
        count = numbers.count
    }

    private struct Pair: Hashable {
        let code: Int
        let value: Int64
    }
}

extension AttributeCellTally: Codable {
    private enum Key: CodingKey { case most, rows, fingerprint, values, isOver, cells, named, ids }

    /// Reads a count back.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        most = try container.decode(Int.self, forKey: .most)
        rows = try container.decode(Int.self, forKey: .rows)
        fingerprint = try container.decode(UInt64.self, forKey: .fingerprint)
        values = try container.decode([[Name]].self, forKey: .values)
        isOver = try container.decode(Bool.self, forKey: .isOver)
        let sizes = values.map(\.count)
        var list = PackedReader(try container.decode(PackedCounts.self, forKey: .cells))
        while !list.isAtEnd {
            let place = try Self.place(&list, sizes)
            if let last = places.last, !(last < place) { throw BookError.unreadable("its cells are out of order") }
            places.append(place)
            counts.append(try list.count())
        }
        guard isOver ? places.isEmpty : counts.reduce(0, &+) == rows else {
            throw BookError.unreadable("its cells do not add up")
        }
        list = PackedReader(try container.decode(PackedCounts.self, forKey: .named))
        for id in try container.decode([ItemID].self, forKey: .ids) {
            let (hash, confidence) = (try list.next(), Double(bitPattern: try list.next()))
            named.append(NamedRow(hash: hash, id: id, confidence: confidence, place: try Self.place(&list, sizes)))
        }
    }

    private static func place(_ list: inout PackedReader, _ sizes: [Int]) throws -> Place {
        func code() throws -> Int32 { Int32(bitPattern: UInt32(truncatingIfNeeded: try list.next())) }
        let (label, answer) = (try code(), try code())
        let before = try list.next() == 1 ? try code() : nil
        let isHeldOut = try list.next() == 1
        let unit = try list.next() == 1 ? try list.next() : nil
        let values = try sizes.map { UInt32(truncatingIfNeeded: try list.count(upTo: $0 - 1)) }
        return Place(
            label: label, answer: answer, before: before, isHeldOut: isHeldOut, unit: unit, values: values)
    }

    private static func list(_ place: Place) -> [UInt64] {
        func code(_ code: Int32) -> UInt64 { UInt64(UInt32(bitPattern: code)) }
        var list = [code(place.label), code(place.answer)]
        if let before = place.before { list += [1, code(before)] } else { list.append(0) }
        list.append(place.isHeldOut ? 1 : 0)
        if let unit = place.unit { list += [1, unit] } else { list.append(0) }
        for value in place.values { list.append(UInt64(value)) }
        return list
    }

    /// Writes it, the same for equal counts.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(most, forKey: .most)
        try container.encode(rows, forKey: .rows)
        try container.encode(fingerprint, forKey: .fingerprint)
        try container.encode(values, forKey: .values)
        try container.encode(isOver, forKey: .isOver)
        let cells = zip(places, counts).flatMap { Self.list($0) + [UInt64(truncatingIfNeeded: $1)] }
        try container.encode(PackedCounts(cells), forKey: .cells)
        try container.encode(
            PackedCounts(named.flatMap { [$0.hash, $0.confidence.bitPattern] + Self.list($0.place) }), forKey: .named)
        try container.encode(named.map(\.id), forKey: .ids)
    }
}
