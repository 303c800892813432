import Columns
import Statistics

/// The quantiles of a latency by level.
package struct LevelQuantiles: Sendable {
    /// A quantile of a level.
    package struct Quantile: Sendable {
        /// Which: 50, 95 or 99.
        package let percent: Int
        /// The quantile with its interval; `nil` without a value.
        package let found: QuantileInterval.Found?
    }

    /// What it is of.
    package let name: String
    private let ofFactor: [[[Quantile]]]

    /// The quantiles of a column by the levels of some factors. Precondition: columns are equally long.
    package init(_ column: NumericColumn, by factors: [CodedColumn]) {
        name = column.name.text
        let known = column.storage
        ofFactor = factors.map { factor in
            let (values, levels) = Self.groups(known, by: factor)
            return levels.map { level in
                zip(Self.percents, Self.quantiles(of: Array(values[level]), level: 0.95)).map(Quantile.init)
            }
        }
    }

    /// Which quantiles.
    static let percents = [50, 95, 99]

    /// The median, the 95th and the 99th percentile of values in any order: of the order statistics that they are made of none but these
    /// is put in its place.
    static func quantiles(of values: [Double], level: Double) -> [QuantileInterval.Found?] {
        let ranks = percents.map { QuantileInterval.Ranks(of: values.count, at: Double($0) / 100, level: level) }
        let wanted = Set(ranks.flatMap { $0?.all ?? [] }).sorted()
        let known = Dictionary(uniqueKeysWithValues: zip(wanted, OrderStatistics.of(values, ranks: wanted)))
        return ranks.map { $0?.found { known[$0] ?? .nan } }
    }

    /// The values that are there, level by level, and where those of each stand: how many each has is counted first, so that none is
    /// moved twice.
    private static func groups(
        _ values: NumericColumn.Storage, by factor: CodedColumn
    ) -> (values: [Double], levels: [Range<Int>]) {
        typealias Groups = (values: [Double], levels: [Range<Int>])
        func parted<Number: BinaryFloatingPoint, Code: FixedWidthInteger>(
            _ values: UnsafeBufferPointer<Number>, _ codes: UnsafeBufferPointer<Code>
        ) -> Groups {
            var counts = [Int](repeating: 0, count: factor.categories.count)
            for row in values.indices where values[row].isFinite { counts[Int(codes[row])] += 1 }
            var ends = counts
            for level in ends.indices.dropFirst() { ends[level] += ends[level - 1] }
            var places = zip(ends, counts).map { $0 - $1 }
            var all = [Double](repeating: 0, count: ends.last ?? 0)
            for row in values.indices where values[row].isFinite {
                let level = Int(codes[row])
                all[places[level]] = Double(values[row])
                places[level] += 1
            }
            return (all, zip(ends, counts).map { ($0 - $1)..<$0 })
        }
        func parted<Number: BinaryFloatingPoint>(_ values: UnsafeBufferPointer<Number>) -> Groups {
            switch factor.codes {
            case .narrow(let codes): codes.withRows { parted(values, $0) }
            case .medium(let codes): codes.withRows { parted(values, $0) }
            case .wide(let codes): codes.withRows { parted(values, $0) }
            }
        }
        return switch values {
        case .floats(let rows): rows.withRows { parted($0) }
        case .doubles(let rows): rows.withRows { parted($0) }
        }
    }

    /// The quantiles of one level.
    public subscript(place: FactorLevel.Place) -> [Quantile] { ofFactor[place.factor][place.level] }
}
