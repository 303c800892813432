// What is said about pictures whose size is not the one that the annotations declare.

import Diagnostics
import Formats

enum PictureFrames {
    /// Pictures that are shown otherwise than as their boxes were drawn: one remark a kind, with how many and the first.
    static func remarks(
        _ truth: DetectionGroundTruth, _ layouts: [PictureLayout?], _ paths: [String?], file: String
    ) -> ProblemList {
        var (scaled, stored, other): ([String], [String], [String]) = ([], [], [])
        for (image, layout) in layouts.enumerated() {
            guard let layout, let path = paths[image] else { continue }
            let frame = PictureFrame(layout, of: truth.images[image])
            guard frame.fit != .seen || frame.isScaled else { continue }
            let declared = "\(Box.text(truth.images[image].width ?? 0)) x \(Box.text(truth.images[image].height ?? 0))"
            let words = "\(path) is \(layout.seen.width) x \(layout.seen.height), \(declared) is declared"
            if frame.fit == .otherShape { other.append(words) }
            if frame.fit == .stored { stored.append(words) }
            if frame.isScaled { scaled.append(words) }
        }
        var list = ProblemList()
        func add(_ severity: Severity, _ found: [String], _ words: (one: String, many: String)) {
            guard let first = found.first else { return }
            let text = found.count == 1 ? "1 picture \(words.one)" : "\(found.count) pictures \(words.many)"
            list.add(Problem(severity, at: Place(file: file, field: "images"), "\(text): \(first)"))
        }
        add(
            .note, scaled,
            (
                "has another size than is declared, its boxes are drawn to scale",
                "have another size than is declared, their boxes are drawn to scale"
            ))
        add(
            .note, stored,
            (
                "is stored turned and its boxes with it, both are shown upright",
                "are stored turned and their boxes with them, both are shown upright"
            ))
        add(
            .warning, other,
            (
                "has another shape than is declared and is shown without boxes",
                "have another shape than is declared and are shown without boxes"
            ))
        return list
    }
}

extension PictureFrame {
    /// The frame of the picture of an image.
    init(_ layout: PictureLayout, of image: DetectionGroundTruth.Image, divisor: Int = 1) {
        self.init(layout, declaredWidth: image.width, declaredHeight: image.height, divisor: divisor)
    }
}
