import Diagnostics

/// Reads COCO results: a list of `{image_id, category_id, bbox, score}`, or an object whose `annotations` is one.
///
/// Results of images or classes that the ground truth does not list are left out and counted. An `image_id` that is not
/// an id may be a file name or its stem, as Ultralytics writes it.
struct COCOResultsReader {
    private let file: String
    private let truth: DetectionGroundTruth
    private let names: ImageNames
    private var problems = ProblemList()
    private var oddities = OddityCounts()
    private var boxes = BoxColumns()
    private var scores: [Double] = []

    private init(file: String, bytes: Int, truth: DetectionGroundTruth) {
        self.file = file
        self.truth = truth
        names = ImageNames(truth)
        // A result takes at least 64 bytes of text; pages that are never touched cost nothing.
        boxes.reserve(bytes / 64)
        scores.reserveCapacity(bytes / 64)
    }

    /// The results that `bytes` hold for `truth`; `file` is how the file's name is said.
    static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, file: String, for truth: DetectionGroundTruth
    ) throws(ProblemList) -> DetectionResults {
        var reader = COCOResultsReader(file: file, bytes: bytes.count, truth: truth)
        do {
            var scanner = try JSONScanner(bytes)
            try reader.readAll(&scanner)
            if let offset = scanner.firstNonFinite {
                reader.problems.add(DetectionFault.strayNotFinite(file: file, offset: offset))
            }
        } catch {
            reader.problems.add(error.problem(in: file))
        }
        try reader.problems.throwIfAny()
        var remarks = reader.problems
        remarks.add(reader.oddities.remarks(file))
        return DetectionResults(
            boxes: reader.boxes, scores: reader.scores, remarks: remarks,
            ofUnknownImages: reader.oddities.count(of: .unknownImage),
            ofUnknownClasses: reader.oddities.count(of: .unknownClass))
    }

    private mutating func readAll(_ scanner: inout JSONScanner) throws(JSONFault) {
        switch try scanner.peek() {
        case UInt8(ascii: "["): try readList(&scanner, "")
        case UInt8(ascii: "{"):
            var isFound = false
            try scanner.openObject()
            while let key = try scanner.nextKey() {
                if scanner.matches(key, "annotations"), try scanner.peek() == UInt8(ascii: "[") {
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
        let image: Int32
        switch entry.image {
        case .number(let number):
            if let known = truth.imageLookup.index(of: number) {
                image = known
            } else if let named = find(.number(number), reader.path(index, "image_id")) {
                image = named
            } else {
                return
            }
        case .text(let raw):
            if !raw.hasEscapes, let known = truth.imageLookup.index(of: scanner.bytes(raw)) {
                image = known
            } else if let text = try? scanner.text(raw), let named = find(.text(text), reader.path(index, "image_id")) {
                image = named
            } else {
                return
            }
        case .absent:
            problems.add(DetectionFault.missingField(file: file, path: reader.path(index), name: "image_id"))
            return
        }
        guard let category = category(entry, scanner, reader, index) else { return }
        if box.width <= 0 || box.height <= 0 {
            oddities.note(.degenerateBox, reader.path(index, "bbox")) { box.text }
        }
        if score < 0 || score > 1 { oddities.note(.scoreRange, reader.path(index, "score")) { "\(score)" } }
        boxes.append(box, image: image, category: category, entry: index)
        scores.append(score)
    }

    private mutating func category(
        _ entry: COCOEntry, _ scanner: JSONScanner, _ reader: COCOEntryReader, _ index: Int
    ) -> Int32? {
        let id: Identifier
        switch entry.category {
        case .number(let number):
            if let known = truth.classLookup.index(of: number) { return known }
            if let known = truth.classLookup.index(of: .text(String(number))) { return known }
            id = .number(number)
        case .text(let raw):
            guard let text = try? scanner.text(raw) else { return nil }
            if let known = truth.classLookup.index(of: .text(text)) { return known }
            if let number = Int(text), let known = truth.classLookup.index(of: number) { return known }
            id = .text(text)
        case .absent:
            problems.add(DetectionFault.missingField(file: file, path: reader.path(index), name: "category_id"))
            return nil
        }
        oddities.note(.unknownClass, reader.path(index, "category_id")) { id.description }
        return nil
    }

    private mutating func find(_ id: Identifier, _ path: @autoclosure () -> String) -> Int32? {
        if let named = names.index(of: id) {
            oddities.note(.matchedByName, path()) { id.description }
            return named
        }
        oddities.note(.unknownImage, path()) { id.description }
        return nil
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

/// Finds images by other names than their ids: the number or text an id also reads as, the file name, or its stem.
struct ImageNames: Sendable {
    private var table = IdentifierTable()
    private var images: [Int32] = []

    /// The names of the images of `truth`; a name that two images share finds neither.
    init(_ truth: DetectionGroundTruth) {
        for (index, image) in truth.images.enumerated() {
            var names = [Self.other(image.id)]
            if let fileName = image.fileName {
                let stem = Self.stem(fileName)
                names += [.text(fileName), .text(stem), Int(stem).map { .number($0) }]
            }
            for case .some(let name) in Set(names) {
                let code = Int(table.code(of: name))
                if code == images.count {
                    images.append(Int32(truncatingIfNeeded: index))
                } else if images[code] != Int32(truncatingIfNeeded: index) {
                    images[code] = -1
                }
            }
        }
    }

    func index(of id: Identifier) -> Int32? {
        let code: Int32?
        switch id {
        case .number(let number): code = table.find(number)
        case .text(var text): code = text.withUTF8 { table.find($0) }
        }
        guard let code, images[Int(code)] >= 0 else { return nil }
        return images[Int(code)]
    }

    private static func other(_ id: Identifier) -> Identifier? {
        switch id {
        case .number(let number): .text(String(number))
        case .text(let text): Int(text).map { .number($0) }
        }
    }

    /// The last component without its last extension.
    static func stem(_ path: String) -> String {
        let name = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: true).last ?? path.utf8[...]
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex else {
            return String(Substring(name))
        }
        return String(Substring(name[..<dot]))
    }
}
