import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// What repairing each kind of error would gain: over everything, for each class, and on the images of each value of an
/// attribute, with intervals from images resampled whole.
struct RepairExhibits {
    let book: DetectionBook
    /// Which attributes may be sliced by and shown.
    let settings: WorkspaceSettings

    /// Fewest images of a slice.
    static let fewestImages = 10
    /// Most slices in the table.
    static let mostSlices = 60
    /// Most points of curves that slices are resampled over: about ten seconds' worth.
    static let mostPoints = 2_000_000

    /// Every kind of error, in the given order, with the facts that state its gain.
    func kinds(_ kinds: [DetectionError], _ facts: [Fact]) -> Table {
        Table(
            columns: [
                Table.Column("kind", "Type"), Table.Column("code", "TIDE's name", method: "tide"),
                Table.Column("count", "Errors", .number),
                Table.Column("gain", "AP gained", .number, method: "tide-gain"),
                Table.Column("interval", "95 % interval, │ baseline", .interval, method: "image-bootstrap"),
                Table.Column("repair", "Fixed by"),
            ],
            rows: kinds.map { kind in
                let fact = facts.first(DetectionErrors.gain(of: kind))
                let gain = book.report.gains[kind.rawValue] / 100
                return [
                    .text(DetectionErrors.words[kind]?.name ?? kind.shortName), .text(kind.shortName),
                    .number(Double(book.report.counts[kind.rawValue]), .count), .number(gain, .points),
                    Self.interval(
                        fact?.interval, gain, .points, mark: fact?.baseline,
                        else: fact.map(DetectionHeadline.noInterval) ?? "not resampled"),
                    .text(DetectionErrors.words[kind]?.repair ?? ""),
                ]
            })
    }

    /// Every kind of error, the fix that gains most first, each with those above it fixed.
    var order: Table {
        let ap = book.report.averagePrecision ?? 0
        let steps = book.order.steps
        return Table(
            columns: [
                Table.Column("kind", "Type"), Table.Column("alone", "AP gained alone", .number, method: "tide-gain"),
                Table.Column("next", "AP gained next", .number, method: "tide-order"),
                Table.Column("interval", "95 % interval", .interval, method: "image-bootstrap"),
                Table.Column("ap", "AP at IoU 0.5 then", .number, method: "tide-order"),
            ],
            rows: steps.indices.map { place in
                let kind = steps[place].error
                let gain = steps[place].averagePrecision - (place == 0 ? ap : steps[place - 1].averagePrecision)
                let (now, before) = (book.repairs.together[place], place == 0 ? nil : book.repairs.together[place - 1])
                let replicates = before.map { zip(now, $0).map { $0 - $1 } } ?? now
                return [
                    .text(DetectionErrors.words[kind]?.name ?? kind.shortName),
                    .number(book.report.gains[kind.rawValue] / 100, .points), .number(gain / 100, .points),
                    Self.interval(
                        Interval(gain: replicates, around: gain, units: book.unitCount, within: -1...1), gain / 100,
                        .points, else: DetectionHeadline.noInterval(units: book.unitCount)),
                    .number(steps[place].averagePrecision / 100, .proportion),
                ]
            })
    }

    /// Every class that has objects or detections, lowest AP first.
    var byClass: Table {
        let report = book.report
        let order = report.perClass.indices.filter { report.perClass[$0] != nil }.sorted { a, b in
            let (x, y) = (report.perClass[a] ?? 0, report.perClass[b] ?? 0)
            return x != y ? x < y : a < b
        }
        var objects = [Int](repeating: 0, count: report.perClass.count)
        for object in book.objects { objects[Int(book.evaluation.truth.boxes.category[object])] += 1 }
        let units = book.unitsOfClasses
        return Table(
            columns: [Table.Column("class", "Class"), Table.Column("objects", "Objects", .number)] + Self.columns,
            rows: order.map { category in
                [.text(book.classNames[category]), .number(Double(objects[category]), .count)]
                    + Self.cells(
                        report.perClass[category], units: units[category],
                        DetectionError.allCases.map { kind in
                            (
                                report.perClassGains[kind.rawValue][category],
                                book.repairs.perClassGains[kind.rawValue][category]
                            )
                        })
            })
    }

    /// The values of the attributes of images, lowest AP first; `nil` when no attribute has two values with enough images.
    var bySlice: Table? {
        let slices = slices
        guard !slices.isEmpty else { return nil }
        let subsets = slices.map(\.images)
        let reports = book.tally.tideReports(book.errors, over: subsets)
        let images = book.evaluation.results.boxes.image
        var pointsOf = [Int](repeating: 0, count: book.evaluation.truth.images.count)
        for point in book.errors.points { pointsOf[Int(images[Int(point.detection)])] += 1 }
        let points = subsets.reduce(0) { sum, subset in
            sum + pointsOf.indices.reduce(0) { $0 + (subset.contains[$1] ? pointsOf[$1] : 0) }
        }
        let replicates = subsets.map { subset in
            points > Self.mostPoints
                ? nil : book.tally.tideReplicates(book.errors, over: subset, units: book.evaluation.unitIDs)
        }
        let ids = book.evaluation.unitIDs
        let units = subsets.map { subset in Set(ids.indices.lazy.filter { subset.contains[$0] }.map { ids[$0] }).count }
        let order = slices.indices.sorted { a, b in
            let (x, y) = (reports[a].averagePrecision ?? 0, reports[b].averagePrecision ?? 0)
            return x != y ? x < y : a < b
        }
        return Table(
            columns: [Table.Column("slice", "Slice"), Table.Column("images", "Images", .number)] + Self.columns,
            rows: order.prefix(Self.mostSlices).map { index in
                [
                    .predicates([slices[index].predicate], target: nil),
                    .number(Double(subsets[index].count), .count),
                ]
                    + Self.cells(
                        reports[index].averagePrecision, units: units[index],
                        DetectionError.allCases.map { kind in
                            (reports[index].gains[kind.rawValue], replicates[index]?.gains[kind.rawValue])
                        })
            })
    }

    private var slices: [(predicate: Predicate, images: ImageSubset)] {
        book.evaluation.attributes.flatMap { attribute -> [(predicate: Predicate, images: ImageSubset)] in
            guard case .coded(let column) = attribute, settings.slicing.attributes?.contains(column.name.text) ?? true,
                settings.publish?.contains(column.name.text) ?? true, column.name.text != settings.unit
            else { return [] }
            let codes = book.evaluation.truth.images.indices.map { column.codes[$0] }
            let values = column.categories.indices.filter { value in
                codes.count { $0 == value } >= Self.fewestImages
            }
            guard values.count > 1 else { return [] }
            return values.map { value in
                let predicate = column.predicate(value)
                return (predicate, ImageSubset("\(predicate)", contains: codes.map { $0 == value }))
            }
        }
    }

    private static var columns: [Table.Column] {
        [
            Table.Column("ap", "AP at IoU 0.5", .number, method: "tide"),
            Table.Column("dearest", "Costliest error type"),
            Table.Column("interval", "AP gained, 95 % interval", .interval, method: "image-bootstrap"),
        ]
            + DetectionError.allCases.map { kind in
                Table.Column(
                    kind.shortName.lowercased(), DetectionErrors.words[kind]?.name ?? kind.shortName, .number,
                    method: "tide-gain")
            }
    }

    /// The cells under `columns`; gains in points of 100.
    private static func cells(
        _ precision: Double?, units: Int, _ gains: [(value: Double?, replicates: [Double]?)]
    ) -> [Cell] {
        let none = Cell.none("neither objects nor detections")
        let dearest = DetectionError.allCases.max { (gains[$0.rawValue].value ?? 0) < (gains[$1.rawValue].value ?? 0) }
        let top = dearest.flatMap { kind -> (kind: DetectionError, value: Double)? in
            gains[kind.rawValue].value.flatMap { $0 > 0 ? (kind, $0) : nil }
        }
        let interval = top.flatMap { top in
            gains[top.kind.rawValue].replicates.flatMap {
                Interval(gain: $0, around: top.value, units: units, within: -1...1)
            }
        }
        let why = units < UnitBootstrap.fewestUnits ? "fewer than \(UnitBootstrap.fewestUnits) images" : "not resampled"
        return [
            precision.map { .number($0 / 100, .proportion) } ?? none,
            .text(top.map { DetectionErrors.words[$0.kind]?.name ?? $0.kind.shortName } ?? "none"),
            top.map { Self.interval(interval, $0.value / 100, .points, else: why) } ?? .none("nothing to gain"),
        ] + gains.map { gain in gain.value.map { .number($0 / 100, .points) } ?? none }
    }

    private static func interval(
        _ interval: Interval?, _ value: Double, _ unit: Quantity, mark: Double? = nil, else why: String
    ) -> Cell {
        guard let interval else { return .none(why) }
        return .interval(low: interval.low, value: value, high: interval.high, unit: unit, mark: mark)
    }
}

extension Interval {
    /// The interval of a value and its replicates in points of 100, as a share; `nil` where resampled images cannot show
    /// how sure the value is.
    init?(points replicates: [Double], around value: Double, units: Int) {
        self.init(images: replicates.map { $0 / 100 }, around: value / 100, units: units)
    }

    /// The same of a gain, which hides more bias than a precision does; that of one class may be negative.
    init?(
        gain replicates: [Double], around value: Double, units: Int, within bounds: ClosedRange<Double> = 0...1
    ) {
        self.init(images: replicates.map { $0 / 100 }, around: value / 100, units: units, within: bounds, hidden: 3)
    }
}
