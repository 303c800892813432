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
                if !keys.isDisjoint(with: ["categories"]) || name == "images" || isOfResults(scanner) { return .coco }
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
        guard let tree = try? JSONTree(&start), isOfBoxes(tree) else { return nil }
        return .json(isScored: hasScore(tree))
    }

    /// Whether a list of annotations holds COCO's.
    private static func isOfResults(_ scanner: JSONScanner) -> Bool {
        var scanner = scanner
        guard (try? scanner.openArray()) != nil, (try? scanner.nextElement()) == true,
            let first = try? JSONTree(&scanner)
        else { return true }
        return first["image_id"] != nil
    }

    private static func list(_ scanner: inout JSONScanner) throws(JSONFault) -> ExportForm? {
        try scanner.openArray()
        var isScored = false
        var isOf = false
        var count = 0
        while count < 64, try scanner.nextElement() {
            let element = try JSONTree(&scanner)
            count += 1
            if element["image_id"] != nil, element["category_id"] != nil,
                element["bbox"] != nil || element["segmentation"] != nil
            {
                return element["score"] == nil ? .json(isScored: false) : .cocoResults
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
