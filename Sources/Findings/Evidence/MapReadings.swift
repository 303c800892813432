// What the saliency maps of a run say, map by map. Nothing here looks at the pictures.

import Artifacts
import Columns
import Digests

/// One map that varies and could be read.
struct MapReading: Sendable {
    /// Row of its item.
    let row: Int
    /// What it shows.
    let shape: SaliencyMeasures.Shape
}

/// The maps of a run, measured.
struct MapReadings: Sendable {
    /// Most maps that are measured; of more, those with the smallest hash of their id are, and the page says so.
    static let most = 2000

    /// Items that have a map.
    let count: Int
    /// Maps that were opened.
    let opened: Int
    /// Rows whose map does not vary.
    let flat: [Int]
    /// Rows whose map cannot be read, and the first reason.
    let unreadable: (rows: [Int], reason: String?)
    /// Maps with missing cells.
    let holed: Int
    /// Missing cells in all maps that were opened.
    let missingCells: Int
    /// Cells of all maps that were opened.
    let cells: Int
    /// Maps that vary, in the order of rows.
    let readings: [MapReading]

    init(_ maps: SaliencyMaps, of evaluation: Evaluation) {
        var rows: [ItemID: Int] = [:]
        for (row, id) in evaluation.items.ids.enumerated() { rows[id] = row }
        let mapped = maps.ids.compactMap { id in rows[id].map { (row: $0, id: id) } }
        var chosen = mapped
        if mapped.count > Self.most {
            let hashed = mapped.map { (item: $0, hash: SHA256Digest(of: $0.id.text).prefix64) }
            chosen = hashed.sorted { ($0.hash, $0.item.row) < ($1.hash, $1.item.row) }.prefix(Self.most).map(\.item)
        }
        var (flat, broken): ([Int], [Int]) = ([], [])
        var reason: String?
        var (holed, missingCells, cells) = (0, 0, 0)
        var readings: [MapReading] = []
        for item in chosen.sorted(by: { $0.row < $1.row }) {
            do {
                let map = try maps.map(of: item.id)
                let measures = SaliencyMeasures(of: map)
                cells += measures.cells
                missingCells += measures.missing
                if measures.missing > 0 { holed += 1 }
                guard let shape = measures.shape else {
                    flat.append(item.row)
                    continue
                }
                readings.append(MapReading(row: item.row, shape: shape))
            } catch {
                broken.append(item.row)
                reason = reason ?? "\(error)"
            }
        }
        count = mapped.count
        opened = chosen.count
        self.flat = flat
        unreadable = (broken, reason)
        self.holed = holed
        self.missingCells = missingCells
        self.cells = cells
        self.readings = readings
    }
}
