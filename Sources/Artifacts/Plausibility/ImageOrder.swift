// Results whose ids are those of other images: numbered from another start, or in the order of another list. Boxes are then
// right, in the wrong images.

import Columns
import Foundation
import Statistics

/// Another order of the images under which detections meet the objects that they miss as they are given.
struct ImageOrderSearch {
    /// What was found; `nil` where boxes meet objects as they are, or in no order.
    let found: BetterReading?

    init(_ truth: DetectionGroundTruth, _ results: DetectionResults, _ sample: BoxSample) {
        let given = sample.isMet(in: BoxForm()).count { $0 }
        guard sample.images.count > 2, 10 * given < 3 * sample.objects else {
            found = nil
            return
        }
        let images = ImageBoxes(truth, results)
        found = Self.named(truth, images, sample, given) ?? Self.matched(images, sample, given)
    }

    /// One of the orders that lists of images usually have.
    private static func named(
        _ truth: DetectionGroundTruth, _ images: ImageBoxes, _ sample: BoxSample, _ given: Int
    ) -> BetterReading? {
        let count = truth.images.count
        let orders = Self.orders(of: truth)
        let chance = sample.chance(in: BoxForm())
        var best: (words: String, met: Int, of: Int)?
        for order in orders {
            var (met, of) = (0, 0)
            for image in sample.images {
                let other = order.place(image.index, count)
                guard other != image.index, images.objects.indices.contains(other) else { continue }
                of += images.objects[other].count
                met += images.met(of: other, by: image.index)
            }
            if met > best?.met ?? 0 { best = (order.words, met, of) }
        }
        guard let best, 2 * best.met >= best.of, best.met >= 2 * given + 1 else { return nil }
        let byChance = BetaBinomial.upperTail(
            best.met, of: best.of, a: Double(chance.met) + 1, b: Double(chance.of - chance.met) + 1)
        guard byChance * Double(orders.count) < BoxFormSearch.level else { return nil }
        return BetterReading(words: best.words, objects: best.of, met: best.met, metAsGiven: given)
    }

    /// How an order is called, and which image the detections of the one at a place are of.
    private struct Order {
        let words: String
        let place: @Sendable (Int, Int) -> Int
    }

    private static func orders(of truth: DetectionGroundTruth) -> [Order] {
        let count = truth.images.count
        var orders = [1, -1, 2, -2, 3, -3].map { step in
            Order(words: "like those of the image \(abs(step)) \(step > 0 ? "after" : "before") it") { place, _ in
                place + step
            }
        }
        orders.append(Order(words: "like those of the images in the reverse order") { $1 - 1 - $0 })
        let names = truth.images.map { $0.fileName ?? $0.id.description }
        let byText = names.indices.sorted { Name(names[$0]) < Name(names[$1]) }
        let byNumber = names.indices.sorted {
            names[$0].compare(names[$1], options: .numeric) == .orderedAscending
        }
        let byFile = truth.imagesInFileOrder.map(Int.init)
        for (words, list) in [
            ("the text order of the file names", byText), ("the order of the file names, numbers as numbers", byNumber),
            ("the order of the list \"images\"", byFile),
        ] where list.count == count && list != Array(0..<count) {
            var place = [Int](repeating: 0, count: count)
            for (rank, image) in list.enumerated() { place[image] = rank }
            orders.append(Order(words: "like numbered in \(words)") { at, _ in list[at] })
            orders.append(Order(words: "like numbered against \(words)") { [place] at, _ in place[at] })
        }
        return orders
    }

    /// Any order at all, where images have objects enough to be told apart by their boxes.
    private static func matched(_ images: ImageBoxes, _ sample: BoxSample, _ given: Int) -> BetterReading? {
        let (fewest, most) = (3, 2000)
        let others = images.objects.indices.filter { images.objects[$0].count >= fewest }.prefix(most)
        guard others.count > 4 else { return nil }
        var (met, of, judged, moved) = (0, 0, 0, 0)
        var taken: Set<Int> = []
        var expected = 0.0
        for image in sample.images {
            var best: (image: Int, met: Int) = (-1, 0)
            var (chance, trials) = (1, 2)
            for other in others {
                let found = images.met(of: other, by: image.index)
                if found * images.objects[max(best.image, 0)].count > best.met * images.objects[other].count
                    || best.image < 0 && found > 0
                {
                    best = (other, found)
                }
                chance += found
                trials += images.objects[other].count
            }
            guard images.detections[image.index].count >= fewest else { continue }
            judged += 1
            if best.image >= 0 {
                chance -= best.met
                trials -= images.objects[best.image].count
            }
            let rate = Double(chance) / Double(max(trials, 1))
            expected += others.reduce(0) { sum, other in
                let n = images.objects[other].count
                return sum + Binomial.upperTail((3 * n + 3) / 4, of: n, p: min(1, rate))
            }
            guard best.image >= 0, best.image != image.index,
                best.met >= (3 * images.objects[best.image].count + 3) / 4, taken.insert(best.image).inserted
            else { continue }
            moved += 1
            met += best.met
            of += images.objects[best.image].count
        }
        // Chernoff's bound of the tail of a Poisson count.
        let seen = Double(moved)
        guard moved > 4, 2 * moved >= judged, seen > expected,
            seen - expected + seen * log(max(expected, 1e-9) / seen) < log(BoxFormSearch.level / 100)
        else { return nil }
        return BetterReading(
            words: "like those of other images, one for one", objects: of, met: met, metAsGiven: given)
    }
}

/// Objects and the surest detections of each image, as many as it has objects at the most.
private struct ImageBoxes {
    private(set) var objects: [[Box]]
    private(set) var detections: [[Box]]

    init(_ truth: DetectionGroundTruth, _ results: DetectionResults) {
        objects = truth.objectsByImage(crowds: false).map { $0.map { truth.boxes[$0] } }
        var found = [[(score: Double, index: Int)]](repeating: [], count: truth.images.count)
        for index in 0..<results.count { found[Int(results.boxes.image[index])].append((results.scores[index], index)) }
        detections = found.map { found in
            found.sorted { $0.score != $1.score ? $0.score > $1.score : $0.index < $1.index }.prefix(20)
                .map { results.boxes[$0.index] }
        }
    }

    /// How many objects of an image the detections of another one meet.
    func met(of image: Int, by other: Int) -> Int {
        let boxes = detections[other].prefix(max(objects[image].count, 1) + 1)
        return objects[image].count { object in boxes.contains { object.overlap($0) >= BoxSample.overlap } }
    }
}
