// JSON of boxes in whatever nesting a tool gives it: rows with a box each; images with a list of objects; lists of boxes,
// scores and labels side by side (torchvision, mmdetection's inferencer); a list an image of a list a class (mmdetection's
// old results); pipelines' lists without names of images; objects whose keys are names of images.
//
// One walk goes down to the boxes and carries what is said of the image on the way.

import Diagnostics
import Formats

/// Reads JSON of boxes.
struct BoxJSON {
    var rows: BoxRows
    var keysOf: [String: BoxKeys] = [:]
    var file: Int32 = 0
    var row: Int32 = 0

    init(into rows: BoxRows) { self.rows = rows }

    /// What is known of the image while its boxes are read.
    struct Context {
        var name: String?
        /// Whether that is the name of the file that is read.
        var isOfFile = false
        var id: Identifier?
        var fileName: String?
        var width: Double?
        var height: Double?
        /// The place among lists that name no image.
        var ordinal: Int?
        /// Whether its boxes are shares of it.
        var isShares = false
        /// Whether x and y of an object's box are its centre: Roboflow's predictions.
        var isCentred = false
    }

    /// Lists of objects in an image's object.
    static let lists: Set<String> = [
        "annotations", "detections", "predictions", "objects", "instances", "labels", "items", "results", "regions",
        "boxes", "preds", "outputs", "targets", "frames", "images", "data", "annos", "groundtruth", "detection",
    ]
    /// Lists of boxes beside lists of scores and classes.
    static let parallel = ["boxes", "bboxes", "predboxes", "xyxy", "bbox", "xywh", "cxcywh"]

    /// Reads one value, the `number`th of the file where that is a list or lines.
    mutating func read(_ tree: JSONTree, number: Int, isElement: Bool, file name: String, stem: String?) {
        if rows.files.last != name { file = rows.file(name) }
        row = Int32(truncatingIfNeeded: number)
        var context = Context()
        context.name = stem
        context.isOfFile = stem != nil
        if isElement, stem == nil {
            // Lists of boxes that name no image stand for the images in their order.
            if tree.elements != nil || (tree.members != nil && parallel(tree) != nil) || hasList(tree) {
                context.ordinal = number - 1
            }
        }
        walk(tree, context, depth: 0)
    }

    /// Names of classes: FiftyOne's and datumaro's lists.
    mutating func readClasses(_ tree: JSONTree) {
        let listed = tree["classes"]?.elements?.compactMap(\.text)
        let named = tree["categories"]?["label"]?["labels"]?.elements?.compactMap { $0["name"]?.text }
        for (number, name) in (named ?? listed ?? []).enumerated() { rows.classNames[number] = name }
    }

    mutating func walk(_ tree: JSONTree, _ context: Context, depth: Int) {
        guard depth < 8 else { return }
        switch tree {
        case .list(let elements): walk(list: elements, context, depth)
        case .object(let members):
            let keys = keys(members)
            var context = context
            // datumaro's file is of many images, and not of one that is called like it.
            if depth == 0, tree["items"]?.elements != nil, tree["categories"]?.members != nil { context.name = nil }
            if let task = LabelStudioTask(tree) { return add(task, context) }
            if depth == 0, let files = Self.regions(tree) {
                for file in files { addVIA(file, Context()) }
                return
            }
            if Self.isOfSupervisely(tree) { return addSupervisely(tree, context) }
            describe(&context, members, keys)
            if let shapes = tree["shapes"]?.elements {
                for shape in shapes { labelMe(shape, context) }
                return
            }
            if let (form, boxes) = parallel(tree) { return side(by: form, boxes, tree, context) }
            if keys.haveBox, isBox(members, keys) { return add(members, keys, context) }
            let lists = members.filter { Self.lists.contains(BoxKeys.plain($0.key)) && isContainer($0.value) }
            if !lists.isEmpty {
                if !saysImage(members, keys), lists.contains(where: { haveOwnImages($0.value) }) {
                    // The file, or a set that has a name, is of these images and none itself.
                    (context.name, context.id, context.fileName, context.ordinal) = (nil, nil, nil, nil)
                }
                if context.ordinal == nil || hasImage(context) { _ = image(context) }
                for list in lists { walk(list.value, context, depth: depth + 1) }
                return
            }
            // Keys that are names of images.
            for (key, value) in members where isContainer(value) {
                var inner = context
                inner.name = key
                inner.isOfFile = false
                _ = image(inner)
                walk(value, inner, depth: depth + 1)
            }
        default: break
        }
    }

    mutating func walk(list elements: [JSONTree], _ context: Context, _ depth: Int) {
        _ = context.ordinal == nil && !hasImage(context) ? nil : image(context)
        let isOfClasses =
            !elements.isEmpty
            && elements.allSatisfy { element in
                element.elements?.allSatisfy {
                    ($0.elements?.count ?? 0) >= 5 && $0.elements?.allSatisfy { $0.number != nil } == true
                }
                    ?? false
            }
        if isOfClasses {
            rows.classesAreOrdinals = true
            rows.note("classes are numbered in the order of the ground truth's")
            for (number, boxes) in elements.enumerated() {
                for box in boxes.elements ?? [] {
                    add(box.elements ?? [], .corners, category: rows.category(.number(number)), context)
                }
            }
            return
        }
        for element in elements {
            if let numbers = element.elements, numbers.count >= 5, numbers.allSatisfy({ $0.number != nil }) {
                let category = numbers.count > 5 ? numbers[5].whole.map { rows.category(.number($0)) } : nil
                add(numbers, .corners, category: category, context)
            } else {
                walk(element, context, depth: depth + 1)
            }
        }
    }

    func isContainer(_ tree: JSONTree) -> Bool {
        switch tree {
        case .list(let elements): elements.allSatisfy { $0.members != nil || $0.elements != nil }
        case .object: true
        default: false
        }
    }

    func hasList(_ tree: JSONTree) -> Bool {
        tree.members?.contains { Self.lists.contains(BoxKeys.plain($0.key)) && $0.value.elements != nil } ?? false
    }

    /// Whether an object says of which image it is, beyond a name or id of its own.
    func saysImage(_ members: [(key: String, value: JSONTree)], _ keys: BoxKeys) -> Bool {
        if keys.fileName != nil || members.contains(where: { $0.key == "image" }) { return true }
        return keys.image.map { !["name", "id", "key"].contains(keys.names[$0]) } ?? false
    }

    /// Whether what stands in a list names the images it is of: FiftyOne's `labels` by their keys, BDD's `frames` and rows with
    /// an image each by what they say. Who holds the list is then no image.
    mutating func haveOwnImages(_ tree: JSONTree) -> Bool {
        switch tree {
        case .object(let members):
            let keys = keys(members)
            if tree["shapes"] != nil || parallel(tree) != nil || (keys.haveBox && isBox(members, keys)) { return false }
            let lists = members.filter { Self.lists.contains(BoxKeys.plain($0.key)) && isContainer($0.value) }
            return lists.isEmpty
                ? members.contains { isContainer($0.value) } : lists.contains { haveOwnImages($0.value) }
        case .list(let elements):
            return elements.contains { element in
                guard let members = element.members else { return false }
                let keys = keys(members)
                let isRow = keys.haveBox && isBox(members, keys)
                guard isRow || hasList(element) || parallel(element) != nil else { return false }
                var own = Context()
                describe(&own, members, keys)
                return hasImage(own)
            }
        default: return false
        }
    }

    func hasImage(_ context: Context) -> Bool {
        context.name != nil || context.id != nil || context.fileName != nil
    }

    mutating func image(_ context: Context) -> Int32? {
        if context.id == nil, context.fileName == nil, let ordinal = context.ordinal {
            rows.imagesAreOrdinals = true
            rows.note("lists name no image: they were taken in the order of the ground truth's images")
            return rows.image(.init(id: .number(ordinal), width: context.width, height: context.height))
        }
        if let id = context.id {
            return rows.image(
                .init(id: id, fileName: context.fileName, width: context.width, height: context.height))
        }
        guard let name = context.fileName ?? context.name else { return nil }
        let stem = context.fileName == nil && context.isOfFile ? name : nil
        return rows.image(.init(named: name, stem: stem, width: context.width, height: context.height))
    }

    /// Adds what an object says of its image.
    func describe(_ context: inout Context, _ members: [(key: String, value: JSONTree)], _ keys: BoxKeys) {
        let isRow = keys.haveBox && isBox(members, keys)
        if let at = keys.image {
            // The name or id of a row is its own, and so is the id of a list's element that is no image.
            let isOwn = ["name", "id", "key"].contains(keys.names[at]) && isRow
            switch members[at].value {
            case .text(let text) where !isOwn:
                let named = BoxRows.Image(named: text)
                context.id = named.id
                if let file = named.fileName { context.fileName = file }
            case .number(_, let whole?) where !isOwn: context.id = .number(whole)
            case .object(let inner):
                describe(&context, inner, BoxKeys(inner.map(\.key)))
                // datumaro has `path` and `size: [height, width]` of an item's image.
                if let size = inner.first(where: { $0.key == "size" })?.value.elements, size.count == 2 {
                    (context.height, context.width) = (size[0].number, size[1].number)
                }
            default: break
            }
        }
        if let at = keys.fileName, let text = members[at].value.text,
            !isRow || !hasImage(context) || context.fileName == nil
        {
            context.fileName = WindowsPath.withSlashes(text)
            if context.id == nil { context.id = BoxRows.Image(named: text).id }
        }
        if !isRow, context.id == nil, context.fileName == nil {
            // BDD's frames have a name, and datumaro's items an id where their image has no path.
            let named = ["name", "key", "id"].lazy.compactMap { key in members.first { $0.key == key }?.value.text }
                .first
            if let named, members.contains(where: { $0.value.elements != nil }) {
                let image = BoxRows.Image(named: named)
                (context.id, context.fileName) = (image.id, image.fileName)
            }
        }
        if let size = keys.imageSize, let width = members[size.width].value.number,
            let height = members[size.height].value.number
        {
            (context.width, context.height) = (width, height)
        }
        if let inner = members.first(where: { $0.key == "image" })?.value.members {
            context.isCentred = members.contains { $0.key == "predictions" }
            if keys.image == nil { describe(&context, inner, BoxKeys(inner.map(\.key))) }
        }
    }
}
