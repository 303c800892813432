import Statistics

/// What new labels of the same images changed, told by the predictions of a version that was evaluated on the old ones.
public struct Relabelling: Sendable {
    /// Images that both audits have.
    public let images: Int
    /// Of those, images whose label is another now.
    public let relabelled: Int
    /// Relabelled images that counted as errors and are correct now: the label was what was wrong.
    public let errorsThatWereLabels: Int
    /// Relabelled images that counted as correct and are errors now.
    public let newErrors: Int
    /// Accuracy of the same predictions on the images of both, by the old labels.
    public let before: Measure
    /// The same by the new labels.
    public let after: Measure

    /// The change from one table of outcomes to another, with their class names; `nil` where they share no image.
    public init?(from old: OutcomeTable, _ oldClasses: [String], to new: OutcomeTable, _ newClasses: [String]) {
        let code = Dictionary(oldClasses.enumerated().map { ($1, $0) }) { first, _ in first }
        var (images, relabelled, saved, lost, before, after) = (0, 0, 0, 0, 0, 0)
        var other = 0
        for row in old.ids.indices {
            while other < new.count, new.ids[other] < old.ids[row] { other += 1 }
            guard other < new.count, new.ids[other] == old.ids[row], Int(new.labels[other]) < newClasses.count else {
                continue
            }
            images += 1
            // A class that the old audit does not know is none that the old predictions could have named.
            let label = code[newClasses[Int(new.labels[other])]] ?? -1
            let predicted = Int(old.predicted[row])
            let (was, isNow) = (predicted == Int(old.labels[row]), predicted == label)
            if was { before += 1 }
            if isNow { after += 1 }
            guard label != Int(old.labels[row]) else { continue }
            relabelled += 1
            if !was, isNow { saved += 1 }
            if was, !isNow { lost += 1 }
        }
        guard images > 0 else { return nil }
        func share(_ count: Int) -> Measure {
            let interval = Proportion.wilson(successes: Double(count), n: Double(images))
            return Measure(
                Double(count) / Double(images), Interval(low: interval.low, high: interval.high, method: "wilson"),
                n: images, unit: .proportion, method: "accuracy")
        }
        (self.images, self.relabelled, errorsThatWereLabels, newErrors) = (images, relabelled, saved, lost)
        (self.before, self.after) = (share(before), share(after))
    }
}
