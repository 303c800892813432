import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// What a detector disputes of the labels, and whether that means anything.
struct ObjectDisputes {
    private let book: DetectionBook
    private let disputes: LabelDisputes
    /// How often an object of its class is labelled where a detection is sure, by image; `nil` where it is sure nowhere.
    let agreement: Measure?

    static let method = "label-errors"

    init(_ book: DetectionBook) {
        self.book = book
        disputes = book.tally.labelDisputes(book.errors)
        let (ids, image) = (book.evaluation.unitIDs, book.evaluation.results.boxes.image)
        var units: [UInt64: (successes: Int, rows: Int)] = [:]
        for (detection, agrees) in zip(disputes.sure, disputes.agrees) {
            units[ids[Int(image[detection])], default: (0, 0)].rows += 1
            if agrees { units[ids[Int(image[detection])], default: (0, 0)].successes += 1 }
        }
        // What is detected in one image varies together.
        agreement = .rate(UnitProportion(units.sorted { $0.key < $1.key }.map(\.value)), method: Self.method)
    }

    /// Detections that are sure and dispute a label, surest first.
    var suspects: [LabelCandidate] { disputes.suspects }
    /// Whether most disputes would be the model's errors, as of a classifier's.
    var isTooWeak: Bool { agreement.map { $0.interval.low < LabelSuspects.leastAgreement } ?? true }

    /// How many labels are disputed, and how often the model agrees where it is sure.
    var facts: [Fact] {
        let specs = DetectionGallery.facts
        return [
            .count(specs.labelErrors, suspects.count, among: book.objects.count, method: Self.method),
            .stating(specs.agreement, agreement, else: "the model is sure of no detection", method: Self.method),
            Fact(specs.leastAgreement, LabelSuspects.leastAgreement, n: disputes.sure.count, method: Self.method),
        ]
    }

    /// The surest.
    var gallery: Gallery {
        Gallery(
            suspects.prefix(ShowAtMost.evidence).map {
                book.shown(detection: $0.detection, object: $0.object, chips: [Predicate("doubt", Name($0.kind.words))])
            }, total: suspects.count)
    }

    /// The list for labelling: images with an object that is not found as labelled, or with a detection that disputes a label.
    var archived: DisputedObjects {
        let evaluation = book.evaluation
        let (truth, boxes) = (evaluation.truth, evaluation.results.boxes)
        let imageOfRow = book.imageOfRow
        let errors = OutcomeTable.byHash(book.rows.wrongRows, of: book.rows).map { imageOfRow[$0.row] }
        var weights = [Double](repeating: 0, count: truth.images.count)
        var isListed = [Bool](repeating: false, count: weights.count)
        for image in errors { isListed[image] = true }
        for candidate in disputes.suspects { isListed[Int(boxes.image[candidate.detection])] = true }
        for candidate in disputes.others {
            isListed[Int(boxes.image[candidate.detection])] = true
            weights[Int(boxes.image[candidate.detection])] += candidate.weight
        }
        let listed = isListed.indices.filter { isListed[$0] }
        var place = [Int](repeating: 0, count: isListed.count)
        for (index, image) in listed.enumerated() { place[image] = index }
        return DisputedObjects(
            images: listed.map { image in
                DisputedObjects.Image(
                    name: evaluation.names[image].text, file: evaluation.paths[image],
                    width: truth.images[image].width, height: truth.images[image].height, weight: weights[image])
            },
            errors: errors.map { place[$0] },
            disputes: disputes.suspects.map { candidate in
                DisputedObjects.Dispute(
                    image: place[Int(boxes.image[candidate.detection])], doubt: candidate.kind,
                    predicted: Int(boxes.category[candidate.detection]),
                    box: boxes[candidate.detection].sides, score: candidate.score, weight: candidate.weight,
                    labelled: candidate.object.map { object in
                        DisputedObjects.Labelled(
                            annotation: truth.ids[object]?.description, label: Int(truth.boxes.category[object]),
                            box: truth.boxes[object].sides, iou: candidate.overlap)
                    })
            })
    }
}

extension Box {
    /// Left, top, width and height.
    fileprivate var sides: [Double] { [x, y, width, height] }
}

extension LabelDoubt {
    /// What may be wrong with the label, in words.
    var words: String {
        switch self {
        case .missing: "label missing"
        case .wrongClass: "class of the label"
        case .badLocation: "box of the label"
        }
    }
}
