import Diagnostics
import Files
import Foundation

/// One line of progress on a terminal; silent when standard error is not one.
struct Progress: Sendable {
    private let isShown = isatty(2) == 1

    /// Shows what is being done.
    func show(_ text: String) {
        guard isShown else { return }
        try? StandardStream.error.write("\r\u{1B}[K\(TerminalText.line(text).prefix(78))")
    }

    /// Clears the line.
    func clear() {
        guard isShown else { return }
        try? StandardStream.error.write("\r\u{1B}[K")
    }
}
