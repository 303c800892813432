// Blanks around the cells of a text: who writes ", " between cells, or fills columns up so that they stand below one another, means
// none of them. Without this " cat" is no class, and a cell that holds a blank looks like a list of labels.

import Diagnostics
import Foundation

/// Takes blanks around cells off a text.
enum PaddedCells {
    /// Bytes of the text that are looked at to see whether it is written so.
    private static let most = 1 << 16
    private static let blank = UInt8(ascii: " ")
    private static let quote = UInt8(ascii: "\"")
    private static let (feed, carriage) = (UInt8(0x0A), UInt8(0x0D))

    /// A cell: its bytes with the blanks around it, without them, and its place.
    private struct Cell {
        let row: Int
        let column: Int
        let whole: Range<Int>
        let plain: Range<Int>
    }

    /// The text without blanks around its cells; `nil` where no column has them in all of its cells, or blanks separate. A blank
    /// in some cells of a column may be meant. What lies in quotes stays as it is.
    static func trimmed(_ text: TextFile, between delimiter: UInt8) throws(ProblemList) -> TextFile? {
        guard delimiter != blank, arePadded(text.bytes, delimiter) else { return nil }
        var out = Data(capacity: text.bytes.count)
        text.bytes.withUnsafeBytes { bytes in
            var copied = 0
            forEachCell(of: bytes, delimiter) { cell in
                out.append(contentsOf: bytes[copied..<cell.whole.lowerBound])
                out.append(contentsOf: bytes[cell.plain])
                copied = cell.whole.upperBound
            }
            out.append(contentsOf: bytes[copied...])
        }
        return try TextFile(bytes: out, name: text.name)
    }

    /// Whether some column has blanks around every cell that holds anything, its name aside.
    private static func arePadded(_ text: Data, _ delimiter: UInt8) -> Bool {
        var (filled, padded): ([Int: Int], [Int: Int]) = ([:], [:])
        text.prefix(most).withUnsafeBytes { bytes in
            // A line that was cut says nothing.
            let end = bytes.count < text.count ? (bytes.lastIndex(of: feed) ?? 0) : bytes.count
            forEachCell(of: UnsafeRawBufferPointer(rebasing: bytes[..<end]), delimiter) { cell in
                guard cell.row > 0, !cell.plain.isEmpty else { return }
                filled[cell.column, default: 0] += 1
                if cell.plain != cell.whole { padded[cell.column, default: 0] += 1 }
            }
        }
        return padded.contains { filled[$0.key] == $0.value }
    }

    /// Calls `body` for each cell, in order.
    private static func forEachCell(
        of bytes: UnsafeRawBufferPointer, _ delimiter: UInt8, _ body: (Cell) -> Void
    ) {
        var (position, row, column) = (0, 0, 0)
        while position < bytes.count {
            let start = position
            var first = start
            while first < bytes.count, bytes[first] == blank { first += 1 }
            var end = first
            if first < bytes.count, bytes[first] == quote {
                end = behindQuotes(bytes, from: first, isPadded: first > start) ?? first
            }
            while end < bytes.count, bytes[end] != delimiter, bytes[end] != feed { end += 1 }
            // A carriage return before a line feed is none of the cell.
            let whole =
                end < bytes.count && bytes[end] == feed && end > start && bytes[end - 1] == carriage ? end - 1 : end
            var last = whole
            while last > first, bytes[last - 1] == blank { last -= 1 }
            body(
                Cell(
                    row: row, column: column, whole: start..<whole,
                    plain: min(first, whole)..<max(last, min(first, whole))))
            let isLineEnd = end < bytes.count && bytes[end] == feed
            (row, column) = isLineEnd ? (row + 1, 0) : (row, column + 1)
            position = end + 1
        }
    }

    /// The place behind the quotes that open at `start`; `nil` where they do not close: behind a blank a quote has to be closed on
    /// its line, for it may be a character like any other.
    private static func behindQuotes(_ bytes: UnsafeRawBufferPointer, from start: Int, isPadded: Bool) -> Int? {
        var position = start + 1
        while position < bytes.count {
            if bytes[position] == feed, isPadded { return nil }
            if bytes[position] == quote {
                guard position + 1 < bytes.count, bytes[position + 1] == quote else { return position + 1 }
                position += 1
            }
            position += 1
        }
        return nil
    }
}
