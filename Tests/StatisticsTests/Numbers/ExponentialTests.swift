import Foundation
import Testing

@testable import Statistics

@Suite struct ExponentialTests {
    @Test func fourAtOnceAreThoseOfTheLibrary() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<20_000 {
            let x = SIMD4(-700 * generator.unit(), -generator.unit(), -30 * generator.unit(), -1e-9 * generator.unit())
            let found = Exponential.ofNegative(x)
            for lane in 0..<4 { #expect(abs(found[lane] / exp(x[lane]) - 1) < 1e-14) }
        }
    }

    @Test func theEdges() {
        let found = Exponential.ofNegative(SIMD4(0, -708, -1e9, -.infinity))
        #expect(found[0] == 1)
        for lane in 1..<4 { #expect(found[lane] >= 0 && found[lane] < 1e-300) }
    }
}
