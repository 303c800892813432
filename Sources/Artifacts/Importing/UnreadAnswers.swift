import Formats
import Foundation

extension UnreadReason {
    /// What predictions of whole images lack that cannot be read: names of images, or a column that says what was predicted.
    /// `nil` for what looks like neither.
    static func answers(_ packed: Data) -> String? {
        guard let plain = try? Packed.text(packed, "") else {
            return packed.starts(with: [0x1F, 0x8B]) ? "it cannot be unpacked: is it whole?" : nil
        }
        let start = plain.starts(with: [0xEF, 0xBB, 0xBF]) ? plain.dropFirst(3) : plain
        switch start.first(where: { $0 > 0x20 }) {
        case UInt8(ascii: "["): return namelessLists(start)
        case UInt8(ascii: "{"), nil: return nil
        default: return start.prefix(4096).contains(0) ? nil : columns(start)
        }
    }

    /// What Hugging Face's pipeline returns, saved as it is: a list of {label, score} an image, and no image.
    private static func namelessLists(_ bytes: Data) -> String? {
        bytes.withUnsafeBytes { raw in
            guard var scanner = try? JSONScanner(raw.assumingMemoryBound(to: UInt8.self)),
                let lists = (try? JSONTree(&scanner))?.elements, !lists.isEmpty
            else { return nil }
            let entries = lists.flatMap { $0.elements ?? [$0] }
            guard !entries.isEmpty, entries.allSatisfy({ $0["label"] != nil && $0["score"] != nil }) else { return nil }
            return #"its lists have no file names; save them with those, as {"a.png": [{"label": ..., "score": ...}]}"#
        }
    }

    private static func columns(_ bytes: Data) -> String? {
        guard let source = try? TextFile(bytes: bytes, name: ""),
            let header = try? TableReader(source, as: .csv(Dialect())).header, header.count > 1
        else { return nil }
        let shown = header.prefix(6).joined(separator: ", ") + (header.count > 6 ? " ..." : "")
        guard UsualColumns.name(of: "image_id", in: header, besides: []) != nil else {
            return "no column says which image a row is of: \(shown); call it image_id"
        }
        return "no predicted column: \(shown); call it predicted, or those of probabilities p_<class>"
    }
}

extension LayoutSource {
    /// The first of its files that may hold predictions of whole images, but for those that are `used`, with what it lacks.
    func lackingAnswers(besides used: Set<String> = []) -> (file: String, words: String)? {
        for file in scan.others.prefix(64) where !used.contains(file) {
            if let words = (try? source.bytes(file)).flatMap(UnreadReason.answers) { return (name(file), words) }
        }
        return nil
    }

    /// The same in one line.
    var answersReason: String? { lackingAnswers().map { "\($0.file): \($0.words)" } }
}
