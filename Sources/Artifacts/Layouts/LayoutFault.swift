import Diagnostics

/// Why an export cannot be read, or a row of it.
enum LayoutFault: Error, Hashable, Explained {
    /// A row that names no image.
    case noImage(file: String, row: Int)
    /// A row without a class where there are several.
    case noClass(file: String, row: Int)
    /// A cell or value that is no number, or none to count with.
    case notANumber(file: String, row: Int, field: String, value: String)
    /// A box that is not four numbers.
    case notABox(file: String, row: Int, value: String)
    /// Boxes that are no shares of their images, `count` of `all`, where most are.
    case pixelsAmongShares(file: String, row: Int, value: String, count: Int, all: Int)
    /// A line of DOTA's text that is none.
    case notDOTA(file: String, row: Int, value: String)
    /// An image that has another number of boxes than its own line says.
    case otherBoxCount(file: String, row: Int, stated: Int, found: Int)
    /// A list of predictions that is not made of groups of five or six.
    case notPredictions(file: String, row: Int, count: Int)
    /// A detection without a score.
    case noScore(file: String, row: Int)
    /// Lists of one image that differ in length.
    case unequalLists(file: String, row: Int, boxes: Int, others: Int)
    /// Boxes in shares of an image whose size is nowhere told.
    case noSize(file: String, image: String, count: Int)
    /// Lists without names of images, of another number than there are images.
    case otherCount(file: String, lists: Int, images: Int)
    /// Numbers of classes beyond the ground truth's.
    case classBeyond(file: String, number: Int, classes: Int)
    /// A program in the clothes of data.
    case pickle(file: String)
    /// Boxes in space.
    case spatial(file: String)
    /// Nothing in it says where a box is.
    case noBoxes(file: String, found: String)

    /// Faults of one kind in one folder are one cause, whatever the rows say.
    var problem: Problem {
        let problem = words
        let folder = problem.place?.file.split(separator: "/").dropLast().joined(separator: "/") ?? ""
        let kind: String? =
            switch self {
            case .noImage: "no image"
            case .noClass: "no class"
            case .notANumber(_, _, let field, _): "not a number: " + field
            case .notABox: "not a box"
            case .otherBoxCount: "other box count"
            case .notDOTA: "not DOTA"
            case .notPredictions: "not predictions"
            case .noScore: "no score"
            case .unequalLists: "unequal lists"
            default: nil
            }
        return problem.ofKind(kind.map { folder + "\n" + $0 })
    }

    /// Digits, a comma and digits.
    private static func hasDecimalComma(_ value: String) -> Bool {
        let parts = value.split(separator: ",", omittingEmptySubsequences: false)
        return parts.count == 2 && Double(decimal: value.replacing(",", with: ".")) != nil
    }

    private var words: Problem {
        switch self {
        case .noImage(let file, let row):
            Problem(
                at: Place(file: file, row: row), "names no image",
                suggestion: "give image_id or file_name with every box")
        case .noClass(let file, let row):
            Problem(
                at: Place(file: file, row: row), "has no class, and there are several",
                suggestion: "give class or category_id with every box")
        case .notANumber(let file, let row, let field, let value):
            Problem(
                at: Place(file: file, row: row, field: field), "\"\(value)\" is not a number to count with",
                suggestion: Self.hasDecimalComma(value)
                    ? "is it a decimal comma? write a point, or separate columns by semicolons" : nil)
        case .notABox(let file, let row, let value):
            Problem(at: Place(file: file, row: row), "a box of four numbers was expected, found \(value)")
        case .pixelsAmongShares(let file, let row, let value, let count, let all):
            Problem(
                at: Place(file: file, row: row),
                "\(value), where most boxes are shares of their image, 0...1; \(count) of \(all) \(count == 1 ? "is" : "are") not: are they pixels?",
                suggestion: "write all boxes alike")
        case .notDOTA(let file, let row, let value):
            Problem(
                at: Place(file: file, row: row),
                "eight numbers, a class and 0 or 1 for difficult were expected, found \(value)")
        case .otherBoxCount(let file, let row, let stated, let found):
            Problem(
                at: Place(file: file, row: row),
                "\(stated) \(stated == 1 ? "box was" : "boxes were") expected for this image, found \(found)")
        case .notPredictions(let file, let row, let count):
            Problem(
                at: Place(file: file, row: row, field: "PredictionString"),
                "\(count) values, which are neither groups of \"class score xmin ymin xmax ymax\" nor of "
                    + "\"score x y width height\"")
        case .noScore(let file, let row):
            Problem(
                at: Place(file: file, row: row), "a detection without a score",
                suggestion: "are these the annotations? detections have a score or confidence each")
        case .unequalLists(let file, let row, let boxes, let others):
            Problem(
                at: Place(file: file, row: row), "\(boxes) boxes and \(others) scores or labels in one image")
        case .noSize(let file, let image, let count):
            Problem(
                at: Place(file: file),
                "boxes are shares of their image, and the size of \(image) is nowhere told\(count == 1 ? "" : "; \(count) such images in all")",
                suggestion: "put the pictures in images/, or image_width and image_height into the table")
        case .otherCount(let file, let lists, let images):
            Problem(
                at: Place(file: file),
                "\(lists) lists that name no image, and \(images) images in the ground truth",
                suggestion: "write one list an image in the order of the ground truth, or name the image of each")
        case .classBeyond(let file, let number, let classes):
            Problem(
                at: Place(file: file),
                "class number \(number), and \(classes) classes in the ground truth, which are counted from 0 here",
                suggestion: "write category_id or the name of the class")
        case .pickle(let file):
            Problem(
                at: Place(file: file), "is a pickle: opening one runs whatever program it holds, so it is never opened",
                suggestion:
                    "write JSON: outfile_prefix of mmdetection's CocoMetric, or json.dump of boxes, scores and labels as lists"
            )
        case .spatial(let file):
            Problem(
                at: Place(file: file), "holds boxes in space (nuScenes): boxes on pictures are audited",
                suggestion: "project them into the pictures and write COCO results")
        case .noBoxes(let file, let found):
            Problem(
                at: Place(file: file), "nothing in it says where a box is: \(found)",
                suggestion: "INPUT.md lists the forms that open")
        }
    }
}
