// What an export says of boxes, before it is known whether they are objects to be found or detections. Every layout that
// is not COCO's is read into this, and from here on it no longer matters how it was written.

import Columns
import Diagnostics
import Formats

/// Boxes with the names of their images and classes, as files give them.
struct BoxRows {
    /// An image as it is named.
    struct Image {
        /// Its id: what the file calls it, without the ending of a picture.
        let id: Identifier
        /// The name of its file, when the file gives one.
        var fileName: String?
        /// The name of the file that its boxes are in, when that is all that names it.
        var stem: String?
        /// Pixels, when given.
        var width: Double?
        /// Pixels, when given.
        var height: Double?
    }

    /// A box.
    struct Row {
        /// In pixels, or in shares of the image's sides.
        var box: Box
        var areShares = false
        /// Index into `images`.
        var image: Int32
        /// Index into `classes`; `nil` where no class is given.
        var category: Int32?
        /// Confidence of a detection.
        var score: Double?
        /// Whether it is not to be found, and hides what lies on it: difficult, a crowd, a region nobody labelled.
        var isIgnored = false
        /// Whether it hides detections of every class.
        var isOfAnyClass = false
        /// Where it stands.
        let place: RowPlace
    }

    /// The place of a row: its file and the row, or the element of a list, counted from 1.
    struct RowPlace {
        let file: Int32
        let row: Int32
    }

    /// The images in the order they were met.
    private(set) var images: [Image] = []
    private var imageIDs = IdentifierTable()
    /// The classes in the order they were met.
    private(set) var classes: [Identifier] = []
    private var classIDs = IdentifierTable()
    /// Names of classes that rows call by number.
    var classNames: [Int: String] = [:]
    /// Names of classes that rows call by ids that are text.
    var classTitles: [Name: String] = [:]
    /// The boxes in the order they were met.
    private(set) var rows: [Row] = []
    /// What else is said of each box.
    var attributes = ObjectAttributes()
    /// Whether images are not named and stand in the order of the ground truth: ids are places from 0.
    var imagesAreOrdinals = false
    /// Whether classes are places from 0 in the order of the ground truth.
    var classesAreOrdinals = false
    /// The files that were read, as messages name them.
    private(set) var files: [String] = []
    /// Whether they lie in a folder, which is what is named before a place.
    var areInFolder = false
    /// What stood in the way.
    var problems = ProblemList()
    /// What was odd.
    var anomalies = AnomalyCounts()
    /// What is to be said of the reading, once each.
    private(set) var notes: [String] = []
    /// Columns and keys that are not used, in the order they were met.
    private(set) var unused: [String] = []

    /// Adds a file; its number.
    mutating func file(_ name: String) -> Int32 {
        files.append(name)
        return Int32(truncatingIfNeeded: files.count - 1)
    }

    /// The image of an id, new or known; what is newly said of it is kept.
    mutating func image(_ given: Image) -> Int32 {
        let code = imageIDs.code(of: given.id)
        if Int(code) == images.count {
            images.append(given)
        } else {
            if images[Int(code)].fileName == nil { images[Int(code)].fileName = given.fileName }
            if images[Int(code)].width == nil { images[Int(code)].width = given.width }
            if images[Int(code)].height == nil { images[Int(code)].height = given.height }
        }
        return code
    }

    /// The class of an id or name, new or known.
    mutating func category(_ id: Identifier) -> Int32 {
        let code = classIDs.code(of: id)
        if Int(code) == classes.count { classes.append(id) }
        return code
    }

    /// Adds a box; `said` is what else is said of it.
    mutating func add(_ row: Row, _ said: [(name: String, value: String)] = []) {
        for (name, value) in said { attributes.note(name, value, row: rows.count) }
        rows.append(row)
    }

    /// Says something of the reading, once.
    mutating func note(_ words: String) {
        if !notes.contains(words) { notes.append(words) }
    }

    /// Says that a column or key is not used, once.
    mutating func leave(_ name: String) {
        if !unused.contains(name) { unused.append(name) }
    }

    /// Takes coordinates for shares of their images where none of all boxes is over 1, none is far below 0, and one is no whole
    /// number; that is said. Where most boxes are such, the others are a fault.
    mutating func takeShares() {
        var (hasFraction, shares, outside) = (false, 0, 0)
        var first: Row?
        for row in rows where !row.areShares {
            let box = row.box
            let values = [box.x, box.y, box.x + box.width, box.y + box.height]
            guard values.allSatisfy({ $0 > -0.05 && $0 < 1.05 }) else {
                // What leaves the image by a little is no pixel.
                if first == nil, values.contains(where: { $0 < -1 || $0 > 2 }) { first = row }
                outside += 1
                continue
            }
            shares += 1
            if values.contains(where: { $0 != $0.rounded() }) { hasFraction = true }
        }
        guard hasFraction else { return }
        guard outside == 0 else {
            // A box within the first pixel is none that anybody draws.
            guard let first, shares > outside else { return }
            problems.add(
                LayoutFault.pixelsAmongShares(
                    file: files[Int(first.place.file)], row: Int(first.place.row), value: first.box.text,
                    count: outside,
                    all: shares + outside))
            return
        }
        for row in rows.indices { rows[row].areShares = true }
        note("no coordinate is over 1: they are taken for shares of the image's width and height")
    }

    /// Where a row stands, within what was read.
    func words(_ place: RowPlace) -> String {
        files.count == 1 && !areInFolder ? "\(place.row)" : "\(files[Int(place.file)]):\(place.row)"
    }
}

extension BoxRows.Image {
    /// An image by what a file calls it: an id, or the name of a file, whose id is the name without its ending.
    init(named name: String, fileName: String? = nil, stem: String? = nil, width: Double? = nil, height: Double? = nil)
    {
        let name = WindowsPath.inside(name)
        let isFile = PictureNames.isPicture(name)
        let plain = isFile ? String(name.prefix(upTo: name.lastIndex(of: ".") ?? name.endIndex)) : name
        let text = Identifier.text(plain)
        self.init(
            id: isFile ? text : text.inOtherKind ?? text, fileName: fileName ?? (isFile ? name : nil), stem: stem,
            width: width, height: height)
    }
}

/// Paths as they are written on other systems.
enum WindowsPath {
    /// A path as it is meant inside a data set: of one of another machine, or out of the folder it stands in, the last part.
    static func inside(_ path: String) -> String {
        let path = withSlashes(path)
        let parts = path.split(separator: "/").filter { $0 != "." }
        let isElsewhere =
            path.hasPrefix("/") || path.dropFirst().hasPrefix(":/") || path.contains("://") || parts.contains("..")
        return isElsewhere ? parts.last.map(String.init) ?? path : parts.isEmpty ? path : parts.joined(separator: "/")
    }

    /// A path as it is meant when it was written on Windows.
    static func withSlashes(_ path: String) -> String { path.contains("\\") ? path.replacing("\\", with: "/") : path }
}
