// Boxes of which some are in another measure than the others: two exports in one file.

import Columns
import Diagnostics

extension BoxColumns {
    /// Boxes that lie within the first pixel of their image, all over it, beside boxes that are larger: shares of the image among
    /// pixels.
    ///
    /// A box of a pixel or more lies there in one place of all that there are, and detectors do place empty boxes at the corner, or
    /// a few of them anywhere. So five, and a fiftieth of all, have to lie there, each with a place and an area of its own that is no
    /// whole pixel, and they have to fill that pixel as boxes fill an image. Of boxes that lie anywhere in images of 32 pixels a
    /// side, one in a thousand does; that five of a hundred do has less than one chance in ten million. Of detections, whose noise may
    /// lie there, one in five has to meet one of `objects` where it is read as shares of its image.
    func partlyFractionsDoubt(
        _ images: [DetectionGroundTruth.Image], file: String, _ noun: String, meeting objects: BoxColumns? = nil
    ) -> InputDoubt? {
        let smallest = 32.0
        var (tiny, right, bottom): ([Int], Double, Double) = ([], 0, 0)
        var others = 0
        for index in 0..<count {
            let (box, of) = (self[index], images[Int(image[index])])
            // An image of unknown size is told from a tiny one by the other boxes alone.
            if let width = of.width, width < smallest { continue }
            if let height = of.height, height < smallest { continue }
            let (x, y) = (box.x + box.width, box.y + box.height)
            // What was cut to the image ends at 1, but for rounding.
            if box.area > 0, box.x >= 0, box.y >= 0, x <= 1.001, y <= 1.001, box.area < 0.999 {
                tiny.append(index)
                (right, bottom) = (Swift.max(right, x), Swift.max(bottom, y))
            } else if x > smallest || y > smallest {
                others += 1
            }
        }
        guard let first = tiny.first, tiny.count >= 5, tiny.count * 50 >= count, others >= 5, right > 0.5, bottom > 0.5,
            Set(tiny.map { self[$0] }).count >= 5, tiny.contains(where: { self[$0].x > 0.25 }),
            tiny.contains(where: { self[$0].y > 0.25 })
        else { return nil }
        if let objects, met(tiny, objects, images).map({ $0 * 5 < tiny.count }) == true { return nil }
        let of = images[Int(image[first])]
        return InputDoubt(
            .boxForm, at: Place(file: file, field: "bbox"),
            "\(tiny.count) of \(count) \(noun) look like fractions of the image among pixels: they lie within the first pixel of "
                + "their image, the first in \(of.fileName ?? of.id.description): \(self[first].text)",
            suggestion: "were two exports put together? write x, y, width, height in pixels of the image;")
    }

    /// How many of some boxes meet an object of their image by half where they are read as shares of it; `nil` where no size is known.
    private func met(
        _ tiny: [Int], _ objects: BoxColumns, _ images: [DetectionGroundTruth.Image]
    ) -> Int? {
        let wanted = Set(tiny.map { image[$0] })
        var lying: [Int32: [Box]] = [:]
        for index in 0..<objects.count where wanted.contains(objects.image[index]) {
            lying[objects.image[index], default: []].append(objects[index])
        }
        var isKnown = false
        let met = tiny.count { index in
            let (box, of) = (self[index], images[Int(image[index])])
            guard let width = of.width, let height = of.height else { return false }
            isKnown = true
            let read = Box(x: box.x * width, y: box.y * height, width: box.width * width, height: box.height * height)
            return lying[image[index]]?.contains { $0.overlap(read) >= BoxSample.overlap } ?? false
        }
        return isKnown ? met : nil
    }
}
