// The classes, or the values of an attribute, with how many images of each a version was trained on, beside the rows here.

import Artifacts
import Columns
import Record

/// Values that part the rows, with the training images of each.
struct TrainedGroup: Sendable {
    /// A value that was trained on.
    struct Value: Sendable {
        let name: String
        let trained: Int
    }

    /// What it is called: "class", or the attribute.
    let name: String
    /// The values that are counted: classes in their order, others in the order counted.
    let values: [Value]
    /// The value of each row, a place in `values`; `nil` for one that is not counted.
    let codes: [Int?]
    /// Whether it is the class alone.
    let isOfClasses: Bool
    /// Whether the class is part of it.
    let holdsClass: Bool

    /// The classes of `per_class:`; `nil` where it is not given.
    static func ofClasses(_ examination: Examination, _ counted: CountedRows) -> TrainedGroup? {
        guard let training = examination.evaluation.manifest.training, !training.perClass.isEmpty else { return nil }
        let images = Dictionary(
            training.perClass.map { (Name($0.name), $0.images) }, uniquingKeysWith: { first, _ in first })
        var values: [Value] = []
        var place: [Int: Int] = [:]
        for (code, name) in counted.classes.categories.enumerated() {
            guard let trained = images[name] else { continue }
            place[code] = values.count
            values.append(Value(name: name.text, trained: trained))
        }
        return TrainedGroup(
            name: "class", values: values, codes: counted.classes.codes.map { place[$0] }, isOfClasses: true,
            holdsClass: true)
    }

    /// Those of `attributes:`, or why one cannot be used.
    static func ofAttributes(
        _ examination: Examination, _ counted: CountedRows
    ) -> [Result<TrainedGroup, Missing>] {
        (examination.evaluation.manifest.training?.attributes ?? []).map { counts in
            var columns: [CodedColumn] = []
            for name in counts.attributes {
                if Name(name) == Predicate.label {
                    columns.append(counted.classes)
                } else if let column = examination.columns.column(Name(name)) {
                    guard column.cut == nil else {
                        return .failure(Missing("\(name) holds numbers, and training images are counted by values"))
                    }
                    columns.append(counted.gathered(column))
                } else {
                    return .failure(Missing("there is no attribute \(name) to look at"))
                }
            }
            let between = TrainingCounts.AttributeCounts.between
            var place: [Name: Int] = [:]
            var values: [Value] = []
            for count in counts.counts where place[Name(count.name)] == nil {
                place[Name(count.name)] = values.count
                values.append(Value(name: count.name, trained: count.images))
            }
            let codes = (0..<counted.count).map { row in
                place[Name(columns.map { $0.category(of: row).text }.joined(separator: between))]
            }
            return .success(
                TrainedGroup(
                    name: counts.name, values: values, codes: codes, isOfClasses: false,
                    holdsClass: counts.attributes.contains { Name($0) == Predicate.label }))
        }
    }
}
