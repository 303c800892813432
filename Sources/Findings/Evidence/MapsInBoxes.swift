// Where the mass of a detector's saliency maps lies, beside the boxes of the objects that are labelled. Nothing here looks
// at the pictures.

import Artifacts
import Columns
import Digests
import Pixels
import Tallies

/// One map beside the boxes of its image.
struct MapInBoxes: Sendable {
    /// Index of the image.
    let image: Int
    /// Share of the map's mass inside any labelled box, 0...1.
    let energy: Double
    /// Share of the image's pixels inside any labelled box: what `energy` would be for an even map.
    let areaShare: Double
    /// Whether the highest value, the first in reading order, lies in a labelled box.
    let isHit: Bool
    /// Of each object its row, and the mean of the map in its box as a multiple of the map's mean.
    let objects: [(row: Int, lift: Double)]
}

/// The maps of a run, measured against the labelled boxes.
struct MapsInBoxes {
    /// Most maps that are measured; of more, those with the smallest hash of their id are, and the page says so.
    static let most = 2000
    /// Longest side of the grid that a map is measured on.
    static let side = 320.0

    /// Images with an object that have a map.
    private(set) var count = 0
    /// Maps that were opened.
    private(set) var opened = 0
    /// Maps that do not vary.
    private(set) var flat = 0
    /// Maps that cannot be read.
    private(set) var unreadable = 0
    /// Maps of images whose size the ground truth does not give.
    private(set) var withoutSize = 0
    /// Maps that vary, by image.
    private(set) var readings: [MapInBoxes] = []

    init(_ maps: SaliencyMaps, of book: DetectionBook) {
        var imageOf: [ItemID: Int] = [:]
        for (image, name) in book.evaluation.names.enumerated() { imageOf[name] = image }
        var rowsOf: [Int: [Int]] = [:]
        for (row, image) in book.imageOfRow.enumerated() { rowsOf[image, default: []].append(row) }
        var mapped = maps.ids.compactMap { id -> (image: Int, id: ItemID)? in
            imageOf[id].flatMap { rowsOf[$0] == nil ? nil : ($0, id) }
        }
        count = mapped.count
        if mapped.count > Self.most {
            mapped = mapped.map { (item: $0, hash: SHA256Digest(of: $0.id.text).prefix64) }
                .sorted { ($0.hash, $0.item.image) < ($1.hash, $1.item.image) }.prefix(Self.most).map(\.item)
        }
        opened = mapped.count
        for item in mapped.sorted(by: { $0.image < $1.image }) {
            let image = book.evaluation.truth.images[item.image]
            guard let width = image.width, let height = image.height, width >= 1, height >= 1 else {
                withoutSize += 1
                continue
            }
            guard let map = try? maps.map(of: item.id) else {
                unreadable += 1
                continue
            }
            if let reading = Self.reading(map, item.image, width, height, rowsOf[item.image] ?? [], book) {
                readings.append(reading)
            } else {
                flat += 1
            }
        }
    }

    /// `nil` for a flat map.
    private static func reading(
        _ map: SaliencyGrid, _ image: Int, _ width: Double, _ height: Double, _ rows: [Int], _ book: DetectionBook
    ) -> MapInBoxes? {
        let scale = min(1, side / max(width, height))
        let grid = map.normalised().resized(
            width: max(1, Int((width * scale).rounded())), height: max(1, Int((height * scale).rounded())))
        let total = grid.values.reduce(0.0) { $0 + Double($1) }
        if map.isFlat || total <= 0 { return nil }
        var peak = 0
        for index in grid.values.indices where grid.values[index] > grid.values[peak] { peak = index }
        let (perPixelX, perPixelY) = (width / Double(grid.width), height / Double(grid.height))
        /// Pixels whose centres lie in a span.
        func range(_ from: Double, _ length: Double, _ step: Double, _ count: Int) -> Range<Int> {
            let low = min(Double(count), max(0, (from / step - 0.5).rounded(.up)))
            let high = min(Double(count), max(low, ((from + length) / step - 0.5).rounded(.up)))
            return Int(low)..<Int(high)
        }
        var isInside = [Bool](repeating: false, count: grid.values.count)
        var objects: [(row: Int, lift: Double)] = []
        for row in rows {
            let box = book.evaluation.truth.boxes[book.objects[row]]
            let columns = range(box.x, box.width, perPixelX, grid.width)
            let lines = range(box.y, box.height, perPixelY, grid.height)
            if columns.isEmpty || lines.isEmpty { continue }
            var mass = 0.0
            for y in lines {
                for x in columns {
                    mass += Double(grid.values[y * grid.width + x])
                    isInside[y * grid.width + x] = true
                }
            }
            let share = Double(columns.count * lines.count) / Double(grid.values.count)
            objects.append((row, mass / total / share))
        }
        var (energy, pixels) = (0.0, 0)
        for index in isInside.indices where isInside[index] {
            energy += Double(grid.values[index])
            pixels += 1
        }
        return MapInBoxes(
            image: image, energy: min(1, energy / total), areaShare: Double(pixels) / Double(isInside.count),
            isHit: isInside[peak], objects: objects)
    }
}
