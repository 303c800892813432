// The one file that calls the counting kernels in C. Every length is checked here, so that the kernels need not.

import CBitCounting

/// Counting over bitmaps of rows: row `r` is bit `r % 64` of word `r / 64`, bits past the last row are 0.
///
/// Results are whole numbers and do not depend on which vector instructions the processor has.
public enum BitKernels {
    /// Words that a bitmap of `rows` rows takes.
    public static func words(_ rows: Int) -> Int { (rows + 63) / 64 }

    /// Sets `out` to the rows whose code is `value`. Precondition: `out` holds `words(codes.count)` words.
    public static func equal(
        _ codes: UnsafeBufferPointer<UInt8>, _ value: UInt8, into out: UnsafeMutableBufferPointer<UInt64>
    ) {
        precondition(out.count >= words(codes.count), "the bitmap is too short for the rows")
        guard let source = codes.baseAddress, let target = out.baseAddress else { return }
        bits_equal_u8(source, codes.count, value, target)
    }

    /// out = a AND b. Precondition: all three have the same number of words.
    public static func and(
        _ a: UnsafeBufferPointer<UInt64>, _ b: UnsafeBufferPointer<UInt64>,
        into out: UnsafeMutableBufferPointer<UInt64>
    ) {
        precondition(a.count == b.count && a.count == out.count, "bitmaps differ in length")
        guard let first = a.baseAddress, let second = b.baseAddress, let target = out.baseAddress else { return }
        bits_and(first, second, target, out.count)
    }

    /// Whether the processor counts the bits of eight words at a time.
    public static let isWide = bits_are_wide() != 0

    /// For each `which[i]`, with v the first words of the bitmap that starts at `which[i] * stride` in `bitmaps`: adds
    /// |p AND v| to `rows[i]` and |pe AND v| to `errors[i]`. Preconditions: lengths agree, every bitmap lies inside.
    public static func countEach(
        _ p: UnsafeBufferPointer<UInt64>, _ pe: UnsafeBufferPointer<UInt64>,
        in bitmaps: UnsafeBufferPointer<UInt64>, stride: Int, which: UnsafeBufferPointer<UInt32>,
        rows: UnsafeMutableBufferPointer<UInt64>, errors: UnsafeMutableBufferPointer<UInt64>
    ) {
        let words = p.count
        precondition(pe.count == words && words <= stride, "bitmaps differ in length")
        precondition(rows.count == which.count && errors.count == which.count, "counts differ in length")
        var highest: UInt32 = 0
        for index in which { highest = max(highest, index) }
        precondition(which.isEmpty || Int(highest) * stride + words <= bitmaps.count, "no such bitmap")
        guard let first = p.baseAddress, let second = pe.baseAddress, let base = bitmaps.baseAddress,
            let indices = which.baseAddress, let n = rows.baseAddress, let e = errors.baseAddress
        else { return }
        bits_count_each(first, second, base, stride, indices, which.count, words, n, e)
    }

    /// Lanes that one call counts at a time.
    public static let lanes = 32

    /// Adds bit `j` of `masks[r]` to lane `j` of cell `cell[r]`. A lane holds 16 bits: at most 65,535 rows between
    /// clearing. Preconditions: lengths agree and every cell lies inside `cells`, which holds 32 lanes a cell.
    public static func addLanes(
        cell: UnsafeBufferPointer<UInt32>, masks: UnsafeBufferPointer<UInt32>,
        cells: UnsafeMutableBufferPointer<UInt16>
    ) {
        precondition(cell.count == masks.count && cell.count <= 65_535, "rows differ in length, or are too many")
        var highest: UInt32 = 0
        for index in cell { highest = max(highest, index) }
        precondition(cell.isEmpty || (Int(highest) + 1) * lanes <= cells.count, "no such cell")
        guard let indices = cell.baseAddress, let bits = masks.baseAddress, let base = cells.baseAddress
        else { return }
        lanes_add(indices, bits, cell.count, base)
    }

    /// Words that the bitmaps of 32 lanes take for `rows` rows, in blocks of eight.
    public static func spreadWords(_ rows: Int) -> Int { (words(rows) + 7) / 8 * 8 * lanes }

    /// The bits of each row's mask as 32 bitmaps in blocks of eight words, for `countLanes`. Precondition: `out` holds
    /// `spreadWords(masks.count)` words.
    public static func spread(_ masks: UnsafeBufferPointer<UInt32>, into out: UnsafeMutableBufferPointer<UInt64>) {
        precondition(out.count >= spreadWords(masks.count), "the bitmaps are too short for the rows")
        guard let source = masks.baseAddress, let target = out.baseAddress else { return }
        lanes_spread(source, masks.count, target)
    }

    /// For each `which[i]`, with v as in `countEach`, adds |p AND v AND lane l| to `sums[i * 32 + l]` for the first
    /// `some` lanes of `spread`, and maybe some after them. Preconditions: lengths agree, every bitmap lies inside.
    public static func countLanes(
        _ some: Int, of spread: UnsafeBufferPointer<UInt64>, _ p: UnsafeBufferPointer<UInt64>,
        in bitmaps: UnsafeBufferPointer<UInt64>, stride: Int, which: UnsafeBufferPointer<UInt32>,
        sums: UnsafeMutableBufferPointer<UInt32>
    ) {
        let words = p.count
        precondition(words <= stride && spread.count >= spreadWords(words * 64), "bitmaps differ in length")
        precondition(sums.count == which.count * lanes && (0...lanes).contains(some), "sums differ in length")
        var highest: UInt32 = 0
        for index in which { highest = max(highest, index) }
        precondition(which.isEmpty || Int(highest) * stride + words <= bitmaps.count, "no such bitmap")
        guard let first = p.baseAddress, let base = bitmaps.baseAddress, let indices = which.baseAddress,
            let errors = spread.baseAddress, let target = sums.baseAddress
        else { return }
        lanes_count_each(first, base, stride, indices, which.count, words, errors, some, target)
    }
}
