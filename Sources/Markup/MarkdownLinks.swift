import Diagnostics

extension MarkdownEdit {
    /// Resolves our own links, keeps harmless ones and takes out the rest with a warning.
    mutating func resolve(_ link: MarkdownNode) {
        let destination = link.destination
        if let reference = Reference(destination: destination) {
            switch resolver.link(reference) {
            case .page(let href, let title):
                link.setDestination(href)
                if link.children.isEmpty { link.appendText(title) }
            case .absent:
                if link.children.isEmpty { link.appendText(reference.id) }
                link.unwrap()
            case .unknown(let nearest):
                problems.add(
                    MarkupError.unknownTarget(
                        kind: reference.kind.rawValue, id: reference.id, nearest: nearest, place(of: link)))
            }
            return
        }
        switch LinkRule.evaluate(destination) {
        case .inside: links.append(MarkdownPage.Link(target: destination, place: place(of: link)))
        case .outside:
            let href = Escaped.html(LinkRule.encoded(destination))
            guard let anchor = MarkdownTree.inline(opening: "<a href=\"\(href)\" rel=\"noreferrer\">", closing: "</a>")
            else { return }
            if link.children.isEmpty { link.appendText(destination) }
            link.replace(with: anchor, keepingChildren: true)
        case .blocked:
            problems.add(MarkupError.blockedLink(destination, place(of: link)))
            link.unwrap()
        }
    }

    /// Puts exhibits where their images stand; other images are left out with a warning, their words kept.
    mutating func placeExhibits(_ images: [MarkdownNode]) {
        var paragraphs: [MarkdownNode] = []
        // Pictures of one paragraph follow each other.
        var last: (paragraph: MarkdownNode, isFigure: Bool)?
        for image in images {
            guard image.destination.hasPrefix("exhibit:") else {
                problems.add(MarkupError.blockedImage(image.destination, place(of: image)))
                image.unwrap()
                continue
            }
            if let paragraph = image.parent, last.map({ !$0.paragraph.isSame(as: paragraph) }) ?? true {
                last = (paragraph, isFigureParagraph(paragraph))
            }
            guard let (paragraph, isFigure) = last, isFigure, image.parent?.isSame(as: paragraph) == true else {
                let id = String(image.destination.dropFirst("exhibit:".count))
                problems.add(MarkupError.exhibitNotAlone(id, place(of: image)))
                continue
            }
            if paragraphs.last.map({ !$0.isSame(as: paragraph) }) ?? true { paragraphs.append(paragraph) }
        }
        for paragraph in paragraphs { replaceFigures(paragraph) }
    }

    /// A paragraph of nothing but exhibits: one is a figure, several stand side by side.
    private func isFigureParagraph(_ node: MarkdownNode) -> Bool {
        node.kind == .paragraph
            && node.children.allSatisfy { child in
                switch child.kind {
                case .image: child.destination.hasPrefix("exhibit:")
                case .softBreak, .lineBreak: true
                case .text: child.literal.allSatisfy(\.isWhitespace)
                default: false
                }
            }
    }

    private mutating func replaceFigures(_ paragraph: MarkdownNode) {
        var parts: [String] = []
        for image in paragraph.children where image.kind == .image {
            let id = String(image.destination.dropFirst("exhibit:".count))
            let request = ExhibitRequest(
                id: id, caption: image.inlineHTML(), plainCaption: image.plainText, title: image.title)
            switch resolver.exhibit(request) {
            case .html(let html): parts.append(html)
            case .unknown(let nearest):
                problems.add(MarkupError.unknownExhibit(id, nearest: nearest, place(of: paragraph)))
            }
        }
        var html = parts.joined(separator: "\n")
        if parts.count > 1 { html = "<div class=\"side\">\n" + html + "\n</div>" }
        guard let block = MarkdownTree.block(opening: html) else { return }
        paragraph.replace(with: block, keepingChildren: false)
    }
}

/// Which link destinations may stand on a page.
enum LinkRule {
    enum Verdict { case inside, outside, blocked }

    /// http, https and mailto lead outside; relative paths and fragments stay inside; everything else is blocked:
    /// other schemes however they are spelled, and `//host`, which a browser reads as another host.
    static func evaluate(_ destination: String) -> Verdict {
        // Browsers drop control characters and spaces before they look for the scheme, and read `\` as `/`.
        let plain = destination.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F }
            .map { $0 == "\\" ? "/" : $0 }
        if plain.isEmpty { return .blocked }
        if plain.count > 1, plain[0] == "/" { return .blocked }
        guard let colon = plain.firstIndex(of: ":") else { return plain[0] == "/" ? .blocked : .inside }
        let before = plain[..<colon]
        if before.contains(where: { $0 == "/" || $0 == "?" || $0 == "#" }) { return .inside }
        let scheme = String(String.UnicodeScalarView(before)).lowercased()
        if scheme == "mailto" { return .outside }
        guard scheme == "http" || scheme == "https" else { return .blocked }
        return destination.unicodeScalars.contains { $0.value <= 0x20 } ? .blocked : .outside
    }

    /// What a URL may hold as it is; the rest is percent-encoded.
    static func encoded(_ url: String) -> String {
        let kept = Set("-_.+!*'(),%#@?=;:/$~&".utf8)
        var out = ""
        for byte in url.utf8 {
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            if isPlain || kept.contains(byte) {
                out.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                out += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return out
    }
}
