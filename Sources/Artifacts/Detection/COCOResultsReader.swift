import Diagnostics
import Formats

/// Reads COCO results: a list of `{image_id, category_id, bbox, score}`, or an object whose `annotations` is one.
///
/// An object may list `images` and `categories` of its own: then its ids mean what these lists say. Otherwise they are
/// those of the ground truth, a number and its text alike; an `image_id` that is none may be a file name or its stem, as
/// Ultralytics writes it, and a `file_name` in a row says more than its `image_id`. Results of images or classes that the ground truth does not list are left out and counted; too
/// many of them are an objection.
struct COCOResultsReader {
    private let file: String
    private let truth: DetectionGroundTruth
    private let names: ImageNames
    private var problems = ProblemList()
    private var anomalies = AnomalyCounts()
    private var boxes = BoxColumns()
    private var scores: [Double] = []
    private var own = OwnLists()
    private let classNames: OwnNames
    private let fileNames: OwnNames
    /// Rows that name the file of their image.
    private var withFile = 0
    /// Rows that are sound, whether they belong to something or not.
    private var rows = 0
    private var unknown = UnknownTargets()
    /// Whether class numbers are places in the list of classes, which is said once.
    private var isInOrder = false

    private init(file: String, bytes: Int, truth: DetectionGroundTruth) {
        self.file = file
        self.truth = truth
        names = ImageNames(truth)
        classNames = OwnNames(classes: truth)
        fileNames = OwnNames(images: truth)
        // A result takes at least 64 bytes of text; pages that are never touched cost nothing.
        boxes.reserve(bytes / 64)
        scores.reserveCapacity(bytes / 64)
    }

    /// The results that `bytes` hold for `truth`; `file` is how the file's name is said. Whether scores are percent is judged by them
    /// all unless it is `stated`.
    static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, file: String, for truth: DetectionGroundTruth,
        arePercent stated: Bool? = nil
    ) throws(ProblemList) -> DetectionResults {
        try read(bytes, file: file, for: truth, arePercent: stated, order: nil)
    }

    private static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, file: String, for truth: DetectionGroundTruth, arePercent stated: Bool?,
        order: ClassOrder?
    ) throws(ProblemList) -> DetectionResults {
        var reader = COCOResultsReader(file: file, bytes: bytes.count, truth: truth)
        do {
            var scanner = try JSONScanner(bytes)
            reader.own = try OwnLists(scanner, file: file, for: truth)
            for fault in reader.own.faults { reader.problems.add(fault) }
            if let order {
                reader.own.use(order.classes)
                reader.isInOrder = true
                reader.problems.add(order.remark)
            }
            try reader.readAll(&scanner)
            if let offset = scanner.firstNonFinite {
                reader.problems.add(DetectionFault.strayNotFinite(file: file, offset: offset))
            }
        } catch {
            reader.problems.add(Located(file: file, fault: error))
        }
        try reader.problems.throwIfAny()
        if order == nil, reader.own.classes == nil,
            let order = ClassOrder(
                reader.unknown.classes, used: reader.boxes, rows: reader.rows, truth, file: file,
                isOfUltralytics: reader.withFile == reader.rows)
        {
            return try read(bytes, file: file, for: truth, arePercent: stated, order: order)
        }
        let found = reader.unknown.findings(file, rows: reader.rows, truth, used: reader.boxes)
        var remarks = reader.problems
        let scores = reader.anomalies.judged(reader.scores, arePercent: stated)
        let negative = reader.anomalies.negativeDetections(file, of: reader.boxes.count)
        var objections = ProblemList(negative)
        objections.add(found.objections)
        remarks.add(reader.anomalies.remarks(file, besides: found.told.union(negative.isEmpty ? [] : [.negativeBox])))
        remarks.add(found.remarks)
        var results = DetectionResults(
            boxes: reader.boxes, scores: scores, remarks: remarks,
            objections: objections,
            ofUnknownImages: reader.unknown.images.rows, ofUnknownClasses: reader.unknown.classes.rows)
        results.werePercent = stated ?? (reader.anomalies.count(of: .percentScore) > 0)
        return results
    }

    private mutating func readAll(_ scanner: inout JSONScanner) throws(JSONFault) {
        switch try scanner.peek() {
        case UInt8(ascii: "["): try readList(&scanner, "")
        case UInt8(ascii: "{"):
            var isFound = false
            try scanner.openObject()
            while let key = try scanner.nextKey() {
                if scanner.matches(key, "annotations"), try scanner.peek() == UInt8(ascii: "[") {
                    if isFound { problems.add(DetectionFault.doubledKey(file: file, path: "", name: "annotations")) }
                    isFound = true
                    try readList(&scanner, "annotations")
                } else {
                    try scanner.skipValue()
                }
            }
            if !isFound { problems.add(DetectionFault.notResults(file: file)) }
        default:
            problems.add(DetectionFault.notResults(file: file))
            try scanner.skipValue()
        }
        try scanner.finish()
    }

    private mutating func readList(_ scanner: inout JSONScanner, _ list: String) throws(JSONFault) {
        var reader = COCOEntryReader(file: file, list: list)
        try scanner.openArray()
        var index = 0
        while try scanner.nextElement() {
            let entry = try reader.read(&scanner, index)
            if entry.isFaulty {
                for fault in reader.faults { problems.add(fault) }
                reader.faults.removeAll(keepingCapacity: true)
            } else {
                keep(entry, scanner, reader, index)
            }
            index += 1
        }
    }

    @inline(__always)
    private mutating func keep(
        _ entry: COCOEntry, _ scanner: JSONScanner, _ reader: COCOEntryReader, _ index: Int
    ) {
        guard let box = entry.box, let score = entry.score else {
            explain(entry, reader.path(index))
            return
        }
        rows += 1
        if entry.fileName != nil { withFile += 1 }
        guard let image = image(entry, scanner, reader, index), let category = category(entry, scanner, reader, index)
        else { return }
        anomalies.note(box, reader.path(index, "bbox"))
        if score < 0 || score > 1 { anomalies.note(.scoreRange, reader.path(index, "score")) { "\(score)" } }
        boxes.append(box, image: image, category: category, entry: index)
        scores.append(score)
    }

    @inline(__always)
    private mutating func image(
        _ entry: COCOEntry, _ scanner: JSONScanner, _ reader: COCOEntryReader, _ index: Int
    ) -> Int32? {
        if own.images == nil, let named = named(entry, scanner, reader, index) { return named }
        // Ids that need no second look, without a string.
        if own.images == nil {
            switch entry.image {
            case .number(let number):
                if let known = truth.imageLookup.index(of: number) { return known }
            case .text(let raw) where !raw.hasEscapes:
                if let known = truth.imageLookup.index(of: scanner.bytes(raw)) { return known }
            default: break
            }
        }
        guard let id = identifier(entry.image, scanner) else {
            if case .absent = entry.image { missing("image_id", reader.path(index)) }
            return nil
        }
        let path = { reader.path(index, "image_id") }
        if let meaning = own.images?.meaning(of: id) {
            if let found = meaning.index {
                anomalies.note(.ownImageName, path()) { "their \(id) is \(meaning.name)" }
                return found
            }
            anomalies.note(.unknownImage, path()) { meaning.name }
            unknown.images.note(.text(meaning.name))
            return nil
        }
        if own.images == nil {
            if let known = truth.imageLookup.index(alike: id) {
                if truth.imageLookup.index(of: id) == nil { anomalies.note(.otherKind, path()) { id.description } }
                return known
            }
            if let named = names.index(of: id) {
                anomalies.note(.matchedByName, path()) { id.description }
                return named
            }
        }
        anomalies.note(.unknownImage, path()) { id.description }
        unknown.images.note(id)
        return nil
    }

    /// The image whose file a row names: Ultralytics writes the number in a file's name as image_id, which may be the id of
    /// another image.
    private mutating func named(
        _ entry: COCOEntry, _ scanner: JSONScanner, _ reader: COCOEntryReader, _ index: Int
    ) -> Int32? {
        guard let raw = entry.fileName, fileNames.hasNames, let name = try? scanner.text(raw),
            PictureNames.isPicture(name)
        else { return nil }
        let id = identifier(entry.image, scanner)
        let byID = id.flatMap { truth.imageLookup.index(alike: $0) }
        guard let found = fileNames.index(of: name, calledByID: byID) else { return nil }
        if let id, found != byID {
            if byID == nil {
                anomalies.note(.matchedByName, reader.path(index, "image_id")) { id.description }
            } else {
                anomalies.note(.rowFileName, reader.path(index, "image_id")) { "\(id) is that of \(name)" }
            }
        }
        return found
    }

    private mutating func category(
        _ entry: COCOEntry, _ scanner: JSONScanner, _ reader: COCOEntryReader, _ index: Int
    ) -> Int32? {
        if own.classes == nil, case .number(let number) = entry.category,
            let known = truth.classLookup.index(of: number)
        {
            return known
        }
        guard let id = identifier(entry.category, scanner) else {
            if case .absent = entry.category { missing("category_id", reader.path(index)) }
            return nil
        }
        let path = { reader.path(index, "category_id") }
        if let meaning = own.classes?.meaning(of: id) {
            if let found = meaning.index {
                if own.classes?.isOnlyMore == false, !isInOrder {
                    anomalies.note(.ownClassName, path()) { "their \(id) is \(meaning.name)" }
                }
                return found
            }
            anomalies.note(.unknownClass, path()) { meaning.name }
            unknown.classes.note(.text(meaning.name))
            return nil
        }
        if own.classes == nil, let known = truth.classLookup.index(alike: id) {
            if truth.classLookup.index(of: id) == nil { anomalies.note(.otherKind, path()) { id.description } }
            return known
        }
        if own.classes == nil, case .text(let name) = id, let named = classNames.index(of: name, calledByID: nil) {
            anomalies.note(.classByName, path()) { name }
            return named
        }
        anomalies.note(.unknownClass, path()) { id.description }
        unknown.classes.note(id)
        return nil
    }

    private func identifier(_ raw: COCOEntry.RawIdentifier, _ scanner: JSONScanner) -> Identifier? {
        switch raw {
        case .absent: nil
        case .number(let number): .number(number)
        case .text(let raw): (try? scanner.text(raw)).map { .text($0) }
        }
    }

    private mutating func missing(_ name: String, _ path: String) {
        problems.add(DetectionFault.missingField(file: file, path: path, name: name))
    }

    private mutating func explain(_ entry: COCOEntry, _ path: String) {
        if entry.box == nil {
            problems.add(
                entry.hasSegmentation
                    ? DetectionFault.maskOnly(file: file, path: path)
                    : DetectionFault.missingField(file: file, path: path, name: "bbox"))
        } else {
            problems.add(DetectionFault.missingField(file: file, path: path, name: "score"))
        }
    }
}
