// The bootstrap that merges.
//
// Drawing n rows with replacement gives each row a binomial(n, 1/n) count, which is Poisson(1) for large n. Giving each
// row its Poisson(1) count from a hash of its own id, instead of drawing rows, makes the weight a property of the item:
// any partition of the rows, on any number of threads or machines, in any order, gives the same replicates (Chamandy et
// al. 2012). Rows that share a unit (an image's detections, a video's frames) share the id of the unit and so the weight.
// Rows of classifiers are weighed by groups of units (`group(of:)`), images of detectors each by itself.

/// Deterministic bootstrap weights.
public enum PoissonBootstrap {
    /// How many replicates intervals of rows are made from: so many that the ends of two draws, percentiles of them, differ by
    /// less than a tenth of the interval.
    public static let replicates = 1000

    /// How many groups units are weighed by.
    public static let groups = 1 << 10

    /// The group of a unit, 0..<`groups`: units of one group have one weight. Sums over rows are then sums over groups, and a
    /// thousand replicates of them cost as much for a hundred million rows as for a million. That units stand together by
    /// chance changes what resampling shows by nothing on average and by one part in 45 as a standard deviation of the
    /// width, as any sample of 1,024 clusters does.
    public static func group(of id: UInt64) -> Int {
        Int(truncatingIfNeeded: SplitMix64.mix(id ^ 0x6772_6F75_7073) >> 54)
    }

    /// 2^64 times the distribution function of Poisson(1) at 0, 1, 2, ...
    private static let cumulative: [UInt64] = [
        0x5e2d_58d8_b3bc_df1a, 0xbc5a_b1b1_6779_be35, 0xeb71_5e1d_c158_2dc2, 0xfb23_9797_34a2_52f1,
        0xff10_25f5_9174_dc3d, 0xffd9_0f3b_a405_5e19, 0xfffa_8b71_fc72_c913, 0xffff_540c_0914_b3c9,
        0xffff_ed1f_4aa8_f120, 0xffff_fe21_6e64_1462, 0xffff_ffd4_d85d_3183, 0xffff_fffc_6da2_62b4,
        0xffff_ffff_ba12_d178, 0xffff_ffff_fb07_c64c, 0xffff_ffff_ffab_8ea5, 0xffff_ffff_fffa_be22,
    ]

    /// The Poisson(1) weight of the unit with this id in one replicate.
    public static func weight(of id: UInt64, replicate: Int) -> Int {
        let salt = SplitMix64.mix(
            UInt64(truncatingIfNeeded: replicate) &* 0x9E37_79B9_7F4A_7C15 &+ 0x632B_E59B_D9B4_E019)
        let draw = SplitMix64.mix(id &+ salt)
        // Two of three draws are settled by the first two comparisons.
        if draw < 0x5e2d_58d8_b3bc_df1a { return 0 }
        if draw < 0xbc5a_b1b1_6779_be35 { return 1 }
        var count = 2
        while count < cumulative.count, draw >= cumulative[count] { count += 1 }
        return count
    }

    /// The weight of each of some units in one replicate, each by its own id.
    public static func weights(of units: [UInt64], replicate: Int) -> [Int] {
        units.map { weight(of: $0, replicate: replicate) }
    }

    /// What is mixed into an id for each replicate.
    private static let salts: [UInt64] = (0..<replicates).map { replicate in
        SplitMix64.mix(UInt64(truncatingIfNeeded: replicate) &* 0x9E37_79B9_7F4A_7C15 &+ 0x632B_E59B_D9B4_E019)
    }

    /// The weight by the highest ten bits of a draw, 255 where they do not settle it: one draw in 170.
    private static let settled: [UInt8] = (0..<1024).map { high in
        func weight(_ draw: UInt64) -> Int { cumulative.firstIndex { draw < $0 } ?? cumulative.count }
        let first = UInt64(high) << 54
        let least = weight(first)
        return least == weight(first | (1 << 54 - 1)) ? UInt8(least) : .max
    }

    /// Writes the weights of a unit in replicates 0, 1, 2, ... to `out`, `replicates` of them: what `weight` answers,
    /// looked up, for a branch taken by chance costs more than the rest.
    static func weights(of id: UInt64, into out: UnsafeMutablePointer<UInt8>) {
        salts.withUnsafeBufferPointer { salts in
            settled.withUnsafeBufferPointer { settled in
                for replicate in 0..<salts.count {
                    let draw = SplitMix64.mix(id &+ salts[replicate])
                    let weight = settled[Int(truncatingIfNeeded: draw >> 54)]
                    out[replicate] = weight < .max ? weight : UInt8(self.weight(of: id, replicate: replicate))
                }
            }
        }
    }

    /// The id of a unit from the bytes of its name: 64-bit FNV-1a, mixed.
    public static func id(of name: String) -> UInt64 {
        SplitMix64.mix(FNV1a.hash(name.utf8))
    }

    /// Fewest replicates that an interval is made from: of fewer the ends would be the extremes.
    public static let fewest = 20

    /// The percentile interval of a statistic that resampling does not bias, from its replicates. `nil` for fewer than
    /// `fewest` finite ones, and where all of them are the same: a set of items that always gives the same value cannot
    /// show how sure it is.
    public static func interval(_ replicates: [Double], level: Double = 0.95) -> ConfidenceInterval? {
        let finite = replicates.filter(\.isFinite).sorted()
        // A precision of 1 is reckoned as n / (n + 2^-52), so that equal means equal up to rounding.
        guard finite.count >= fewest, let least = finite.first, let most = finite.last,
            most - least > 1e-9 * max(abs(least), abs(most)), let low = Quantiles.ofSorted(finite, at: (1 - level) / 2),
            let high = Quantiles.ofSorted(finite, at: (1 + level) / 2)
        else { return nil }
        return ConfidenceInterval(low: low, high: high, level: level)
    }

    /// The basic interval of a statistic that resampling moves to one side, such as a calibration error, which noise can
    /// only raise, or an average precision, which it raises too: the replicates' percentiles mirrored at the value
    /// (Davison & Hinkley 1997, 5.2), which takes the bias off, then held inside `bounds` and stretched to hold the value
    /// itself. `nil` where `interval` is.
    public static func basicInterval(
        _ value: Double, _ replicates: [Double], within bounds: ClosedRange<Double> = 0...Double.infinity,
        level: Double = 0.95
    ) -> ConfidenceInterval? {
        guard let percentiles = interval(replicates, level: level) else { return nil }
        return ConfidenceInterval(
            low: max(bounds.lowerBound, min(value, 2 * value - percentiles.high)),
            high: min(bounds.upperBound, max(value, 2 * value - percentiles.low)), level: level)
    }
}
