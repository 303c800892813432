import Columns
import Diagnostics

extension WorkspaceSettings {
    /// Why ids of images in `file` stop what is done with them; `nil` where they may be published, or look like nobody's.
    func refusal(of ids: ItemIDs, file: String) -> Problem? {
        publishesNames ? nil : PersonalIDs.problem(ids, file: file)
    }

    /// The same of names of classes, those listed unless others are given, at the place that names them.
    func refusal(ofClasses names: [String]?, at place: Place? = nil) -> Problem? {
        let listed = classFile.map { Place(file: $0) } ?? Place(file: "misread.yml", field: "classes")
        return publishesNames ? nil : PersonalIDs.problem(classes: names ?? classes, at: place ?? listed)
    }
}

/// Ids of images and names of classes that look like personal data. They are how an image or a class is named on every page and in
/// every export, so they cannot be withheld as a column can: nothing is audited until they are others, or `privacy:
/// publish_names: true` says that they may be published. What they are is not said.
enum PersonalIDs {
    private static let otherwise = ", or say `privacy: {publish_names: true}` in misread.yml if they may be published"

    /// An error about ids in `file`; `nil` where none looks like personal data.
    static func problem(_ ids: ItemIDs, file: String) -> Problem? {
        var count = 0
        var first: (row: Int, kind: PersonalValue)?
        for (row, id) in ids.enumerated() {
            guard let kind = PersonalValue.find(inID: id.text) else { continue }
            count += 1
            if first == nil { first = (row + 1, kind) }
        }
        guard let first else { return nil }
        return Problem(
            .error, at: Place(file: file),
            "\(count) \(count == 1 ? "image id looks" : "image ids look") like personal data, the first, of image \(first.row), "
                + "like \(first.kind.rawValue): ids are published with every image that is shown or listed",
            suggestion: "give these images other ids, a number or a keyed hash, in all files" + otherwise)
    }

    /// An error about names of classes in `place`; `nil` where none looks like personal data.
    static func problem(classes: [String], at place: Place) -> Problem? {
        let kinds = classes.enumerated().compactMap { index, name in
            PersonalValue.find(inID: name).map { (class: index + 1, kind: $0) }
        }
        guard let first = kinds.first else { return nil }
        return Problem(
            .error, at: place,
            "\(kinds.count) \(kinds.count == 1 ? "name of a class looks" : "names of classes look") like personal data, the "
                + "first, of class \(first.class), like \(first.kind.rawValue): names of classes are published on every page "
                + "that counts them",
            suggestion: "give these classes other names in all files" + otherwise)
    }
}
