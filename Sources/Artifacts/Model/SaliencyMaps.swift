import Columns
import Pixels

/// The saliency maps of a run, loaded one at a time when asked for.
public struct SaliencyMaps: Sendable {
    /// Image ids that have a map, in the order of the image table.
    public let ids: [ItemID]
    /// Reads one map.
    private let load: @Sendable (ItemID) throws -> SaliencyGrid

    /// Maps for `ids`, each read by `load`.
    public init(ids: [ItemID], load: @escaping @Sendable (ItemID) throws -> SaliencyGrid) {
        self.ids = ids
        self.load = load
    }

    /// The map of one image. Throws what its reader throws.
    public func map(of id: ItemID) throws -> SaliencyGrid { try load(id) }
}
