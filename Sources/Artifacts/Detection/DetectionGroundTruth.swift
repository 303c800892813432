import Columns
import Diagnostics

/// Boxes as columns: x and y of the upper left corner, width and height, all in pixels, with the image and the class of
/// each as indices into the ground truth's sorted lists.
public struct BoxColumns: Sendable, Equatable {
    /// Left edge.
    public internal(set) var x: [Double] = []
    /// Upper edge.
    public internal(set) var y: [Double] = []
    /// Width; degenerate boxes may have 0 or less.
    public internal(set) var width: [Double] = []
    /// Height; likewise.
    public internal(set) var height: [Double] = []
    /// Index into `DetectionGroundTruth.images`.
    public internal(set) var image: [Int32] = []
    /// Index into `DetectionGroundTruth.classes`.
    public internal(set) var category: [Int32] = []
    /// Where each stood in its file, counted from 0: the evidence behind a number.
    public internal(set) var entry: [Int32] = []

    /// Number of boxes.
    public var count: Int { x.count }

    mutating func reserve(_ count: Int) {
        x.reserveCapacity(count)
        y.reserveCapacity(count)
        width.reserveCapacity(count)
        height.reserveCapacity(count)
        image.reserveCapacity(count)
        category.reserveCapacity(count)
        entry.reserveCapacity(count)
    }

    @inline(__always)
    mutating func append(_ box: Box, image: Int32, category: Int32, entry: Int) {
        x.append(box.x)
        y.append(box.y)
        width.append(box.width)
        height.append(box.height)
        self.image.append(image)
        self.category.append(category)
        self.entry.append(Int32(truncatingIfNeeded: entry))
    }

    /// One box.
    public subscript(index: Int) -> Box {
        Box(x: x[index], y: y[index], width: width[index], height: height[index])
    }
}

/// A box: upper left corner, width and height, in pixels.
public struct Box: Sendable, Hashable {
    /// Left edge.
    public var x: Double
    /// Upper edge.
    public var y: Double
    /// Width.
    public var width: Double
    /// Height.
    public var height: Double

    /// A box.
    public init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// Width times height, even of degenerate boxes.
    public var area: Double { width * height }
}

/// What is to be found: images, classes and the labelled objects, in the order COCO evaluation counts them.
///
/// Images and classes are sorted by id and unique; objects keep the order of the file. Objects of images or classes that
/// are not listed have been left out and are counted in `remarks`.
public struct DetectionGroundTruth: Sendable {
    /// An image.
    public struct Image: Sendable, Hashable {
        /// Its id in the file.
        public let id: Identifier
        /// Its file name, when given.
        public let fileName: String?
        /// Pixels, when given.
        public let width: Double?
        /// Pixels, when given.
        public let height: Double?
    }

    /// A class of objects.
    public struct Category: Sendable, Hashable {
        /// Its id in the file.
        public let id: Identifier
        /// Its name; its id when the file gives none.
        public let name: String
    }

    /// The images, sorted by id.
    public let images: [Image]
    /// Indices into `images` in the order of the file (TIDE counts in this order).
    public let imagesInFileOrder: [Int32]
    /// The classes, sorted by id.
    public let classes: [Category]
    /// The objects, in the order of the file.
    public let boxes: BoxColumns
    /// The area of each object in square pixels: of its mask where the file says, else width times height.
    public let areas: [Double]
    /// Whether each object is a region of many (COCO's `iscrowd`): it is not to be found, and hides what lies on it.
    public let isCrowd: [Bool]
    /// Whether nothing is to be found in it, for no other fault of the file.
    var isWithoutObjects: Bool { objections.isClean && isCrowd.allSatisfy(\.self) }
    /// The id of each object, when it has one.
    public let ids: [Identifier?]
    /// What was odd but did not stand in the way.
    public let remarks: ProblemList
    /// What no audit is to be made of, although the reference implementation counts it.
    public let objections: ProblemList

    let imageLookup: IdentifierLookup
    let classLookup: IdentifierLookup
    /// What the annotations say of single objects (occluded, truncated ...), one value an object.
    public internal(set) var objectAttributes: [CodedColumn] = []

    /// The list that chose the images, where one did.
    var listed: ListedImages?

    /// Which classes were looked for on which images, where the annotations say so.
    public internal(set) var federation: FederatedClasses?
    /// Of each image the classes whose unmatched detections do not count; empty by COCO's rule.
    var leniency: [Set<Int32>] = []

    /// Areas in square pixels that an object to be found has, in COCO's evaluation.
    public static let areaRange = 0...1e10

    /// How many objects have the id 0, which pycocotools counts as missed and falsely found at once.
    public var zeroIds: Int { ids.reduce(0) { $0 + ($1 == .number(0) ? 1 : 0) } }

    /// The index of an image by its id.
    public func imageIndex(of id: Identifier) -> Int? { imageLookup.index(of: id).map(Int.init) }

    /// The index of a class by its id.
    public func classIndex(of id: Identifier) -> Int? { classLookup.index(of: id).map(Int.init) }
}

/// What a detector answered: scored boxes in the order of the file.
public struct DetectionResults: Sendable {
    /// The boxes.
    public let boxes: BoxColumns
    /// One score a box, finite; usually but not necessarily in 0...1.
    public let scores: [Double]
    /// What was odd but did not stand in the way.
    public let remarks: ProblemList
    /// What no audit is to be made of, although the reference implementation counts it.
    public let objections: ProblemList
    /// Boxes of images that the ground truth does not list; they do not count.
    public let ofUnknownImages: Int
    /// Boxes of classes that the ground truth does not list; they do not count.
    public let ofUnknownClasses: Int
    /// Whether scores were percent in the file and were divided by 100.
    var werePercent = false

    /// Number of boxes that count.
    public var count: Int { boxes.count }

    /// The same in another order of the file.
    public func reordered(_ order: [Int]) -> DetectionResults {
        var columns = BoxColumns()
        for index in order {
            columns.append(
                boxes[index], image: boxes.image[index], category: boxes.category[index], entry: Int(boxes.entry[index])
            )
        }
        return DetectionResults(
            boxes: columns, scores: order.map { scores[$0] }, remarks: remarks, objections: objections,
            ofUnknownImages: ofUnknownImages, ofUnknownClasses: ofUnknownClasses)
    }
}

/// From an identifier to its index in a sorted list, without allocation.
struct IdentifierLookup: Sendable {
    private let table: IdentifierTable
    private let indexOfCode: [Int32]

    /// `indexOfCode` is -1 for identifiers that were met but are not in the list.
    init(_ table: IdentifierTable, _ indexOfCode: [Int32]) {
        self.table = table
        self.indexOfCode = indexOfCode
    }

    /// The same identifiers with the place `rank` of each index; -1 for one that is in the list no more.
    func mapped(to rank: [Int32]) -> IdentifierLookup {
        IdentifierLookup(table, indexOfCode.map { $0 < 0 ? -1 : rank[Int($0)] })
    }

    @inline(__always)
    func index(of number: Int) -> Int32? {
        guard let code = table.find(number) else { return nil }
        return known(code)
    }

    func index(of bytes: UnsafeBufferPointer<UInt8>) -> Int32? {
        guard let code = table.find(bytes) else { return nil }
        return known(code)
    }

    func index(of id: Identifier) -> Int32? {
        switch id {
        case .number(let number): return index(of: number)
        case .text(var text): return text.withUTF8 { index(of: $0) }
        }
    }

    /// The index of an id, whether it is a number or the text of one.
    func index(alike id: Identifier) -> Int32? { index(of: id) ?? id.inOtherKind.flatMap { index(of: $0) } }

    private func known(_ code: Int32) -> Int32? {
        let index = indexOfCode[Int(code)]
        return index < 0 ? nil : index
    }
}
