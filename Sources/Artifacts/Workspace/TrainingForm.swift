// `training:` of version.yml, key by key.

import Columns
import Diagnostics
import Forms

extension TrainingCounts {
    /// More images than anything was trained on: what is above is a slip, and sums stay whole numbers.
    private static let most = 1_000_000_000_000

    /// Reads `{images: 50000, per_class: {cat: 5000}}`; `nil` when it states nothing, which is a problem.
    init?(reading form: Form, _ problems: inout ProblemList) {
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
        let sum = perClass.reduce(0) { $0 + $1.images }
        if let images, sum > images {
            form.refuse(
                "images", expected: "as many as per_class adds up to, \(sum), or more",
                suggestion: "leave images: out where the classes are all")
        }
        form.finish(&problems)
        if images == nil, perClass.isEmpty, problems.errorCount == before {
            problems.add(
                Problem(
                    at: Place(file: form.file, row: form.row, field: "training"), "states nothing",
                    suggestion:
                        "write how many images it was trained on: {images: 50000, per_class: {cat: 5000, dog: 400}}"))
        }
        guard images != nil || !perClass.isEmpty else { return nil }
        self.init(images: images, perClass: perClass)
    }

    /// What is said of counts of classes that the data set has none of: they are not used.
    func remarks(_ classes: ClassList, in file: String) -> [Problem] {
        perClass.filter { classes.code(of: ClassName($0.name)) == nil }.map { count in
            let nearest = nearestName(to: count.name, in: classes.names.map(\.text))
            return Problem(
                .warning, at: Place(file: file, field: "training.per_class"),
                "no class is called \"\(count.name)\", so its \(count.images) images are not used",
                suggestion: nearest.map { "did you mean \"\($0)\"?" })
        }
    }
}
