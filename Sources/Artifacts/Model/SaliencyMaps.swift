import Pixels

/// The saliency maps of a run, loaded one at a time when asked for.
public struct SaliencyMaps: Sendable {
    /// Image ids that have a map, in the order of the image table.
    public let ids: [String]
    /// Reads one map.
    private let load: @Sendable (String) throws -> HeatGrid

    /// Maps for `ids`, each read by `load`.
    public init(ids: [String], load: @escaping @Sendable (String) throws -> HeatGrid) {
        self.ids = ids
        self.load = load
    }

    /// The map of one image. Throws what its reader throws.
    public func map(of id: String) throws -> HeatGrid { try load(id) }
}
