import Artifacts
import Foundation
import Formats
import Pixels
import TestInputs
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

@Suite(.enabled(if: SharedFolder.exists, "needs ../shared")) struct MeasuresOfReferencePicturesTests {
    /// images.csv was measured before the images were saved as JPEG of quality 80, so brightness and contrast agree to a
    /// grey level, and sharpness, which compression changes, only in rank.
    @Test func measuresAgreeWithThoseOfTheReferenceData() throws {
        let table = try String(contentsOf: SharedFolder.file("data/clothing-audit/images.csv"), encoding: .utf8)
        let rows = table.split(separator: "\n").dropFirst().prefix(60).map { $0.split(separator: ",").map(String.init) }
        var pairs: [(stated: Double, measured: Double)] = []
        for row in rows {
            let image = try ImageFile.decode(
                Data(contentsOf: SharedFolder.file("data/clothing-audit/\(row[1])")), name: row[1])
            let measures = ImageMeasures(of: image)
            let stated = row[7...10].compactMap { Double($0) }
            try #require(stated.count == 4)
            #expect(abs(measures.brightness - stated[0]) < 1)
            #expect(abs(measures.contrast - stated[1]) < 1)
            #expect(abs(measures.saturation - stated[3]) < 5)
            pairs.append((stated[2], measures.sharpness))
        }
        var concordant = 0
        var total = 0
        for i in pairs.indices {
            for j in pairs.indices where pairs[j].stated > pairs[i].stated {
                total += 1
                if pairs[j].measured > pairs[i].measured { concordant += 1 }
            }
        }
        #expect(Double(concordant) > 0.95 * Double(total))
    }
}
