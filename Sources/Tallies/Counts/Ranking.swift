import Columns

/// Something with a place in a ranking.
protocol Ranked: Sendable {
    /// Its id, unique.
    var id: ItemID { get }
    /// What it is ranked by, falling; ties by the bytes of the id.
    var key: Double { get }
}

/// The first of a ranking, which is all that is kept of it.
struct Ranking<Item: Ranked>: Sendable {
    /// The first, in order once it is settled.
    private(set) var items: [Item] = []
    /// How many are kept.
    let limit: Int
    /// Key of the last that is kept, once there are enough.
    private var least: Double?

    /// Nothing yet.
    init(limit: Int) { self.limit = limit }

    /// Takes an item when it may be among the first: once there are enough, most rank below the last of them.
    mutating func offer(_ key: Double, _ item: () -> Item) {
        if let least, key < least { return }
        items.append(item())
        if items.count >= 4 * limit + 64 { settle() }
    }

    /// Puts the first in order and drops the rest; needed after the last offer.
    mutating func settle() {
        items.sort { $0.key != $1.key ? $0.key > $1.key : $0.id < $1.id }
        if items.count > limit { items.removeLast(items.count - limit) }
        least = items.count == limit ? items.last?.key : nil
    }

    /// Adds the first of others.
    mutating func merge(_ other: Ranking) {
        items += other.items
        settle()
    }
}

extension Ranking: Codable where Item: Codable {}
extension Ranking: Equatable where Item: Equatable {}
