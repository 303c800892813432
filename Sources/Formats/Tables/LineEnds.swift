// Lines of a table end in a line feed, or in a carriage return and one. Excel for the Mac ends them in a carriage return alone, and
// Python's csv on Windows in two carriage returns and a line feed where a file was opened without newline="". Both are read as they
// are meant, and said.

import Diagnostics
import Foundation

/// How the lines of a text end where they end in neither of the usual ways.
enum LineEnds: Hashable {
    /// So many lines end in a carriage return alone.
    case returns(Int)
    /// So many end in two carriage returns and a line feed.
    case doubledReturns(Int)

    private static let (feed, carriage) = (UInt8(0x0A), UInt8(0x0D))

    /// The text with line feeds in place of other ends; `nil` where its lines end as usual. Where a text mixes them, a carriage return
    /// may as well belong to a value.
    static func mended(_ text: Data) -> (text: Data, ends: LineEnds)? {
        guard let first = text.firstIndex(of: feed) else {
            let count = text.count { $0 == carriage }
            // A single line without an end has none either.
            guard count > 0 else { return nil }
            return (Data(text.map { $0 == carriage ? feed : $0 }), .returns(count))
        }
        guard text[..<first].suffix(2).elementsEqual([carriage, carriage]) else { return nil }
        var mended = Data(capacity: text.count)
        var count = 0
        for line in text.split(separator: feed, omittingEmptySubsequences: false) {
            if !mended.isEmpty || count > 0 { mended.append(feed) }
            let isDoubled = line.suffix(2).elementsEqual([carriage, carriage])
            if isDoubled { count += 1 }
            mended.append(isDoubled ? line.dropLast(2) : line)
        }
        return (mended, .doubledReturns(count))
    }

    /// What is said of it.
    func remark(_ file: String) -> Problem {
        let (count, words) =
            switch self {
            case .returns(let count): (count, "in a carriage return alone")
            case .doubledReturns(let count): (count, "in two carriage returns and a line feed")
            }
        return Problem(
            .note, at: Place(file: file),
            "\(count) \(count == 1 ? "line ends" : "lines end") \(words): read as \(count == 1 ? "a line" : "lines")")
    }
}
