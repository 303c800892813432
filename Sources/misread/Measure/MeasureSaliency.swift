import ArgumentParser
import Artifacts
import Diagnostics
import Drawing
import Files
import Formats
import Foundation
import Pixels
import Record

extension ColourMap: ExpressibleByArgument {}
extension SaliencyOverlay.Form: ExpressibleByArgument {}

/// `misread measure saliency`: the statistics of one map, and its overlay.
struct MeasureSaliency: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "saliency",
        abstract: "Measure a saliency map and lay it over its image.",
        discussion: """
            The map is an NPY array of shape (H, W), (1, H, W) or (N, H, W), an NPZ file holding one, or a grey PNG. It \
            is brought to 0...1 by its own range and to the size of the image before it is measured; missing cells \
            (NaN) carry no mass and are counted.
            """)

    @Option(help: "The image: PNG, JPEG, WebP, TIFF, BMP or GIF.")
    var image: String

    @Option(help: "The saliency map.")
    var map: String

    @Option(help: "Which map of a stack of shape (N, H, W), from 0.")
    var index: Int?

    @Option(help: "Where the object is, in pixels of the image: x,y,width,height.")
    var box: PixelBox?

    @Option(help: "Colours of the overlay.")
    var colormap: ColourMap = .inferno

    @Option(help: "How the map is laid over the image.")
    var form: SaliencyOverlay.Form = .valueAlpha

    @Option(help: "Write the overlay to this PNG file.")
    var output: String?

    @Flag(help: "Draw the outline of the pixels at half of the maximum or above.")
    var contour = false

    func validate() throws {
        try OptionRange.check("index", index, 0...Int.max)
    }

    func run() throws {
        try Outcome.of {
            if let output { try OutputFile.check(output, besides: [image, map]) }
            let photo = try ImageFile.decode(try NamedFile.bytes(image, called: image), name: image)
            let grid = try SaliencyFile.map(try NamedFile.bytes(map, called: map), name: map, index: index)
            if let box, !box.touches(width: photo.width, height: photo.height) {
                throw Problem("the box lies outside of the image, which is \(photo.width) x \(photo.height)")
            }
            let measures = SaliencyMeasures(of: grid, width: photo.width, height: photo.height, box: box)
            if grid.isTransposed(width: photo.width, height: photo.height) {
                Outcome.say(
                    Problem(
                        .warning, at: Place(file: map),
                        "the map is \(grid.width) x \(grid.height) and the image \(photo.width) x \(photo.height)",
                        suggestion: "is it transposed?"
                    ).description)
            }
            if let output {
                let overlay = SaliencyOverlay(form: form, colours: colormap, contour: contour)
                let file = PNGEncoder.encode(overlay.draw(grid, over: photo), effort: .fast)
                try OutputFile.write(Array(file), to: output)
            }
            try Outcome.give(report(measures, photo, grid).text() + "\n")
        }
    }

    private func report(_ measures: SaliencyMeasures, _ photo: RGBImage, _ grid: SaliencyGrid) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("size", .array([.integer(photo.width), .integer(photo.height)])),
            ("map_size", .array([.integer(grid.width), .integer(grid.height)])),
            ("missing_cells", .integer(measures.missing)),
            ("flat", .bool(measures.isFlat)),
        ]
        if let box {
            members.append(("box", .array([box.x, box.y, box.width, box.height].map { .integer($0) })))
        }
        let shape = measures.shape
        func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
        if box != nil {
            let inBox = shape?.box
            members += [
                ("pointing_hit", inBox.map { .bool($0.hit) } ?? .null),
                ("pointing_hit_tol15", inBox.map { .bool($0.hitWithin15) } ?? .null),
                ("energy_in_box", number(inBox?.energy)),
                ("box_area_share", number(inBox?.areaShare)),
                ("iou_at_half_max", number(inBox?.iouAtHalfMax)),
                ("iou_top_k_equal_area", number(inBox?.iouAtEqualArea)),
            ]
        }
        members += [
            ("argmax", shape.map { .array([.integer($0.peakX), .integer($0.peakY)]) } ?? .null),
            ("entropy_nats", number(shape?.entropy)),
            ("gini", number(shape?.gini)),
            ("centre_of_mass", shape.map { .numbers([$0.centreX, $0.centreY]) } ?? .null),
            ("border_mass", number(shape?.borderMass)),
            ("border_area_share", number(shape?.borderArea)),
            ("captum_abs_threshold_outlier2", number(shape?.captumThreshold)),
            ("captum_abs_mean", number(shape?.captumMean)),
        ]
        if shape == nil {
            let reason = measures.missing == measures.cells ? "every cell of the map is missing" : "the map is flat"
            members.append(("undefined", .string(reason)))
        }
        return .object(members)
    }
}

extension PixelBox: ExpressibleByArgument {
    /// Reads `x,y,width,height`.
    public init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 4, let x = parts[0], let y = parts[1], let width = parts[2], let height = parts[3],
            width > 0, height > 0
        else { return nil }
        self.init(x: x, y: y, width: width, height: height)
    }
}
