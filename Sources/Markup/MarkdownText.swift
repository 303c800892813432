// Markdown in, HTML out.
//
// The text is parsed by cmark, then edited as a tree (never as HTML text): pipe tables become tables, headings get ids and
// a permalink, our own links and images are resolved through the page's `Resolver`, everything that would load or run
// something is taken out with a warning, and second-level headings open sections. cmark then renders in safe mode.

import Diagnostics

/// Markdown with the place it came from.
public struct MarkdownText: Sendable {
    /// The Markdown.
    public var text: String
    /// File for messages, relative to the workspace.
    public var file: String
    /// Line of the file that the first line of `text` is; `nil` when lines have moved (a filled template).
    public var firstLine: Int?

    /// Markdown with the place it came from.
    public init(_ text: String, file: String, firstLine: Int? = 1) {
        self.text = text
        self.file = file
        self.firstLine = firstLine
    }
}

/// A rendered document, taken apart the way a page needs it.
public struct MarkdownPage: Sendable, Hashable {
    /// A heading with its id.
    public struct Heading: Sendable, Hashable {
        /// Level, 2...6.
        public var level: Int
        /// Fragment it answers to.
        public var id: String
        /// Its words.
        public var text: String
    }

    /// A link to another page of the site that is spelled as a path.
    public struct Link: Sendable, Hashable {
        /// The path, and perhaps a fragment.
        public var target: String
        /// Where it is written.
        public var place: Place
    }

    /// HTML of the first-level heading it opens with, when it does.
    public var titleHTML: String?
    /// Its words.
    public var title: String?
    /// HTML of the paragraphs between the title and whatever else comes first.
    public var lede: String
    /// Words of the lede's first paragraph.
    public var summary: String
    /// HTML of the rest, in sections.
    public var body: String
    /// Its headings in order.
    public var headings: [Heading]
    /// Its links that are paths, in order.
    public var links: [Link]
    /// Warnings: what was left out, and where.
    public var remarks: [Problem]

    /// A page put together by hand.
    public init(
        titleHTML: String?, title: String?, lede: String, summary: String, body: String, headings: [Heading],
        links: [Link] = [], remarks: [Problem]
    ) {
        self.titleHTML = titleHTML
        self.title = title
        self.lede = lede
        self.summary = summary
        self.body = body
        self.headings = headings
        self.links = links
        self.remarks = remarks
    }
}

extension MarkdownText {
    /// Deepest nesting of blocks and inlines a page can hold.
    public static let depthLimit = 100
    /// Most HTML that one text may become, in bytes.
    public static let sizeLimit = 2_000_000

    /// The page it makes. Throws unknown references and exhibits, too deep nesting and too much output.
    public func page(_ resolver: Resolver) throws(ProblemList) -> MarkdownPage {
        var edit = try MarkdownEdit(self, resolver)
        edit.run()
        try edit.problems.throwIfAny()
        let page = edit.takeApart()
        guard page.body.utf8.count + page.lede.utf8.count <= Self.sizeLimit else {
            throw ProblemList(
                MarkupError.tooLarge(bytes: page.body.utf8.count, limit: Self.sizeLimit, Place(file: file)))
        }
        return page
    }

    /// HTML of a text that is a part of a page: no title is taken out and no sections are made.
    public func fragment(_ resolver: Resolver) throws(ProblemList) -> (html: String, remarks: [Problem]) {
        var edit = try MarkdownEdit(self, resolver)
        edit.run()
        try edit.problems.throwIfAny()
        return (edit.tree.document.html(), edit.problems.remarks)
    }
}

/// One text being turned into a page.
struct MarkdownEdit {
    let source: MarkdownText
    let resolver: Resolver
    let tree: MarkdownTree
    var problems = ProblemList()
    var headings: [MarkdownPage.Heading] = []
    var links: [MarkdownPage.Link] = []
    var usedIDs: Set<String> = []
    /// How often each id has been asked for.
    var askedIDs: [String: Int] = [:]
    private let lines: [Substring]

    init(_ source: MarkdownText, _ resolver: Resolver) throws(ProblemList) {
        guard let tree = MarkdownTree(Escaped.withoutControls(source.text)) else {
            throw ProblemList(MarkupError.tooLarge(bytes: source.text.utf8.count, limit: 0, Place(file: source.file)))
        }
        self.source = source
        self.resolver = resolver
        self.tree = tree
        lines = source.text.split(omittingEmptySubsequences: false) { $0.isNewline }
    }

    mutating func run() {
        let nodes = tree.nodes()
        let depth = nodes.lazy.map(\.depth).max() ?? 0
        guard depth <= MarkdownText.depthLimit else {
            problems.add(
                MarkupError.tooDeep(depth: depth, limit: MarkdownText.depthLimit, Place(file: source.file)))
            return
        }
        var tables: [MarkdownNode] = []
        var links: [MarkdownNode] = []
        var images: [MarkdownNode] = []
        var headings: [MarkdownNode] = []
        var formulas: [MarkdownNode] = []
        // A paragraph that is a table is rendered cell by cell and thrown away with the links it holds.
        var tableDepth: Int?
        for (node, depth) in nodes {
            if let above = tableDepth, depth <= above { tableDepth = nil }
            switch node.kind {
            case .link where tableDepth == nil: links.append(node)
            case .image where tableDepth == nil: images.append(node)
            case .link, .image: break
            case .heading: headings.append(node)
            case .codeBlock where node.fenceInfo == "math": formulas.append(node)
            case .rawHTML: problems.add(MarkupError.rawHTML(place(of: node)))
            case .paragraph where looksLikeTable(node):
                tables.append(node)
                tableDepth = depth
            default: break
            }
        }
        for link in links { resolve(link) }
        placeExhibits(images)
        for heading in headings { number(heading) }
        for table in tables { replaceTable(table) }
        for formula in formulas { replaceFormulas(formula) }
    }

    /// Place of a node in the file, or of a line below its first, as far as lines are known.
    func place(of node: MarkdownNode, plus lines: Int = 0) -> Place {
        var here: MarkdownNode? = node
        while let at = here, at.line == 0 { here = at.parent }
        guard let first = source.firstLine, let line = here?.line, line > 0 else { return Place(file: source.file) }
        return Place(file: source.file, row: first + line - 1 + lines)
    }

    /// Source lines of a paragraph without the markers of the quotes and lists it stands in.
    func sourceLines(of node: MarkdownNode) -> [Substring] {
        let first = node.line - 1
        let last = node.endLine - 1
        guard first >= 0, last < lines.count, first <= last else { return [] }
        return (first...last).map { index in
            var text = lines[index]
            if index == first { text = Substring(text.utf8.dropFirst(max(0, node.column - 1))) }
            while let mark = text.first, mark == " " || mark == "\t" || mark == ">" { text.removeFirst() }
            return text
        }
    }
}
