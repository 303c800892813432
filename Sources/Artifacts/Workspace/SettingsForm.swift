// misread.yml, key by key.

import Columns
import Diagnostics
import Files
import Formats
import Forms
import Foundation
import Record

extension WorkspaceSettings {
    /// What misread.yml of the workspace in `root` says, read without its artifacts; `nil` where there is none. Throws
    /// everything that is wrong with it.
    public static func read(in root: URL) throws(ProblemList) -> WorkspaceSettings? {
        try WorkspaceManifests.settings(in: root)
    }

    /// Reads misread.yml. What is wrong is added to `problems`; what is absent has its default.
    init(reading form: Form, _ problems: inout ProblemList) {
        var form = form
        let defaults = WorkspaceSettings(title: "")
        title = form.text("title", required: true) ?? ""
        task = form.choice("task", of: TaskKind.allCases.map(\.rawValue)).flatMap(TaskKind.init) ?? defaults.task
        owners = form.texts("owners") ?? []
        classes = form.texts("classes") ?? []
        (dataset, datasets) = DatasetSettings.read(&form, &problems)
        split = form.text("split")
        // A set of labels is no kind of image: images with more labels have more that may be wrong.
        slicing = SlicingSettings(includesLabel: task != .multilabel)
        if let own = form.form("slicing") { slicing = SlicingSettings(reading: own, besides: slicing, &problems) }
        publish = nil
        audience = nil
        groups = form.texts("groups") ?? []
        suppressBelow = Self.smallestGroup
        if var privacy = form.form("privacy") {
            publish = privacy.texts("publish")
            publishesNames = privacy.flag("publish_names") ?? false
            suppressBelow = privacy.integer("suppress_below", in: 0...1_000_000) ?? Self.smallestGroup
            audience = privacy.choice("audience", of: Audience.allCases.map(\.rawValue)).flatMap(Audience.init)
            privacy.finish(&problems)
        }
        // What is published of slices is published of the groups in them.
        if !groups.isEmpty { slicing.minSupport = max(slicing.minSupport, suppressBelow) }
        unit = form.text("unit")
        telemetry = form.form("telemetry").map { TelemetrySettings(reading: $0, &problems) } ?? TelemetrySettings()
        confidentAbove = form.number("confident_above", in: 0...1) ?? defaults.confidentAbove
        smallestEffect = form.number("smallest_effect", in: 0...1) ?? defaults.smallestEffect
        maxDetections = form.integer("max_detections", in: 1...10_000) ?? defaults.maxDetections
        whatIf = form.forms("what_if").compactMap { MixSetting.read($0, &problems) }
        if task != .classification, !form.keys.filter({ $0 == "what_if" }).isEmpty {
            form.refuse("what_if", expected: "mixes of a classifier with one label an image (`task: classification`)")
        } else if Set(whatIf.map { Name($0.name) }).count < whatIf.count {
            form.refuse("what_if", expected: "mixes of different names")
        }
        examples = form.integer("examples", in: 0...100_000) ?? defaults.examples
        pictures = form.integer("pictures", in: 1...24)
        rule =
            form.choice("rule", of: DetectionRule.allCases.map(\.rawValue)).flatMap(DetectionRule.init) ?? defaults.rule
        let accepts = form.texts("accept") ?? []
        accepted = accepts.compactMap(InputDoubt.Kind.init)
        var gates: [GateRule] = []
        datasetGates = []
        for gate in form.forms("gates") {
            guard let (name, rule) = GateRule.read(gate, &problems) else { continue }
            if let name { datasetGates.append(DatasetGate(dataset: name, rule: rule)) } else { gates.append(rule) }
        }
        self.gates = gates
        constraints = Constraint.read(&form, &problems)
        let file = form.file
        form.finish(&problems)

        // Of a task that is none nobody can say what it needs.
        let isTaskKnown = !problems.errors.contains { $0.place?.file == file && $0.place?.field == "task" }
        if classes.isEmpty, task != .detection, isTaskKnown {
            problems.add(WorkspaceError(file, field: "classes", .noClasses))
        }
        for name in accepts where InputDoubt.Kind(rawValue: name) == nil {
            let nearest = nearestName(to: name, in: InputDoubt.Kind.allCases.map(\.rawValue))
            problems.add(WorkspaceError(file, field: "accept", .unknownDoubt(name, nearest: nearest)))
        }
        if classes.count == 1, classes[0].hasSuffix(".txt") { classFile = classes[0] }
        checkClasses(file, &problems)
    }

    /// Reads the classes from the text that misread.yml names, one a line.
    mutating func readClasses(in folder: WorkspaceFolder, _ problems: inout ProblemList) {
        guard let classFile else { return }
        do {
            let text = try TextFile(bytes: try folder.bytes(classFile), name: classFile)
            classes = String(decoding: text.bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
                .map { String($0.trimmingBlanks) }.filter { !$0.isEmpty }
        } catch let error as WorkspaceError {
            problems.add(error)
            return
        } catch let error as ProblemList {
            problems.add(error)
            return
        } catch {
            problems.add(FileError(error, classFile, .read))
            return
        }
        if classes.isEmpty, task != .detection { problems.add(WorkspaceError(classFile, .noClasses)) }
        checkClasses(classFile, &problems)
    }

    /// Most classes: cells of a confusion matrix are numbered by 32 bits.
    static let mostClasses = 40_000

    private func checkClasses(_ file: String, _ problems: inout ProblemList) {
        if classes.count > Self.mostClasses {
            problems.add(
                Problem(
                    at: Place(file: file, field: "classes"),
                    "\(classes.count) classes are listed, at most \(Self.mostClasses) are read"))
        }
        var seen = Set<ClassName>()
        var looks: [String: String] = [:]
        for name in classes {
            if !seen.insert(ClassName(name)).inserted {
                problems.add(WorkspaceError(file, field: "classes", .duplicateClass(name)))
            } else if let other = looks.updateValue(name, forKey: name) {
                let bytes = { (text: String) in text.utf8.map { String($0, radix: 16) }.joined(separator: " ") }
                problems.add(
                    Problem(
                        .warning, at: Place(file: file, field: "classes"),
                        "\"\(name)\" and \"\(other)\" look the same and are two classes: "
                            + "bytes \(bytes(name)) and \(bytes(other))"))
            }
        }
    }
}

extension SlicingSettings {
    /// Reads `slicing:`.
    init(reading form: Form, besides defaults: SlicingSettings, _ problems: inout ProblemList) {
        var form = form
        attributes = form.texts("attributes")
        maxDepth = form.integer("max_depth", in: 1...6) ?? defaults.maxDepth
        minSupport = form.integer("min_support", in: 1...1_000_000_000) ?? defaults.minSupport
        buckets = form.integer("buckets", in: 2...100) ?? defaults.buckets
        includesLabel = form.flag("includes_label") ?? defaults.includesLabel
        edges = [:]
        if var given = form.form("edges") {
            for name in given.keys {
                let numbers = (given.texts(name) ?? []).map { Double(decimal: $0) }
                let values = numbers.compactMap { $0 }
                let isAscending = zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
                guard !values.isEmpty, values.count == numbers.count, isAscending else {
                    problems.add(
                        WorkspaceError(
                            form.file, row: given.row(of: name), field: "slicing.edges.\(name)", .edgesNotAscending))
                    continue
                }
                edges[name] = values
            }
            given.finish(&problems)
        }
        declared = []
        for var slice in form.forms("declared") {
            let name = slice.text("name", required: true)
            let predicates = slice.dictionary("where").map { Predicate(Name($0.key), Name($0.text)) }
            if let name, declared.contains(where: { Name($0.name) == Name(name) }) {
                problems.add(
                    WorkspaceError(slice.file, row: slice.row, field: "slicing.declared", .duplicateSlice(name)))
            } else if let name {
                declared.append(DeclaredSlice(name: name, predicates: predicates))
            }
            slice.finish(&problems)
        }
        form.finish(&problems)
    }
}

extension GateRule {
    /// Reads one gate, with the data set that its fact names, as `night: headline/accuracy`; `nil` when it cannot be used.
    static func read(_ form: Form, _ problems: inout ProblemList) -> (dataset: String?, rule: GateRule)? {
        var form = form
        let row = form.row
        let range = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
        let name = form.text("name")
        let text = form.text("fact", required: true)
        let (dataset, fact) = text.map(named) ?? (nil, nil)
        let least = form.number("at_least", in: range)
        let most = form.number("at_most", in: range)
        let before = problems.errorCount
        let when = form.text("when")
        let file = form.file
        form.finish(&problems)
        if let when, when != "baseline" {
            problems.add(WorkspaceError(file, row: row, field: "gates", .gateWhen(when)))
        }
        if let fact, !Self.isFactPath(fact) {
            problems.add(WorkspaceError(file, row: row, field: "gates", .badFactPath(fact)))
        }
        let bound: Bound
        switch (least, most) {
        case (nil, nil):
            // A bound that is no number has been told already; one that is left empty has not.
            if problems.errorCount == before {
                problems.add(WorkspaceError(file, row: row, field: "gates", .gateWithoutBound))
            }
            return nil
        case (_?, _?):
            problems.add(WorkspaceError(file, row: row, field: "gates", .gateWithTwoBounds))
            return nil
        case (let least?, nil): bound = .atLeast(least)
        case (nil, let most?): bound = .atMost(most)
        }
        guard let fact else { return nil }
        return (
            dataset,
            GateRule(name: name, fact: FormerNames.fact(fact), bound: bound, needsBaseline: when == "baseline")
        )
    }

    /// The data set that the path of a fact names, and the path without it.
    private static func named(_ text: String) -> (dataset: String?, fact: String?) {
        guard let mark = text.firstRange(of: ": "), !text[..<mark.lowerBound].contains("/") else { return (nil, text) }
        return (String(text[..<mark.lowerBound]), String(text[mark.upperBound...].drop(while: \.isWhitespace)))
    }

    /// `section/fact`, both without blanks; the fact may name a member: `recall@class=8`.
    private static func isFactPath(_ text: String) -> Bool {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && !parts[0].contains(" ")
    }
}
