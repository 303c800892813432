import Artifacts
import Record
import Statistics
import Tallies

/// The parts of `misread measure detection` that no other tool prints: how boxes lie, what scores mean, which images and
/// labels to look at, and how sure the numbers are. Undefined values are null, with a reason beside them.
struct DetectionAnatomy {
    let tally: DetectionTally
    let detections: [CountedDetection]
    let form: DetectionForm

    init(_ tally: DetectionTally) {
        self.tally = tally
        detections = tally.countedDetections()
        form = DetectionForm(tally: tally)
    }

    /// Longest list printed.
    static let listed = 50

    private static func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }

    /// Where found boxes lie relative to their objects, over all, by class and by size.
    func localisation() -> JSONValue {
        func part(_ detections: [CountedDetection]) -> JSONValue {
            let found = tally.localisation(of: detections)
            func spread(_ value: Localisation.Spread?) -> JSONValue {
                .object([("mean", Self.number(value?.mean)), ("deviation", Self.number(value?.deviation))])
            }
            var members: [(key: String, value: JSONValue)] = [
                ("pairs", .integer(found.pairs)), ("mean_iou", Self.number(found.meanOverlap)),
                ("iou_histogram", .array(found.overlapHistogram.map { .integer($0) })),
                ("offset", .object([("x", spread(found.offset[0])), ("y", spread(found.offset[1]))])),
                (
                    "log_scale",
                    .object([("width", spread(found.scale[0])), ("height", spread(found.scale[1]))])
                ),
                (
                    "outward",
                    .object(zip(["left", "top", "right", "bottom"], found.sides).map { ($0, spread($1)) })
                ),
            ]
            if found.pairs == 0 { members.append(("undefined", .string("no object was found"))) }
            return .object(members)
        }
        var byClass = [[CountedDetection]](repeating: [], count: tally.truth.classes.count)
        for detection in detections { byClass[detection.category].append(detection) }
        let bySize = tally.settings.sizes.dropFirst().map { size in
            (
                key: size.name,
                value: part(detections.filter { $0.object.map { size.contains(tally.truth.areas[$0]) } ?? false })
            )
        }
        return .object([
            ("all", part(detections)), ("per_size", .object(bySize)),
            ("per_class", form.perClass { byClass[$0].isEmpty ? nil : part(byClass[$0]) }),
        ])
    }

    private func quality(_ quality: DetectionQuality) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("detections", .integer(quality.detections)), ("objects", .integer(quality.objects)),
            ("dece", Self.number(quality.dECE)), ("dece_floor", Self.number(quality.dECEFloor)),
            ("laece", Self.number(quality.laECE)), ("lrp", Self.number(quality.lrp?.value)),
            (
                "lrp_parts",
                .object([
                    ("localisation", Self.number(quality.lrp?.localisation)),
                    ("false_positives", Self.number(quality.lrp?.falsePositives)),
                    ("misses", Self.number(quality.lrp?.misses)),
                ])
            ), ("olrp", Self.number(quality.optimalLRP)),
        ]
        if quality.detections == 0 {
            members.append(("undefined", .string("no detection counts")))
        } else if quality.dECE == nil {
            members.append(("undefined", .string("scores are not in 0...1, so they are no probabilities")))
        }
        return .object(members)
    }

    /// D-ECE, LaECE, LRP and oLRP: means over classes, by class, by size.
    func calibration() -> JSONValue {
        let classes = tally.qualityPerClass(detections)
        let defined = classes.filter { $0.objects > 0 }
        func mean(_ value: (DetectionQuality) -> Double?) -> JSONValue {
            Self.number(ExactSum.mean(defined.compactMap(value)))
        }
        let objects = classes.reduce(0) { $0 + $1.objects }
        return .object([
            ("iou", .number(tally.settings.thresholds[0])), ("max_det", .integer(tally.settings.maxDetections)),
            ("all", quality(tally.quality(of: detections, objects: objects))),
            (
                "mean_over_classes",
                .object([
                    ("laece", mean { $0.laECE }), ("lrp", mean { $0.lrp?.value }), ("olrp", mean { $0.optimalLRP }),
                ])
            ),
            ("per_class", form.perClass { quality(classes[$0]) }),
            (
                "per_size",
                .object(zip(tally.settings.sizes, tally.qualityPerSize(detections)).map { ($0.name, quality($1)) })
            ),
        ])
    }

    /// Images by F1, and false positives an image by score.
    func images() -> JSONValue {
        let scores = tally.imageScores(detections, score: tally.operatingScore)
        let worst = DetectionTally.worstFirst(scores)
        let images = Double(tally.truth.images.count)
        return .object([
            ("iou", .number(tally.settings.thresholds[0])), ("min_score", form.minScore),
            ("mean_f1", Self.number(ExactSum.mean(scores.compactMap(\.f1)))),
            ("with_errors", .integer(worst.count)),
            (
                "worst",
                .array(
                    worst.prefix(Self.listed).map { score in
                        .object([
                            ("image_id", Self.id(tally.truth.images[score.image].id)), ("f1", Self.number(score.f1)),
                            ("found", .integer(score.found)), ("false_positives", .integer(score.falsePositives)),
                            ("missed", .integer(score.missed)),
                        ])
                    })
            ),
            (
                "false_positives_per_image",
                .array(
                    DetectionTally.falsePositivesByScore(detections).enumerated().map { bin, count in
                        .object([
                            ("from_score", .number(Double(bin) / 10)), ("count", .integer(count)),
                            ("per_image", images == 0 ? .null : .number(Double(count) / images)),
                        ])
                    })
            ),
        ])
    }

    static func id(_ id: Identifier) -> JSONValue {
        switch id {
        case .number(let number): .integer(number)
        case .text(let text): .string(text)
        }
    }

    /// Labels that a sure detection disputes.
    func labelErrors() -> JSONValue {
        let candidates = tally.labelErrors(tally.tideOutcomes())
        return .object(
            LabelDoubt.allCases.map { kind in
                let of = candidates.filter { $0.kind == kind }
                return (
                    kind.rawValue,
                    .object([
                        ("count", .integer(of.count)), ("surest", .array(of.prefix(Self.listed).map(candidate))),
                    ])
                )
            })
    }

    private func candidate(_ candidate: LabelCandidate) -> JSONValue {
        let boxes = tally.results.boxes
        let box = boxes[candidate.detection]
        return .object([
            ("image_id", Self.id(tally.truth.images[Int(boxes.image[candidate.detection])].id)),
            ("category_id", Self.id(tally.truth.classes[Int(boxes.category[candidate.detection])].id)),
            ("bbox", .numbers([box.x, box.y, box.width, box.height])), ("score", .number(candidate.score)),
            ("iou", .number(candidate.overlap)),
            ("annotation_id", candidate.object.flatMap { tally.truth.ids[$0] }.map(Self.id) ?? .null),
        ])
    }

    /// 95 % intervals, images resampled.
    func intervals() -> JSONValue {
        let replicates = tally.replicates()
        let scores = tally.scores(over: [.all(tally.truth.images.count)])[0]
        let images = tally.truth.images.count
        var having = [Set<Int32>](repeating: [], count: tally.truth.classes.count)
        for object in 0..<tally.truth.boxes.count where tally.isCounted(object) {
            having[Int(tally.truth.boxes.category[object])].insert(tally.truth.boxes.image[object])
        }
        func interval(_ value: Double?, _ values: [Double], _ images: Int) -> JSONValue {
            value.flatMap { UnitBootstrap.interval($0, values, units: images) }
                .map { .numbers([$0.low, $0.high]) } ?? .null
        }
        return .object([
            ("method", .string("Student's interval of a Poisson bootstrap by image, less its bias")),
            ("replicates", .integer(UnitBootstrap.replicates)),
            ("level", .number(0.95)), ("images", .integer(images)),
            ("AP", interval(scores.averagePrecision(), replicates.averagePrecision, images)),
            ("AP50", interval(scores.averagePrecision50, replicates.averagePrecision50, images)),
            ("AR100", interval(scores.averageRecall(), replicates.averageRecall, images)),
            (
                "per_class_ap",
                form.perClass {
                    interval(scores.averagePrecision(of: $0), replicates.perClass[$0], having[$0].count)
                }
            ),
        ])
    }
}
