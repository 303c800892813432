import Foundation
import Testing

@testable import Record

@Suite struct MapChartTests {
    @Test func `places are kept to a thousandth and read back`() throws {
        let points = MapChart.Points([(1.23456, -0.0004), (-31.9, 99), (.nan, 0.5)])
        #expect(points.count == 3)
        #expect(points[0] == (1.235, 0) && points[1] == (-31.9, 32) && points[2].y == 0.5)
        let read = try JSONDecoder().decode(MapChart.Points.self, from: JSONEncoder().encode(points))
        #expect(read == points)
        for damaged in ["\"AAA\"", "\"AAAA\"", "\"?\"", "[1]"] {
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode(MapChart.Points.self, from: Data(damaged.utf8))
            }
        }
    }

    @Test func `an outline is the ellipse of the covariance that holds so many`() throws {
        // Four corners of a cross: each at twice the variance, 1/2, so all are held at the same size.
        let cross: [(x: Double, y: Double)] = [(2, 1), (0, 1), (1, 2), (1, 0)]
        let round = try #require(MapChart.Outline("a", around: cross, mass: 0.8, errors: 1))
        #expect(round.x == 1 && round.y == 1 && round.n == 4 && round.errors == 1)
        #expect(abs(round.across - 1) < 1e-12 && abs(round.slant) < 1e-12 && abs(round.up - 1) < 1e-12)
        // On the line y = 2x: no height above its middle, and four of five within the half length 1.
        let line: [(x: Double, y: Double)] = [(-1, -2), (-0.5, -1), (0, 0), (0.5, 1), (1, 2)]
        let flat = try #require(MapChart.Outline("b", around: line, mass: 0.6, errors: 0))
        #expect(abs(flat.across - 0.5) < 1e-12 && abs(flat.slant - 1) < 1e-12 && abs(flat.up) < 1e-6)
        #expect(MapChart.Outline("c", around: [(0, 0), (1, 1)], mass: 0.8, errors: 0) == nil)
    }
}
