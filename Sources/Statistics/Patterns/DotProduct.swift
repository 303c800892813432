/// Products of 32-bit numbers, eight sums side by side in an order that is the same on every machine.
public enum DotProduct {
    /// Of a vector and as many numbers of another from `start` on. Precondition: there are as many.
    public static func of(_ a: [Float], _ b: [Float], from start: Int = 0) -> Float {
        precondition(start >= 0 && b.count - start >= a.count, "as many numbers in both")
        return a.withUnsafeBytes { a in
            b.withUnsafeBytes { b in
                var sums = SIMD8<Float>(repeating: 0)
                let step = MemoryLayout<SIMD8<Float>>.size
                let number = MemoryLayout<Float>.size
                var at = 0
                let from = start * number
                while at + step <= a.count {
                    sums +=
                        a.loadUnaligned(fromByteOffset: at, as: SIMD8<Float>.self)
                        * b.loadUnaligned(fromByteOffset: from + at, as: SIMD8<Float>.self)
                    at += step
                }
                var sum = sums.sum()
                while at < a.count {
                    sum +=
                        a.loadUnaligned(fromByteOffset: at, as: Float.self)
                        * b.loadUnaligned(fromByteOffset: from + at, as: Float.self)
                    at += number
                }
                return sum
            }
        }
    }
}
