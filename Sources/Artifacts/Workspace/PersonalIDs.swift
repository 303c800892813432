import Columns
import Diagnostics

/// Ids of images that look like personal data. An id is how an image is named on every page and in every export, so it cannot
/// be withheld as a column can: it is only warned of, without being said.
enum PersonalIDs {
    /// A warning about ids in `file`; `nil` where none looks like personal data.
    static func remark(_ ids: ItemIDs, file: String) -> Problem? {
        var count = 0
        var first: (row: Int, kind: PersonalValue)?
        for (row, id) in ids.enumerated() {
            guard let kind = PersonalValue.find(inID: id.text) else { continue }
            count += 1
            if first == nil { first = (row + 1, kind) }
        }
        guard let first else { return nil }
        return Problem(
            .warning, at: Place(file: file),
            "\(count) \(count == 1 ? "image id looks" : "image ids look") like personal data, the first, of image \(first.row), "
                + "like \(first.kind.rawValue): ids are published with every image that is shown or listed",
            suggestion: "give these images other ids, a number or a keyed hash, in all files, and audit again")
    }
}
