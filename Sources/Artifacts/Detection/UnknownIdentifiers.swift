import Columns
import Diagnostics

/// Ids that rows name and nothing has: each once, in the order met, with the number of rows.
struct UnknownIdentifiers {
    private var table = IdentifierTable()
    /// Rows that name one of them.
    private(set) var rows = 0
    /// Rows that name each of `identifiers`.
    private var counts: [Int] = []

    /// Counts a row.
    mutating func note(_ id: Identifier) { note(id, rows: 1) }

    private mutating func note(_ id: Identifier, rows: Int) {
        let code = Int(table.code(of: id))
        if code == counts.count { counts.append(0) }
        counts[code] += rows
        self.rows += rows
    }

    /// Those of which `isOne`, and the others.
    func parted(_ isOne: (Identifier) -> Bool) -> (those: UnknownIdentifiers, others: UnknownIdentifiers) {
        var (those, others) = (UnknownIdentifiers(), UnknownIdentifiers())
        for (id, rows) in zip(identifiers, counts) {
            if isOne(id) { those.note(id, rows: rows) } else { others.note(id, rows: rows) }
        }
        return (those, others)
    }

    /// The ids.
    var identifiers: [Identifier] { table.identifiers }

    /// How the ids that were met, known and unknown, are shifted against those there are; `nil` when they are not all
    /// shifted alike, or nothing is unknown.
    func shift(met: [Identifier], among known: (Int) -> Bool) -> JoinFault.Shift? {
        let all = identifiers + met
        let numbers = all.compactMap { if case .number(let number) = $0 { number } else { nil } }
        guard rows > 0, numbers.count == all.count else { return nil }
        func fits(_ step: Int) -> Bool {
            numbers.allSatisfy { number in
                let (shifted, overflow) = number.addingReportingOverflow(step)
                return !overflow && known(shifted)
            }
        }
        return fits(1) ? .oneLower : fits(-1) ? .oneHigher : nil
    }
}

/// Images and classes that rows name and the ground truth does not have.
struct UnknownTargets {
    var images = UnknownIdentifiers()
    var classes = UnknownIdentifiers()

    /// What is said of them.
    struct Findings {
        /// What no audit is to be made of: too many rows belong to nothing, or those that do not differ from what is
        /// there by spelling alone.
        var objections = ProblemList()
        /// What is said in place of the plain remark.
        var remarks = ProblemList()
        /// The remarks that are said so.
        var told: Set<DetectionFault.Anomaly> = []

        fileprivate mutating func add(_ fault: JoinFault, _ anomaly: DetectionFault.Anomaly, isTooMany: Bool) {
            if isTooMany || fault.conventions != nil {
                objections.add(fault)
            } else if fault.shift != nil {
                remarks.add(fault.problem.asWarning)
            } else {
                return
            }
            told.insert(anomaly)
        }
    }

    /// What is to be said of results of `rows` rows; `used` are the boxes that belong to something.
    func findings(_ file: String, rows: Int, _ truth: DetectionGroundTruth, used: BoxColumns) -> Findings {
        let dropped = ofMoreClasses(truth, used: used)
        var found = Findings()
        let images = withoutShared(file, rows: rows, truth, &found)
        let isTooMany = JoinFault.isTooMany(images.rows + (dropped ? 0 : classes.rows), of: rows)
        if dropped {
            let names = classes.identifiers.map(\.description)
            found.remarks.add(
                Problem(
                    .warning, at: Place(file: file, field: "category_id"),
                    "\(classes.rows) of \(rows) detections are of \(names.count) \(names.count == 1 ? "class" : "classes") that the "
                        + "ground truth does not have, and were left out: \(JoinFault.list(names))",
                    suggestion: "the model knows more classes than are labelled here"))
            found.told.insert(.unknownClass)
        }
        if images.rows > 0, let listed = truth.listed, images.identifiers.allSatisfy(listed.leavesOut) {
            let problem = listed.problem(
                file, failed: images.rows, of: rows, given: images.identifiers.map(\.description))
            if isTooMany { found.objections.add(problem) } else { found.remarks.add(problem.asWarning) }
            found.told.insert(.unknownImage)
        } else if images.rows > 0 {
            var fault = JoinFault(
                place: Place(file: file, field: "image_id"), kind: .detectedImages, failed: images.rows, rows: rows,
                given: images.identifiers.map(\.description), known: truth.images.prefix(4).map(Self.words))
            let answered = Set(used.image)
            let free = truth.images.indices.filter { !answered.contains(Int32(truncatingIfNeeded: $0)) }
            fault.conventions =
                (Self.areOfOtherFolders(fault.given, truth)
                    ? nil : NormalizedMatch(of: fault.given, to: free.map { truth.images[$0].id.description }))
                ?? NormalizedMatch(of: fault.given, to: free.compactMap { truth.images[$0].fileName })
            fault.shift = images.shift(met: answered.map { truth.images[Int($0)].id }) {
                truth.imageIndex(of: .number($0)) != nil
            }
            found.add(fault, .unknownImage, isTooMany: isTooMany)
        }
        if classes.rows > 0, !dropped {
            var fault = JoinFault(
                place: Place(file: file, field: "category_id"), kind: .detectedClasses, failed: classes.rows,
                rows: rows, given: classes.identifiers.map(\.description),
                known: truth.classes.prefix(4).map(Self.words))
            let answered = Set(used.category)
            let free = truth.classes.indices.filter { !answered.contains(Int32(truncatingIfNeeded: $0)) }
            fault.conventions = NormalizedMatch(of: fault.given, to: free.map { truth.classes[$0].name })
            fault.shift = classes.shift(met: answered.map { truth.classes[Int($0)].id }) {
                truth.classIndex(of: .number($0)) != nil
            }
            found.add(fault, .unknownClass, isTooMany: isTooMany)
        }
        return found
    }

    /// The images but for those whose names stand for several of the ground truth: which is meant nobody can say, and no audit is
    /// made of the rest.
    private func withoutShared(
        _ file: String, rows: Int, _ truth: DetectionGroundTruth, _ found: inout Findings
    ) -> UnknownIdentifiers {
        guard images.rows > 0 else { return images }
        let shared = SharedFiles(truth.images)
        let (those, others) = images.parted { shared.images(of: $0) != nil }
        guard let name = those.identifiers.first, let pair = shared.images(of: name) else { return images }
        found.objections.add(
            DetectionFault.sharedFile(
                file: file, failed: those.rows, rows: rows, name: name.description, names: those.identifiers.count,
                first: Self.words(truth.images[pair.first]), second: Self.words(truth.images[pair.second])))
        if others.rows == 0 { found.told.insert(.unknownImage) }
        return others
    }

    /// Whether results are of a model of more classes than are labelled, such as one of COCO's eighty: unknown classes are called
    /// by names, none of which is one of the ground truth in another spelling, and each class that has an object is detected.
    /// A class that is never detected may be one of the unknown under another name.
    private func ofMoreClasses(_ truth: DetectionGroundTruth, used: BoxColumns) -> Bool {
        let names = classes.identifiers.compactMap { if case .text(let name) = $0 { name } else { nil } }
        guard classes.rows > 0, names.count == classes.identifiers.count, names.contains(where: { Int($0) == nil })
        else { return false }
        let detected = Set(used.category)
        let labelled = Set(truth.boxes.category)
        guard !labelled.isEmpty, labelled.isSubset(of: detected) else { return false }
        let known = truth.classes.map(\.name)
        return !names.contains { name in known.contains { NormalizedMatch.isOneName(name, $0) } }
    }

    /// What is to be said of the `rows` objects of a ground truth that lists `listed`.
    func findings(_ file: String, rows: Int, images listed: [Identifier], classes others: [Identifier]) -> Findings {
        let isTooMany = JoinFault.isTooMany(images.rows + classes.rows, of: rows)
        var found = Findings()
        for (kind, unknown, known, anomaly) in [
            (JoinFault.Kind.labelledImages, images, listed, DetectionFault.Anomaly.unknownImage),
            (.labelledClasses, classes, others, .unknownClass),
        ] where unknown.rows > 0 {
            let (given, names) = (unknown.identifiers.map(\.description), known.map(\.description))
            let field = kind == .labelledImages ? "image_id" : "category_id"
            let fault = JoinFault(
                place: Place(file: file, field: "annotations[].\(field)"), kind: kind, failed: unknown.rows,
                rows: rows, given: given, known: names, conventions: NormalizedMatch(of: given, to: names))
            found.add(fault, anomaly, isTooMany: isTooMany)
        }
        return found
    }

    /// Whether names are those of files of the ground truth in folders that say something else.
    private static func areOfOtherFolders(_ given: [String], _ truth: DetectionGroundTruth) -> Bool {
        let last = { (name: String) in Name(NormalizationRule.folder.plain(name)) }
        let files = Dictionary(truth.images.compactMap(\.fileName).map { (last($0), $0) }) { first, _ in first }
        return given.contains { name in
            files[last(name)].map { NormalizationRule.isOfOtherFolder(name, $0) } ?? false
        }
    }

    private static func words(_ image: DetectionGroundTruth.Image) -> String {
        image.fileName.map { "\(image.id) (\($0))" } ?? image.id.description
    }

    private static func words(_ category: DetectionGroundTruth.Category) -> String {
        let id = category.id.description
        return Name(category.name) == Name(id) ? id : "\(id) (\(category.name))"
    }
}
