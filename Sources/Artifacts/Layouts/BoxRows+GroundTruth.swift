import Columns
import Diagnostics
import Formats

extension BoxRows {
    /// The boxes as objects to be found. `name` is what messages call the export; `sizes` tells sizes of pictures that the
    /// export does not tell, of those with boxes in shares alone unless `ofAll` is set.
    func groundTruth(_ name: String, sizes: PictureSizes, ofAll: Bool = false) throws -> DetectionGroundTruth {
        var truth = GroundTruthAssembly()
        truth.anomalies = anomalies
        for problem in problems.errors + problems.remarks { truth.add(problem) }
        var sizeOf: [Int32: (width: Double, height: Double)] = [:]
        var unsized: [Int32] = []
        let needed = Set(rows.lazy.filter(\.areShares).map(\.image))
        for (index, image) in images.enumerated() {
            let index = Int32(truncatingIfNeeded: index)
            if let width = image.width, let height = image.height {
                sizeOf[index] = (width, height)
            } else if ofAll || needed.contains(index) {
                do {
                    sizeOf[index] = try sizes.size(of: image)
                    if sizeOf[index] == nil, needed.contains(index) { unsized.append(index) }
                } catch let error as ImageError where !needed.contains(index) && error.fault.costsOnlyItself {
                    continue
                } catch let error as ImageError {
                    truth.add(error)
                }
            }
        }
        if let first = unsized.first {
            truth.add(
                LayoutFault.noSize(file: name, image: images[Int(first)].id.description, count: unsized.count))
        }
        let codes = images.enumerated().map { index, image in
            let size = sizeOf[Int32(truncatingIfNeeded: index)]
            return truth.image(image.id, fileName: image.fileName, width: size?.width, height: size?.height)
        }
        let categories = truthClasses(&truth)
        var kept: [Int] = []
        for (index, row) in rows.enumerated() {
            var box = row.box
            if row.areShares {
                guard let size = sizeOf[row.image] else { continue }
                box = box.scaled(size)
            }
            guard box.isFinite else {
                truth.add(
                    LayoutFault.notABox(file: files[Int(row.place.file)], row: Int(row.place.row), value: box.text))
                continue
            }
            if row.category == nil, !row.isOfAnyClass, categories.count > 1 {
                truth.add(LayoutFault.noClass(file: files[Int(row.place.file)], row: Int(row.place.row)))
                continue
            }
            let own =
                row.category.map { [categories[Int($0)]] } ?? categories.prefix(row.isOfAnyClass ? .max : 1).map { $0 }
            for category in row.isOfAnyClass ? Array(Set(categories)).sorted() : own {
                kept.append(index)
                truth.object(
                    box, image: codes[Int(row.image)], category: category, isIgnored: row.isIgnored || row.isOfAnyClass,
                    at: words(row.place))
            }
        }
        let (columns, left) = attributes.columns(of: kept)
        truth.attributes = columns
        for words in notes + unusedWords(besides: left) { truth.add(Problem(.note, at: Place(file: name), words)) }
        return try truth.finished(name)
    }

    /// The place of each class in the ground truth. Those with a number keep it, and have the name that belongs to it.
    private func truthClasses(_ truth: inout GroundTruthAssembly) -> [Int32] {
        let known = classNames
        for (number, name) in known.sorted(by: { $0.key < $1.key }) { _ = truth.category(.number(number), name: name) }
        let number = Dictionary(known.map { (Name($0.value), $0.key) }, uniquingKeysWith: { first, _ in first })
        if classes.isEmpty, known.isEmpty, !rows.isEmpty { return [truth.category(.text("object"), name: "object")] }
        return classes.map { id in
            switch id {
            case .number(let own): truth.category(id, name: known[own] ?? String(own))
            case .text(let name):
                number[Name(name)].map { truth.category(.number($0), name: name) }
                    ?? truth.category(id, name: classTitles[Name(name)] ?? name)
            }
        }
    }

    /// What is said of what is not used.
    func unusedWords(besides left: [String] = []) -> [String] {
        let all = unused + left
        return all.isEmpty ? [] : ["not used: \(all.prefix(8).joined(separator: ", "))\(all.count > 8 ? " ..." : "")"]
    }
}

extension Box {
    /// Whether its edges and area are numbers to count with.
    var isFinite: Bool { area.isFinite && (x + width).isFinite && (y + height).isFinite }

    /// Shares of a size in its unit.
    func scaled(_ size: (width: Double, height: Double)) -> Box {
        Box(x: x * size.width, y: y * size.height, width: width * size.width, height: height * size.height)
    }
}
