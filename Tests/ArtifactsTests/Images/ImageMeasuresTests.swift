import Artifacts
import Foundation
import Formats
import Pixels
import TestSupport
import Testing

@Suite struct ImageMeasuresTests {
    @Test func aUniformImageHasNoContrastAndNoEdges() {
        let image = RGBImage(width: 5, height: 4, bytes: [UInt8](repeating: 77, count: 60))
        let measures = ImageMeasures(of: image)
        #expect(measures.brightness == 77)
        #expect(measures.contrast == 0)
        #expect(measures.sharpness == 0)
        #expect(measures.saturation == 0)
        #expect(measures.aspect == 1.25)
        #expect(measures.values.count == ImageMeasures.names.count)
    }

    @Test func measuresOfASmallImageAreThoseOfTheirDefinitions() {
        // Two grey columns, 0 and 100: luma mean 50, deviation 50; the Laplacian is +100 and -100.
        let image = RGBImage(width: 2, height: 1, bytes: [0, 0, 0, 100, 100, 100])
        let measures = ImageMeasures(of: image)
        #expect(measures.brightness == 50)
        #expect(measures.contrast == 50)
        #expect(measures.sharpness == 10000)
        let red = ImageMeasures(of: RGBImage(width: 1, height: 1, bytes: [200, 50, 0]))
        #expect(red.brightness == 89.15)
        #expect(red.saturation == 200)
    }
}

@Suite struct MeasuresOfReferencePicturesTests {
    private struct Measured: Decodable {
        struct Picture: Decodable {
            var brightness: Double
            var contrast: Double
            var sharpness: Double
            var saturation: Double
            var width: Int
            var height: Int
        }
        var pictures: [String: Picture]
    }

    /// Reference: Pillow, NumPy and SciPy by `Tests/Reference/images/measure.py`.
    @Test func measuresAreThoseOfTheReference() throws {
        let expected = try JSONDecoder().decode(
            Measured.self, from: Data(contentsOf: Repository.reference("images/measures.json")))
        #expect(expected.pictures.count == 4)
        for (name, picture) in expected.pictures {
            let measures = ImageMeasures(
                of: try ImageFile.decode(Data(contentsOf: Repository.reference(name)), name: name))
            #expect(measures.width == picture.width && measures.height == picture.height)
            for (own, theirs) in [
                (measures.brightness, picture.brightness), (measures.contrast, picture.contrast),
                (measures.sharpness, picture.sharpness), (measures.saturation, picture.saturation),
            ] {
                #expect(abs(own - theirs) <= 1e-9 * theirs, "\(name)")
            }
        }
    }
}
