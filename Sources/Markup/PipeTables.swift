// Pipe tables, which libcmark 0.30 does not read. A paragraph whose second line is a delimiter row (`|---|---:|`) with as
// many cells as the first is a table; its cells are inline Markdown and go through the same rules as everything else.

import Diagnostics

extension MarkdownEdit {
    /// Whether a paragraph's source reads as a pipe table.
    func looksLikeTable(_ paragraph: MarkdownNode) -> Bool {
        guard paragraph.endLine > paragraph.line else { return false }
        let lines = sourceLines(of: paragraph)
        guard lines.count >= 2, lines[0].contains("|"), let alignment = PipeRow.alignment(lines[1]) else {
            return false
        }
        return PipeRow.cells(lines[0]).count == alignment.count
    }

    /// Puts a table in the place of the paragraph it was written as.
    mutating func replaceTable(_ paragraph: MarkdownNode) {
        let lines = sourceLines(of: paragraph)
        guard lines.count >= 2, let alignment = PipeRow.alignment(lines[1]) else { return }
        let firstLine = source.firstLine.map { $0 + paragraph.line - 1 }
        let head = PipeRow.cells(lines[0])
        let label = Escaped.html("Table: " + head.map(PipeRow.plain).joined(separator: ", "))
        var html = "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(label)\">\n<table>\n<thead><tr>"
        for (index, cell) in head.enumerated() {
            // A heading without words would be read out as nothing.
            let words = inline(cell, line: firstLine)
            html += words.isEmpty ? "<td></td>" : "<th scope=\"col\"\(alignment[index])>" + words + "</th>"
        }
        html += "</tr></thead>\n<tbody>\n"
        for (row, line) in lines.dropFirst(2).enumerated() {
            let cells = PipeRow.cells(line)
            html += "<tr>"
            for (index, style) in alignment.enumerated() {
                let cell = index < cells.count ? cells[index] : ""
                html += "<td\(style)>" + inline(cell, line: firstLine.map { $0 + row + 2 }) + "</td>"
            }
            html += "</tr>\n"
        }
        html += "</tbody>\n</table>\n</div>\n"
        guard let block = MarkdownTree.block(opening: html) else { return }
        paragraph.replace(with: block, keepingChildren: false)
    }

    /// HTML of a cell. A word in front makes sure that the cell is read as a sentence and never as a list or heading.
    private mutating func inline(_ cell: String, line: Int?) -> String {
        let guarded = MarkdownText("x " + cell, file: source.file, firstLine: line)
        guard var edit = try? MarkdownEdit(guarded, resolver) else { return Escaped.html(cell) }
        edit.run()
        problems.add(edit.problems)
        links += edit.links
        var html = edit.tree.document.html()
        guard html.hasPrefix("<p>x"), html.hasSuffix("</p>\n") else { return Escaped.html(cell) }
        html.removeLast(5)
        html.removeFirst(4)
        if html.first == " " { html.removeFirst() }
        return html
    }
}

/// A line of a pipe table.
enum PipeRow {
    /// Its cells, trimmed; `\|` is a bar inside a cell, everything else is left to the inline parser.
    static func cells(_ line: Substring) -> [String] {
        var cells: [String] = []
        var cell = ""
        var isEscaped = false
        var text = line[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        if text.first == "|" { text.removeFirst() }
        for character in text {
            if isEscaped {
                cell += character == "|" ? "\\|" : "\\" + String(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "|" {
                cells.append(trimmed(cell))
                cell = ""
            } else {
                cell.append(character)
            }
        }
        if isEscaped { cell += "\\" }
        if !trimmed(cell).isEmpty || text.last != "|" { cells.append(trimmed(cell)) }
        return cells
    }

    /// The class attribute of each column of a delimiter row, or `nil` when the line is none.
    static func alignment(_ line: Substring) -> [String]? {
        guard line.contains("-"), line.contains("|") || line.contains(":") || line.contains("-") else { return nil }
        var columns: [String] = []
        for cell in cells(line) {
            let dashes = cell.drop { $0 == ":" }.prefix { $0 == "-" }
            guard !dashes.isEmpty, cell.allSatisfy({ $0 == "-" || $0 == ":" }) else { return nil }
            guard cell.dropFirst().dropLast().allSatisfy({ $0 == "-" }) else { return nil }
            columns.append(cell.hasSuffix(":") ? " class=\"r\"" : "")
        }
        return columns.isEmpty ? nil : columns
    }

    /// A heading cell's words, for the table's accessible name.
    static func plain(_ cell: String) -> String {
        MarkdownTree(cell)?.document.plainText ?? cell
    }

    private static func trimmed(_ text: String) -> String {
        var text = Substring(text)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
