import Diagnostics

extension MarkdownEdit {
    /// Gives a heading an id and a permalink. `## Title {#id .half}` sets the id (so that it does not move with the
    /// numbers in the title) and a class; without it the id is made of the words.
    mutating func number(_ heading: MarkdownNode) {
        let isTitle = heading.level == 1 && heading.isFirst && heading.parent?.isSame(as: tree.document) == true
        let attributes = takeAttributes(heading)
        if isTitle { return }
        let level = max(2, heading.level)
        let words = heading.plainText
        let id = unique(attributes.id ?? Self.slug(words))
        headings.append(MarkdownPage.Heading(level: level, id: id, text: words))
        let style = attributes.style.map { " class=\"\($0)\"" } ?? ""
        guard
            let block = MarkdownTree.block(
                opening: "<h\(level) id=\"\(id)\"\(style)>",
                closing: "<a class=\"anchor\" href=\"#\(id)\" aria-label=\"Link to this section\">#</a></h\(level)>\n")
        else { return }
        heading.replace(with: block, keepingChildren: true)
    }

    /// Takes the finished tree apart into title, lede and sections.
    func takeApart() -> MarkdownPage {
        var titleHTML: String?
        var title: String?
        var lede = ""
        var summary = ""
        var body = ""
        var inLede = true
        var isOpen = false
        var next = 0
        for node in tree.document.children {
            if node.kind == .heading, titleHTML == nil, node.isFirst {
                titleHTML = node.inlineHTML()
                title = node.plainText
                continue
            }
            let html = node.html()
            if inLede, node.kind == .paragraph {
                if summary.isEmpty { summary = node.plainText }
                lede += html
                continue
            }
            inLede = false
            if html.hasPrefix("<h2 "), let heading = nextHeading(2, from: &next) {
                if isOpen { body += "</section>\n" }
                let half = html.hasPrefix("<h2 id=\"\(heading.id)\" class=\"half\"")
                body += "<section class=\"\(half ? "half" : "full")\" aria-labelledby=\"\(heading.id)\">\n"
                isOpen = true
            } else if !isOpen {
                body += "<section class=\"full\">\n"
                isOpen = true
            }
            body += html
        }
        if isOpen { body += "</section>\n" }
        return MarkdownPage(
            titleHTML: titleHTML, title: title, lede: lede, summary: summary, body: body, headings: headings,
            links: links, remarks: problems.remarks)
    }

    private func nextHeading(_ level: Int, from index: inout Int) -> MarkdownPage.Heading? {
        while index < headings.count {
            defer { index += 1 }
            if headings[index].level == level { return headings[index] }
        }
        return nil
    }

    /// Reads and removes `{#id .class}` at the end of a heading.
    private func takeAttributes(_ heading: MarkdownNode) -> (id: String?, style: String?) {
        guard let last = heading.children.last, last.kind == .text else { return (nil, nil) }
        let text = last.literal
        guard text.hasSuffix("}"), let brace = text.lastIndex(of: "{") else { return (nil, nil) }
        var id: String?
        var style: String?
        for part in text[text.index(after: brace)...].dropLast().split(separator: " ") {
            if part.hasPrefix("#") { id = Self.slug(String(part.dropFirst())) }
            if part == ".half" { style = "half" }
        }
        guard id != nil || style != nil else { return (nil, nil) }
        var kept = text[..<brace]
        while kept.last == " " { kept.removeLast() }
        last.setLiteral(String(kept))
        return (id, style)
    }

    private mutating func unique(_ id: String) -> String {
        var candidate = id
        // Counting goes on where it ended: many headings of the same words would be counted from one each time.
        var count = askedIDs[id, default: 0] + 1
        if count > 1 { candidate = "\(id)-\(count)" }
        while !usedIDs.insert(candidate).inserted {
            count += 1
            candidate = "\(id)-\(count)"
        }
        askedIDs[id] = count
        return candidate
    }

    /// Lowercase letters and digits of any script with single hyphens between; a letter in front, so that it never
    /// meets an id of the page shell that begins otherwise.
    static func slug(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.lowercased().unicodeScalars {
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                if out.count < 64 { out.append(scalar) }
            } else if let last = out.last, last != "-" {
                out.append("-")
            }
        }
        while out.last == "-" { out.removeLast() }
        guard let first = out.first else { return "section" }
        return (first.properties.isAlphabetic ? "" : "s-") + String(out)
    }
}
