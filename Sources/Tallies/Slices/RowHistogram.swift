// How often each code occurs among some rows: what a comparison within strata reads, once for each slice and step.

extension RowSet {
    /// How many rows of the set have each code. `codes` has one code a row, each in 0..<`count`.
    public func histogram(of codes: [Int32], count: Int) -> [Int32] {
        precondition(codes.count == rows, "a code for each row")
        var counts = [Int32](repeating: 0, count: count)
        counts.withUnsafeMutableBufferPointer { counts in
            codes.withUnsafeBufferPointer { codes in
                for (word, bits) in words.enumerated() {
                    var rest = bits
                    while rest != 0 {
                        counts[Int(codes[word << 6 + rest.trailingZeroBitCount])] += 1
                        rest &= rest - 1
                    }
                }
            }
        }
        return counts
    }
}
