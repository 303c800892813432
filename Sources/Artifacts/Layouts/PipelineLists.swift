// What Hugging Face's pipeline("image-classification") returns, saved with names of images: a list of {label, score} an image; and
// what other tools call the same, such as Roboflow's {class, confidence}.

import Columns
import Formats
import Foundation

/// Lists of classes and scores, an image each, as a table.
enum PipelineLists {
    /// An image and its list.
    private struct Entry {
        let image: String
        let scores: [(label: String, score: String)]
        /// The line it stands on, or which of the file's it is, from 1.
        var line = 1
    }

    /// The table that such a file stands for: one column a class where every list has all classes, the
    /// answer where each holds one, else the best classes of each; `nil` for a file of another shape.
    static func table(_ bytes: Data) -> RewrittenTable? {
        guard let plain = Packed.plain(bytes),
            let first = plain.first(where: { $0 > 0x20 }), first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        else { return nil }
        if let table = ProbabilityLists.table(plain) { return table }
        let tree = JSONTree(whole: plain)
        // One line of JSON Lines is an object of its own.
        let found = tree.map { tree in entries(tree) ?? entry(tree).map { [$0] } } ?? lines(plain)
        guard let entries = found, entries.contains(where: { !$0.scores.isEmpty }) else { return nil }
        // An empty list is an image without an answer where others have one, and any number of labels is left to who reads those.
        if entries.contains(where: \.scores.isEmpty), entries.contains(where: { $0.scores.count > 1 }) { return nil }
        return table(entries)
    }

    /// The entries of JSON Lines, an object an image; `nil` where a line is of another shape.
    private static func lines(_ plain: Data) -> [Entry]? {
        var entries: [Entry] = []
        for (place, line) in plain.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            guard line.contains(where: { $0 > 0x20 }) else { continue }
            guard var entry = JSONTree(whole: Data(line)).flatMap(entry) else { return nil }
            entry.line = place + 1
            entries.append(entry)
        }
        return entries
    }

    private static func entries(_ tree: JSONTree) -> [Entry]? {
        var entries: [Entry] = []
        if let members = tree.members {
            for (image, value) in members {
                guard let scores = scores(value) else { return nil }
                entries.append(Entry(image: image, scores: scores, line: entries.count + 1))
            }
            return entries
        }
        for element in tree.elements ?? [] {
            guard var entry = entry(element) else { return nil }
            entry.line = entries.count + 1
            entries.append(entry)
        }
        return entries
    }

    /// An object that names its image and holds its list.
    private static func entry(_ tree: JSONTree) -> Entry? {
        guard let members = tree.members else { return nil }
        let keys = BoxKeys(members.map(\.key))
        guard let at = keys.image ?? keys.fileName, let image = members[at].value.plain else { return nil }
        let lists = members.compactMap { Self.scores($0.value) }
        // An image of which nothing was said has an empty list.
        return (lists.first { !$0.isEmpty } ?? lists.first).map { Entry(image: image, scores: $0) }
    }

    /// A list of objects of a label and a score, and of no box; an empty one may be.
    private static func scores(_ tree: JSONTree) -> [(label: String, score: String)]? {
        guard let elements = tree.elements else { return nil }
        var scores: [(label: String, score: String)] = []
        for element in elements {
            guard let found = ScoredLabel(element), let score = found.score else { return nil }
            scores.append((found.label, score))
        }
        return scores
    }

    private static func table(_ entries: [Entry]) -> RewrittenTable {
        let classes = Set(entries.flatMap(\.scores).map { Name($0.label) }).sorted().map(\.text)
        var table: RewrittenTable
        if classes.count > 1, entries.allSatisfy({ $0.scores.count <= 1 }) {
            // top_k=1: the answer and its score.
            table = RewrittenTable(["image_id", "predicted", "confidence"])
            for entry in entries {
                let best = entry.scores.first
                table.append([entry.image, best?.label ?? "", best?.score ?? ""], line: entry.line)
            }
        } else if entries.allSatisfy({ $0.scores.count == classes.count }) {
            table = RewrittenTable(["image_id"] + classes.map { "p_" + $0 })
            for entry in entries {
                let score = Dictionary(
                    entry.scores.map { (Name($0.label), $0.score) }, uniquingKeysWith: { first, _ in first })
                table.append([entry.image] + classes.map { score[Name($0)] ?? "" }, line: entry.line)
            }
        } else {
            let count = entries.map(\.scores.count).max() ?? 0
            table = RewrittenTable(["image_id"] + (1...max(1, count)).flatMap { ["class_\($0)", "prob_\($0)"] })
            for entry in entries {
                let best = entry.scores.sorted { (Double($0.score) ?? 0) > (Double($1.score) ?? 0) }
                let cells = best.flatMap { [$0.label, $0.score] }
                let blanks = [String](repeating: "", count: (count - best.count) * 2)
                table.append([entry.image] + cells + blanks, line: entry.line)
            }
        }
        return table
    }
}

/// An object that says what an image shows, and how sure that is.
struct ScoredLabel {
    /// The label.
    let label: String
    /// The score; `nil` where there is none.
    let score: String?

    private static let names = ["class_name", "name", "label", "class", "category", "tag"]
    private static let scores = ["score", "confidence", "probability", "prob", "conf"]
    /// Keys that say where in the image it is.
    private static let places: Set<String> = [
        "box", "bbox", "x", "xmin", "x_min", "x1", "left", "width", "points", "segmentation", "mask", "coordinates",
        "polygon",
        "bounding_box", "topleft", "keypoints",
    ]

    /// `nil` for an object without a label, and for one of a box.
    init?(_ tree: JSONTree) {
        guard let members = tree.members, !members.contains(where: { Self.places.contains($0.key.lowercased()) }),
            let label = Self.names.lazy.compactMap({ tree[$0]?.plain }).first
        else { return nil }
        self.label = label
        score = Self.scores.lazy.compactMap { tree[$0]?.plain }.first
    }
}

/// Objects of an image each with the probabilities of all classes in one list, as a table of one column a class.
enum ProbabilityLists {
    private static let keys: Set<String> = [
        "probs", "probabilities", "proba", "probability", "softmax", "scores", "logits", "yproba", "yprob",
    ]

    /// The table; `nil` for another shape, and for what is not JSON to its end: whoever reads lines tells what is wrong.
    static func table(_ bytes: Data) -> RewrittenTable? {
        bytes.withUnsafeBytes { raw in
            guard let scanner = try? JSONScanner(raw.assumingMemoryBound(to: UInt8.self)) else { return nil }
            return try? table(scanner, raw)
        }
    }

    /// `nil` for another shape. Throws where the text is not JSON.
    private static func table(_ start: JSONScanner, _ raw: UnsafeRawBufferPointer) throws(JSONFault) -> RewrittenTable?
    {
        var scanner = start
        let isList = try scanner.peek() == UInt8(ascii: "[")
        if isList { try scanner.openArray() }
        var (table, header, width): (RewrittenTable?, [String], Int) = (nil, [], 0)
        // Lines are counted as far as the scanner has come.
        var (line, counted, rows) = (1, 0, 0)
        while isList ? try scanner.nextElement() : scanner.hasMore {
            if !isList {
                line += raw[counted..<scanner.offset].count { $0 == 0x0A }
                counted = scanner.offset
            }
            guard let members = try JSONTree(&scanner).members,
                let list = members.first(where: { keys.contains(BoxKeys.plain($0.key)) && $0.value.elements != nil }),
                let numbers = list.value.elements, numbers.count > 1
            else { return nil }
            let values = numbers.compactMap(\.plain)
            let others = members.filter { $0.value.plain != nil || !keys.contains(BoxKeys.plain($0.key)) }
            guard values.count == numbers.count, others.allSatisfy({ $0.value.plain != nil }) else { return nil }
            if table == nil {
                (header, width) = (others.map(\.key), values.count)
                table = RewrittenTable(header + (0..<width).map { "proba_\($0)" })
            }
            // Rows of another shape are for the reader of lines to tell.
            guard values.count == width, others.map(\.key) == header else { return nil }
            rows += 1
            table?.append(others.map { $0.value.plain ?? "" } + values, line: isList ? rows : line)
        }
        try scanner.finish()
        return table
    }
}
