import Columns
import Diagnostics
import Formats

/// Reads COCO ground truth: `images`, `annotations` and `categories` in any order, whatever else the file holds.
///
/// Ids may be numbers (0 included) or text. `info`, `licenses` and unknown fields are passed over whatever their type
/// (Roboflow writes `info.year` as text). Absent `iscrowd` is 0; absent `area` is width times height.
struct COCOGroundTruthReader {
    private let file: String
    private var problems = ProblemList()
    /// What follows from a list that is not there, and is no cause of its own.
    private var unlisted: Set<DetectionFault.Anomaly> = []
    private var anomalies = AnomalyCounts()
    private var entries: COCOEntryReader
    private var imageIds: IdentifierTable
    private var classIds = IdentifierTable()
    private var annotationIds: IdentifierTable
    private var images: [DetectionGroundTruth.Image] = []
    private var imageCodes: [Int32] = []
    private var classes: [DetectionGroundTruth.Category] = []
    private var classCodes: [Int32] = []
    /// What each class says it is a kind of.
    private var parents: [String?] = []
    /// The class that stands for all others and is none.
    private var placeholder: String?
    private var boxes = BoxColumns()
    private var areas: [Double] = []
    private var isCrowd: [Bool] = []
    private var ids: [Identifier?] = []
    /// What is said of objects, by their place in `boxes`.
    private var attributes = ObjectAttributes()
    /// Objects with keypoints.
    private var keypoints = 0
    /// Images that say which classes were looked for: LVIS.
    private var federated = 0
    private var federations: [(absent: [Identifier], notExhaustive: [Identifier])] = []
    /// Whether the text was read to its end.
    private var isWhole = false
    /// Annotations that are left out for another fault, so that what else is odd about them is said as well.
    private var faulty: [(image: Int32?, category: Int32?, entry: Int)] = []

    private init(file: String, bytes: Int) {
        self.file = file
        entries = COCOEntryReader(file: file, list: "annotations")
        imageIds = IdentifierTable(expecting: bytes / 4096)
        annotationIds = IdentifierTable(expecting: bytes / 256)
    }

    /// The ground truth that `bytes` hold; `file` is how its name is said.
    static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, file: String
    ) throws(ProblemList) -> DetectionGroundTruth {
        var reader = COCOGroundTruthReader(file: file, bytes: bytes.count)
        do {
            var scanner = try JSONScanner(bytes)
            try reader.readAll(&scanner)
            reader.isWhole = true
            if let offset = scanner.firstNonFinite {
                reader.problems.add(DetectionFault.strayNotFinite(file: file, offset: offset))
            }
        } catch {
            reader.problems.add(Located(file: file, fault: error))
        }
        let truth = reader.finished()
        if reader.problems.isClean { return truth }
        // Of a file that is cut off nobody can say what it does not list.
        if reader.isWhole {
            let told: Set<DetectionFault.Anomaly> = [.duplicateId, .duplicateImage, .negativeBox]
            reader.problems.add(reader.anomalies.remarks(file, besides: told.union(reader.unlisted)))
            // What is of no class that is listed follows from the list that is not there.
            if reader.unlisted.isEmpty { reader.problems.add(truth.objections) }
        }
        throw reader.problems
    }

    private mutating func readAll(_ scanner: inout JSONScanner) throws(JSONFault) {
        var seen: Set<String> = []
        try scanner.openObject()
        while let key = try scanner.nextKey() {
            let name = try scanner.text(key)
            guard ["images", "annotations", "categories"].contains(name) else {
                try scanner.skipValue()
                continue
            }
            if seen.contains(name) { problems.add(DetectionFault.doubledKey(file: file, path: "", name: name)) }
            let byte = try scanner.peek()
            guard byte == UInt8(ascii: "[") else {
                problems.add(
                    DetectionFault.wrongKind(file: file, path: name, wanted: "a list", found: JSONKind.name(byte)))
                try scanner.skipValue()
                seen.insert(name)
                continue
            }
            seen.insert(name)
            try scanner.openArray()
            var index = 0
            while try scanner.nextElement() {
                switch name {
                case "images": try readImage(&scanner, index)
                case "categories": try readCategory(&scanner, index)
                default: try readAnnotation(&scanner, index)
                }
                index += 1
            }
        }
        try scanner.finish()
        for name in ["images", "annotations", "categories"] where !seen.contains(name) {
            problems.add(DetectionFault.missingList(file: file, name: name))
            if name == "images" { unlisted.insert(.unknownImage) }
            if name == "categories" { unlisted.insert(.unknownClass) }
        }
    }

    private mutating func readAnnotation(_ scanner: inout JSONScanner, _ index: Int) throws(JSONFault) {
        let entry = try entries.read(&scanner, index)
        if entry.isFaulty {
            for fault in entries.faults { problems.add(fault) }
            entries.faults.removeAll(keepingCapacity: true)
            faulty.append((code(entry.image, scanner, &imageIds), code(entry.category, scanner, &classIds), index))
            _ = identify(entry, scanner, index)
            return
        }
        let path = { "annotations[\(index)]" }
        guard let image = code(entry.image, scanner, &imageIds) else {
            problems.add(DetectionFault.missingField(file: file, path: path(), name: "image_id"))
            return
        }
        guard let category = code(entry.category, scanner, &classIds) else {
            problems.add(DetectionFault.missingField(file: file, path: path(), name: "category_id"))
            return
        }
        guard let box = entry.box else {
            problems.add(DetectionFault.missingField(file: file, path: path(), name: "bbox"))
            return
        }
        anomalies.note(box, path() + ".bbox")
        let area = entry.area ?? box.area
        if box.negativeSize == nil, !DetectionGroundTruth.areaRange.contains(area) {
            anomalies.note(.areaRange, path() + ".area") { Box.text(area) }
        }
        if entry.area == nil { anomalies.note(.absentArea, path()) { "" } }
        let id = identify(entry, scanner, index)
        for (name, value) in entry.said { attributes.note(name, value, row: boxes.count) }
        if entry.hasKeypoints { keypoints += 1 }
        boxes.append(box, image: image, category: category, entry: index)
        areas.append(area)
        isCrowd.append(entry.isCrowd)
        ids.append(id)
    }

    /// The id of an object, which no other may have.
    private mutating func identify(_ entry: COCOEntry, _ scanner: JSONScanner, _ index: Int) -> Identifier? {
        let known = annotationIds.count
        guard let code = code(entry.id, scanner, &annotationIds) else { return nil }
        let id = annotationIds.identifiers[Int(code)]
        if Int(code) < known { anomalies.note(.duplicateId, "annotations[\(index)].id") { id.description } }
        if id == .number(0) { anomalies.note(.zeroId, "annotations[\(index)].id") { "0" } }
        return id
    }

    private func code(
        _ raw: COCOEntry.RawIdentifier, _ scanner: JSONScanner, _ table: inout IdentifierTable
    ) -> Int32? {
        switch raw {
        case .absent: return nil
        case .number(let number): return table.find(number) ?? table.code(of: .number(number))
        case .text(let raw):
            if !raw.hasEscapes, let code = table.find(scanner.bytes(raw)) { return code }
            guard let text = try? scanner.text(raw) else { return nil }
            return table.code(of: .text(text))
        }
    }

    private mutating func readImage(_ scanner: inout JSONScanner, _ index: Int) throws(JSONFault) {
        let fields = try COCOFields.read(
            &scanner, numbers: ["width", "height"], texts: ["file_name"],
            lists: ["neg_category_ids", "not_exhaustive_category_ids"])
        if fields.lists.contains(where: { $0 != nil }) { federated += 1 }
        let path = "images[\(index)]"
        if let doubled = fields.doubled {
            problems.add(DetectionFault.doubledKey(file: file, path: path, name: doubled))
        }
        if let (name, value) = fields.notFinite {
            problems.add(DetectionFault.notFinite(file: file, path: path + "." + name, value: "\(value)"))
        }
        guard let id = fields.id else {
            problems.add(DetectionFault.missingField(file: file, path: path, name: "id"))
            return
        }
        let (width, height) = (fields.numbers[0], fields.numbers[1])
        if let side = [width, height].compactMap(\.self).first(where: { $0 < 0 }) {
            problems.add(DetectionFault.negativeImage(file: file, path: path, id: id.description, side: Box.text(side)))
        } else if let width, let height, !(width > 0 && height > 0) {
            anomalies.note(.imageSize, path) { "\(Box.text(width)) x \(Box.text(height))" }
        }
        imageCodes.append(imageIds.code(of: id))
        images.append(.init(id: id, fileName: fields.texts[0], width: width, height: height))
        federations.append((fields.lists[0] ?? [], fields.lists[1] ?? []))
    }

    private mutating func readCategory(_ scanner: inout JSONScanner, _ index: Int) throws(JSONFault) {
        let fields = try COCOFields.read(&scanner, numbers: [], texts: ["name", "supercategory"])
        if let doubled = fields.doubled {
            problems.add(DetectionFault.doubledKey(file: file, path: "categories[\(index)]", name: doubled))
        }
        guard let id = fields.id else {
            problems.add(DetectionFault.missingField(file: file, path: "categories[\(index)]", name: "id"))
            return
        }
        let name = fields.texts[0] ?? id.description
        if let earlier = classes.first(where: { $0.id == id }) {
            if Name(earlier.name) == Name(name) {
                anomalies.note(.duplicateClass, "categories[\(index)]") { id.description }
            } else {
                problems.add(
                    DetectionFault.twoNames(
                        file: file, path: "categories[\(index)]", id: id.description, first: earlier.name,
                        second: name))
            }
        }
        classCodes.append(classIds.code(of: id))
        classes.append(.init(id: id, name: name))
        parents.append(fields.texts[1])
    }

    /// Leaves out the category 0 of Roboflow's exports, which is called as the project is: it has no objects, and every other
    /// names it as its supercategory. As a class it would be one that nobody can find.
    private mutating func leaveOutPlaceholder() {
        guard classes.count > 1, let at = classes.firstIndex(where: { $0.id == .number(0) }) else { return }
        let (name, code) = (classes[at].name, classCodes[at])
        let areOfIt = classes.indices.allSatisfy { $0 == at || parents[$0].map { Name($0) == Name(name) } ?? false }
        guard areOfIt, !boxes.category.contains(code), !faulty.contains(where: { $0.category == code }) else { return }
        classes.remove(at: at)
        classCodes.remove(at: at)
        parents.remove(at: at)
        placeholder = name
    }

    /// Sorts images and classes, turns codes into indices and leaves out what belongs to nothing that is listed.
    private mutating func finished() -> DetectionGroundTruth {
        leaveOutPlaceholder()
        let (imageOrder, imageIndex) = Self.order(images.map(\.id), imageCodes, imageIds.count)
        let (classOrder, classIndex) = Self.order(classes.map(\.id), classCodes, classIds.count)
        var inFileOrder: [Int32] = []
        var listed = [Bool](repeating: false, count: imageOrder.count)
        for (position, code) in imageCodes.enumerated() {
            let index = imageIndex[Int(code)]
            if listed[Int(index)] {
                anomalies.note(.duplicateImage, "images[\(position)]") { images[position].id.description }
            } else {
                listed[Int(index)] = true
                inFileOrder.append(index)
            }
        }
        var kept = BoxColumns()
        kept.reserve(boxes.count)
        var keptAreas: [Double] = []
        var keptCrowd: [Bool] = []
        var keptIds: [Identifier?] = []
        var keptRows: [Int] = []
        let imageLookup = IdentifierLookup(imageIds, imageIndex)
        let classLookup = IdentifierLookup(classIds, classIndex)
        var unknown = UnknownTargets()
        for row in 0..<boxes.count {
            let entry = Int(boxes.entry[row])
            let (imageId, classId) = (
                imageIds.identifiers[Int(boxes.image[row])], classIds.identifiers[Int(boxes.category[row])]
            )
            var image = imageIndex[Int(boxes.image[row])]
            var category = classIndex[Int(boxes.category[row])]
            if image < 0, let alike = imageLookup.index(alike: imageId) {
                anomalies.note(.otherKind, "annotations[\(entry)].image_id") { imageId.description }
                image = alike
            }
            if category < 0, let alike = classLookup.index(alike: classId) {
                anomalies.note(.otherKind, "annotations[\(entry)].category_id") { classId.description }
                category = alike
            }
            guard image >= 0 else {
                anomalies.note(.unknownImage, "annotations[\(entry)].image_id") { imageId.description }
                unknown.images.note(imageId)
                continue
            }
            guard category >= 0 else {
                anomalies.note(.unknownClass, "annotations[\(entry)].category_id") { classId.description }
                unknown.classes.note(classId)
                continue
            }
            kept.append(boxes[row], image: image, category: category, entry: entry)
            keptAreas.append(areas[row])
            keptCrowd.append(isCrowd[row])
            keptIds.append(ids[row])
            keptRows.append(row)
        }
        for (image, category, entry) in faulty {
            if let image, imageIndex[Int(image)] < 0 {
                let id = imageIds.identifiers[Int(image)]
                anomalies.note(.unknownImage, "annotations[\(entry)].image_id") { id.description }
            }
            if let category, classIndex[Int(category)] < 0 {
                let id = classIds.identifiers[Int(category)]
                anomalies.note(.unknownClass, "annotations[\(entry)].category_id") { id.description }
            }
        }
        let found = unknown.findings(
            file, rows: boxes.count, images: images.map(\.id), classes: classes.map(\.id))
        let negative = anomalies.negativeObjects(file)
        let doubled = anomalies.doubledIds(file)
        var objections = ProblemList(negative + doubled)
        objections.add(found.objections)
        var remarks = problems
        remarks.add(
            anomalies.remarks(
                file,
                besides: found.told.union([.duplicateId, .duplicateImage]).union(negative.isEmpty ? [] : [.negativeBox])
            ))
        remarks.add(unusedRemarks)
        if let remark = SharedFiles.remark(imageOrder.map { images[$0] }, file: file) { remarks.add(remark) }
        var truth = DetectionGroundTruth(
            images: imageOrder.map { images[$0] }, imagesInFileOrder: inFileOrder,
            classes: classOrder.map { classes[$0] }, boxes: kept, areas: keptAreas, isCrowd: keptCrowd, ids: keptIds,
            remarks: remarks, objections: objections, imageLookup: imageLookup, classLookup: classLookup)
        truth.objectAttributes = attributes.columns(of: keptRows).columns
        if federated > 0 {
            let places = { (ids: [Identifier]) in Set(ids.compactMap { classLookup.index(alike: $0) }) }
            truth.federation = FederatedClasses(
                absent: imageOrder.map { places(federations[$0].absent) },
                notExhaustive: imageOrder.map { places(federations[$0].notExhaustive) })
        }
        return truth
    }

    /// What is said of what the file has and nothing is made of.
    private var unusedRemarks: ProblemList {
        var list = ProblemList()
        if let placeholder {
            list.add(
                Problem(
                    .note, at: Place(file: file, field: "categories"),
                    "category 0, \(placeholder), has no objects and is the supercategory of all others: it is left out")
            )
        }
        if keypoints > 0 {
            list.add(
                Problem(
                    .note, at: Place(file: file, field: "annotations"),
                    "\(keypoints) objects have keypoints, which are not used: boxes are compared"))
        }
        if federated > 0 {
            list.add(FederatedClasses.unused(of: federated, file: file))
        }
        return list
    }

    /// The positions of the first of each id, sorted by id, and the rank of every code (-1: not listed).
    private static func order(_ ids: [Identifier], _ codes: [Int32], _ count: Int) -> ([Int], [Int32]) {
        var first = [Int](repeating: -1, count: count)
        for (position, code) in codes.enumerated() where first[Int(code)] < 0 { first[Int(code)] = position }
        let positions = first.filter { $0 >= 0 }.sorted { ids[$0] < ids[$1] }
        var rank = [Int32](repeating: -1, count: count)
        for (index, position) in positions.enumerated() {
            rank[Int(codes[position])] = Int32(truncatingIfNeeded: index)
        }
        return (positions, rank)
    }
}

extension Box {
    /// "width" or "height", when one is negative.
    var negativeSize: String? { height < 0 ? "height" : width < 0 ? "width" : nil }

    /// `[1, 2.5, 3, 4]`.
    var text: String { "[\(Self.text(x)), \(Self.text(y)), \(Self.text(width)), \(Self.text(height))]" }

    /// A number without a needless fraction.
    static func text(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? value.description
    }
}
