// Labels that say nothing: one and the same on every image, as a loader gives the images of a set without labels, or a word for
// "not labelled" among those that are. Either would be a class that the model never finds.

import Columns
import Diagnostics
import Foundation

/// Labels that stand for none.
struct PlaceholderLabels {
    /// What is said of them.
    let doubt: InputDoubt

    /// How tools and people say that an image has no label, in small letters.
    private static let words: Set<String> = [
        "-1", "unlabeled", "unlabelled", "not labeled", "not labelled", "not_labeled", "not_labelled", "n/a", "#n/a",
        "nan",
        "todo", "tbd", "?", "??", "???", "label missing", "no label", "no_label",
    ]
    /// How they call a region that nobody is to judge.
    private static let regions: Set<String> = [
        "ignore", "ignored", "dontcare", "ignoredregions", "ignoredregion", "ignoreregion",
    ]

    /// The labels of a classifier's images in `file`; `nil` where they say something. One label on all images is none where the
    /// model is right on fewer than half of them, says another class as often, and its answers are of several classes, each a tenth of
    /// the images or more. A word
    /// for no label is one on five images and more, where the model never says it.
    init?(labels: [Int32], answers: [Int32], classes: [ClassName], isInModel: (Int) -> Bool, file: String) {
        var (own, given) = ([Int](repeating: 0, count: classes.count), [Int](repeating: 0, count: classes.count))
        var right = 0
        for (label, answer) in zip(labels, answers) where label >= 0 {
            own[Int(label)] += 1
            if answer >= 0, Int(answer) < classes.count { given[Int(answer)] += 1 }
            if label == answer { right += 1 }
        }
        let n = own.reduce(0, +)
        let used = own.indices.filter { own[$0] > 0 }
        if used.count == 1, n >= ClassPermutation.fewestRows, right * 2 < n,
            given.indices.contains(where: { $0 != used[0] && given[$0] >= right }),
            given.count(where: { $0 * 10 >= n }) > 1
        {
            doubt = InputDoubt(
                .placeholderLabels, at: Place(file: file, field: "label"),
                "all \(n) images are labelled \(classes[used[0]]), and the predictions are of "
                    + "\(given.count { $0 > 0 }) classes, \(given[used[0]]) of them of that one",
                suggestion: "are these the labels of a set that has none?")
            return
        }
        let named = used.filter { own[$0] >= 5 && given[$0] == 0 && Self.isWord(classes[$0].text) && !isInModel($0) }
        guard let first = named.max(by: { own[$0] < own[$1] }), used.count > named.count else { return nil }
        doubt = InputDoubt(
            .placeholderLabels, at: Place(file: file, field: "label"),
            "\(own[first]) of \(n) images are labelled \(classes[first]), which looks like a word for no label, and none is predicted so",
            suggestion: "leave the label blank where there is none;")
    }

    private static func isWord(_ name: String) -> Bool {
        words.contains(name.trimmingCharacters(in: .whitespaces).lowercased())
    }

    /// Objects of a class that is called as regions are which nobody is to judge, and that no detection is of.
    init?(_ truth: DetectionGroundTruth, _ results: DetectionResults, file: String) {
        let detected = Set(results.boxes.category)
        var counts = [Int](repeating: 0, count: truth.classes.count)
        for index in 0..<truth.boxes.count where !truth.isCrowd[index] { counts[Int(truth.boxes.category[index])] += 1 }
        let found = counts.indices.first { code in
            counts[code] > 0 && !detected.contains(Int32(truncatingIfNeeded: code))
                && Self.regions.contains(BoxKeys.plain(truth.classes[code].name))
        }
        guard let found, results.count > 0 else { return nil }
        doubt = InputDoubt(
            .placeholderLabels, at: Place(file: file, field: "categories"),
            "\(counts[found]) objects are of the class \(truth.classes[found].name), which looks like a name for regions that are not "
                + "judged, and no detection is of it",
            suggestion: "leave them out, or in COCO give them the class that may be there and iscrowd: 1;")
    }

    /// A label of images with several that none has, and that the model gives to a fifth of them and ten at least.
    init?(_ labels: LabelSets, file: String) {
        let never = labels.names.indices.filter { label in
            // Of most labels the first images say that they are used.
            if (0..<labels.rows).contains(where: { labels.isTrue($0, label) }) { return false }
            let given = (0..<labels.rows).count { labels.isGiven($0, label) }
            return given >= 10 && given * 5 >= labels.rows
        }
        guard let first = never.first else { return nil }
        let given = (0..<labels.rows).count { labels.isGiven($0, first) }
        let others = never.count > 1 ? "; nor has any image \(never.count - 1) more that it gives" : ""
        doubt = InputDoubt(
            .placeholderLabels, at: Place(file: file),
            "no image has the label \(labels.names[first]), and the model gives it to \(given) of \(labels.rows)\(others)",
            suggestion: "was it never looked for? leave it out of the labels and of the predictions;")
    }
}

extension DetectionResults {
    /// Objects of a class that is called as regions are which nobody is to judge.
    public func placeholderDoubt(on truth: DetectionGroundTruth, file: String) -> InputDoubt? {
        PlaceholderLabels(truth, self, file: file)?.doubt
    }
}
