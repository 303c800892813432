import Artifacts
import Columns
import Record
import Statistics

/// Everything counted about one version of a detector, from one matching pass, and its objects as rows.
///
/// An object is a row whose label is its class and whose outcome is what became of it. So whatever is known about items holds for objects: two versions are paired object by
/// object, and what the archive keeps of an item it keeps of an object.
public struct DetectionBook: Sendable {
    /// What is counted.
    public let evaluation: DetectionEvaluation
    /// Class names.
    public let classNames: [String]
    /// The matching pass.
    public let tally: DetectionTally
    /// Detections that count in COCO's matching.
    public let detections: [CountedDetection]
    /// TIDE's matching.
    public let errors: TIDEOutcomes
    /// COCO's cells over all images.
    public let scores: DetectionScores
    /// TIDE's gains over all images.
    public let report: TIDEReport
    /// Recall at a precision of 0.9 and IoU 0.5 of each class.
    public let recallAtPrecision90: [RecallAtPrecision]
    /// Resampled evaluations.
    public let replicates: DetectionReplicates
    /// TIDE's types of error, each with those before it fixed.
    public let order: TIDEOrder
    /// TIDE's gains of resampled evaluations, and those of `order`.
    public let repairs: TIDEReplicates
    /// Pairs of object and detection at the operating point.
    public let pairs: [DetectionTally.ConfusionPair]
    /// Indices of the objects that are to be found, one a row.
    public let objects: [Int]
    /// What became of each of `objects` at the operating point: IoU 0.5, scores of at least 0.25.
    public let outcomes: [Outcome]
    /// The detection behind each outcome.
    public let matchedDetections: [Int?]
    /// The objects as rows.
    public let rows: Evaluation

    /// Counts everything.
    public init(_ evaluation: DetectionEvaluation, threads: Int = 1) {
        let tally = DetectionTally(
            evaluation.truth, evaluation.results,
            settings: DetectionSettings(maxDetections: evaluation.maxDetections), threads: threads)
        let all = [ImageSubset.all(evaluation.truth.images.count)]
        let errors = tally.tideOutcomes()
        let pairs = tally.confusionPairs()
        self.evaluation = evaluation
        classNames = evaluation.truth.classes.map(\.name)
        self.tally = tally
        self.errors = errors
        self.pairs = pairs
        detections = tally.countedDetections()
        scores = tally.scores(over: all)[0]
        let curves = TIDECurves(tally, errors)
        report = curves.report(over: all[0])
        recallAtPrecision90 = tally.recalls(atPrecision: 0.9, units: evaluation.unitIDs)
        replicates = tally.replicates(units: evaluation.unitIDs)
        order = TIDEOrder(curves)
        repairs = tally.tideReplicates(curves, units: evaluation.unitIDs, order: order.steps.map(\.error))
        objects = tally.countedObjects
        (outcomes, matchedDetections) = Self.outcomes(tally, objects, pairs, errors)
        rows = Self.rows(evaluation, tally, objects, outcomes, matchedDetections)
    }

    static func outcomes(
        _ tally: DetectionTally, _ objects: [Int], _ pairs: [DetectionTally.ConfusionPair], _ errors: TIDEOutcomes
    ) -> ([Outcome], [Int?]) {
        let (truth, results) = (tally.truth, tally.results)
        var matchedDetection = [Int?](repeating: nil, count: truth.boxes.count)
        for pair in pairs { if let object = pair.object { matchedDetection[object] = pair.detection } }
        var near = [Int?](repeating: nil, count: truth.boxes.count)
        for point in errors.points where point.error == .localisation && point.object >= 0 {
            let (object, detection) = (Int(point.object), Int(point.detection))
            guard results.scores[detection] >= tally.operatingScore else { continue }
            if near[object].map({ results.scores[$0] < results.scores[detection] }) ?? true { near[object] = detection }
        }
        let found = objects.map { object -> (Outcome, Int?) in
            if let detection = matchedDetection[object] {
                let category = results.boxes.category[detection]
                return (
                    category == truth.boxes.category[object] ? .correct : .misclassified(as: Int(category)), detection
                )
            }
            return near[object].map { (.mislocalised, $0) } ?? (.missed, nil)
        }
        return (found.map(\.0), found.map(\.1))
    }

    static func rows(
        _ evaluation: DetectionEvaluation, _ tally: DetectionTally, _ objects: [Int], _ outcomes: [Outcome],
        _ matchedDetections: [Int?]
    ) -> Evaluation {
        let truth = evaluation.truth
        let images = objects.map { Int(truth.boxes.image[$0]) }
        let sizes = Array(tally.settings.sizes.dropFirst())
        let sizeOf = objects.map { object in sizes.firstIndex { $0.contains(truth.areas[object]) } ?? 0 }
        let size = CodedColumn(
            name: Name(DetectionEvaluation.sizeAttribute), categories: sizes.map { Name($0.name) },
            codes: Codes(sizeOf, categories: max(1, sizes.count)))
        return Evaluation(
            manifest: evaluation.manifest, datasheet: evaluation.datasheet, condition: evaluation.condition,
            classes: truth.classes.map { ClassName($0.name) },
            items: Items(
                ids: ItemIDs(objects.lazy.map { objectName($0, evaluation) }),
                labels: objects.map { truth.boxes.category[$0] },
                paths: images.map { evaluation.paths[$0] },
                attributes: evaluation.attributes.map { $0.gathered(images) } + [.coded(size)]
                    + evaluation.objectAttributes(of: objects),
                units: evaluation.units(over: images)),
            predictions: ClassPredictions(
                predicted: zip(objects, outcomes).map { $1.code(of: truth.boxes.category[$0]) },
                confidence: matchedDetections.map { $0.map { evaluation.results.scores[$0] } ?? 0 },
                areProbabilities: tally.hasProbabilities, outcomesWithoutClass: 2),
            accounting: RowAccounting(
                itemsRead: truth.boxes.count,
                predictionsRead: evaluation.results.count + evaluation.results.ofUnknownImages
                    + evaluation.results.ofUnknownClasses,
                kept: objects.count, refused: refusals(evaluation, objects.count),
                isSubset: evaluation.isSubset ? true : nil, imagesRead: evaluation.imagesListed,
                imagesKept: evaluation.truth.images.count),
            inputs: evaluation.inputs)
    }

    private static func refusals(_ evaluation: DetectionEvaluation, _ kept: Int) -> [RowAccounting.Refusal] {
        let crowds = evaluation.truth.isCrowd.count { $0 }
        return [
            ("crowd region, not an object to be found", crowds),
            ("object of an area that no object can have", evaluation.truth.boxes.count - kept - crowds),
            ("detection in an image that is not listed", evaluation.results.ofUnknownImages),
            ("detection of a class that is not listed", evaluation.results.ofUnknownClasses),
        ].filter { $0.1 > 0 }.map { RowAccounting.Refusal(reason: $0.0, count: $0.1) }
    }

    /// How an object is called: its image, and its id or place in the file. The same in every version.
    public static func objectName(_ object: Int, _ evaluation: DetectionEvaluation) -> ItemID {
        let truth = evaluation.truth
        let own = truth.ids[object]?.description ?? "entry \(truth.boxes.entry[object])"
        return ItemID("\(evaluation.names[Int(truth.boxes.image[object])]) object \(own)")
    }

    /// How a detection is called: its image and its place in the file.
    public static func detectionName(_ detection: Int, _ evaluation: DetectionEvaluation) -> ItemID {
        let boxes = evaluation.results.boxes
        return ItemID("\(evaluation.names[Int(boxes.image[detection])]) detection \(boxes.entry[detection])")
    }
}

extension DetectionEvaluation {
    /// What the annotations say of the given objects. One that is called as an attribute of images is has a name of its own.
    func objectAttributes(of objects: [Int]) -> [Column] {
        let taken = Set(attributes.map(\.name) + [Name(Self.sizeAttribute)])
        return truth.objectAttributes.map { column in
            let own = column.gathered(objects)
            return .coded(
                taken.contains(own.name)
                    ? CodedColumn(name: Name("object_" + own.name.text), categories: own.categories, codes: own.codes)
                    : own)
        }
    }

    /// What each image is resampled by: the unit that misread.yml names, else the image itself.
    public var unitIDs: [UInt64] {
        units?.unitIDs ?? truth.imageIDs
    }

    /// The unit of what lies in each of the given images: what lies in one image varies together, so that a unit is an
    /// image at least.
    public func units(over images: [Int]) -> CodedColumn {
        guard let units else {
            return CodedColumn(
                name: "image", categories: names.map { Name($0.text) },
                codes: Codes(images, categories: max(1, names.count)))
        }
        return units.gathered(images)
    }
}
