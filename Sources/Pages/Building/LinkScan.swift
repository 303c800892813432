/// Reads the links and ids back out of finished pages, so that what is checked is what is published.
enum LinkScan {
    /// Values of `href` and `src`, and of `id`, in the order they stand.
    static func attributes(in html: String) -> (targets: [String], ids: [String]) {
        var html = html
        return html.withUTF8 { bytes in
            var (targets, ids): ([String], [String]) = ([], [])
            var at = 0
            // Every byte of every page comes past here: there are fewer signs of equality than of anything else to look for.
            while let sign = bytes[at...].firstIndex(of: UInt8(ascii: "=")) {
                at = sign + 1
                let isTarget = bytes[..<sign].hasSuffix(href) || bytes[..<sign].hasSuffix(src)
                guard isTarget || bytes[..<sign].hasSuffix(id), at < bytes.count, bytes[at] == quote else { continue }
                guard let close = bytes[(at + 1)...].firstIndex(of: quote) else { break }
                let value = bytes[(at + 1)..<close]
                let text = String(decoding: value, as: UTF8.self)
                let read = value.contains(UInt8(ascii: "&")) ? text.replacing("&amp;", with: "&") : text
                if isTarget { targets.append(read) } else { ids.append(read) }
                at = close
            }
            return (targets, ids)
        }
    }

    private static let quote = UInt8(ascii: "\"")
    private static let href = Array(" href".utf8)
    private static let src = Array(" src".utf8)
    private static let id = Array(" id".utf8)

    /// Whether a target leads out of the site on purpose, or is itself the picture that it names.
    static func isOutside(_ target: String) -> Bool {
        target.hasPrefix("https:") || target.hasPrefix("http:") || target.hasPrefix("mailto:")
            || target.hasPrefix("data:image/png;base64,")
    }

    /// The file and fragment that a relative target names from a folder; `nil` when it leads outside or above the root.
    static func resolve(_ target: String, from folder: String) -> (path: String, fragment: String)? {
        if isOutside(target) { return nil }
        // Every link of every page comes past here: bytes are a tenth of the work of letters.
        let bytes = Array(target.utf8)
        let mark = bytes.firstIndex(of: UInt8(ascii: "#")) ?? bytes.endIndex
        let fragment = String(decoding: decoded(bytes[mark...].dropFirst()), as: UTF8.self)
        guard mark > 0 else { return (folder + "index.html", fragment) }
        var steps = Array(folder.utf8).split(separator: slash)
        for step in decoded(bytes[..<mark]).split(separator: slash, omittingEmptySubsequences: false) {
            if step.elementsEqual([dot]) { continue }
            if step.elementsEqual([dot, dot]) {
                if steps.popLast() == nil { return nil }
            } else {
                steps.append(step)
            }
        }
        return (String(decoding: Array(steps.joined(separator: [slash])), as: UTF8.self), fragment)
    }

    private static let (slash, dot) = (UInt8(ascii: "/"), UInt8(ascii: "."))

    private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
        guard text.contains(UInt8(ascii: "%")) else { return Array(text) }
        var out: [UInt8] = []
        var bytes = text
        while let byte = bytes.popFirst() {
            if byte == UInt8(ascii: "%"), bytes.count >= 2,
                let value = UInt8(String(decoding: bytes.prefix(2), as: UTF8.self), radix: 16)
            {
                out.append(value)
                bytes = bytes.dropFirst(2)
            } else {
                out.append(byte)
            }
        }
        return out
    }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
    fileprivate func hasSuffix(_ end: [UInt8]) -> Bool { suffix(end.count).elementsEqual(end) }
}
