// Many rows at once as points of a plane, correct and incorrect ones, and groups of them outlined.

import Foundation

/// Points on two axes of one unit.
public struct MapChart: Sendable, Codable, Hashable {
    /// Places of points, kept in thousandths of the axes' unit as 16-bit numbers: a point of a picture needs no more.
    public struct Points: Sendable, Hashable {
        fileprivate let thousandths: [Int16]

        /// Places; what lies further out than 32 units is put there.
        public init(_ places: [(x: Double, y: Double)]) {
            thousandths = places.flatMap { [Self.thousandths(of: $0.x), Self.thousandths(of: $0.y)] }
        }

        fileprivate init(thousandths: [Int16]) { self.thousandths = thousandths }

        private static func thousandths(of value: Double) -> Int16 {
            Int16(clamping: Int(exactly: (min(max(value, -32), 32) * 1000).rounded()) ?? 0)
        }

        /// How many.
        public var count: Int { thousandths.count / 2 }

        /// Place of the one at `index`.
        public subscript(index: Int) -> (x: Double, y: Double) {
            (Double(thousandths[2 * index]) / 1000, Double(thousandths[2 * index + 1]) / 1000)
        }

        /// All places.
        public var all: [(x: Double, y: Double)] { (0..<count).map { self[$0] } }
    }

    /// A group as an ellipse: the points (x + across cos t, y + slant cos t + up sin t).
    public struct Outline: Sendable, Codable, Hashable {
        /// What the group is called.
        public var name: String
        /// Middle.
        public var x: Double
        /// Middle.
        public var y: Double
        /// Half of its width.
        public var across: Double
        /// How far its rightmost point lies above its middle.
        public var slant: Double
        /// Half of its height above the middle.
        public var up: Double
        /// Rows of the group, shown as points or not.
        public var n: Int
        /// Errors among them.
        public var errors: Int

        /// The ellipse around `places` with their covariance that holds a share `mass` of them. `nil` for fewer than three places.
        public init?(_ name: String, around places: [(x: Double, y: Double)], mass: Double, errors: Int) {
            guard places.count >= 3 else { return nil }
            let n = Double(places.count)
            let (x, y) = (places.reduce(0) { $0 + $1.x } / n, places.reduce(0) { $0 + $1.y } / n)
            let across = (places.reduce(0) { $0 + ($1.x - x) * ($1.x - x) } / n).squareRoot()
            let both = places.reduce(0) { $0 + ($1.x - x) * ($1.y - y) } / n
            let slant = across > 0 ? both / across : 0
            let up = max(0, places.reduce(0) { $0 + ($1.y - y) * ($1.y - y) } / n - slant * slant).squareRoot()
            let distances = places.map { place -> Double in
                let first = across > 0 ? (place.x - x) / across : 0
                let second = up > 0 ? (place.y - y - slant * first) / up : 0
                return first * first + second * second
            }.sorted()
            let held = min(max(Int(exactly: (mass * n).rounded(.up)) ?? 1, 1), places.count)
            let radius = distances[held - 1].squareRoot()
            self.name = name
            (self.x, self.y) = (x, y)
            (self.across, self.slant, self.up) = (across * radius, slant * radius, up * radius)
            self.n = places.count
            self.errors = errors
        }
    }

    /// Horizontal axis.
    public var x: Axis
    /// Vertical axis, in the same unit.
    public var y: Axis
    /// Share of the variance along each axis.
    public var explained: [Double]
    /// Points of correct rows.
    public var correct: Points
    /// Points of incorrect rows.
    public var incorrect: Points
    /// Rows that points are a sample of, correct and incorrect.
    public var all: [Int]
    /// Groups, in the order in which they are told.
    public var outlines: [Outline]
    /// Share of a group's rows within its outline.
    public var mass: Double

    /// A map.
    public init(
        x: Axis, y: Axis, explained: [Double], correct: Points, incorrect: Points, all: [Int], outlines: [Outline],
        mass: Double
    ) {
        self.x = x
        self.y = y
        self.explained = explained
        self.correct = correct
        self.incorrect = incorrect
        self.all = all
        self.outlines = outlines
        self.mass = mass
    }
}

extension MapChart.Points: Codable {
    /// Reads places: 16-bit numbers, lowest byte first, as base64.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let bytes = Data(base64Encoded: text).map({ [UInt8]($0) }), bytes.count.isMultiple(of: 4) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not two 16-bit numbers a point"))
        }
        self.init(
            thousandths: stride(from: 0, to: bytes.count, by: 2).map {
                Int16(bitPattern: UInt16(truncatingIfNeeded: Int(bytes[$0]) | Int(bytes[$0 + 1]) << 8))
            })
    }

    /// Writes the places.
    public func encode(to encoder: any Encoder) throws {
        let bytes = thousandths.flatMap { number -> [UInt8] in
            let bits = UInt16(bitPattern: number)
            return [UInt8(truncatingIfNeeded: bits), UInt8(truncatingIfNeeded: bits >> 8)]
        }
        var container = encoder.singleValueContainer()
        try container.encode(Data(bytes).base64EncodedString())
    }
}
