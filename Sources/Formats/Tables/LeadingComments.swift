// Tools write what they are above a table, in lines that begin with #. A header may begin so too - numpy's savetxt writes one -
// and has as many separators as the row below it, which a comment has not.

import Diagnostics
import Foundation

/// Lines above a table that are no part of it.
struct LeadingComments {
    /// Bytes of them, with those of blank lines behind.
    private(set) var bytes = 0
    /// Lines of them, likewise.
    private(set) var lines = 0
    /// Lines that begin with #.
    private var count = 0

    /// Bytes that are looked at.
    private static let most = 1 << 16

    /// None where the text begins otherwise, or with a header.
    init(of text: TextFile) {
        guard text.bytes.first == UInt8(ascii: "#") else { return }
        let start = [UInt8](text.bytes.prefix(Self.most))
        var position = 0
        var (lines, count) = (0, 0)
        var last = start[0..<0]
        while position < start.count,
            start[position] == UInt8(ascii: "#") || start[position] == 0x0A || start[position] == 0x0D
        {
            guard let end = start[position...].firstIndex(of: 0x0A) else { return }
            if start[position] == UInt8(ascii: "#") {
                last = start[position..<end]
                count += 1
            }
            lines += 1
            position = end + 1
        }
        guard position < start.count else { return }
        let below = start[position...].prefix { $0 != 0x0A }
        let separators = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, UInt8(ascii: "|")]
        let counts = separators.map { separator in (separator, below.count { $0 == separator }) }
        guard let (separator, fields) = counts.max(by: { $0.1 < $1.1 }), fields > 0,
            last.count(where: { $0 == separator }) != fields
        else { return }
        (bytes, self.lines, self.count) = (position, lines, count)
    }

    /// What is said of them.
    func remark(_ file: String) -> [Problem] {
        count == 0
            ? []
            : [
                Problem(
                    .note, at: Place(file: file),
                    count == 1
                        ? "the line above the header begins with # and is passed over"
                        : "\(count) lines above the header begin with # and are passed over")
            ]
    }
}
