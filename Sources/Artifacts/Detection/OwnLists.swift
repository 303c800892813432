import Columns
import Formats

/// The images and classes that a results file lists itself, as places in the ground truth.
///
/// Such a file says what its ids mean: an image is the one of the same file name, a class the one of the same name, and
/// ids count for what has no name. A list that says nothing else than the ground truth's ids do is none.
struct OwnLists {
    /// Ids of the file's own images; `nil` when they mean what they mean in the ground truth.
    private(set) var images: OwnIdentifiers?
    /// Ids of the file's own classes; likewise.
    private(set) var classes: OwnIdentifiers?

    /// What is wrong with a list that is there: it says nothing that could be joined by.
    private(set) var faults: [DetectionFault] = []

    /// No lists.
    init() {}

    /// Gives ids of classes a meaning where the file does not.
    mutating func use(_ meanings: OwnIdentifiers) { classes = meanings }

    /// Reads the lists of the object that stands next; everything else in it is passed over.
    init(_ scanner: JSONScanner, file: String, for truth: DetectionGroundTruth) throws(JSONFault) {
        var scanner = scanner
        guard try scanner.peek() == UInt8(ascii: "{") else { return }
        try scanner.openObject()
        while let key = try scanner.nextKey() {
            let isImages = scanner.matches(key, "images")
            let first = try scanner.peek()
            guard isImages || scanner.matches(key, "categories"), first != UInt8(ascii: "n") else {
                try scanner.skipValue()
                continue
            }
            let list = isImages ? "images" : "categories"
            guard first == UInt8(ascii: "[") else {
                let wanted = isImages ? "a list of {id, file_name}" : "a list of {id, name}"
                faults.append(.wrongKind(file: file, path: list, wanted: wanted, found: "something else"))
                try scanner.skipValue()
                continue
            }
            var listed: [(id: Identifier, name: String?)] = []
            var count = 0
            try scanner.openArray()
            while try scanner.nextElement() {
                let fields = try COCOFields.read(&scanner, numbers: [], texts: [isImages ? "file_name" : "name"])
                if let id = fields.id {
                    listed.append((id, fields.texts[0]))
                } else {
                    faults.append(.missingField(file: file, path: "\(list)[\(count)]", name: "id"))
                }
                count += 1
            }
            faults += Self.nameless(listed, isImages: isImages, file: file)
            if isImages {
                images = OwnIdentifiers(listed, truth.imageLookup, OwnNames(images: truth))
            } else {
                classes = OwnIdentifiers(
                    listed, truth.classLookup, OwnNames(classes: truth), namesUnknown: true)
            }
        }
    }
}

extension OwnLists {
    /// Entries that could only be joined by an id of the file's own: a class without a name, an image without a file name
    /// where others have one. And ids that mean two things.
    private static func nameless(
        _ listed: [(id: Identifier, name: String?)], isImages: Bool, file: String
    ) -> [DetectionFault] {
        let list = isImages ? "images" : "categories"
        var faults: [DetectionFault] = []
        if !isImages || listed.contains(where: { $0.name != nil }),
            let bare = listed.firstIndex(where: { $0.name == nil })
        {
            faults.append(
                .missingField(file: file, path: "\(list)[\(bare)]", name: isImages ? "file_name" : "name"))
        }
        var first: [Identifier: String] = [:]
        for (place, entry) in listed.enumerated() {
            guard let name = entry.name else { continue }
            if let earlier = first[entry.id], Name(earlier) != Name(name) {
                faults.append(
                    .twoNames(
                        file: file, path: "\(list)[\(place)]", id: entry.id.description, first: earlier, second: name))
                break
            }
            first[entry.id] = name
        }
        return faults
    }
}

/// Ids of a results file with what they mean.
struct OwnIdentifiers {
    private var table = IdentifierTable()
    private var targets: [Int32] = []
    /// How each is called by the file.
    private var names: [String] = []
    /// Whether each id that the ground truth has means the same there.
    private(set) var isOnlyMore = false

    /// `nil` when no id means anything else than in the ground truth; where `namesUnknown`, what that does not have is something
    /// else.
    init?(
        _ listed: [(id: Identifier, name: String?)], _ plain: IdentifierLookup, _ known: OwnNames,
        namesUnknown: Bool = false
    ) {
        guard known.hasNames else { return nil }
        var (differs, hasMore) = (false, false)
        for (id, name) in listed {
            let code = Int(table.code(of: id))
            guard code == targets.count else { continue }
            let byID = plain.index(alike: id)
            let target = name.map { known.index(of: $0, calledByID: byID) } ?? byID
            targets.append(target ?? -1)
            names.append(name ?? id.description)
            if target != byID { differs = true }
            // What the ground truth does not have has a name here alone.
            if target == nil, byID == nil, name != nil, namesUnknown { hasMore = true }
        }
        isOnlyMore = !differs
        if !differs, !hasMore { return nil }
    }

    /// What an id means, and how the file calls it.
    func meaning(of id: Identifier) -> (index: Int32?, name: String)? {
        guard let code = code(id) ?? id.inOtherKind.flatMap({ code($0) }) else { return nil }
        let target = targets[Int(code)]
        return (target < 0 ? nil : target, names[Int(code)])
    }

    private func code(_ id: Identifier) -> Int32? {
        switch id {
        case .number(let number): table.find(number)
        case .text(var text): text.withUTF8 { table.find($0) }
        }
    }
}

/// What the ground truth calls its images or classes.
struct OwnNames {
    private var exact: [Name: Int32] = [:]
    private var stems: [Name: Int32] = [:]
    private let names: [String?]
    /// Whether there are names beside the ids.
    let hasNames: Bool

    /// The file names of images, and their stems.
    init(images truth: DetectionGroundTruth) {
        names = truth.images.map(\.fileName)
        hasNames = names.contains { $0 != nil }
        for (index, name) in names.enumerated() {
            guard let name else { continue }
            Self.add(Name(name), index, to: &exact)
            Self.add(Name(ImageNames.stem(name)), index, to: &stems)
        }
    }

    /// The names of classes.
    init(classes truth: DetectionGroundTruth) {
        names = truth.classes.map(\.name)
        // Forms that number nothing have names for ids.
        hasNames = truth.classes.contains { item in
            let isName: Bool = if case .text(let text) = item.id { Int(text) == nil } else { false }
            return isName || Name(item.name) != Name(item.id.description)
        }
        for (index, item) in truth.classes.enumerated() { Self.add(Name(item.name), index, to: &exact) }
    }

    private static func add(_ name: Name, _ index: Int, to table: inout [Name: Int32]) {
        table[name] = table[name] == nil ? Int32(truncatingIfNeeded: index) : -1
    }

    /// The image whose file has that name without its ending; of several the one of the id.
    func index(ofStem stem: String, calledByID byID: Int32?) -> Int32? {
        if let called = byID.flatMap({ names[Int($0)] }), Name(ImageNames.stem(called)) == Name(stem) { return byID }
        return stems[Name(stem)].flatMap { $0 < 0 ? nil : $0 }
    }

    /// What is called so. A name that several share, and one that is another spelling of what the id says, is the one of
    /// the id.
    func index(of name: String, calledByID byID: Int32?) -> Int32? {
        let called = byID.flatMap { names[Int($0)] }
        if let called, Name(called) == Name(name) { return byID }
        if let found = exact[Name(name)] { return found < 0 ? nil : found }
        if let called, NormalizedMatch.isOneName(called, name) { return byID }
        let stem = Name(ImageNames.stem(name))
        if let called, Name(ImageNames.stem(called)) == stem, !stems.isEmpty,
            !NormalizationRule.isOfOtherFolder(name, called)
        {
            return byID
        }
        guard let found = stems[stem], found >= 0,
            !NormalizationRule.isOfOtherFolder(name, names[Int(found)] ?? name)
        else { return nil }
        return found
    }
}
