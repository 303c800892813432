// What Hugging Face's pipeline("image-classification") returns, saved with names of images: a list of {label, score} an image.

import Columns
import Formats
import Foundation

/// Lists of classes and scores, an image each, as a table.
enum PipelineLists {
    /// An image and its list.
    private struct Entry {
        let image: String
        let scores: [(label: String, score: String)]
    }

    /// The table that such a file stands for, as CSV: one column a class where every list has all classes, the
    /// answer where each holds one, else the best classes of each; `nil` for a file of another shape.
    static func table(_ bytes: Data) -> Data? {
        guard let plain = Packed.plain(bytes),
            let first = plain.first(where: { $0 > 0x20 }), first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        else { return nil }
        if let table = ProbabilityLists.table(plain) { return table }
        let tree: JSONTree? = plain.withUnsafeBytes { raw in
            guard var scanner = try? JSONScanner(raw.assumingMemoryBound(to: UInt8.self)) else { return nil }
            guard let tree = try? JSONTree(&scanner), (try? scanner.finish()) != nil else { return nil }
            return tree
        }
        // One line of JSON Lines is an object of its own.
        let found = tree.map { tree in entries(tree) ?? entry(tree).map { [$0] } } ?? lines(plain)
        guard let entries = found, !entries.isEmpty else { return nil }
        return Data(text(entries).utf8)
    }

    /// The entries of JSON Lines, an object an image; `nil` where a line is of another shape.
    private static func lines(_ plain: Data) -> [Entry]? {
        var entries: [Entry] = []
        var rest = plain[...]
        while !rest.isEmpty {
            let line = rest.prefix { $0 != 0x0A }
            rest = rest.dropFirst(line.count + 1)
            guard line.contains(where: { $0 > 0x20 }) else { continue }
            let tree: JSONTree? = Data(line).withUnsafeBytes { raw in
                guard var scanner = try? JSONScanner(raw.assumingMemoryBound(to: UInt8.self)) else { return nil }
                guard let tree = try? JSONTree(&scanner), (try? scanner.finish()) != nil else { return nil }
                return tree
            }
            guard let entry = tree.flatMap(entry) else { return nil }
            entries.append(entry)
        }
        return entries
    }

    private static func entries(_ tree: JSONTree) -> [Entry]? {
        var entries: [Entry] = []
        if let members = tree.members {
            for (image, value) in members {
                guard let scores = scores(value) else { return nil }
                entries.append(Entry(image: image, scores: scores))
            }
            return entries
        }
        for element in tree.elements ?? [] {
            guard let entry = entry(element) else { return nil }
            entries.append(entry)
        }
        return entries
    }

    /// An object that names its image and holds its list.
    private static func entry(_ tree: JSONTree) -> Entry? {
        guard let members = tree.members else { return nil }
        let keys = BoxKeys(members.map(\.key))
        guard let at = keys.image ?? keys.fileName, let image = members[at].value.plain,
            let scores = members.lazy.compactMap({ Self.scores($0.value) }).first
        else { return nil }
        return Entry(image: image, scores: scores)
    }

    /// A list of objects of just a label and a score.
    private static func scores(_ tree: JSONTree) -> [(label: String, score: String)]? {
        guard let elements = tree.elements, !elements.isEmpty else { return nil }
        var scores: [(label: String, score: String)] = []
        for element in elements {
            guard let label = element["label"]?.plain, let score = element["score"]?.plain, element["box"] == nil else {
                return nil
            }
            scores.append((label, score))
        }
        return scores
    }

    private static func text(_ entries: [Entry]) -> String {
        let classes = Set(entries.flatMap(\.scores).map { Name($0.label) }).sorted().map(\.text)
        var lines: [String] = []
        if classes.count > 1, entries.allSatisfy({ $0.scores.count == 1 }) {
            // top_k=1: the answer and its score.
            lines.append("image_id,predicted,confidence")
            for entry in entries {
                lines += entry.scores.map { CSVLine.text([entry.image, $0.label, $0.score]) }
            }
        } else if entries.allSatisfy({ $0.scores.count == classes.count }) {
            lines.append(CSVLine.text(["image_id"] + classes.map { "p_" + $0 }))
            for entry in entries {
                let score = Dictionary(
                    entry.scores.map { (Name($0.label), $0.score) }, uniquingKeysWith: { first, _ in first })
                lines.append(CSVLine.text([entry.image] + classes.map { score[Name($0)] ?? "" }))
            }
        } else {
            let count = entries.map(\.scores.count).max() ?? 0
            lines.append(
                CSVLine.text(["image_id"] + (1...max(1, count)).flatMap { ["class_\($0)", "prob_\($0)"] }))
            for entry in entries {
                let best = entry.scores.sorted { (Double($0.score) ?? 0) > (Double($1.score) ?? 0) }
                let cells = best.flatMap { [$0.label, $0.score] }
                lines.append(
                    CSVLine.text([entry.image] + cells + [String](repeating: "", count: (count - best.count) * 2)))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// Objects of an image each with the probabilities of all classes in one list, as a table of one column a class.
enum ProbabilityLists {
    private static let keys: Set<String> = [
        "probs", "probabilities", "proba", "probability", "softmax", "scores", "logits", "yproba", "yprob",
    ]

    /// The table, as CSV; `nil` for another shape.
    static func table(_ bytes: Data) -> Data? {
        bytes.withUnsafeBytes { raw -> Data? in
            guard var scanner = try? JSONScanner(raw.assumingMemoryBound(to: UInt8.self)),
                let first = try? scanner.peek()
            else { return nil }
            let isList = first == UInt8(ascii: "[")
            if isList { guard (try? scanner.openArray()) != nil else { return nil } }
            var lines: [String] = []
            var header: [String] = []
            var width = 0
            while isList ? (try? scanner.nextElement()) == true : (try? scanner.peek()) != nil {
                guard let members = (try? JSONTree(&scanner))?.members,
                    let list = members.first(where: { keys.contains(BoxKeys.plain($0.key)) && $0.value.elements != nil }
                    ),
                    let numbers = list.value.elements, numbers.count > 1
                else { return nil }
                let values = numbers.compactMap(\.plain)
                let others = members.filter { $0.value.plain != nil || !keys.contains(BoxKeys.plain($0.key)) }
                guard values.count == numbers.count, others.allSatisfy({ $0.value.plain != nil }) else { return nil }
                if lines.isEmpty {
                    (header, width) = (others.map(\.key), values.count)
                    lines.append(CSVLine.text(header + (0..<width).map { "proba_\($0)" }))
                }
                // Rows of another shape are for the reader of lines to tell.
                guard values.count == width, others.map(\.key) == header else { return nil }
                lines.append(CSVLine.text(others.map { $0.value.plain ?? "" } + values))
            }
            return lines.count > 1 ? Data((lines.joined(separator: "\n") + "\n").utf8) : nil
        }
    }
}

/// A line of CSV.
enum CSVLine {
    /// Cells between commas, in quotes where they have to be (RFC 4180).
    static func text(_ cells: [String]) -> String {
        cells.map { cell in
            cell.contains { "\",\n\r".contains($0) } ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
        }.joined(separator: ",")
    }
}
