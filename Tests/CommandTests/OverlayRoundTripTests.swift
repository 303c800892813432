// What is encoded is decoded again by libpng, an independent reader; overlays and statistics are compared with those of
// Tests/Reference, which were made by the packages people use.

import Artifacts
import Drawing
import Formats
import Foundation
import Pixels
import TestSupport
import Testing

@Suite struct PNGRoundTripTests {
    /// A picture with smooth parts, flat parts and noise, the same on every machine.
    private func picture(width: Int, height: Int, grey: Bool) -> RGBImage {
        var state: UInt32 = 12345
        var bytes: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                state = state &* 1_664_525 &+ 1_013_904_223
                let noise = UInt8(state >> 29)
                let base = x < width / 3 ? 40 : UInt8((x * 3 + y * 2) & 255)
                let red = x < width / 3 ? base : base &+ noise
                bytes += grey ? [red, red, red] : [red, base, UInt8(y & 255)]
            }
        }
        return RGBImage(width: width, height: height, bytes: bytes)
    }

    @Test(arguments: [PNGEncoder.Effort.fast, .small], [(1, 1), (1, 9), (7, 5), (300, 200), (641, 331)])
    func whatIsEncodedIsDecodedAgain(effort: PNGEncoder.Effort, size: (Int, Int)) throws {
        for grey in [false, true] {
            let image = picture(width: size.0, height: size.1, grey: grey)
            let file = PNGEncoder.encode(image, effort: effort)
            let decoded = try ImageFile.decode(Data(file), name: "round-trip.png")
            #expect(decoded == image)
            #expect(PNGEncoder.encode(image, effort: effort) == file)
        }
    }

    @Test(arguments: [PNGEncoder.Effort.fast, .small])
    func extremePicturesSurvive(effort: PNGEncoder.Effort) throws {
        var noise: UInt64 = 1
        let random = (0..<(257 * 129 * 3)).map { _ in
            noise = noise &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: noise >> 56)
        }
        // Rows of runs of every length, and values so uneven that code words reach their limit.
        let runs = (0..<random.count).map { index in UInt8(truncatingIfNeeded: index / (1 + index % 7919 / 97)) }
        let steep = random.map { UInt8(truncatingIfNeeded: $0.leadingZeroBitCount &* 31) }
        let pictures = [random, random.map { _ in 0 }, random.map { _ in 255 }, random.map { $0 & 1 }, runs, steep]
        for bytes in pictures {
            let image = RGBImage(width: 257, height: 129, bytes: bytes)
            let decoded = try ImageFile.decode(Data(PNGEncoder.encode(image, effort: effort)), name: "a.png")
            #expect(decoded == image)
        }
    }

    @Test func aPictureOfFewColoursIsKeptAsItIs() throws {
        var bytes: [UInt8] = []
        for y: UInt8 in 0..<48 {
            for x: UInt8 in 0..<64 { bytes += [x % 16, y % 16, 7] }
        }
        let image = RGBImage(width: 64, height: 48, bytes: bytes)
        let file = PNGEncoder.encodeForPages(image)
        #expect(try ImageFile.decode(Data(file), name: "few.png") == image)
        #expect(file == PNGEncoder.encodeForPages(image))
        let grey = picture(width: 30, height: 20, grey: true)
        #expect(PNGEncoder.encodeForPages(grey) == PNGEncoder.encode(grey))
    }

    @Test func aPhotographIsKeptInFewColoursThatAreNear() throws {
        // A sky, a ground and a red sign, with the noise of a sensor: nearly every pixel has a colour of its own.
        var state: UInt32 = 7
        let noise = { () -> Int in
            state = state &* 1_664_525 &+ 1_013_904_223
            return Int(state >> 28) - 8
        }
        var bytes: [UInt8] = []
        for y in 0..<84 {
            for x in 0..<84 {
                let isSign = (x - 40) * (x - 40) + (y - 40) * (y - 40) < 400
                let ground: [Int] = y < 50 ? [60 + y, 120 + y, 200] : [90, 110 - y / 4, 70]
                let base: [Int] = isSign ? [200, 30, 50] : ground
                bytes += base.map { UInt8(clamping: $0 + noise()) }
            }
        }
        let image = RGBImage(width: 84, height: 84, bytes: bytes)
        let file = PNGEncoder.encodeForPages(image)
        let decoded = try ImageFile.decode(Data(file), name: "photograph.png")
        var squares = 0
        for (before, after) in zip(image.bytes, decoded.bytes) {
            let difference = Int(before) - Int(after)
            squares += difference * difference
        }
        let deviation = (Double(squares) / Double(image.bytes.count)).squareRoot()
        #expect(deviation < 6)
        var colours: Set<[UInt8]> = []
        for start in stride(from: 0, to: decoded.bytes.count, by: 3) {
            colours.insert(Array(decoded.bytes[start..<(start + 3)]))
        }
        #expect(colours.count <= 96 && colours.count > 80)
        #expect(file.count * 2 < PNGEncoder.encode(image).count)
    }

    @Test func nothingButPixelsIsWritten() {
        let file = PNGEncoder.encode(picture(width: 20, height: 20, grey: false))
        var names: [String] = []
        var position = 8
        while position + 8 <= file.count {
            let length = file[position..<(position + 4)].reduce(0) { $0 << 8 | Int($1) }
            names.append(String(decoding: file[(position + 4)..<(position + 8)], as: UTF8.self))
            position += 12 + length
        }
        #expect(names == ["IHDR", "IDAT", "IEND"])
        #expect(position == file.count)
    }
}

@Suite struct ReferenceOverlayTests {
    private struct Case: Decodable {
        let box: [Int]
        let metrics: Metrics
        let captum_abs_threshold_outlier2: Double
        let captum_abs_mean: Double

        struct Metrics: Decodable {
            let pointing_hit: Bool
            let pointing_hit_tol15: Bool
            let argmax: [Int]
            let energy_in_box: Double
            let box_area_share: Double
            let iou_at_half_max: Double
            let iou_top_k_equal_area: Double
            let entropy_nats: Double
            let gini: Double
        }
    }

    private struct Reference: Decodable {
        let cases: [String: Case]
        let luts_rgb: [String: [[UInt8]]]
    }

    private func file(_ name: String) -> URL { Repository.reference("saliency/" + name) }

    private func read() throws -> Reference {
        try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file("saliency.json")))
    }

    @Test func tablesEqualTheReferenceColourForColour() throws {
        let tables = try read().luts_rgb
        #expect(tables.count == ColourMap.allCases.count)
        for map in ColourMap.allCases { #expect(tables[map.rawValue]?.flatMap { $0 } == map.table) }
    }

    @Test func statisticsEqualTheReference() throws {
        for (name, expected) in try read().cases {
            let photo = try ImageFile.decode(Data(contentsOf: file("\(name).png")), name: name)
            let map = try SaliencyFile.map(Data(contentsOf: file("\(name)_map.npy")), name: name)
            let box = expected.box
            let measures = SaliencyMeasures(
                of: map, width: photo.width, height: photo.height,
                box: PixelBox(x: box[0], y: box[1], width: box[2] - box[0], height: box[3] - box[1]))
            let shape = try #require(measures.shape)
            let inBox = try #require(shape.box)
            let metrics = expected.metrics
            #expect(inBox.hit == metrics.pointing_hit)
            #expect(inBox.hitWithin15 == metrics.pointing_hit_tol15)
            #expect([shape.peakX, shape.peakY] == metrics.argmax)
            #expect(abs(inBox.energy - metrics.energy_in_box) < 1e-8)
            #expect(inBox.areaShare == metrics.box_area_share)
            #expect(inBox.iouAtHalfMax == metrics.iou_at_half_max)
            #expect(inBox.iouAtEqualArea == metrics.iou_top_k_equal_area)
            #expect(abs(shape.entropy - metrics.entropy_nats) < 1e-8)
            #expect(abs(shape.gini - metrics.gini) < 1e-8)
            #expect(abs(shape.captumThreshold - expected.captum_abs_threshold_outlier2) < 1e-12)
            #expect(abs(shape.captumMean - expected.captum_abs_mean) < 1e-12)
        }
    }

    @Test func overlaysEqualTheReferenceWithinItsTolerances() throws {
        var compared = 0
        for name in ["gradient", "lowres"] {
            let photo = try ImageFile.decode(Data(contentsOf: file("\(name).png")), name: name)
            let map = try SaliencyFile.map(Data(contentsOf: file("\(name)_map.npy")), name: name)
            for form in [SaliencyOverlay.Form.gradcam, .plain] {
                for colours in ColourMap.allCases {
                    let golden = "\(name)_\(form.rawValue)_\(colours.rawValue).png"
                    guard let expected = try? ImageFile.decode(Data(contentsOf: file(golden)), name: golden) else {
                        continue
                    }
                    let drawn = SaliencyOverlay(form: form, colours: colours).draw(map, over: photo)
                    let differences = zip(drawn.bytes, expected.bytes).map { abs(Int($0) - Int($1)) }
                    let mean = Double(differences.reduce(0, +)) / Double(differences.count)
                    #expect((differences.max() ?? 0) <= (form == .gradcam ? 2 : 1), "\(golden)")
                    #expect(mean <= (form == .gradcam ? 0.6 : 0.3), "\(golden)")
                    compared += 1
                }
            }
        }
        #expect(compared == 12)
    }
}
