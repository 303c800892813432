// `training:` of version.yml, key by key.

import Columns
import Diagnostics
import Forms
import Foundation
import Record

extension TrainingCounts {
    /// More images than anything was trained on: what is above is a slip, and sums stay whole numbers.
    private static let most = 1_000_000_000_000

    /// Reads `{images: 50000, per_class: {cat: 5000}, attributes: {lighting: {night: 120, day: 2000}}}`; `nil` when it states nothing,
    /// which is a problem. An image of a task other than classification may have several classes.
    init?(reading form: Form, of task: TaskKind = .classification, _ problems: inout ProblemList) {
        var form = form
        let before = problems.errorCount
        let images = form.integer("images", in: 1...Self.most)
        var perClass: [ClassCount] = []
        if var own = form.form("per_class") {
            for name in own.keys {
                if let count = own.integer(name, in: 0...Self.most) { perClass.append(ClassCount(name, count)) }
            }
            own.finish(&problems)
        }
        var attributes: [AttributeCounts] = []
        if var own = form.form("attributes") {
            for name in own.keys {
                guard var values = own.form(name) else { continue }
                let counts = values.keys.compactMap { value in
                    values.integer(value, in: 0...Self.most).map { ClassCount(value, $0) }
                }
                if !counts.isEmpty { attributes.append(AttributeCounts(name, counts)) }
                values.finish(&problems)
            }
            own.finish(&problems)
        }
        let sum = perClass.reduce(0) { $0 + $1.images }
        if let images, sum > images, task == .classification {
            form.refuse(
                "images", expected: "as many as per_class adds up to, \(sum), or more",
                suggestion: "leave images: out where the classes are all")
        }
        form.finish(&problems)
        if images == nil, perClass.isEmpty, attributes.isEmpty, problems.errorCount == before {
            problems.add(
                Problem(
                    at: Place(file: form.file, row: form.row, field: "training"), "states nothing",
                    suggestion:
                        "write how many images it was trained on: {images: 50000, per_class: {cat: 5000, dog: 400}}"))
        }
        guard images != nil || !perClass.isEmpty || !attributes.isEmpty else { return nil }
        // Classes of one image are counted once each, so that they add up to no number of images.
        self.init(images: images, perClass: perClass, attributes: attributes)
        if task != .classification { self.images = images }
    }

    /// What is said of counts of classes, attributes and values that the data set has none of: they are not used.
    func remarks(_ classes: ClassList, _ columns: [Column], in file: String) -> [Problem] {
        remarks(classes, in: file)
            + attributes.flatMap { counts -> [Problem] in
                let place = Place(file: file, field: "training.attributes." + counts.name)
                let known = columns.map(\.name.text) + [Predicate.label.text]
                let parts = counts.attributes
                if let absent = parts.first(where: { !known.contains($0) }) {
                    return [
                        Problem(
                            .warning, at: place, "no attribute is called \"\(absent)\", so these counts are not used",
                            suggestion: nearestName(to: absent, in: known).map { "did you mean \"\($0)\"?" })
                    ]
                }
                if let cut = parts.first(where: { name in columns.contains { $0.name == Name(name) && $0.isNumeric } })
                {
                    return [
                        Problem(
                            .warning, at: place,
                            "\(cut) holds numbers, and counts are of values, so these are not used",
                            suggestion: "add a column of names, such as low, middle and high, and count these")
                    ]
                }
                return counts.counts.compactMap { count in
                    let values = count.name.components(separatedBy: AttributeCounts.between)
                    guard values.count == parts.count else {
                        return Problem(
                            .warning, at: place,
                            "\"\(count.name)\" is not one value of each of \(parts.joined(separator: ", ")), so its "
                                + "\(count.images) images are not used",
                            suggestion: "write them in that order, with \"\(AttributeCounts.between)\" between them")
                    }
                    for (attribute, value) in zip(parts, values) {
                        let there =
                            attribute == Predicate.label.text
                            ? classes.names.map(\.text)
                            : columns.first { $0.name == Name(attribute) }?.values ?? []
                        guard !there.contains(value) else { continue }
                        return Problem(
                            .warning, at: place,
                            "no image here has \(attribute) \"\(value)\", so its \(count.images) images are not used",
                            suggestion: nearestName(to: value, in: there).map { "did you mean \"\($0)\"?" })
                    }
                    return nil
                }
            }
    }

    private func remarks(_ classes: ClassList, in file: String) -> [Problem] {
        perClass.filter { classes.code(of: ClassName($0.name)) == nil }.map { count in
            let nearest = nearestName(to: count.name, in: classes.names.map(\.text))
            return Problem(
                .warning, at: Place(file: file, field: "training.per_class"),
                "no class is called \"\(count.name)\", so its \(count.images) images are not used",
                suggestion: nearest.map { "did you mean \"\($0)\"?" })
        }
    }
}

extension Column {
    fileprivate var isNumeric: Bool { if case .numeric = self { true } else { false } }

    /// What its categories are called.
    fileprivate var values: [String] {
        if case .coded(let column) = self { column.categories.map(\.text) } else { [] }
    }
}
