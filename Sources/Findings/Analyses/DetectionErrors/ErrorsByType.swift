import Artifacts
import Record
import Statistics
import Tallies

/// What a detector gets wrong at the operating point, by TIDE's types: how many errors of each every image has, and which they
/// are. A lower score than that of the operating point is nobody's alarm, and how many such detections there are is a matter of
/// what was exported.
struct ErrorsByType {
    private let book: DetectionBook
    /// The false detections of each type, highest score first.
    private let points: [[TIDEPoint]]
    /// The rows of the objects that nothing finds, largest first.
    private let missed: [Int]
    /// How many errors of each type there are in each image.
    private let counts: [[Int]]
    /// What the archive tells each image by.
    private let ids: [UInt64]

    init(_ book: DetectionBook) {
        let (results, areas) = (book.evaluation.results, book.evaluation.truth.areas)
        let least = book.tally.settings.confusionScore
        var points = [[TIDEPoint]](repeating: [], count: DetectionError.allCases.count)
        var counts = [[Int]](
            repeating: [Int](repeating: 0, count: book.evaluation.truth.images.count), count: points.count)
        for point in book.errors.points where !point.isIgnored && results.scores[Int(point.detection)] >= least {
            guard let error = point.error else { continue }
            points[error.rawValue].append(point)
            counts[error.rawValue][Int(results.boxes.image[Int(point.detection)])] += 1
        }
        missed = book.rows.ranked(book.rows(where: { $0 == .missed })) { areas[book.objects[$0]] }
        let images = book.imageOfRow
        for row in missed { counts[DetectionError.missed.rawValue][images[row]] += 1 }
        self.points = points.map { ofType in
            ofType.sorted { a, b in
                let (x, y) = (results.scores[Int(a.detection)], results.scores[Int(b.detection)])
                return x != y ? x > y : a.detection < b.detection
            }
        }
        self.counts = counts
        ids = book.evaluation.imageHashes
        self.book = book
    }

    /// What a type is called as a failure mode.
    static func kind(_ type: DetectionError) -> String {
        switch type {
        case .classification: FailureMode.classificationErrors
        case .localisation: FailureMode.localisationErrors
        case .both: FailureMode.bothErrors
        case .duplicate: FailureMode.duplicates
        case .background: FailureMode.backgroundErrors
        case .missed: FailureMode.missedObjects
        }
    }

    /// Errors of a type.
    func count(_ type: DetectionError) -> Int { counts[type.rawValue].reduce(0, +) }

    /// Errors of a type an image; `nil` for fewer than two units.
    func rate(_ type: DetectionError) -> Measure? {
        var byUnit: [UInt64: (count: Int, size: Int)] = [:]
        for (unit, count) in zip(book.evaluation.unitIDs, counts[type.rawValue]) {
            byUnit[unit, default: (0, 0)].count += count
            byUnit[unit, default: (0, 0)].size += 1
        }
        return .perImage(CountRate(byUnit.sorted { $0.key < $1.key }.map(\.value)), method: "error-types")
    }

    /// The most telling errors of a type.
    func examples(_ type: DetectionError, most: Int) -> [GalleryItem] {
        guard type != .missed else { return missed.prefix(most).map { book.shown(row: $0) } }
        return points[type.rawValue].prefix(most).map { point in
            book.shown(detection: Int(point.detection), object: point.object < 0 ? nil : Int(point.object))
        }
    }

    /// What the archive keeps of it.
    var archived: ErrorTypeCounts {
        ErrorTypeCounts(
            DetectionError.allCases.map(Self.kind),
            ids.enumerated().map { image, id in
                (id: id, counts: DetectionError.allCases.map { counts[$0.rawValue][image] })
            })
    }

    /// The errors of a type beside what the archive keeps of the baseline; `nil` where that is of other images, or nothing.
    func paired(_ type: DetectionError, with before: ErrorTypeCounts?) -> PairedImageCounts? {
        before?[Self.kind(type)].flatMap { then in
            PairedImageCounts(
                before: then, now: zip(ids, counts[type.rawValue]).map { (id: $0, count: $1) },
                unitOfImage: book.evaluation.unitIDs)
        }
    }
}
