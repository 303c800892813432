// What is doubted about labels and the answers of a multi-label model.

import Columns
import Diagnostics
import Record

extension Evaluation {
    /// What looks like a slip of the files of a multi-label model.
    func labelDoubts(_ labels: LabelSets, _ labelFile: String, _ answerFile: String) -> [InputDoubt] {
        var doubts: [InputDoubt] = []
        if let doubt = ClassNameDoubt.doubt(about: labels.names, file: labelFile) { doubts.append(doubt) }
        let (truth, answers) = Self.exchanged(labels)
        if let found = ClassPermutation(labels: truth, answers: answers, classes: labels.names.count) {
            doubts.append(Self.doubt(about: found, of: labels.names, answerFile))
        } else if let doubt = orderDoubt(answerFile) {
            doubts.append(doubt)
        }
        return doubts
    }

    /// True labels with the labels given in their place, of images with one of either. Where these are few, of all images: a
    /// true label that was given is itself, one that alone was left out is the one false label.
    private static func exchanged(_ labels: LabelSets) -> (truth: [Int32], answers: [Int32]) {
        let places = labels.names.indices
        var (truth, answers): ([Int32], [Int32]) = ([], [])
        func add(_ label: Int, as other: Int) {
            truth.append(Int32(truncatingIfNeeded: label))
            answers.append(Int32(truncatingIfNeeded: other))
        }
        for row in 0..<labels.rows {
            let own = places.filter { labels.isTrue(row, $0) }
            let given = places.filter { labels.isGiven(row, $0) }
            if own.count == 1, given.count == 1 { add(own[0], as: given[0]) }
        }
        if truth.count >= ClassPermutation.fewestRows { return (truth, answers) }
        (truth, answers) = ([], [])
        for row in 0..<labels.rows {
            let missed = places.filter { labels.isTrue(row, $0) && !labels.isGiven(row, $0) }
            let wrong = places.filter { !labels.isTrue(row, $0) && labels.isGiven(row, $0) }
            let other = missed.count == 1 && wrong.count == 1 ? wrong[0] : -1
            for label in places where labels.isTrue(row, label) {
                add(label, as: labels.isGiven(row, label) ? label : other)
            }
        }
        return (truth, answers)
    }
}
