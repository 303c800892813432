/// Standard normal numbers that are the same for the same seed.
public enum NormalDraws {
    /// So many of them, independent.
    public static func list(_ count: Int, seed: UInt64) -> [Double] {
        var source = SeededGenerator(seed: seed)
        return (0..<count).map { _ in source.normal() }
    }
}
