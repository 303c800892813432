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

    /// Adds rows of a place that comes after all that are there, or is the last of them.
    private mutating func add(_ rows: Int, at place: Place) {
        if places.last == place {
            counts[counts.count - 1] += rows
        } else {
            places.append(place)
            counts.append(rows)
        }
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
            let (a, b, before) = (places.renamed(own), other.places.renamed(theirs), counts)
            (places, counts) = ([], [])
            AscendingLists.walk(
                a.count, b.count, isFirst: { a[$0] < b[$1] }, first: { add(before[$0], at: a[$0]) },
                second: { add(other.counts[$0], at: b[$0]) })
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
