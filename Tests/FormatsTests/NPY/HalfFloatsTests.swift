import Foundation
import Testing

@testable import Formats

@Suite struct HalfFloatsTests {
    /// Every half there is, beside the standard library's conversion.
    @Test func everyHalfIsItsFloat() {
        for half in UInt16.min...UInt16.max {
            let (own, right) = (HalfFloats.float(half), Float(Float16(bitPattern: half)))
            guard own.bitPattern == right.bitPattern || own.isNaN && right.isNaN else {
                Issue.record("\(half): \(own) and not \(right)")
                return
            }
        }
    }

    /// At an odd address too, as in a file whose header is of odd length.
    @Test func halvesAreReadWhereverTheyLie() {
        let bytes = Data([0, 0x00, 0x3c, 0x00, 0xc0, 0xff, 0x7b, 0x01, 0x00])
        var out = [Float](repeating: 0, count: 4)
        bytes.withUnsafeBytes { raw in
            out.withUnsafeMutableBufferPointer { HalfFloats.convert(raw.baseAddress! + 1, into: $0) }
        }
        #expect(out == [1, -2, 65_504, 0x1p-24])
    }
}
