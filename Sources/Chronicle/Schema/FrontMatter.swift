/// A writeup's two parts: YAML between two lines of `---`, then Markdown. CRLF line ends read as LF, and a byte order mark before
/// the first line is passed over.
public struct FrontMatter: Sendable, Equatable {
    /// The YAML, without the `---` lines.
    public let yaml: String
    /// The Markdown after the closing line.
    public let body: String
    /// One-based row of the body's first line.
    public let bodyRow: Int

    /// Splits a writeup; `nil` when it does not start with `---` or the block is not closed.
    public static func split(_ text: String) -> FrontMatter? {
        let unix = text.trimmingPrefix("\u{FEFF}").replacing("\r\n", with: "\n")
        let lines = unix.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else { return nil }
        return FrontMatter(
            yaml: lines[1..<end].joined(separator: "\n") + "\n", body: lines[(end + 1)...].joined(separator: "\n"),
            bodyRow: end + 2)
    }
}
