// Randomness that is the same everywhere: no clock, no platform generator, no library whose stream may change.

/// Steele, Lea & Flood's SplitMix64 (2014): one multiply-and-shift mix per number. Seeds other generators and mixes ids.
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A generator; every seed is as good as any other.
    public init(seed: UInt64) { state = seed }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    /// The output function: a bijection of 64 bits in which each input bit moves about half of the output bits.
    public static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Blackman & Vigna's xoshiro256** 1.0 (2018), seeded through SplitMix64 as its authors advise.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var s0: UInt64
    private var s1: UInt64
    private var s2: UInt64
    private var s3: UInt64

    /// A generator that always yields the same stream for the same seed.
    public init(seed: UInt64) {
        var source = SplitMix64(seed: seed)
        s0 = source.next()
        s1 = source.next()
        s2 = source.next()
        s3 = source.next()
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        let product = s1 &* 5
        let result = ((product << 7) | (product >> 57)) &* 9
        let t = s1 << 17
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= t
        s3 = (s3 << 45) | (s3 >> 19)
        return result
    }

    /// A whole number in 0..<bound without bias (Lemire 2019); 0 for a bound below 1.
    public mutating func below(_ bound: Int) -> Int {
        guard bound > 1 else { return 0 }
        let range = UInt64(bound)
        var wide = next().multipliedFullWidth(by: range)
        if wide.low < range {
            let threshold = (0 &- range) % range
            while wide.low < threshold { wide = next().multipliedFullWidth(by: range) }
        }
        return Int(wide.high)
    }

    /// A number in 0..<1, a multiple of 2^-53.
    public mutating func unit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// A standard normal number, by inverting the distribution function (one draw per number).
    public mutating func normal() -> Double {
        Normal.quantile((Double(next() >> 11) + 0.5) * 0x1p-53)
    }

    /// The indices 0..<count in random order (Fisher & Yates).
    public mutating func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<max(0, count))
        for index in stride(from: order.count - 1, to: 0, by: -1) { order.swapAt(index, below(index + 1)) }
        return order
    }
}
