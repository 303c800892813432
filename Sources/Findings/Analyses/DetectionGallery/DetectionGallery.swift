// The boxes behind the numbers: what it saw where nothing is, what it did not see, and what it saw twice or askew.

import Artifacts
import Columns
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
        let misplaced = FactSpec("localisation_errors", .count, better: .lower)
        let confused = FactSpec("misclassified", .count, better: .lower)
        let labelErrors = FactSpec("label_errors", .count, better: .lower)
        let agreement = FactSpec("agreement", .proportion, role: .labelAgreement)
        let leastAgreement = FactSpec("least_agreement", .proportion)
    }
    static let facts = Facts()

    /// What its template branches on.
    enum Flag: String, CardKey {
        case anyFalsePositive = "any_false_positive", anyMiss = "any_miss", anyDuplicate = "any_duplicate"
        case anyLocalisationError = "any_localisation_error", anyMisclassified = "any_misclassified", anyLabelError =
            "any_label_error"
        case tooWeak = "too_weak"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case falsePositives = "false_positives", misses, duplicates, misplaced = "localisation_errors"
        case confused = "misclassified"
        case labelErrors = "label_errors"
    }

    /// Its card.
    public let card = Card(
        id: "detection-gallery", topic: .failures, title: "Boxes",
        question: "What do its false positives and missed objects look like?",
        tasks: [.detection],
        facts: Self.facts.all,
        flags: Flag.ids,
        exhibits: Shown.ids,
        methods: ["detection-operating-point", "tide", "label-errors", "wilson"])

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
        let misplaced = book.rows.mostConfident(book.rows { $0 == .mislocalised })
        let confused = book.rows.mostConfident(book.rows(where: \.isMisclassified))
        let disputes = ObjectDisputes(book)
        let galleries: [(spec: FactSpec, flag: Flag, shown: Shown, gallery: Gallery)] = [
            (
                DetectionGallery.facts.falsePositives, .anyFalsePositive, .falsePositives,
                Self.gallery(points.filter { $0.error == .background }, book)
            ),
            (DetectionGallery.facts.misses, .anyMiss, .misses, Gallery(missed, of: book)),
            (
                DetectionGallery.facts.duplicates, .anyDuplicate, .duplicates,
                Self.gallery(points.filter { $0.error == .duplicate }, book)
            ),
            (DetectionGallery.facts.misplaced, .anyLocalisationError, .misplaced, Gallery(misplaced, of: book)),
            (DetectionGallery.facts.confused, .anyMisclassified, .confused, Gallery(confused, of: book)),
        ]
        var facts: [Fact] = galleries.map {
            .count($0.spec, $0.gallery.total, among: book.objects.count, method: "tide")
        }
        facts += disputes.facts
        var flags = Flags(galleries.filter { $0.gallery.total > 0 }.map(\.flag))
        var exhibits = galleries.map { Exhibit($0.shown, .gallery($0.gallery)) }
        // A weak model disputes correct labels: nothing of that is shown, and no list is kept.
        if disputes.isTooWeak {
            flags.insert(Flag.tooWeak)
        } else {
            if !disputes.suspects.isEmpty { flags.insert(Flag.anyLabelError) }
            exhibits.append(Exhibit(Shown.labelErrors, .gallery(disputes.gallery)))
        }
        var section = Section(card, facts: facts, flags: flags, exhibits: exhibits)
        if !disputes.isTooWeak { section.disputedObjects = disputes.archived }
        return section
    }

    private static func gallery(_ points: [TIDEPoint], _ book: DetectionBook) -> Gallery {
        Gallery(
            points.prefix(ShowAtMost.evidence).map { point in
                book.shown(detection: Int(point.detection), object: point.object < 0 ? nil : Int(point.object))
            }, total: points.count)
    }
}
