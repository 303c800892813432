// Which column of a table, or key of an object, says what of a box. Tools agree on few names; a name is compared by its
// letters and digits alone, so that XMin, x_min and x-min are one.

/// How the four numbers of a box are meant.
enum BoxNumbers {
    /// Left, top, right, bottom.
    case corners
    /// Left, top, width, height.
    case size
    /// Centre, width, height.
    case centre

    /// The box of four numbers.
    func box(_ a: Double, _ b: Double, _ c: Double, _ d: Double) -> Box {
        switch self {
        case .corners: Box(x: a, y: b, width: c - a, height: d - b)
        case .size: Box(x: a, y: b, width: c, height: d)
        case .centre: Box(x: a - c / 2, y: b - d / 2, width: c, height: d)
        }
    }

    /// How they are meant under a name, lowercased to letters and digits; `nil` for a name of no box.
    init?(listCalled name: String) {
        switch name {
        case "bbox", "xywh", "bboxxywh", "boundingbox", "ltwh": self = .size
        case "box", "boxes", "bboxes", "xyxy", "bboxxyxy", "boxxyxy", "predboxes", "box2d", "bndbox": self = .corners
        case "cxcywh", "bboxcxcywh", "xywhcentre", "xywhcenter": self = .centre
        default: return nil
        }
    }
}

/// The meaning of names, as places in a list of names.
struct BoxKeys {
    /// What names an image: an id first, then the name of a file.
    private(set) var image: Int?
    /// What names an image's file.
    private(set) var fileName: Int?
    /// Width and height of the image.
    private(set) var imageSize: (width: Int, height: Int)?
    /// The name of the class.
    private(set) var className: Int?
    /// The number of the class.
    private(set) var classID: Int?
    /// The confidence.
    private(set) var score: Int?
    /// Four columns of numbers.
    private(set) var numbers: (form: BoxNumbers, at: [Int])?
    /// One value that holds the box: a list, text of one, or an object.
    private(set) var box: Int?
    /// Lists of predictions as Kaggle's competitions write them.
    private(set) var predictionString: Int?
    /// What marks an object that is not to be found.
    private(set) var ignoring: [Int] = []
    /// What is known of an object beside its place and class.
    private(set) var attributes: [Int] = []
    /// What nothing is made of.
    private(set) var unused: [Int] = []
    /// The names, plain.
    let names: [String]

    /// The letters and digits of a name, lowercased.
    static func plain(_ name: String) -> String {
        String(
            decoding: name.lowercased().utf8.filter { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) },
            as: UTF8.self)
    }

    private static let imageIDs = [
        "imageid", "imgid", "image", "img", "imagename", "imgname", "frameid", "frame", "sourceid",
    ]
    private static let fileNames = [
        "filename", "imagepath", "imgpath", "imagefile", "imagefilename", "file", "path", "filepath", "sourcefile",
    ]
    private static let otherImages = ["name", "id", "key"]
    private static let classNames = [
        "classname", "categoryname", "labelname", "predictedclass", "label", "class", "category", "cls", "objectclass",
        "object", "name",
    ]
    private static let classIDs = [
        "classid", "categoryid", "labelid", "clsid", "classindex", "labelindex", "bboxlabel",
    ]
    private static let scores = ["score", "confidence", "conf", "prob", "probability", "detectionscore"]
    private static let corners = [
        ["xmin", "ymin", "xmax", "ymax"], ["x1", "y1", "x2", "y2"], ["x0", "y0", "x1", "y1"],
        ["left", "top", "right", "bottom"], ["xtl", "ytl", "xbr", "ybr"], ["bboxx1", "bboxy1", "bboxx2", "bboxy2"],
        ["bboxxmin", "bboxymin", "bboxxmax", "bboxymax"], ["boxxmin", "boxymin", "boxxmax", "boxymax"],
        ["topleftx", "toplefty", "bottomrightx", "bottomrighty"], ["startx", "starty", "endx", "endy"],
    ]
    private static let centres = [
        ["xcenter", "ycenter"], ["cx", "cy"], ["centerx", "centery"], ["xc", "yc"], ["xcentre", "ycentre"],
    ]
    private static let corner = [
        ["x", "y"], ["left", "top"], ["bboxx", "bboxy"], ["bboxleft", "bboxtop"], ["xmin", "ymin"], ["bx", "by"],
    ]
    private static let sides = [
        ["width", "height"], ["w", "h"], ["bboxwidth", "bboxheight"], ["bboxw", "bboxh"], ["bw", "bh"],
        ["boxwidth", "boxheight"],
    ]
    private static let imageSizes = [
        ["imagewidth", "imageheight"], ["imgwidth", "imgheight"], ["imgw", "imgh"], ["imagew", "imageh"],
        ["originalwidth", "originalheight"], ["width", "height"],
    ]
    private static let crowds = ["iscrowd", "isgroupof", "difficult", "isdifficult", "ignore"]
    private static let said = [
        "occluded", "isoccluded", "occlusion", "truncated", "istruncated", "truncation", "isdepiction", "isinside",
        "pose",
        "visibility",
    ]

    /// The meaning of `given` names.
    init(_ given: [String]) {
        let names = given.map(Self.plain)
        self.names = names
        var taken: Set<Int> = []
        func first(_ wanted: [String]) -> Int? {
            for name in wanted {
                if let at = names.firstIndex(of: name), !taken.contains(at) {
                    taken.insert(at)
                    return at
                }
            }
            return nil
        }
        func all(_ wanted: [String]) -> [Int]? {
            let found = wanted.compactMap { name in names.firstIndex(of: name).flatMap { taken.contains($0) ? nil : $0 }
            }
            return found.count == wanted.count ? found : nil
        }
        predictionString = first(["predictionstring"])
        if let at = Self.corners.lazy.compactMap({ all($0) }).first {
            numbers = (.corners, at)
        } else {
            for (form, places) in [(BoxNumbers.centre, Self.centres), (.size, Self.corner)] where numbers == nil {
                for place in places where numbers == nil {
                    guard let corner = all(place), let side = Self.sides.lazy.compactMap({ all($0) }).first else {
                        continue
                    }
                    numbers = (form, corner + side)
                }
            }
        }
        taken.formUnion(numbers?.at ?? [])
        if numbers == nil {
            box = names.firstIndex {
                BoxNumbers(listCalled: $0) != nil || ["relativecoordinates", "coordinates"].contains($0)
            }
            if let box { taken.insert(box) }
        }
        if let at = Self.imageSizes.lazy.compactMap({ all($0) }).first {
            imageSize = (at[0], at[1])
            taken.formUnion(at)
        }
        score = first(Self.scores)
        image = first(Self.imageIDs)
        fileName = first(Self.fileNames)
        className = first(Self.classNames.dropLast())
        classID = first(Self.classIDs)
        if className == nil, classID == nil || (image ?? fileName) != nil { className = first(["name"]) }
        if let number = className, names[number] == "class", let name = first(["name"]) {
            // Ultralytics writes the number as class and the class as name.
            (className, classID) = (name, number)
        }
        if (image ?? fileName) == nil { image = first(Self.otherImages) }
        for (at, name) in names.enumerated() where !taken.contains(at) {
            if Self.crowds.contains(name) {
                ignoring.append(at)
            } else if Self.said.contains(name) {
                attributes.append(at)
            } else {
                unused.append(at)
            }
        }
    }

    /// Whether they tell where a box is.
    var haveBox: Bool { numbers != nil || box != nil || predictionString != nil }
}
