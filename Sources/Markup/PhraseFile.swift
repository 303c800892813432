// A file under `phrases/` holds short texts that pages, tables and the terminal share, each under a heading of its own:
//
//     # Verdict                    the title and what stands before the first phrase explain the file
//
//     ## ready                     the name of a phrase, `verdict/ready` in full
//     Ready: all {{gates}} release gates passed.
//
// A phrase is plain text, not Markdown: pages escape it, and the terminal prints it. Line breaks count as spaces.

import Diagnostics

/// The phrases of a file.
enum PhraseFile {
    /// Whether a template's path is that of a file of phrases.
    static func isOne(_ path: String) -> Bool { path.hasPrefix("phrases/") }

    /// The phrases of a text by name, each a template whose lines are counted from the file's first.
    static func phrases(
        in text: String, file: String, known: Bool = false
    ) throws(ProblemList) -> [(name: String, template: Template)] {
        var phrases: [(String, Template)] = []
        var problems = ProblemList()
        var open: (name: String, row: Int, lines: [Substring])?
        func close() {
            guard let phrase = open else { return }
            do throws(ProblemList) {
                let template = try Template(
                    text: phrase.lines.joined(separator: "\n"), file: file, firstLine: phrase.row + 1, as: .plainText,
                    known: known)
                phrases.append((phrase.name, template))
            } catch {
                problems.add(error)
            }
        }
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("## ") {
                close()
                open = (String(line.dropFirst(3)), index + 1, [])
            } else {
                open?.lines.append(line)
            }
        }
        close()
        try problems.throwIfAny()
        return phrases
    }
}
