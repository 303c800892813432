import Diagnostics
import Formats
import Foundation

/// What a JSON file of an export is, by the keys of its first values.
enum JSONShape {
    static func form(of data: Data) -> ExportForm? {
        data.withUnsafeBytes { raw in
            let bytes = raw.assumingMemoryBound(to: UInt8.self)
            guard var scanner = try? JSONScanner(bytes) else { return nil }
            return (try? scanner.peek() == UInt8(ascii: "{") ? object(&scanner) : list(&scanner)) ?? nil
        }
    }

    /// Annotations of a file that are looked at for scores.
    private static let sample = 64

    /// An object: COCO's as soon as its lists are met, or lines of objects.
    private static func object(_ start: inout JSONScanner) throws(JSONFault) -> ExportForm? {
        var scanner = start
        var keys: Set<String> = []
        try scanner.openObject()
        while let key = try scanner.nextKey() {
            let name = try scanner.text(key)
            let isList = try scanner.peek() == UInt8(ascii: "[")
            keys.insert(name)
            if isList, ["images", "annotations", "categories"].contains(name),
                keys.isDisjoint(with: ["image", "shapes"])
            {
                if !keys.isDisjoint(with: ["categories"]) || name == "images" || isOfResults(scanner) {
                    return isScored(coco: scanner, under: name) ? .cocoResults : .coco
                }
            }
            if name == "results", keys.contains("meta") { return .spatial }
            try scanner.skipValue()
        }
        if keys.contains("meta"), keys.contains("results") { return .spatial }
        // Another value behind the first: lines.
        if let byte = try? scanner.peek(), byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
            guard let tree = try? JSONTree(&start) else { return nil }
            return isOfBoxes(tree) ? .jsonLines(isScored: hasScore(tree)) : nil
        }
        guard let tree = try? JSONTree(&start) else { return nil }
        if BoxJSON.regions(tree) != nil || BoxJSON.isOfSupervisely(tree) { return .json(isScored: false) }
        return isOfBoxes(tree) ? .json(isScored: hasScore(tree)) : nil
    }

    /// Whether a list of annotations holds COCO's.
    private static func isOfResults(_ scanner: JSONScanner) -> Bool {
        var scanner = scanner
        guard (try? scanner.openArray()) != nil, (try? scanner.nextElement()) == true,
            let first = try? JSONTree(&scanner)
        else { return true }
        return first["image_id"] != nil
    }

    /// Whether the annotations of a file of COCO's have scores, as results in its form do. The scanner stands at the list
    /// `under` a name; what is damaged further on is told by whoever reads it.
    private static func isScored(coco start: JSONScanner, under name: String) -> Bool {
        var scanner = start
        if name == "annotations" { return isScored(&scanner) }
        do {
            try scanner.skipValue()
            while let key = try scanner.nextKey() {
                if scanner.matches(key, "annotations"), try scanner.peek() == UInt8(ascii: "[") {
                    return isScored(&scanner)
                }
                try scanner.skipValue()
            }
        } catch {}
        return false
    }

    /// Whether the first of a list of annotations have a score each. That of what people labelled is 1 where there is one.
    private static func isScored(_ scanner: inout JSONScanner) -> Bool {
        guard (try? scanner.openArray()) != nil else { return false }
        var (count, scores) = (0, Set<Double>())
        while count < sample, (try? scanner.nextElement()) == true, let element = try? JSONTree(&scanner) {
            guard let score = element["score"]?.number else { return false }
            scores.insert(score)
            count += 1
        }
        return count > 0 && scores != [1]
    }

    private static func list(_ scanner: inout JSONScanner) throws(JSONFault) -> ExportForm? {
        try scanner.openArray()
        var isScored = false
        var isOf = false
        var count = 0
        while count < 64, try scanner.nextElement() {
            let element = try JSONTree(&scanner)
            count += 1
            if LabelStudioTask(element) != nil {
                // Their scores, where there are any, are those of what people took over.
                if LabelStudioTask.hasShapes(element) { return .json(isScored: false) }
                continue
            }
            if element["image_id"] != nil, element["category_id"] != nil,
                element["bbox"] != nil || element["segmentation"] != nil
            {
                return element["score"] == nil ? .json(isScored: hasScore(element)) : .cocoResults
            }
            if isOfBoxes(element) { isOf = true }
            if hasScore(element) { isScored = true }
            if isOf, isScored { break }
        }
        if count == 0 { return .emptyList }
        return isOf ? .json(isScored: isScored) : nil
    }

    /// Whether a box is anywhere in a value, a few levels down.
    static func isOfBoxes(_ tree: JSONTree, depth: Int = 0) -> Bool {
        guard depth < 7 else { return false }
        switch tree {
        case .list(let elements):
            if elements.count >= 5, elements.count <= 7, depth > 0, elements.allSatisfy({ $0.number != nil }) {
                return true
            }
            return elements.prefix(64).contains { isOfBoxes($0, depth: depth + 1) }
        case .object(let members):
            if tree["shapes"]?.elements != nil { return true }
            let keys = BoxKeys(members.map(\.key))
            if keys.numbers != nil, keys.className != nil || keys.classID != nil || keys.score != nil { return true }
            if let at = keys.box {
                if let list = members[at].value.elements, list.allSatisfy({ $0.number != nil || $0.elements != nil }) {
                    return true
                }
                if let inner = members[at].value.members, BoxKeys(inner.map(\.key)).numbers != nil { return true }
            }
            return members.prefix(512).contains { isOfBoxes($0.value, depth: depth + 1) }
        default: return false
        }
    }

    /// Whether a score stands with the boxes.
    static func hasScore(_ tree: JSONTree, depth: Int = 0) -> Bool {
        guard depth < 7 else { return false }
        switch tree {
        case .list(let elements):
            if elements.count == 5, elements.allSatisfy({ $0.number != nil }) { return true }
            return elements.prefix(64).contains { hasScore($0, depth: depth + 1) }
        case .object(let members):
            let keys = BoxKeys(members.map(\.key))
            if let at = keys.score {
                if case .null = members[at].value {} else { return true }
            }
            if tree["scores"] != nil { return true }
            return members.prefix(512).contains { hasScore($0.value, depth: depth + 1) }
        default: return false
        }
    }
}
