import Diagnostics

/// What can be wrong or odd in detection files. Paths are JSON paths such as `annotations[3].bbox`.
public enum DetectionFault: Error, Hashable, Sendable {
    /// The file lacks a list it cannot do without.
    case missingList(file: String, name: String)
    /// The file is neither a list nor an object with `annotations`.
    case notResults(file: String)
    /// A value of the wrong kind.
    case wrongKind(file: String, path: String, wanted: String, found: String)
    /// A key that an object has twice: which of its values is meant, nobody can say.
    case doubledKey(file: String, path: String, name: String)
    /// A field that must be there is not.
    case missingField(file: String, path: String, name: String)
    /// A box of other than four numbers.
    case boxLength(file: String, path: String, count: Int)
    /// A result with a mask and no box.
    case maskOnly(file: String, path: String)
    /// NaN or infinity.
    case notFinite(file: String, path: String, value: String)
    /// A box so large that its area is infinite.
    case areaOverflow(file: String, path: String)
    /// Objects of negative width or height, of which there are `count` in all.
    case negativeObjects(file: String, path: String, value: String, count: Int)
    /// Most detections, `count` of `all`, have a negative width or height.
    case negativeDetections(file: String, path: String, value: String, count: Int, all: Int)
    /// An image of negative width or height.
    case negativeImage(file: String, path: String, id: String, side: String)
    /// Objects, or images, of an id that an earlier one has: which of them is meant, nobody can say.
    case doubledIds(file: String, path: String, what: String, id: String, count: Int)
    /// Results that name images by a file that several images of the ground truth have.
    case sharedFile(file: String, failed: Int, rows: Int, name: String, names: Int, first: String, second: String)
    /// One class id with two names.
    case twoNames(file: String, path: String, id: String, first: String, second: String)
    /// NaN or infinity in a part that is not used.
    case strayNotFinite(file: String, offset: Int)
    /// Something odd that was met `count` times, first at `path`.
    case odd(Anomaly, file: String, path: String, value: String, count: Int)

    /// What is used as it is or left out, but said.
    public enum Anomaly: Sendable, Hashable, CaseIterable {
        /// A box of an image that is not listed: it does not count.
        case unknownImage
        /// A box of a class that is not listed: it does not count.
        case unknownClass
        /// An id that an earlier object has: both count.
        case duplicateId
        /// An object with the id 0.
        case zeroId
        /// No area: width times height stands for it.
        case absentArea
        /// An id that is text here and a number where it is listed, or the other way round.
        case otherKind
        /// A result of an image that the file lists under another id than the ground truth.
        case ownImageName
        /// A result of a class that the file lists under another id than the ground truth.
        case ownClassName
        /// A class found by its name, not its id.
        case classByName
        /// A result whose image_id is that of another image than its file_name.
        case rowFileName
        /// A box of no extent.
        case degenerateBox
        /// A box of negative width or height.
        case negativeBox
        /// An object whose area no object can have: it is not to be found.
        case areaRange
        /// An image listed twice: once is enough.
        case duplicateImage
        /// A class listed twice under one name: once is enough.
        case duplicateClass
        /// An image of no or negative size.
        case imageSize
        /// An image found by its file name, not its id.
        case matchedByName
        /// YOLO text whose numbers are no shares of the image's size.
        case notShares
        /// A polygon or a turned box, for which the box around it stands.
        case polygon
        /// An image whose size nobody can tell: it is left out with its objects.
        case unsizedImage
        /// A score outside 0...1.
        case scoreRange
        /// One that is outside 0...1 by no more than single precision is: it was taken for 0 or 1.
        case clippedScore
        /// One in percent: it was divided by 100.
        case percentScore
        /// An object that Pascal VOC marks as difficult.
        case difficult
    }
}

extension DetectionFault: Explained {
    /// The wording.
    public var problem: Problem {
        switch self {
        case .missingList(let file, let name):
            return Problem(
                at: Place(file: file), "no list \"\(name)\"; COCO ground truth has images, annotations and categories")
        case .notResults(let file):
            return Problem(
                at: Place(file: file), "neither a list of results nor an object with a list \"annotations\"")
        case .wrongKind(let file, let path, let wanted, let found):
            return Problem(at: Place(file: file, field: path), "\(wanted) was expected, found \(found)")
        case .doubledKey(let file, let path, let name):
            return Problem(
                at: path.isEmpty ? Place(file: file) : Place(file: file, field: path),
                "has the key \"\(name)\" twice", suggestion: "keep the one that is meant")
        case .missingField(let file, let path, let name):
            return Problem(
                at: Place(file: file, field: path), "has no \"\(name)\"",
                suggestion: name == "score" ? "without scores detections have no order: write them too" : nil)
        case .boxLength(let file, let path, let count):
            return Problem(
                at: Place(file: file, field: path), "a box is four numbers [x, y, width, height], found \(count)")
        case .maskOnly(let file, let path):
            return Problem(
                at: Place(file: file, field: path), "has a segmentation and no \"bbox\"",
                suggestion: "write the boxes too: masks are not evaluated")
        case .notFinite(let file, let path, let value):
            return Problem(
                at: Place(file: file, field: path), "\(value) is not a number to count with",
                suggestion: "Python's json.dumps writes it unless allow_nan=False")
        case .areaOverflow(let file, let path):
            return Problem(at: Place(file: file, field: path), "width times height is beyond every number")
        case .negativeObjects(let file, let path, let value, let count):
            return Problem(
                at: Place(file: file, field: path),
                "the box \(value)\(count == 1 ? "" : "; \(count) such in all"): nothing can be found there",
                suggestion: "are its four numbers in the order of the format?")
        case .negativeDetections(let file, let path, let value, let count, let all):
            return Problem(
                at: Place(file: file, field: path),
                "the box \(value); \(count) of \(all) detections have a negative size, and nothing is found by them",
                suggestion:
                    "is the second corner written first, or are the four numbers in another order than the format's?")
        case .negativeImage(let file, let path, let id, let side):
            return Problem(
                at: Place(file: file, field: path), "the image \(id) has a side of \(side) pixels",
                suggestion: "leave width and height out where they are not known")
        case .doubledIds(let file, let path, let what, let id, let count):
            return Problem(
                at: Place(file: file, field: path),
                "the id \(id) was used before by another \(what)\(count == 1 ? "" : "; \(count) such in all")",
                suggestion: "were files put together? give each \(what) an id of its own")
        case .sharedFile(let file, let failed, let rows, let name, let names, let first, let second):
            return Problem(
                at: Place(file: file, field: "image_id"),
                "\(failed) of \(rows) detections \(failed == 1 ? "names its image" : "name their images") by a file that several "
                    + "images of the ground truth have: \(name) stands for \(first) and for \(second)"
                    + (names == 1 ? "" : "; \(names) such names in all"),
                suggestion:
                    "were files put together? list each picture once, or write image_id as the ground truth does")
        case .twoNames(let file, let path, let id, let first, let second):
            return Problem(
                at: Place(file: file, field: path), "the class id \(id) is \"\(first)\" and \"\(second)\" at once")
        case .strayNotFinite(let file, let offset):
            return Problem(
                .warning, at: Place(file: file), "NaN or Infinity at byte \(offset), in a part that is not used",
                suggestion: "Python's json.dumps writes it unless allow_nan=False")
        case .odd(let anomaly, let file, let path, let value, let count):
            return Problem(
                .warning, at: Place(file: file, field: path), anomaly.summary(value, count), suggestion: nil)
        }
    }
}

extension DetectionFault.Anomaly {
    fileprivate func summary(_ value: String, _ count: Int) -> String {
        let many = count == 1 ? "" : "; \(count) such in all"
        switch self {
        case .unknownImage: return "the image \(value) is not listed in the ground truth, its box does not count\(many)"
        case .unknownClass: return "the class \(value) is not listed in the ground truth, its box does not count\(many)"
        case .duplicateId: return "the id \(value) was used before; both objects count\(many)"
        case .zeroId:
            return "the id 0 counts like any other here; pycocotools calls such an object missed "
                + "and its detection false\(many)"
        case .absentArea: return "no area, width times height stands for it\(many)"
        case .otherKind:
            return "the id \(value) is a number in one list and text in the other; the two were taken for one\(many)"
        case .ownImageName:
            return "joined by file name, for the results list their images under ids of their own: \(value)\(many)"
        case .ownClassName:
            return "joined by class name, for the results list their classes under ids of their own: \(value)\(many)"
        case .classByName: return "the class \(value) was found by its name, not by its id\(many)"
        case .rowFileName:
            return
                "joined by the file_name of each row, for image_id means another image there: \(value)\(many)"
        case .degenerateBox: return "the box \(value) has no extent and overlaps nothing\(many)"
        case .negativeBox: return "the box \(value) and overlaps nothing\(many)"
        case .areaRange: return "an area of \(value): such an object is not to be found\(many)"
        case .duplicateImage: return "the image \(value) was listed before\(many)"
        case .duplicateClass: return "the class \(value) was listed before\(many)"
        case .imageSize: return "an image of \(value) pixels\(many)"
        case .matchedByName: return "the image \(value) was found by its file name, not by its id\(many)"
        case .notShares:
            return "\(value), where shares of the image's size are expected, 0...1; are they pixels?\(many)"
        case .polygon: return "a polygon of class \(value): the box around it stands for it\(many)"
        case .unsizedImage:
            return "\(value), so its size is not known and it is left out with its objects\(many)"
        case .difficult:
            return "an object of class \(value) is marked difficult: it is not to be found, and a detection on it does "
                + "not count\(many)"
        case .clippedScore: return "the score \(value) is a little outside 0...1, and was taken for 0 or 1\(many)"
        case .percentScore:
            return
                "the score \(value) is outside 0...1, and all lie in 0...100: they were taken for percent and divided by 100\(many)"
        case .scoreRange:
            return
                "the score \(value) is outside 0...1; was it a logit? average precision sorts by any score, and what needs a "
                + "probability is not measured\(many)"
        }
    }
}

/// Oddities by kind: how many, and the first of each.
struct AnomalyCounts {
    private var first: [DetectionFault.Anomaly: (path: String, value: String)] = [:]
    private var counts: [DetectionFault.Anomaly: Int] = [:]

    /// Counts one; `path` and `value` are asked for only the first time.
    mutating func note(_ anomaly: DetectionFault.Anomaly, _ path: @autoclosure () -> String, _ value: () -> String) {
        if counts[anomaly, default: 0] == 0 { first[anomaly] = (path(), value()) }
        counts[anomaly, default: 0] += 1
    }

    /// Counts a box that no detection can overlap, or none.
    mutating func note(_ box: Box, _ path: @autoclosure () -> String) {
        if let words = box.negativeSize {
            note(.negativeBox, path()) { "\(box.text) has a negative \(words)" }
        } else if box.width == 0 || box.height == 0 {
            note(.degenerateBox, path()) { box.text }
        }
    }

    /// Judges scores outside 0...1 by all of them, as those of a classifier are: they are in percent where all lie in 0...100 and
    /// some above 20, and given back divided by 100, which changes no order. Where all are -1 there are none, which the doubt
    /// about scores that are all the same says. Of a part of results `stated` says what all of them are.
    mutating func judged(_ scores: [Double], arePercent stated: Bool? = nil) -> [Double] {
        guard let low = scores.min(), let high = scores.max() else { return scores }
        guard let known = first[.scoreRange] else { return stated == true ? scores.map { $0 / 100 } : scores }
        let slack = ProbabilityRounding.slack
        if stated != true, low >= -slack, high <= 1 + slack {
            (first[.clippedScore], counts[.clippedScore]) = (known, counts[.scoreRange])
            (first[.scoreRange], counts[.scoreRange]) = (nil, nil)
            return scores.map { min(1, max(0, $0)) }
        }
        let isPercent = stated ?? (low >= 0 && high > 20 && high <= 100)
        guard isPercent || (low == -1 && high == -1) else { return scores }
        if isPercent { (first[.percentScore], counts[.percentScore]) = (known, counts[.scoreRange]) }
        (first[.scoreRange], counts[.scoreRange]) = (nil, nil)
        return isPercent ? scores.map { $0 / 100 } : scores
    }

    func count(of anomaly: DetectionFault.Anomaly) -> Int { counts[anomaly, default: 0] }

    /// The first that was counted: where, and its value.
    func first(of anomaly: DetectionFault.Anomaly) -> (path: String, value: String)? { first[anomaly] }

    /// What is to be said of objects of negative size, if there are any: no audit is made of them.
    func negativeObjects(_ file: String) -> [DetectionFault] {
        guard let (path, value) = first[.negativeBox] else { return [] }
        return [.negativeObjects(file: file, path: path, value: value, count: count(of: .negativeBox))]
    }

    /// What is to be said of `rows` detections most of which are of negative size: as for objects, no audit is made of them. A
    /// few a detector may have rounded away.
    func negativeDetections(_ file: String, of rows: Int) -> [DetectionFault] {
        let negative = count(of: .negativeBox)
        guard negative >= 5, negative * 2 > rows, let (path, value) = first[.negativeBox] else { return [] }
        return [.negativeDetections(file: file, path: path, value: value, count: negative, all: rows)]
    }

    /// What is to be said of ids that several objects, or several images, have.
    func doubledIds(_ file: String) -> [DetectionFault] {
        [(DetectionFault.Anomaly.duplicateImage, "image"), (.duplicateId, "object")].compactMap { anomaly, what in
            first[anomaly].map { path, value in
                .doubledIds(file: file, path: path, what: what, id: value, count: count(of: anomaly))
            }
        }
    }

    /// One remark a kind, in the order of the cases, but for those that are `told` otherwise.
    func remarks(_ file: String, besides told: Set<DetectionFault.Anomaly> = []) -> ProblemList {
        var list = ProblemList()
        for anomaly in DetectionFault.Anomaly.allCases where !told.contains(anomaly) {
            guard let count = counts[anomaly], let (path, value) = first[anomaly] else { continue }
            list.add(DetectionFault.odd(anomaly, file: file, path: path, value: value, count: count))
        }
        return list
    }
}
