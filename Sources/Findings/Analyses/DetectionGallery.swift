// The boxes behind the numbers: what it saw where nothing is, what it did not see, and what it saw twice or askew.

import Artifacts
import Record
import Tallies

/// Galleries of false positives, misses, duplicates, wrong classes and wrong places, with boxes drawn.
public struct DetectionGallery: Analysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let falsePositives = FactSpec("false_positives", .count, better: .lower)
        let misses = FactSpec("misses", .count, better: .lower)
        let duplicates = FactSpec("duplicates", .count, better: .lower)
        let misplaced = FactSpec("misplaced", .count, better: .lower)
        let confused = FactSpec("confused", .count, better: .lower)
        let labelCandidates = FactSpec("label_candidates", .count, better: .lower)
    }
    static let facts = Facts()

    /// Its card.
    public let card = Card(
        id: "detection-gallery", title: "Boxes", question: "What does it see, and what not?", tasks: [.detection],
        facts: Self.facts.all,
        flags: ["any_false_positive", "any_miss", "any_duplicate", "any_misplaced", "any_confused", "any_candidate"],
        exhibits: ["false_positives", "misses", "duplicates", "misplaced", "confused", "label_candidates"],
        methods: ["detection-operating-point", "tide", "label-candidates"])

    /// Shows the boxes.
    public func examine(_ examination: Examination) throws -> Section {
        let book = try examination.detector()
        let scores = book.evaluation.results.scores
        let floor = book.tally.settings.confusionScore
        let points = book.errors.points.filter { !$0.isIgnored && scores[Int($0.detection)] >= floor }
            .sorted { a, b in
                let (x, y) = (scores[Int(a.detection)], scores[Int(b.detection)])
                return x != y ? x > y : a.detection < b.detection
            }
        let area = { (row: Int) in book.evaluation.truth.areas[book.objects[row]] }
        let missed = book.rows.ranked(book.rows { $0 == .missed }, by: area)
        let misplaced = book.rows.mostConfident(book.rows { $0 == .misplaced })
        let confused = book.rows.mostConfident(book.rows { if case .confused = $0 { true } else { false } })
        let candidates = book.tally.labelCandidates(book.errors)
        let galleries: [(spec: FactSpec, flag: String, gallery: Gallery)] = [
            (
                DetectionGallery.facts.falsePositives, "any_false_positive",
                Self.gallery(points.filter { $0.error == .background }, book)
            ),
            (DetectionGallery.facts.misses, "any_miss", Gallery(missed, of: book)),
            (
                DetectionGallery.facts.duplicates, "any_duplicate",
                Self.gallery(points.filter { $0.error == .duplicate }, book)
            ),
            (DetectionGallery.facts.misplaced, "any_misplaced", Gallery(misplaced, of: book)),
            (DetectionGallery.facts.confused, "any_confused", Gallery(confused, of: book)),
            (
                DetectionGallery.facts.labelCandidates, "any_candidate",
                Gallery(
                    candidates.prefix(ShowAtMost.evidence).map {
                        book.shown(
                            detection: $0.detection, object: $0.object, chips: [Predicate("doubt", $0.kind.words)])
                    }, total: candidates.count)
            ),
        ]
        return Section(
            card,
            facts: galleries.map { .count($0.spec, $0.gallery.total, among: book.objects.count, method: "tide") },
            flags: Set(galleries.filter { $0.gallery.total > 0 }.map(\.flag)),
            exhibits: galleries.map { Exhibit($0.spec.id, .gallery($0.gallery)) })
    }

    private static func gallery(_ points: [TIDEPoint], _ book: DetectionBook) -> Gallery {
        Gallery(
            points.prefix(ShowAtMost.evidence).map { point in
                book.shown(detection: Int(point.detection), object: point.object < 0 ? nil : Int(point.object))
            }, total: points.count)
    }
}

extension LabelCandidate.Kind {
    /// What may be wrong with the label, in words.
    var words: String {
        switch self {
        case .missing: "label missing"
        case .wrongClass: "class of the label"
        case .badLocation: "place of the label"
        }
    }
}
