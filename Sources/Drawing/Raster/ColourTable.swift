// A colour photograph has tens of thousands of colours, most of them noise, and PNG keeps each pixel's three bytes. With a
// table of colours a pixel is one byte, and a site of photographs is less than half as large.
//
// Source of the cut: S. Wan, S. Wong, P. Prusinkiewicz, An algorithm for multidimensional data clustering, ACM Transactions
// on Mathematical Software 14(2), 1988: the group of colours that varies most along a channel is cut at its mean.

import Pixels

/// The colours of a picture, and which of them each pixel has.
struct ColourTable: Sendable, Hashable {
    /// Most colours that are kept as they are: an index is a byte.
    static let exact = 256
    /// How many colours stand for those of a picture that has more.
    static let reduced = 96

    /// Red, green, blue of each colour, one after another.
    let colours: [UInt8]
    /// The colour of each pixel, by its place.
    let indices: [UInt8]

    /// The picture's own colours where there are at most `exact`, and `reduced` others in their place where there are more.
    init(of image: RGBImage) {
        let bytes = image.bytes
        let pixels = stride(from: 0, to: bytes.count, by: 3).map { start -> Int in
            bytes[start..<(start + 3)].reduce(0) { $0 << 8 | Int($1) }
        }
        var counts: [Int: Int] = [:]
        for pixel in pixels { counts[pixel, default: 0] += 1 }
        // In the order of their numbers, so that the same picture always gives the same table.
        let own = counts.sorted { $0.key < $1.key }.map { Weighed(colour: $0.key, count: $0.value) }
        let groups = own.count <= Self.exact ? own.map { Group([$0]) } : Self.cut(own, into: Self.reduced)
        colours = groups.flatMap(\.mean)
        var place: [Int: UInt8] = [:]
        for (index, group) in groups.enumerated() {
            for member in group.members { place[member.colour] = UInt8(clamping: index) }
        }
        indices = pixels.map { place[$0] ?? 0 }
    }

    /// A colour and how many pixels have it.
    private struct Weighed {
        let colour: Int
        let count: Int

        /// Red, green or blue, 0...255.
        func value(_ channel: Int) -> Int { colour >> (16 - 8 * channel) & 255 }
    }

    /// Colours that one stands for.
    private struct Group {
        let members: [Weighed]
        /// The channel along which they vary most, and the sum of squared differences from its mean there.
        let channel: Int
        let spread: Int
        /// Mean red, green and blue, rounded down for the cut.
        let means: [Int]
        /// The colour that stands for them, rounded to the nearest.
        let mean: [UInt8]

        init(_ members: [Weighed]) {
            self.members = members
            let n = members.reduce(0) { $0 + $1.count }
            let sums = (0..<3).map { channel in members.reduce(0) { $0 + $1.count * $1.value(channel) } }
            let spreads = (0..<3).map { channel -> Int in
                let squares = members.reduce(0) { (sum: Int, member: Weighed) -> Int in
                    sum + member.count * member.value(channel) * member.value(channel)
                }
                return squares - sums[channel] * sums[channel] / max(n, 1)
            }
            means = sums.map { $0 / max(n, 1) }
            mean = sums.map { UInt8(clamping: ($0 + n / 2) / max(n, 1)) }
            channel = (0..<3).max { spreads[$0] < spreads[$1] } ?? 0
            spread = members.count > 1 ? spreads[channel] : 0
        }

        /// The members up to the mean of the widest channel, and those above it.
        var halves: [Group] {
            let isLow = { (member: Weighed) in member.value(channel) <= means[channel] }
            return [members.filter(isLow), members.filter { !isLow($0) }].filter { !$0.isEmpty }.map(Group.init)
        }
    }

    private static func cut(_ colours: [Weighed], into count: Int) -> [Group] {
        var groups = [Group(colours)]
        while groups.count < count, let widest = groups.indices.max(by: { groups[$0].spread < groups[$1].spread }) {
            let halves = groups[widest].halves
            guard halves.count == 2 else { break }
            groups.replaceSubrange(widest...widest, with: halves)
        }
        return groups
    }
}
