import Testing

@testable import Statistics

@Suite struct LargestMagnitudeTests {
    @Test func signsDoNotCount() {
        #expect([Float(1), -3, 2].largestMagnitude == 3)
        #expect([Float]().largestMagnitude == 0)
        #expect([Float.leastNonzeroMagnitude, -0].largestMagnitude == Float.leastNonzeroMagnitude)
    }

    @Test(arguments: [Float.nan, -Float.nan, .infinity, -.infinity])
    func whatIsNotFiniteIsTheLargest(_ value: Float) {
        #expect(![1, value, .greatestFiniteMagnitude].largestMagnitude.isFinite)
    }
}
