// Exports hold their splits side by side: train, valid, test. One of them is audited, and which is said: what a model was
// trained on says little of it, and what it was chosen by says less than what it never met.

import Columns
import Diagnostics

/// A part of a data set that a folder or file is of.
enum Split: Int, Sendable, CaseIterable, Comparable {
    /// Kept for the last measurement.
    case test
    /// Kept to choose a model by.
    case validation
    /// What a model learnt from.
    case training

    static func < (a: Split, b: Split) -> Bool { a.rawValue < b.rawValue }

    /// What it is called in names of folders and files.
    private var words: Set<String> {
        switch self {
        case .test: ["test", "testing", "tests", "testset", "testdev"]
        case .validation: ["val", "valid", "validation", "validate", "dev", "eval", "minival"]
        case .training: ["train", "training", "trainset", "trainval"]
        }
    }

    /// The split that a name speaks of, by its words: `instances_val2017.json` is of validation. The words of other things
    /// stand beside it; `nil` where none is that of a split.
    init?(of name: String) {
        let words = Set(name.lowercased().split { !$0.isASCII || !$0.isLetter }.map(String.init))
        let spoken = Self.allCases.filter { !$0.words.isDisjoint(with: words) }
        guard let split = spoken.last else { return nil }
        self = split
    }
}

/// The splits found beside one another, and the one of them that is audited.
struct SplitChoice: Sendable, Hashable {
    /// The name of the folder or file that is audited.
    let name: String
    /// All that there are.
    let all: [String]
    /// Whether a setting names it.
    let isGiven: Bool

    /// The one of `names` that `wanted` names, by itself or as a split; without a wish that of the split that says most of
    /// a model: test, then validation, and training where there is nothing else. `nil` when names are of no split, when
    /// several are of the same one, and when none is the wanted one.
    init?(among names: [String], wanted: String?) {
        all = names
        isGiven = wanted != nil
        let splits = names.map { Split(of: $0) }
        let named: [String]
        if let wanted {
            let exact = names.filter { Name($0) == Name(wanted) }
            let split = Split(of: wanted)
            named = exact.isEmpty && split != nil ? zip(names, splits).filter { $0.1 == split }.map(\.0) : exact
        } else {
            guard let best = splits.compactMap(\.self).min(), !splits.contains(nil) else { return nil }
            named = zip(names, splits).filter { $0.1 == best }.map(\.0)
        }
        guard named.count == 1 else { return nil }
        name = named[0]
    }

    /// What is said of the choice where one of the folders of an export is taken; nothing where there was none.
    func importRemark(in place: String) -> Problem? {
        guard all.count > 1 else { return remark(in: place) }
        if isGiven, Split(of: name) == .training { return Self.trainingRemark(name, in: place) }
        return Problem(
            .note, at: Place(file: place),
            "\(all.count) splits are here, and \(name) is taken"
                + (isGiven ? ", which the results are of" : ": test before validation, and training last"),
            suggestion: "name the folder of another split in its place")
    }

    private static let trainedOn = "a model is right more often on what it was trained on than on anything else"

    /// What is said where results are of a training split.
    static func trainingRemark(_ name: String, in place: String) -> Problem {
        Problem(
            .warning, at: Place(file: place), "the results are of \(name), which models are trained on",
            suggestion: trainedOn + ": name the results of a test split, or say role: train in dataset.yml, so that no "
                + "version is judged by it")
    }

    /// What is said of the choice: nothing where a setting names it, or there was none.
    func remark(in place: String) -> Problem? {
        let isTraining = Split(of: name) == .training
        guard !isGiven, all.count > 1 || isTraining else { return nil }
        let others = all.filter { $0 != name }
        guard !others.isEmpty else {
            return Problem(
                .warning, at: Place(file: place), "\(name) is the only split here, and it is audited",
                suggestion: Self.trainedOn)
        }
        return Problem(
            .warning, at: Place(file: place),
            "\(all.count) splits are here, and \(name) is audited: test before validation, and training last; not read: "
                + others.joined(separator: ", "),
            suggestion: "say split: NAME in misread.yml for another, or for this one without a word")
    }
}
