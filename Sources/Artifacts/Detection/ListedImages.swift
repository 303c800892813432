import Columns
import Diagnostics

/// Which list of images chose those of a ground truth that are read, and which images it left out.
struct ListedImages: Sendable {
    /// The list as messages call it: `ImageSets/Main/test.txt`.
    let name: String
    /// The texts of the list, as paths of their source.
    let files: [String]
    /// How many images are read.
    let count: Int
    /// Stems of the others.
    let others: Set<Name>

    /// Whether an id names one that the list leaves out, by its stem or file.
    func leavesOut(_ id: Identifier) -> Bool {
        let text = id.description
        return others.contains(Name(text)) || others.contains(Name(ImageNames.stem(text)))
    }

    /// What is said of `failed` of `rows` detections, all of images that the list leaves out.
    func problem(_ file: String, failed: Int, of rows: Int, given: [String]) -> Problem {
        Problem(
            at: Place(file: file, field: "image_id"),
            "\(failed) of \(rows) detections \(failed == 1 ? "is of an image" : "are of images") that \(name) does not list, which chose the \(count) of "
                + "\(count + others.count) that are read: \(JoinFault.list(given))",
            suggestion:
                "are the results of another split? take those of the split that is listed, or name its list by split: in "
                + "misread.yml; without the list all images are read")
    }
}
