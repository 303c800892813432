import Diagnostics
import Files
import Record

/// What is wrong with a workspace, in a file relative to it: its folders, manifests and tables.
public typealias WorkspaceError = Located<WorkspaceFault>

extension Located where Fault == WorkspaceFault {
    /// An error about a file of the workspace.
    public init(_ file: String, row: Int? = nil, field: String? = nil, _ fault: Fault) {
        self.init(file: file, row: row, field: field, fault: fault)
    }

    /// An error of the door to the workspace's files.
    init(_ error: FileError) {
        self.init(error.path, .file(error))
    }
}

/// What can be wrong with a workspace.
public enum WorkspaceFault: Error, Sendable, Hashable {
    // Folders and paths.
    case notAFolder
    case noSettings(String? = nil)
    case file(FileError)
    case unsafePath(String, reason: String)
    case noDatasets
    case noVersions
    case unknownDataset(String, nearest: String?)
    case datasetTwice(String)
    case datasetAndDatasets
    case noDatasetListed
    case notFederated(String)
    case besideItsFolder(dataset: String, version: String, ending: String)
    case badDatasetName(String)
    case noRuns
    case notAudited(String, audited: [String])
    case unknownSplit(String, in: String, there: [String], nearest: String?)
    case missingManifest
    case noImageTable(String? = nil)
    case severalTables([String])
    case noPredictions(String? = nil)
    case noGroundTruth(String? = nil)
    case noObjects(images: Int, hidden: Int)
    case noDetections(String? = nil)
    case badExperimentName(String)
    case nameTwice(String, String)
    case reservedName(String)
    case takenName(String)
    case unfitName(String)
    case missingPicture(String)

    // Manifests.
    case noClasses
    case duplicateClass(String)
    case duplicateSlice(String)
    case duplicateCase(String)
    case badDate(String)
    case badDigest(String)
    case otherName(found: String, folder: String)
    case unknownBaseline(String, nearest: String?)
    case ownBaseline
    case baselineCycle([String])
    case edgesNotAscending
    case badSeparator(String)
    case gateWithoutBound
    case gateWithTwoBounds
    case gateWhen(String)
    case unitWithoutTable(String)
    case noUnit(String)
    case slicedUnit(String)
    case withheldAttribute(String)
    case badFactPath(String)
    case unknownDoubt(String, nearest: String?)
    case unknownAttribute(String, nearest: String?)
    case unknownValue(String, of: String, values: [String], nearest: String?)

    // Tables.
    case missingColumn(String, instead: String?)
    case blankID
    case duplicateID(String, first: Int)
    case sameHash(String, String)
    case unknownClass(String, nearest: String?, rows: Int = 1)
    case severalClasses(String, rows: Int)
    case classNumbers(low: Int, high: Int, classes: Int)
    case whichClass([String])
    case uselessPositive(String, why: String)
    case blankClass(id: String)
    case labelDisagrees(found: String, table: String, id: String, rows: Int = 1)
    case noLabels
    case noLabelColumns([String])
    case tooManySets(Int)
    case outsideUnit(Double, id: String, hint: Hint, rows: Int)
    case wrongSum(Double, id: String, rows: Int, of: Int)
    /// `twin` is a column that differs from a missing one by letter case alone.
    case missingProbability([String], twin: String? = nil)
    /// Probabilities by number, of another count of classes than misread.yml lists.
    case numberedColumns(last: String, classes: Int)
    case unknownProbability(nearest: String?)
    case notPlainProbabilities(shape: [Int], rows: Int?, classes: Int)
    case notOneVectorEach(shape: [Int], rows: Int)
    case notOneMapEach(shape: [Int], images: Int)
    case wrongIDCount(found: Int, expected: Int)
    case nothingToEvaluate(items: Int, predictions: Int)
    /// No image that has a prediction has a label.
    case nothingLabelled(images: Int)
    /// No image of a multi-label data set has any label.
    case noLabelTrue(images: Int)
    /// Nothing is predicted for the images of the split that is audited.
    case nothingOfSplit(String)
    /// The file's own list of classes is not that of misread.yml.
    case otherClasses([String], listed: [String])

    /// What a number out of range probably is.
    public enum Hint: Sendable, Hashable {
        /// Scores before softmax.
        case logit
        /// Scores of labels before the logistic function.
        case labelLogit
        /// Numbers that are not negative and sum to another whole.
        case votes
        /// One score a row, of which no probability can be made.
        case score
        /// 0...100.
        case percent
    }
}

extension WorkspaceFault {
    /// Whether a picture with it is only one picture that cannot be shown. A way out of the workspace is not.
    var costsOnlyItself: Bool {
        switch self {
        case .file(let error): error.costsOnlyItself
        default: false
        }
    }
}

extension WorkspaceFault: PlacedFault {
    /// Rows of a table with one fault, whichever image each is of.
    public var kind: String? {
        switch self {
        case .blankClass: "blank class"
        case .labelDisagrees: "label disagrees"
        case .duplicateID: "duplicate id"
        case .missingPicture: "missing picture"
        case .unsafePath(_, let reason): "unsafe path: " + reason
        default: nil
        }
    }

    /// The wording.
    public func problem(at place: Place) -> Problem {
        let words = words
        let cause: Problem.Cause = if case .file(let error) = self { error.cause } else { .input }
        return Problem(at: place, words.summary, suggestion: words.suggestion, cause: cause)
    }
}

extension WorkspaceFault {
    /// Whether an id is a number as a spreadsheet shows long ones: `1.23457E+11`.
    private static func isRounded(_ id: String) -> Bool {
        let parts = id.uppercased().split(separator: "E", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].first == "+", parts[1].dropFirst().allSatisfy(\.isNumber), parts[1].count > 1
        else {
            return false
        }
        return Double(parts[0]).map { (1..<10).contains($0) } ?? false
    }

    private static func such(_ count: Int) -> String { count > 1 ? "; \(count) such rows in all" : "" }

    private static func meant(_ name: String?) -> String? { name.map { "did you mean \"\($0)\"?" } }

    fileprivate var words: (summary: String, suggestion: String?) {
        switch self {
        case .notAFolder: ("is not a folder", "give the folder that holds misread.yml")
        case .noSettings(let other):
            ("is missing", other.map { "did you mean it by \"\($0)\"?" } ?? "`misread init` writes one")
        case .file(let error): error.words
        case .unsafePath(let path, let reason):
            ("\"\(path)\" \(reason)", "paths are relative and stay inside the workspace")
        case .noDatasets: ("holds no data set", "each is a folder with dataset.yml and images.csv")
        case .noVersions: ("holds no version", "each is a folder with version.yml")
        case .unknownDataset(let name, let nearest): ("there is no data set \"\(name)\"", Self.meant(nearest))
        case .datasetTwice(let name):
            ("two data sets are called \"\(name)\", or so but for letter case", "each has a name of its own")
        case .datasetAndDatasets: ("both dataset and datasets are given", "keep datasets")
        case .notFederated(let file):
            (
                "no image of \(file) says which classes were looked for: it has no neg_category_ids",
                "leave it out: COCO's rule holds"
            )
        case .noDatasetListed:
            (
                "no data set is listed that is audited",
                "name one, or leave it out: every data set is audited that a version has predictions for"
            )
        case .besideItsFolder(let dataset, let version, let ending):
            (
                "is called like the data set \(dataset), and is not read here",
                "put it into versions/\(version)/\(dataset)/ as \(ending)"
            )
        case .badDatasetName(let name):
            ("\"\(name)\" cannot name one of several data sets", VersionName.fit)
        case .notAudited(let name, let audited):
            (
                "a gate asks of the data set \"\(name)\", which is not audited",
                "audited \(audited.count == 1 ? "is" : "are") \(audited.joined(separator: ", "))"
            )
        case .noRuns:
            ("no version has predictions for it", "put them into versions/<version>/ under the data set's name")
        case .unknownSplit(let name, let place, let there, let nearest):
            (
                there.isEmpty
                    ? "there are no splits in \(place) to choose \"\(name)\" from"
                    : "\"\(name)\" is no split of \(place): there are \(there.joined(separator: ", "))",
                there.isEmpty ? "leave it out" : Self.meant(nearest)
            )
        case .missingManifest: ("is missing", "each version and each data set has a manifest")
        case .noImageTable(let hint): ("there is no image table", hint ?? "put images.csv or images.jsonl here")
        case .severalTables(let names): ("there are \(names.joined(separator: " and "))", "keep one of them")
        case .noPredictions(let hint):
            ("there are no predictions", hint ?? "put predictions.csv, predictions.jsonl or predictions.npy here")
        case .noGroundTruth(let hint):
            (
                "there is no ground truth",
                hint ?? "put annotations.json (COCO), labels/ (YOLO) or annotations/ (Pascal VOC) here"
            )
        case .noObjects(let images, let hidden):
            (
                "lists \(images) \(images == 1 ? "image" : "images") and "
                    + (hidden == 0
                        ? "no object" : "no object that is to be found: all \(hidden) are hidden from the evaluation"),
                "without objects nothing that a detector does can be measured: is it the file of the test images alone?"
            )
        case .noDetections(let hint):
            ("there are no detections", hint ?? "put detections.json (COCO results) or a folder detections/ here")
        case .badExperimentName(let name):
            ("the folder \"\(name)\" is not called <factor>=<level>", "for instance blur=1.0")
        case .nameTwice(let name, let twin):
            (
                "the folders \"\(twin)\" and \"\(name)\" differ only in letter case or the form of letters",
                "not every machine can hold both: rename one"
            )
        case .reservedName(let name):
            ("the folder \"\(name)\" has a name that not every machine can hold", "rename it")
        case .takenName(let name):
            ("the archive or the site has something of its own that is called \"\(name)\"", "rename the version")
        case .unfitName(let name):
            ("\"\(name)\" cannot name a version", VersionName.fit)
        case .missingPicture(let path): ("there is no picture \"\(path)\"", "other rows of this table have theirs")
        case .noClasses: ("no class is listed", "list every class once, in the order of the probabilities")
        case .duplicateClass(let name): ("the class \"\(name)\" is listed twice", nil)
        case .duplicateSlice(let name):
            ("two declared slices are called \"\(name)\"", "give each a name of its own")
        case .duplicateCase(let name): ("two cases are called \"\(name)\"", "give each a name of its own")
        case .badDate(let text): ("\"\(text)\" is not a date", "write it as 2026-03-31")
        case .badDigest(let text): ("\"\(text)\" is not a SHA-256", "write 64 hexadecimal digits")
        case .otherName(let found, let folder): ("says \"\(found)\", the folder is called \"\(folder)\"", nil)
        case .unknownBaseline(let name, let nearest): ("there is no version \"\(name)\"", Self.meant(nearest))
        case .ownBaseline: ("a version cannot be its own baseline", nil)
        case .baselineCycle(let names):
            ("baselines go in a circle: \(names.joined(separator: " -> "))", "one of them has no baseline")
        case .edgesNotAscending: ("edges must be ascending numbers", nil)
        case .badSeparator(let text): ("\"\(text)\" is not one of \",\", \";\", \"|\", \"\\t\"", nil)
        case .gateWithoutBound: ("a gate says at_least or at_most", nil)
        case .gateWithTwoBounds: ("a gate says at_least or at_most, not both", "write two gates")
        case .noUnit(let name):
            (
                "\"\(name)\" is no column that rows can share as a unit",
                "name a column of the image table that says what was taken together: video, camera, patient"
            )
        case .slicedUnit(let name):
            ("\"\(name)\" is the unit, which is not sliced by", "leave it out here, or name another unit")
        case .withheldAttribute(let name):
            (
                "\"\(name)\" is withheld, and what a slice says of it would be published",
                "list it under privacy: publish: if it may be, or leave the slice out"
            )
        case .unitWithoutTable(let name):
            (
                "there is no column \"\(name)\", for the data set has no image table",
                "put images.csv with image_id and \(name) beside the annotations"
            )
        case .gateWhen(let text):
            ("when: \"\(text)\" is no word of a gate", "when: baseline asks it only of versions that name a baseline")
        case .badFactPath(let text):
            ("\"\(text)\" is not the path of a fact", "for instance headline/accuracy or calibration/ece")
        case .unknownDoubt(let name, let nearest):
            (
                "\"\(name)\" is nothing that is doubted",
                Self.meant(nearest) ?? "these are: " + InputDoubt.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            )
        case .unknownAttribute(let name, let nearest): ("there is no attribute \"\(name)\"", Self.meant(nearest))
        case .unknownValue(let value, let attribute, let values, let nearest):
            (
                "no image has the \(attribute) \"\(value)\"",
                Self.meant(nearest) ?? "there \(values.count == 1 ? "is" : "are") \(values.firstFew)"
            )
        case .missingColumn(let name, let instead):
            (
                "there is no column \"\(name)\"",
                instead.map { "if \"\($0)\" is it, say columns: {\(name): \($0)} in the manifest" }
            )
        case .blankID: ("is blank, an image id was expected", nil)
        case .duplicateID(let id, let first):
            (
                "the image \(id) stands already in row \(first)",
                Self.isRounded(id)
                    ? "long numbers look rounded by a spreadsheet: export the column of ids as text"
                    : "keep the row that is meant"
            )
        case .sameHash(let first, let second):
            (
                "\"\(first)\" and \"\(second)\" have the same 64-bit hash, and are told apart by it when rows are resampled and paired",
                "rename one of them"
            )
        case .unknownClass(let name, let nearest, let rows):
            // Swift's == takes the composed and the decomposed form of a letter for the same.
            (
                "\"\(name)\" is not a class of misread.yml\(Self.such(rows))",
                nearest == name
                    ? "the class there looks the same but is made of other characters (composed against decomposed)"
                    : Self.meant(nearest)
            )
        case .severalClasses(let text, let rows):
            (
                "\"\(text)\" names several classes\(Self.such(rows))",
                "where an image may have several labels, say task: multilabel in misread.yml"
            )
        case .classNumbers(let low, let high, let classes):
            (
                "holds class numbers \(low) to \(high), and there are \(classes) classes, which are counted from 0",
                "write the names of misread.yml, or numbers from 0"
            )
        case .numberedColumns(let last, let classes):
            (
                "is the first of columns numbered up to \(last), and misread.yml lists \(classes) classes",
                "list every class of the model, in the order of the columns, or call them p_<class>"
            )
        case .whichClass(let names):
            (
                "holds one number an image, and there are two classes",
                "say in version.yml which it is the probability of: probabilities: {positive: \(names.last ?? "")}"
            )
        case .uselessPositive(let name, let why):
            ("names \(name), and \(why)", "leave probabilities: positive out of version.yml")
        case .blankClass(let id): ("is blank, a class was expected (image \(id))", nil)
        case .labelDisagrees(let found, let table, let id, let rows):
            (
                "\"\(found)\" is not the label of the image table, \"\(table)\" (image \(id))\(Self.such(rows))",
                "one of the two was corrected, or they are of two data sets: bring the table up to date, or leave the labels "
                    + "out of the predictions"
            )
        case .noLabels: ("neither the image table nor the predictions have a column \"label\"", nil)
        case .noLabelColumns(let names):
            (
                "says no labels of the images",
                "give it a column \"label\" that lists them (\(names.prefix(2).joined(separator: ";"))), one column of 0 and 1 a "
                    + "label (\(names.joined(separator: ", "))), or one row an image and label"
            )
        case .tooManySets(let count):
            (
                "\(count) different sets of labels occur, and \(LabelSetCodes.most) can be told apart",
                "audit fewer images or labels at a time"
            )
        case .outsideUnit(let value, let id, let hint, let rows):
            ("\(value) is outside 0...1 (image \(id))\(Self.such(rows))", hint.question)
        case .wrongSum(let sum, let id, let rows, let all):
            (
                "the probabilities sum to \([InputDoubt].short(sum)), expected 1 within 0.001 or what their last digit allows (image \(id)); "
                    + "\(rows) of \(all) rows miss it",
                sum > 1.05
                    ? "are they scores of independent labels? say task: multilabel in misread.yml"
                    : "is it right so? say probabilities: {normalise: true} in version.yml, and each row is divided by its sum"
            )
        case .missingProbability(let names, let twin):
            (
                (names.count == 1 ? "there is no column " : "there are no columns ")
                    + names.prefix(4).map { "\"\($0)\"" }.joined(separator: ", ") + (names.count > 4 ? " ..." : "")
                    + ", but other classes have theirs",
                twin.map {
                    "\"\($0)\" differs by letter case alone: list each class once in misread.yml, as its column is called"
                }
            )
        case .unknownProbability(let nearest): ("belongs to no class of misread.yml", Self.meant(nearest))
        case .notPlainProbabilities(let shape, let rows, let classes):
            (
                "has shape (\(shape.map(String.init).joined(separator: ", "))), "
                    + "expected (\(rows.map(String.init) ?? "images"), \(classes)): one row an image, one column a class",
                nil
            )
        case .notOneMapEach(let shape, let images):
            (
                "has shape (\(shape.map(String.init).joined(separator: ", "))), "
                    + "expected (\(images), height, width): one map an image", nil
            )
        case .notOneVectorEach(let shape, let rows):
            (
                "has shape (\(shape.map(String.init).joined(separator: ", "))), expected \(rows) rows, one vector an image",
                nil
            )
        case .wrongIDCount(let found, let expected): ("holds \(found) ids for \(expected) rows", nil)
        case .otherClasses(let own, let listed):
            (
                "names the classes \(JoinFault.list(own)); misread.yml lists \(JoinFault.list(listed))",
                "list in misread.yml the classes that the file has a column for"
            )
        case .nothingLabelled(let images):
            ("none of the \(images) images that have a prediction has a label", "is the label column empty?")
        case .noLabelTrue(let images):
            (
                "names no label in any of \(images) \(images == 1 ? "image" : "images")",
                "without a label nothing that a model gives can be right: were the labels filled in?"
            )
        case .nothingOfSplit(let name):
            (
                "no prediction is for an image of the split \"\(name)\"",
                "say split: of misread.yml for the one that the predictions are of"
            )
        case .nothingToEvaluate(let items, let predictions):
            (
                "none of its \(predictions) rows belongs to one of the \(items) images of the image table",
                "are the ids spelled the same?"
            )
        }
    }
}

extension WorkspaceFault.Hint {
    fileprivate var question: String {
        switch self {
        case .logit: "are they logits? say probabilities: {kind: logit} in version.yml, and softmax is applied"
        case .labelLogit:
            "are they logits? say probabilities: {kind: logit} in version.yml, and the logistic function is applied to each"
        case .votes:
            "are they votes, or logits? say probabilities: {normalise: true}, or {kind: logit}, in version.yml"
        case .score:
            "was it a logit? none can be made a probability by itself: leave it out, and what needs one is not measured"
        case .percent: "is it in percent? say probabilities: {kind: percent} in version.yml"
        }
    }
}
