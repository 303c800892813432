import Artifacts
import Record
import Statistics

/// Means over maps, each with the interval that fits how rows were drawn.
struct MapMeans {
    let units: ResamplingUnits

    /// The mean of a share over some maps: Student's t interval, or the bootstrap's where rows share a unit; `nil` for
    /// fewer than two maps. Ends are cut at 0 and 1.
    func share(_ readings: [MapReading], method: String, _ value: (SaliencyMeasures.Shape) -> Double) -> Measure? {
        let values = readings.map { value($0.shape) }
        guard values.count > 1 else { return nil }
        let estimate =
            units.areShared
            ? MeanInterval.bootstrap(values, units: readings.map { units.ids[$0.row] }) : MeanInterval.student(values)
        guard let estimate, let interval = estimate.interval else { return nil }
        return Measure(
            estimate.value,
            Interval(
                low: max(0, interval.low), high: min(1, interval.high),
                method: units.areShared ? "poisson-bootstrap" : "student-t"),
            n: values.count, unit: .proportion, method: method)
    }
}

/// What the saliency page shows: groups of maps side by side, and the pictures.
struct MapExhibits {
    let evaluation: Evaluation
    let maps: MapReadings
    let means: MapMeans

    /// Groups of rows by name, in order.
    private func table(_ title: String, _ groups: [(name: String, holds: (Int) -> Bool)]) -> Table {
        Table(
            columns: [
                Table.Column("group", title), Table.Column("maps", "Maps", .number),
                Table.Column("flat", "Flat", .number, method: "flat-map"),
                Table.Column("gini", "Gini index", .number, method: "saliency-gini"),
                Table.Column("evenness", "Evenness", .number, method: "saliency-evenness"),
                Table.Column("centre_x", "Centre, across", .number, method: "centre-of-mass"),
                Table.Column("centre_y", "Centre, down", .number, method: "centre-of-mass"),
                Table.Column("border_mass", "Mass at the edge", .number, method: "border-mass"),
                Table.Column("border_interval", "95 % interval", .interval, method: "student-t"),
                Table.Column("border_area", "Edge's share of the area", .number, method: "border-mass"),
            ],
            rows: groups.map { group in
                let readings = maps.readings.filter { group.holds($0.row) }
                let flat = maps.flat.count { group.holds($0) }
                func mean(_ value: (SaliencyMeasures.Shape) -> Double, _ unit: Quantity) -> Cell {
                    ExactSum.mean(readings.map { value($0.shape) }).map { .number($0, unit) }
                        ?? .none("no map that varies")
                }
                let area = ExactSum.mean(readings.map(\.shape.borderArea))
                let border = means.share(readings, method: "border-mass", \.borderMass)
                return [
                    .text(group.name), .number(Double(readings.count + flat), .count),
                    .number(Double(flat), .count), mean(\.gini, .score), mean(\.evenness, .proportion),
                    mean(\.centreX, .proportion), mean(\.centreY, .proportion), mean(\.borderMass, .proportion),
                    border.map { .interval(of: $0, mark: area) } ?? .none("fewer than two maps"),
                    mean(\.borderArea, .proportion),
                ]
            })
    }

    /// Classes that have a map, largest mean mass at the edge beyond its share of the area first.
    var byClass: Table {
        let codes = evaluation.items.labels
        let present = evaluation.classes.indices.filter { cls in
            (maps.readings.map(\.row) + maps.flat).contains { Int(codes[$0]) == cls }
        }
        let excess = present.map { cls in
            ExactSum.mean(
                maps.readings.filter { Int(codes[$0.row]) == cls }.map { $0.shape.borderMass - $0.shape.borderArea })
                ?? -.infinity
        }
        let order = present.indices.sorted { excess[$0] != excess[$1] ? excess[$0] > excess[$1] : $0 < $1 }
        return table(
            "Class",
            order.map { index in
                (evaluation.classes[present[index]].text, { row in Int(codes[row]) == present[index] })
            })
    }

    /// Maps of items misclassified beside maps of items predicted correctly.
    var byOutcome: Table {
        table(
            "Images",
            [
                ("Incorrect", { row in !evaluation.isCorrect(row) }),
                ("Correct", { row in evaluation.isCorrect(row) }),
            ])
    }

    /// Rows by how much of their mass lies at the edge beyond its share of the area, items misclassified first.
    var mostTelling: [Int] {
        var excess = [Double](repeating: 0, count: evaluation.count)
        for reading in maps.readings { excess[reading.row] = reading.shape.borderMass - reading.shape.borderArea }
        let rows = maps.readings.map(\.row)
        let wrong = evaluation.ranked(rows.filter { !evaluation.isCorrect($0) }) { excess[$0] }
        return wrong + evaluation.ranked(rows.filter { evaluation.isCorrect($0) }) { excess[$0] }
    }
}
