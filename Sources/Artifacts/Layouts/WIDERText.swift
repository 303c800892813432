// WIDER FACE's text: for each image its name, how many boxes it has, and a line for each. One class stands in it, the face. Of an image
// without a face the annotations have one line of zeros.

import Diagnostics
import Formats

/// Annotations and detections of WIDER FACE.
enum WIDERText {
    /// Numbers of a line: `x y width height blur expression illumination invalid occlusion pose`.
    private static let numbersOfTruth = 10
    /// `x y width height score`.
    private static let numbersOfResult = 5

    /// Whether lines are such a text, and have scores; `nil` for another. The first image that has a box tells.
    static func isScored(_ lines: [Substring]) -> Bool? {
        var rest = lines[...]
        while rest.count > 2, isName(rest[rest.startIndex]), count(rest[rest.startIndex + 1]) == 0,
            isName(rest[rest.startIndex + 2])
        {
            rest = rest.dropFirst(2)
        }
        let first = rest.startIndex
        guard rest.count > 2, isName(rest[first]), let stated = count(rest[first + 1]),
            let numbers = numbers(rest[first + 2])
        else { return nil }
        let after = first + 2 + max(1, stated)
        guard after >= rest.endIndex || isName(rest[after]) else { return nil }
        return switch numbers.count {
        case numbersOfTruth: false
        case numbersOfResult: true
        default: nil
        }
    }

    /// Whether a line names an image: a name of a picture, or one word that is no number.
    private static func isName(_ line: Substring) -> Bool {
        let name = line.trimmingBlanks
        if PictureNames.isPicture(String(name)) { return true }
        return !name.isEmpty && Double(decimal: name) == nil && !name.contains { " \t,;".contains($0) }
    }

    /// How many boxes a line says there are; no image has a million.
    private static func count(_ line: Substring) -> Int? {
        let word = line.trimmingBlanks
        return word.utf8.count <= 6 && word.allSatisfy { ("0"..."9").contains($0) } ? Int(word) : nil
    }

    private static func numbers(_ line: Substring) -> [Double]? {
        let words = line.words
        let numbers = words.compactMap { Double(decimal: $0) }
        return numbers.count == words.count && numbers.count >= 4 ? numbers : nil
    }

    static func read(_ lines: [(row: Int, line: Substring)], file: Int32, into rows: inout BoxRows) {
        let name = rows.files[Int(file)]
        var rest = lines[...]
        while let (row, line) = rest.popFirst() {
            guard isName(line), let stated = rest.first.flatMap({ count($0.line) }) else {
                rows.problems.add(LayoutFault.notABox(file: name, row: row, value: "\"\(line)\""))
                continue
            }
            rest = rest.dropFirst()
            let image = rows.image(.init(named: String(line.trimmingBlanks)))
            let boxes = rest.prefix { numbers($0.line) != nil }
            rest = rest.dropFirst(boxes.count)
            var found = 0
            for (row, line) in boxes {
                guard let numbers = numbers(line), let box = box(numbers) else { continue }
                found += 1
                rows.add(
                    BoxRows.Row(
                        box: box, image: image, category: rows.category(.text("face")),
                        score: numbers.count == numbersOfResult ? numbers[4] : nil, isIgnored: isInvalid(numbers),
                        place: BoxRows.RowPlace(file: file, row: Int32(truncatingIfNeeded: row))),
                    attributes(numbers))
            }
            if found != stated {
                rows.problems.add(
                    LayoutFault.otherBoxCount(file: name, row: row + 1, stated: stated, found: found))
            }
        }
    }

    /// `nil` for the line of zeros of an image without a face.
    private static func box(_ numbers: [Double]) -> Box? {
        numbers.allSatisfy { $0 == 0 } ? nil : BoxNumbers.size.box(numbers[0], numbers[1], numbers[2], numbers[3])
    }

    private static func isInvalid(_ numbers: [Double]) -> Bool { numbers.count == numbersOfTruth && numbers[7] == 1 }

    /// What annotations say of a face.
    private static let words: [(name: String, place: Int, values: [String])] = [
        ("blur", 4, ["clear", "normal", "heavy"]), ("expression", 5, ["typical", "exaggerated"]),
        ("illumination", 6, ["normal", "extreme"]), ("occluded", 8, ["no", "partial", "heavy"]),
        ("pose", 9, ["typical", "atypical"]),
    ]

    private static func attributes(_ numbers: [Double]) -> [(name: String, value: String)] {
        guard numbers.count == numbersOfTruth else { return [] }
        return words.compactMap { word in
            guard let value = Int(exactly: numbers[word.place]), word.values.indices.contains(value) else { return nil }
            return (word.name, word.values[value])
        }
    }
}
