import Diagnostics

/// Class numbers of results that are places in the list of classes, as Ultralytics counts COCO's eighty where the annotations
/// number them 1...90 with gaps, and any other classes from 1 where its labels are counted from 0.
struct ClassOrder {
    /// What the numbers mean.
    let classes: OwnIdentifiers
    /// That they were taken so.
    let remark: Problem

    /// `nil` where the numbers are ids of the ground truth for all but a few of `rows`, do not run to the last place of its
    /// list, or its own ids run without a gap, so that a number may be one of them: unless they run from 0, and the numbers of
    /// a file that `isOfUltralytics` from 1 to one more.
    init?(
        _ unknown: UnknownIdentifiers, used: BoxColumns, rows: Int, _ truth: DetectionGroundTruth, file: String,
        isOfUltralytics: Bool = false
    ) {
        let count = truth.classes.count
        guard count > 1, unknown.rows > 0, isOfUltralytics || JoinFault.isTooMany(unknown.rows, of: rows) else {
            return nil
        }
        let met = Set(used.category).map { truth.classes[Int($0)].id }
        func numbers(_ ids: [Identifier]) -> [Int]? {
            let numbers = ids.compactMap { if case .number(let number) = $0 { number } else { nil } }
            return numbers.count == ids.count ? numbers : nil
        }
        guard let given = numbers(unknown.identifiers + met), let least = given.min(), let most = given.max(),
            let own = numbers(truth.classes.map(\.id)), let first = own.min(), let last = own.max(),
            last - first >= count || (isOfUltralytics && first == 0 && least > 0 && most == count),
            truth.classes.contains(where: { $0.name != $0.id.description })
        else { return nil }
        let start: Int
        switch (least, most) {
        case (0..., count - 1): start = 0
        case (1..., count): start = 1
        default: return nil
        }
        let listed = truth.classes.enumerated().map {
            (id: Identifier.number($0.offset + start), name: $0.element.name)
        }
        guard
            let classes = OwnIdentifiers(
                listed.map { ($0.id, Optional($0.name)) }, truth.classLookup, OwnNames(classes: truth))
        else { return nil }
        self.classes = classes
        let shown = listed.prefix(3).map { "\($0.id) is \($0.name)" }.joined(separator: ", ")
        remark = Problem(
            .warning, at: Place(file: file, field: "category_id"),
            "\(start)...\(most) are taken for places in the list of the \(count) classes of the ground truth, whose ids run "
                + "from \(first) to \(last): \(shown) ...",
            suggestion: "where that is wrong, give the results their own list \"categories\"")
    }
}
