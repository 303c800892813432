/// Turns 64 words of 64 bits on their diagonal: bit `i` of word `j` becomes bit `j` of word `i`.
///
/// Swaps ever smaller blocks (Warren, Hacker's Delight, 2nd edition, section 7-3), with bit 0 the lowest.
func transpose(_ words: inout [UInt64]) {
    var width = 32
    var mask: UInt64 = 0x0000_0000_FFFF_FFFF
    while width > 0 {
        var low = 0
        while low < 64 {
            let swapped = ((words[low] >> UInt64(width)) ^ words[low + width]) & mask
            words[low] ^= swapped << UInt64(width)
            words[low + width] ^= swapped
            low = (low + width + 1) & ~width
        }
        width /= 2
        mask ^= mask << UInt64(width)
    }
}
