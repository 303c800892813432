import Columns
import Diagnostics
import Formats
import Foundation

// Pascal VOC: one XML file an image, with `size` and an `object` for each labelled thing:
//
//     <annotation><filename>a.jpg</filename><size><width>640</width><height>480</height></size>
//       <object><name>dog</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>30</xmax><ymax>40</ymax></bndbox></object>
//     </annotation>
//
// A box spans xmin to xmax as written, without the extra pixel of VOC's own devkit, so that results in the same
// coordinates are compared alike. An object marked `difficult` is not to be found, and a detection on it does not count,
// as in VOC's own evaluation; here by COCO's rule for crowds. Results are VOC's: a file a class, lines of `image score xmin ymin xmax ymax`.

/// Reads a folder of Pascal VOC annotations as ground truth.
struct VOCGroundTruthReader {
    /// Reads the annotations in a folder, of the images called `only` where that is given; `files` are those that are known to be
    /// some. `notes` are said of the reading.
    static func read(
        _ folder: DetectionFolder, _ files: [String] = [], only: Set<String>? = nil, notes: [Problem] = []
    ) throws -> DetectionGroundTruth {
        var truth = GroundTruthAssembly()
        for note in notes { truth.add(note) }
        var attributes = ObjectAttributes()
        var objectCount = 0
        var found: [(file: String, image: Int32, objects: [XMLElement])] = []
        var names: Set<String> = []
        for file in try folder.files(among: files, endingIn: "xml")
        where only?.contains(ImageNames.stem(file)) ?? true {
            let annotation: XMLElement
            do {
                annotation = try XMLElement(Array(try folder.bytes(file)))
            } catch let fault as XMLFault {
                truth.add(DetectionTextFault.notXML(file: folder.name(file), offset: fault.offset))
                continue
            }
            let size = annotation.child("size")
            let stem = ImageNames.stem(file)
            let image = truth.image(
                .text(stem), fileName: annotation.child("filename")?.text, width: size?.number("width"),
                height: size?.number("height"))
            let objects = annotation.children.filter { $0.name == "object" }
            found.append((file, image, objects))
            for object in objects { if let name = object.child("name")?.text { names.insert(name) } }
        }
        // Numbered in the order of their names, for the format numbers nothing.
        for name in names.sorted(by: { Name($0) < Name($1) }) {
            _ = truth.category(.text(name), name: name)
        }
        for (file, image, objects) in found {
            for object in objects {
                guard let name = object.child("name")?.text else {
                    truth.add(DetectionTextFault.missingElement(file: folder.name(file), name: "name"))
                    continue
                }
                let corners = ["xmin", "ymin", "xmax", "ymax"].map { object.child("bndbox")?.number($0) }
                guard let x = corners[0], let y = corners[1], let right = corners[2], let bottom = corners[3] else {
                    let missing = zip(["xmin", "ymin", "xmax", "ymax"], corners).first { $0.1 == nil }?.0 ?? "bndbox"
                    truth.add(DetectionTextFault.missingElement(file: folder.name(file), name: missing))
                    continue
                }
                let category = truth.category(.text(name), name: name)
                let isDifficult = object.child("difficult")?.text.trimmingCharacters(in: .whitespaces) == "1"
                if isDifficult { truth.anomalies.note(.difficult, file) { name } }
                for name in ["truncated", "occluded"] {
                    guard let said = object.child(name)?.text, !said.isEmpty else { continue }
                    attributes.note(name, ObjectWords.flag(said), row: objectCount)
                }
                if let pose = object.child("pose")?.text, pose != "Unspecified", !pose.isEmpty {
                    attributes.note("pose", pose, row: objectCount)
                }
                objectCount += 1
                truth.object(
                    Box(x: x, y: y, width: right - x, height: bottom - y), image: image, category: category,
                    isIgnored: isDifficult, at: file)
            }
        }
        truth.attributes = attributes.columns(of: Array(0..<objectCount)).columns
        return try truth.finished(folder.name)
    }
}

/// Reads a folder of YOLO or Pascal VOC results. A file called like an image holds YOLO's, one whose name ends in a class
/// holds VOC's. Names of classes that lie beside them say what the numbers of YOLO's mean.
struct FolderResultsReader {
    private let folder: DetectionFolder
    private let truth: DetectionGroundTruth
    private let names: ImageNames
    private let fileNames: OwnNames
    private let own: OwnIdentifiers?
    /// The keypoints behind the boxes of YOLO's lines.
    private let keypoints: KeypointShape?
    /// How many classes are listed beside the results.
    private let classes: Int?
    private var problems = ProblemList()
    /// That files of the results are not there.
    private var lost = ProblemList()
    private var anomalies = AnomalyCounts()
    private var boxes = BoxColumns()
    private var scores: [Double] = []
    private var unknown = UnknownTargets()
    /// Lines that are sound, whether they belong to something or not.
    private var rows = 0
    /// Whether the boxes of YOLO's lines are in pixels.
    private var areInPixels = false
    /// YOLO's files with boxes, by whether their boxes may be shares of an image: the first box of each file.
    private var first: (shares: Int, others: [(file: String, row: Int, numbers: String)]) = (0, [])
    /// Classes that have a file which is called as one of VOC's results is.
    private var withFile: Set<Int32> = []
    /// Files with lines of which none says where a box is.
    private var unread: [String] = []

    private init(_ folder: DetectionFolder, _ truth: DetectionGroundTruth, _ kind: YOLOKind?) throws {
        self.folder = folder
        self.truth = truth
        keypoints = kind?.shape
        names = ImageNames(truth)
        fileNames = OwnNames(images: truth)
        let listed = try folder.classNames()
        classes = try folder.classCount(listed)
        own = OwnIdentifiers(
            listed.enumerated().map { (Identifier.number($0.offset), Optional($0.element)) },
            truth.classLookup,
            OwnNames(classes: truth), namesUnknown: true)
        if let kind { problems.add(kind.remark(in: folder.name)) }
    }

    /// Reads the files of a folder, those among `known` whatever they are called, or the one called `only`; `keypoints` is the
    /// shape of keypoints that is known from elsewhere.
    static func read(
        _ folder: DetectionFolder, _ known: [String] = [], for truth: DetectionGroundTruth, only: String? = nil,
        keypoints: KeypointShape? = nil
    ) throws -> DetectionResults {
        let files = try (only.map { [$0] } ?? folder.files(among: known, endingIn: "txt")).filter {
            !DetectionFolder.isNameList($0)
        }
        var reader = try FolderResultsReader(folder, truth, try folder.kind(of: files, declared: keypoints))
        try reader.findPixels(in: files)
        for file in files { try reader.read(file) }
        if only == nil { reader.lookForClassesWithoutFile() }
        return try reader.results()
    }

    /// The image that a file is called by: the name of its picture says more than an id that happens to be the same number.
    private func image(_ name: String) -> Int32? {
        let byID = truth.imageLookup.index(alike: .text(name))
        return fileNames.index(ofStem: name, calledByID: byID) ?? byID ?? names.index(of: .text(name))
    }

    private mutating func read(_ file: String) throws {
        let stem = ImageNames.stem(file)
        if let index = image(stem) {
            try readYOLO(file, of: index)
        } else if let category = Self.category(stem, truth) {
            try readVOC(file, of: category)
        } else {
            try readUnknown(file)
        }
    }

    /// Whether all boxes of YOLO's lines are in pixels. What is shares, as it should be, or percent is seen in the first file.
    private mutating func findPixels(in files: [String]) throws {
        var largest = 0.0
        for file in files where image(ImageNames.stem(file)) != nil {
            for (_, line) in try folder.lines(file) {
                guard let read = YOLOLine(line, isScored: true, keypoints: keypoints) else { continue }
                guard read.notShares != nil else { return }
                largest = max(largest, read.values.prefix(4).max() ?? 0)
            }
        }
        // What is in percent is not larger, a little over the edge allowed.
        guard largest > 105 else { return }
        areInPixels = true
        problems.add(
            Problem(
                .note, at: Place(file: folder.name),
                "x, y, width and height are no shares of the image's size, 0...1: they are read as pixels"))
    }

    private mutating func readYOLO(_ file: String, of index: Int32) throws {
        let size = truth.images[Int(index)]
        let measured = size.width == nil || size.height == nil ? try folder.imageSize(ImageNames.stem(file)) : nil
        guard let width = size.width ?? measured?.width, let height = size.height ?? measured?.height else {
            problems.add(DetectionTextFault.noPicture(file: folder.name(file)))
            return
        }
        var (shares, outside) = (0, [(row: Int, numbers: String)]())
        defer {
            if shares > 0 { first.shares += 1 }
            if shares == 0, let one = outside.first { first.others.append((file, one.row, one.numbers)) }
        }
        for (row, line) in try folder.lines(file) {
            rows += 1
            guard let read = YOLOLine(line, isScored: true, keypoints: keypoints) else {
                problems.add(
                    DetectionTextFault(
                        ofLine: line, isScored: true, keypoints: keypoints, file: folder.name(file), row: row))
                continue
            }
            if let classes, read.category >= classes {
                problems.add(
                    DetectionTextFault.classBeyond(
                        file: folder.name(file), row: row, number: read.category, classes: classes))
                continue
            }
            guard let category = category(read.category, at: "\(file):\(row)") else { continue }
            if read.isAround { anomalies.note(.polygon, "\(file):\(row)") { "\(read.category)" } }
            if areInPixels {
                keep(read.box(1, 1), index, category, read.values[4], at: "\(file):\(row)")
                continue
            }
            if let numbers = read.notShares {
                anomalies.note(.notShares, "\(file):\(row)") { numbers }
                if read.isInPixels { outside.append((row, numbers)) } else { shares += 1 }
            } else {
                shares += 1
            }
            keep(read.box(width, height), index, category, read.values[4], at: "\(file):\(row)")
        }
    }

    /// VOC's own evaluation writes a file a class, an empty one where nothing was found: one that is not there was lost.
    private mutating func lookForClassesWithoutFile() {
        guard !withFile.isEmpty else { return }
        let wanted = Set(truth.boxes.category.indices.filter { !truth.isCrowd[$0] }.map { truth.boxes.category[$0] })
        func names(_ classes: Set<Int32>) -> [String] { classes.sorted().map { truth.classes[Int($0)].name } }
        let absent = names(wanted.subtracting(withFile))
        guard !absent.isEmpty else { return }
        lost.add(DetectionTextFault.noFileOfClass(folder: folder.name, absent: absent, there: names(withFile)))
    }

    private mutating func readVOC(_ file: String, of category: Int32) throws {
        if Self.isVOCName(ImageNames.stem(file)) { withFile.insert(category) }
        for (row, line) in try folder.lines(file) {
            rows += 1
            guard let read = VOCResultLine(line) else {
                problems.add(DetectionTextFault.notAVOCResult(file: folder.name(file), row: row))
                continue
            }
            guard let index = image(read.image) else {
                anomalies.note(.unknownImage, "\(file):\(row)") { read.image }
                unknown.images.note(.text(read.image))
                continue
            }
            if read.isAround { anomalies.note(.polygon, "\(file):\(row)") { truth.classes[Int(category)].name } }
            keep(read.box, index, category, read.score, at: "\(file):\(row)")
        }
    }

    /// A file that is called by no image and no class. Notes and lists of settings may lie there too.
    private mutating func readUnknown(_ file: String) throws {
        let stem = ImageNames.stem(file)
        let lines = try folder.lines(file)
        guard let first = lines.first else { return }
        let ofVOC = lines.compactMap { VOCResultLine($0.line) }
        if ofVOC.count == lines.count, Self.isVOCName(stem) || ofVOC.allSatisfy({ image($0.image) != nil }) {
            let named = Self.isVOCName(stem) ? Self.namedClass(stem) : nil
            let nearest = nearestName(
                to: named ?? stem.split(separator: "_").last.map(String.init) ?? stem, in: truth.classes.map(\.name))
            if let named, nearest == nil {
                // A model may know more classes than these images have.
                for (row, _) in lines {
                    rows += 1
                    anomalies.note(.unknownClass, "\(file):\(row)") { named }
                    unknown.classes.note(.text(named))
                }
                return
            }
            problems.add(
                DetectionTextFault.noClassInName(
                    file: folder.name(file), row: first.row, rows: lines.count, nearest: nearest))
            return
        }
        let before = rows
        for (row, line) in lines
        where YOLOLine(line, isScored: true, keypoints: keypoints) != nil || YOLOLine(line, isScored: false) != nil
            || VOCResultLine(line) != nil
        {
            rows += 1
            anomalies.note(.unknownImage, "\(file):\(row)") { stem }
            unknown.images.note(.text(stem))
        }
        if rows == before { unread.append(file) }
    }

    /// What a number of YOLO's means; `nil` for a class that the ground truth does not have, which is counted.
    private mutating func category(_ number: Int, at place: String) -> Int32? {
        guard let own else {
            if let known = truth.classLookup.index(of: number) { return known }
            anomalies.note(.unknownClass, place) { String(number) }
            unknown.classes.note(.number(number))
            return nil
        }
        let meaning = own.meaning(of: .number(number))
        if let found = meaning?.index {
            if !own.isOnlyMore { anomalies.note(.ownClassName, place) { "their \(number) is \(meaning?.name ?? "")" } }
            return found
        }
        anomalies.note(.unknownClass, place) { meaning?.name ?? String(number) }
        unknown.classes.note(meaning.map { .text($0.name) } ?? .number(number))
        return nil
    }

    private mutating func keep(_ box: Box, _ image: Int32, _ category: Int32, _ score: Double, at place: String) {
        anomalies.note(box, place)
        if !(0...1).contains(score) { anomalies.note(.scoreRange, place) { "\(score)" } }
        boxes.append(box, image: image, category: category, entry: boxes.count)
        scores.append(score)
    }

    private func results() throws -> DetectionResults {
        var (problems, anomalies) = (problems, anomalies)
        let scores = anomalies.judged(scores)
        // Some files in pixels among others of shares.
        if first.shares > 0 {
            for (file, row, numbers) in first.others {
                problems.add(DetectionTextFault.inPixels(file: folder.name(file), row: row, numbers: numbers))
            }
        }
        try problems.throwIfAny()
        let found = unknown.findings(folder.name, rows: rows, truth, used: boxes)
        // Where most numbers are no shares, the doubt about the form of the boxes says so.
        let isDoubted = anomalies.count(of: .notShares) * 2 > boxes.count
        let negative = anomalies.negativeDetections(folder.name, of: boxes.count)
        var objections = ProblemList(negative)
        objections.add(found.objections)
        objections.add(lost)
        let told = found.told.union(isDoubted ? [.notShares] : []).union(negative.isEmpty ? [] : [.negativeBox])
        problems.add(anomalies.remarks(folder.name, besides: told))
        problems.add(found.remarks)
        if rows == 0, !unread.isEmpty {
            problems.add(
                Problem(
                    .note, at: Place(file: folder.name),
                    "not used, for no line of it is a box with a score: \(JoinFault.list(unread))"))
        }
        return DetectionResults(
            boxes: boxes, scores: scores, remarks: problems,
            objections: objections,
            ofUnknownImages: unknown.images.rows, ofUnknownClasses: unknown.classes.rows)
    }

    /// Whether a file is called as VOC's results of one class are, `comp4_det_test_dog`, or DOTA's, `Task1_dog`.
    private static func isVOCName(_ stem: String) -> Bool {
        stem.hasPrefix("comp") && stem.contains("_det_") || stem.hasPrefix("Task1_") || stem.hasPrefix("Task2_")
    }

    /// The class that a name speaks of: `dog` of `comp4_det_test_dog` and of `Task1_dog`; `nil` where it speaks of none.
    private static func namedClass(_ stem: String) -> String? {
        let parts = stem.split(separator: "_").map(String.init)
        guard let mark = parts.firstIndex(of: "det") else { return parts.dropFirst().joined(separator: " ") }
        let name = parts.dropFirst(mark + 2).joined(separator: " ")
        return name.isEmpty ? nil : name
    }

    /// The class that a VOC results file is of: `comp4_det_test_dog` is of `dog`; the longest name wins.
    private static func category(_ stem: String, _ truth: DetectionGroundTruth) -> Int32? {
        let matching = truth.classes.indices.filter { index in
            let name = truth.classes[index].name
            // Blanks are often written as underscores in names of files.
            return [name, name.replacing(" ", with: "_")].contains { stem == $0 || stem.hasSuffix("_" + $0) }
        }
        return matching.max { truth.classes[$0].name.utf8.count < truth.classes[$1].name.utf8.count }.map(Int32.init)
    }
}

/// A line of VOC's results of one class, and of DOTA's, whose boxes are turned.
struct VOCResultLine {
    let image: String
    let score: Double
    let box: Box
    /// Whether the box is the one around a turned one.
    let isAround: Bool

    /// `nil` for what is not an image, a score and left, top, right and bottom, or the four corners of a turned box.
    init?(_ line: Substring) {
        let fields = line.split(whereSeparator: \.isWhitespace)
        let values = fields.dropFirst().compactMap { Double(decimal: $0) }
        guard fields.count == 6 || fields.count == 10, values.count == fields.count - 1 else { return nil }
        image = String(fields[0])
        score = values[0]
        guard values.count == 9 else {
            box = Box(x: values[1], y: values[2], width: values[3] - values[1], height: values[4] - values[2])
            isAround = false
            return
        }
        let corners = stride(from: 1, to: 9, by: 2).map { (x: values[$0], y: values[$0 + 1]) }
        box = TurnedBox.around(corners)
        isAround = !TurnedBox.isUpright(corners)
    }
}
