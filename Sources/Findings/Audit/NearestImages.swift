// The images nearest to those that have a page, by the cosine of their embeddings. All embeddings are read once, whatever the number of
// pages, and of each page the few nearest so far are kept.

import Artifacts
import Columns
import Record
import Statistics

extension ImageNeighbours {
    /// The images near to each of `rows`; none to what is no row or has an embedding that points nowhere. `nil` without embeddings.
    init?(of rows: [Int?], in evaluation: Evaluation) {
        guard let embeddings = evaluation.embeddings, evaluation.count > 1 else { return nil }
        var nearest = rows.map { row in
            Nearest(row: row, direction: row.flatMap { Self.direction(of: $0, embeddings) }, ids: evaluation.items.ids)
        }
        var compared = 0
        for row in 0..<evaluation.count {
            guard let direction = Self.direction(of: row, embeddings) else { continue }
            compared += 1
            for place in nearest.indices { nearest[place].look(at: row, direction) }
        }
        self.init(
            nearest.map { one in
                one.found.map { found in
                    let shown = evaluation.shown(found.row)
                    return Image(
                        item: shown.item, label: shown.label, predicted: shown.predicted, cosine: Double(found.cosine))
                }
            }, compared: compared)
    }

    /// An embedding as a vector of length 1; `nil` where it has none, or is not finite.
    private static func direction(of row: Int, _ embeddings: Embeddings) -> [Float]? {
        guard let vector = try? embeddings.vector(row) else { return nil }
        var sum = 0.0
        for value in vector { sum += Double(value) * Double(value) }
        guard sum > 0, sum.isFinite else { return nil }
        let length = sum.squareRoot()
        return vector.map { Float(Double($0) / length) }
    }

    /// The nearest so far to one image.
    private struct Nearest {
        let row: Int?
        let direction: [Float]?
        let ids: ItemIDs
        var found: [(row: Int, cosine: Float)] = []

        init(row: Int?, direction: [Float]?, ids: ItemIDs) {
            self.row = row
            self.direction = direction
            self.ids = ids
        }

        mutating func look(at other: Int, _ there: [Float]) {
            guard let direction, other != row else { return }
            let cosine = DotProduct.of(direction, there)
            if let last = found.last, found.count == ImageNeighbours.most, cosine < last.cosine { return }
            // The order of rows in a file decides nothing: of equals those with the smaller ids.
            let place =
                found.firstIndex { cosine != $0.cosine ? cosine > $0.cosine : ids[other] < ids[$0.row] } ?? found.count
            guard place < ImageNeighbours.most else { return }
            found.insert((other, cosine), at: place)
            if found.count > ImageNeighbours.most { found.removeLast() }
        }
    }
}
