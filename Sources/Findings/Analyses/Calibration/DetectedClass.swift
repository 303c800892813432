import Artifacts
import Columns
import Statistics

/// The rows of one class in a table of detections.
public struct DetectedClass: Sendable {
    /// The class.
    public let name: String
    /// Its judgements.
    public let scoreHistogram: ScoreHistogram
    /// Its scores with the overlaps they came with.
    public let scores: LocalisedScores
    /// How many objects there were to find, when it was said.
    public let objects: Int?

    /// The classes in rising order: by number when all are numbers, else by bytes. `objects` are in that order; empty
    /// where they are not known. Precondition: as many as classes, or none.
    public static func all(
        of rows: JudgedRows, _ detections: JudgedRows.Detections, objects: [Int]
    ) -> [DetectedClass] {
        let names = detections.classes
        precondition(objects.isEmpty || objects.count == names.count, "one count a class")
        let numbers = names.compactMap { Int($0) }
        let order = names.indices.sorted { a, b in
            numbers.count == names.count
                ? numbers[a] < numbers[b] : Name(names[a]) < Name(names[b])
        }
        var members = [[Int]](repeating: [], count: names.count)
        for (row, code) in detections.codes.enumerated() { members[code].append(row) }
        return order.enumerated().map { position, code in
            let here = members[code]
            return DetectedClass(
                name: names[code],
                scoreHistogram: ScoreHistogram(
                    confidence: here.map { rows.confidence[$0] }, correct: here.map { rows.correct[$0] }),
                scores: LocalisedScores(
                    here.map { .init(score: rows.confidence[$0], iou: detections.overlaps[$0]) }),
                objects: objects.isEmpty ? nil : objects[position])
        }
    }
}
