import Columns
import Diagnostics

extension WorkspaceSettings {
    /// Why ids of images in `file` stop what is done with them; `nil` where they may be published, or look like nobody's.
    func refusal(of ids: ItemIDs, file: String) -> Problem? {
        publishesNames ? nil : PersonalIDs.problem(ids, file: file)
    }

    /// The same of the paths of their pictures, in the folder of a data set.
    func refusal(ofPaths paths: [String?], in base: String, file: String) -> Problem? {
        publishesNames ? nil : PersonalIDs.problem(paths: paths, in: base, file: file)
    }

    /// The same of runs under a change, whose folders lie in `path`.
    func refusal(of conditions: [Condition], in path: String) -> Problem? {
        publishesNames ? nil : PersonalIDs.problem(conditions, in: path)
    }

    /// The same of the name of a data set. Names of versions cannot hold an address.
    func refusal(ofDataset name: String) -> Problem? {
        publishesNames ? nil : PersonalIDs.problem(dataset: name)
    }

    /// The same of names of classes, those listed unless others are given, at the place that names them.
    func refusal(ofClasses names: [String]?, at place: Place? = nil) -> Problem? {
        let listed = classFile.map { Place(file: $0) } ?? Place(file: "misread.yml", field: "classes")
        return publishesNames ? nil : PersonalIDs.problem(classes: names ?? classes, at: place ?? listed)
    }
}

/// Ids of images, paths of pictures, names of data sets, classes and runs under a change that look like personal data. They are
/// how each is named on every page and in every export, so they cannot be withheld as a column can: nothing is audited until they
/// are others, or `privacy: publish_names: true` says that they may be published. What they are is not said.
enum PersonalIDs {
    private static let otherwise = ", or say `privacy: {publish_names: true}` in misread.yml if they may be published"

    /// An error about ids in `file`; `nil` where none looks like personal data.
    static func problem(_ ids: ItemIDs, file: String) -> Problem? {
        guard let (count, first) = found(in: ids.lazy.map(\.text)) else { return nil }
        return Problem(
            .error, at: Place(file: file),
            "\(count) \(count == 1 ? "image id looks" : "image ids look") like personal data, the first, of image \(first.row), "
                + "like \(first.kind.rawValue): ids are published with every image that is shown or listed",
            suggestion: "give these images other ids, a number or a keyed hash, in all files" + otherwise)
    }

    /// How many names look like personal data, and the number and kind of the first; `nil` where none does.
    private static func found(in names: some Collection<String>) -> (
        count: Int, first: (row: Int, kind: PersonalValue)
    )? {
        var count = 0
        var first: (row: Int, kind: PersonalValue)?
        var checked = CheckedNumbers()
        for (row, name) in names.enumerated() {
            guard let kind = PersonalValue.find(inID: name, &checked) else { continue }
            count += 1
            if first == nil { first = (row + 1, kind) }
        }
        if let kind = checked.kind {
            for (row, name) in names.enumerated() where PersonalValue.checked(name) == kind {
                guard PersonalValue.find(inID: name, &checked) == nil else { continue }
                count += 1
                if first.map({ $0.row > row + 1 }) != false { first = (row + 1, kind) }
            }
        }
        return first.map { (count, $0) }
    }

    /// An error about pictures of the images of `file`; `nil` where no path looks like personal data.
    static func problem(paths: [String?], in base: String, file: String) -> Problem? {
        var places: [Int] = []
        var names: [String] = []
        // Most pictures lie in one folder.
        var last: (folder: Substring, kind: PersonalValue?) = ("", nil)
        var inFolders = (count: 0, first: nil as (row: Int, kind: PersonalValue)?)
        for (row, path) in paths.enumerated() {
            guard let path else { continue }
            let own = path.hasPrefix(base + "/") ? path.dropFirst(base.count + 1) : path[...]
            let name = own.split(separator: "/").last ?? own
            let folder = own.dropLast(name.count)
            if folder != last.folder { last = (folder, PersonalPaths.kind(folder)) }
            if let kind = last.kind ?? PersonalPaths.kind(ofPair: own) {
                inFolders.count += 1
                if inFolders.first == nil { inFolders.first = (row + 1, kind) }
            } else {
                places.append(row + 1)
                names.append(PersonalPaths.withoutEnding(name))
            }
        }
        var first = inFolders.first
        let inNames = found(in: names)
        if let inNames, first.map({ $0.row > places[inNames.first.row - 1] }) != false {
            first = (places[inNames.first.row - 1], inNames.first.kind)
        }
        guard let first else { return nil }
        let count = inFolders.count + (inNames?.count ?? 0)
        return Problem(
            .error, at: Place(file: file),
            "\(count) \(count == 1 ? "path of a picture looks" : "paths of pictures look") like personal data, the first, of "
                + "image \(first.row), like \(first.kind.rawValue): paths are published in the lists of images to label",
            suggestion: "give these files or their folders other names" + otherwise)
    }

    /// An error about runs under a change in `path`; `nil` where no name looks like personal data.
    static func problem(_ conditions: [Condition], in path: String) -> Problem? {
        let kinds = conditions.compactMap { condition in
            [condition.factor, condition.level, condition.name].filter { !isOfVersion($0) }
                .lazy.compactMap(PersonalValue.find(inID:)).first
        }
        guard let first = kinds.first else { return nil }
        return Problem(
            .error, at: Place(file: path),
            "\(kinds.count) \(kinds.count == 1 ? "name of a run under a change looks" : "names of runs under a change look") "
                + "like personal data, the first like \(first.rawValue): factors and levels are published on the pages of "
                + "robustness",
            suggestion: "give these folders other names" + otherwise)
    }

    /// Whether four numbers between points are those of a version, which are small, and no address: `8.6.1.6`.
    private static func isOfVersion(_ name: String) -> Bool {
        let last = name.split(separator: "=").last ?? ""
        let parts = last.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        return parts.count == 4 && parts.allSatisfy { $0.map { (0..<20).contains($0) } ?? false } && parts[0] != 10
    }

    /// An error about the name of a data set; `nil` where it does not look like personal data.
    static func problem(dataset name: String) -> Problem? {
        PersonalValue.find(inID: name).map { kind in
            Problem(
                .error, at: Place(file: "datasets"),
                "the name of a data set looks like \(kind.rawValue): it is published on every page of its audits",
                suggestion: "give its folder another name, here and in each version" + otherwise)
        }
    }

    /// An error about names of classes in `place`; `nil` where none looks like personal data.
    static func problem(classes: [String], at place: Place) -> Problem? {
        guard let (count, first) = found(in: classes) else { return nil }
        return Problem(
            .error, at: place,
            "\(count) \(count == 1 ? "name of a class looks" : "names of classes look") like personal data, the "
                + "first, of class \(first.row), like \(first.kind.rawValue): names of classes are published on every page "
                + "that counts them",
            suggestion: "give these classes other names in all files" + otherwise)
    }
}
