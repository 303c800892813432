// The one file that touches libcmark. Everything else in Markup works on these nodes.
//
// cmark parses into a tree of C nodes and renders in safe mode: raw HTML and dangerous URLs never come out. What we add
// (headings with ids, figures, tables) goes in as *custom* nodes, whose text is written as it is; they are the one
// place where HTML enters, and only `MarkdownNode.wrap` and `MarkdownTree.block` make them.

import CCMark

/// A parsed document that owns its nodes. Every node found in it keeps it alive.
final class MarkdownTree {
    private let root: OpaquePointer

    /// Parses CommonMark; `nil` only when memory ran out.
    init?(_ text: String) {
        var text = text
        let parsed = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cmark_parse_document($0.baseAddress, $0.count, Self.options) }
        }
        guard let parsed else { return nil }
        root = parsed
    }

    deinit { cmark_node_free(root) }

    private static var options: CInt { CMARK_OPT_DEFAULT }

    /// The document node.
    var document: MarkdownNode { MarkdownNode(pointer: root, owner: self) }

    /// Every node, parents before children, with its depth below the document.
    ///
    /// Collected before anything is changed: cmark's iterator does not survive edits.
    func nodes() -> [(node: MarkdownNode, depth: Int)] {
        var found: [(MarkdownNode, Int)] = []
        var depth = 0
        document.walk { node, entering, isLeaf in
            if entering {
                found.append((node, depth))
                if !isLeaf { depth += 1 }
            } else {
                depth -= 1
            }
        }
        return found
    }

    /// A new block whose opening and closing HTML are given; it belongs to no tree until it is put into one.
    static func block(opening: String, closing: String = "") -> MarkdownNode? {
        cmark_node_new(CMARK_NODE_CUSTOM_BLOCK).map { MarkdownNode(pointer: $0, owner: nil).wrapped(opening, closing) }
    }

    /// A new inline whose opening and closing HTML are given.
    static func inline(opening: String, closing: String = "") -> MarkdownNode? {
        cmark_node_new(CMARK_NODE_CUSTOM_INLINE).map { MarkdownNode(pointer: $0, owner: nil).wrapped(opening, closing) }
    }
}

/// A node of a `MarkdownTree`.
struct MarkdownNode {
    fileprivate let pointer: OpaquePointer
    /// The tree it was found in, so that it cannot be freed under us; `nil` for a new node not yet in a tree.
    fileprivate let owner: MarkdownTree?

    /// What a node is, as far as we care.
    enum Kind {
        case paragraph, heading, image, link, text, code, softBreak, lineBreak, rawHTML, codeBlock, list, other
    }

    /// What it is.
    var kind: Kind {
        switch cmark_node_get_type(pointer) {
        case CMARK_NODE_PARAGRAPH: .paragraph
        case CMARK_NODE_HEADING: .heading
        case CMARK_NODE_IMAGE: .image
        case CMARK_NODE_LINK: .link
        case CMARK_NODE_TEXT: .text
        case CMARK_NODE_CODE: .code
        case CMARK_NODE_SOFTBREAK: .softBreak
        case CMARK_NODE_LINEBREAK: .lineBreak
        case CMARK_NODE_HTML_BLOCK, CMARK_NODE_HTML_INLINE: .rawHTML
        case CMARK_NODE_CODE_BLOCK: .codeBlock
        case CMARK_NODE_LIST: .list
        default: .other
        }
    }

    /// One-based line it starts on.
    var line: Int { Int(cmark_node_get_start_line(pointer)) }
    /// One-based line it ends on.
    var endLine: Int { Int(cmark_node_get_end_line(pointer)) }
    /// One-based column it starts at, in bytes.
    var column: Int { Int(cmark_node_get_start_column(pointer)) }
    /// Level of a heading, 1...6.
    var level: Int { Int(cmark_node_get_heading_level(pointer)) }
    /// Text of a text, code or HTML node.
    var literal: String { cmark_node_get_literal(pointer).map { String(cString: $0) } ?? "" }
    /// Destination of a link or image, entities and escapes undone.
    var destination: String { cmark_node_get_url(pointer).map { String(cString: $0) } ?? "" }
    /// The word behind the fence of a block of code.
    var fenceInfo: String { cmark_node_get_fence_info(pointer).map { String(cString: $0) } ?? "" }
    /// Title of a link or image.
    var title: String { cmark_node_get_title(pointer).map { String(cString: $0) } ?? "" }
    /// Its parent.
    var parent: MarkdownNode? { cmark_node_parent(pointer).map { MarkdownNode(pointer: $0, owner: owner) } }
    /// The node after it under the same parent.
    var next: MarkdownNode? { cmark_node_next(pointer).map { MarkdownNode(pointer: $0, owner: owner) } }
    /// Whether it is the first child of its parent.
    var isFirst: Bool { cmark_node_previous(pointer) == nil }

    /// Its children in order.
    var children: [MarkdownNode] {
        var found: [MarkdownNode] = []
        var child = cmark_node_first_child(pointer)
        while let here = child {
            found.append(MarkdownNode(pointer: here, owner: owner))
            child = cmark_node_next(here)
        }
        return found
    }

    /// Text of everything below it, markup left out.
    var plainText: String {
        var text = ""
        walk { node, entering, _ in
            guard entering else { return }
            switch node.kind {
            case .text, .code: text += node.literal
            case .softBreak, .lineBreak: text += " "
            default: break
            }
        }
        return text
    }

    /// Whether two are the same node.
    func isSame(as other: MarkdownNode) -> Bool { pointer == other.pointer }

    /// Sets the destination of a link.
    func setDestination(_ url: String) { cmark_node_set_url(pointer, url) }

    /// Sets the text of a text node.
    func setLiteral(_ text: String) { cmark_node_set_literal(pointer, text) }

    /// Adds plain text as the last child.
    func appendText(_ text: String) {
        guard let node = cmark_node_new(CMARK_NODE_TEXT) else { return }
        cmark_node_set_literal(node, text)
        if cmark_node_append_child(pointer, node) == 0 { cmark_node_free(node) }
    }

    /// Puts `node` before this one.
    func insertBefore(_ node: MarkdownNode) { cmark_node_insert_before(pointer, node.pointer) }

    /// Moves `node` to the end of this one's children.
    func append(_ node: MarkdownNode) {
        cmark_node_unlink(node.pointer)
        cmark_node_append_child(pointer, node.pointer)
    }

    /// Takes the node out of its tree and frees it with everything below it.
    func remove() {
        cmark_node_unlink(pointer)
        cmark_node_free(pointer)
    }

    /// Puts `replacement` in this node's place, moves the children over when `keepingChildren`, and frees this one.
    func replace(with replacement: MarkdownNode, keepingChildren: Bool) {
        if keepingChildren { for child in children { replacement.append(child) } }
        cmark_node_replace(pointer, replacement.pointer)
        cmark_node_free(pointer)
    }

    /// Puts the node's children in its place.
    func unwrap() {
        for child in children {
            cmark_node_unlink(child.pointer)
            cmark_node_insert_before(pointer, child.pointer)
        }
        remove()
    }

    /// HTML of its children as inlines, in safe mode.
    func inlineHTML() -> String {
        guard let paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH) else { return "" }
        let moved = children
        for child in moved {
            cmark_node_unlink(child.pointer)
            cmark_node_append_child(paragraph, child.pointer)
        }
        let html = MarkdownNode(pointer: paragraph, owner: nil).html()
        for child in moved {
            cmark_node_unlink(child.pointer)
            cmark_node_append_child(pointer, child.pointer)
        }
        cmark_node_free(paragraph)
        guard html.hasPrefix("<p>"), html.hasSuffix("</p>\n") else { return html }
        return String(html.dropFirst(3).dropLast(5))
    }

    /// HTML of the node, in safe mode.
    func html() -> String {
        guard let text = cmark_render_html(pointer, CMARK_OPT_DEFAULT) else { return "" }
        defer { free(text) }
        return String(cString: text)
    }

    fileprivate func wrapped(_ opening: String, _ closing: String) -> MarkdownNode {
        cmark_node_set_on_enter(pointer, opening)
        cmark_node_set_on_exit(pointer, closing)
        return self
    }

    fileprivate func walk(_ visit: (_ node: MarkdownNode, _ entering: Bool, _ isLeaf: Bool) -> Void) {
        guard let iterator = cmark_iter_new(pointer) else { return }
        defer { cmark_iter_free(iterator) }
        while true {
            let event = cmark_iter_next(iterator)
            if event == CMARK_EVENT_DONE { return }
            guard let here = cmark_iter_get_node(iterator) else { return }
            let isLeaf: Bool =
                switch cmark_node_get_type(here) {
                case CMARK_NODE_TEXT, CMARK_NODE_CODE, CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK,
                    CMARK_NODE_HTML_BLOCK, CMARK_NODE_HTML_INLINE, CMARK_NODE_CODE_BLOCK, CMARK_NODE_THEMATIC_BREAK:
                    true
                default: false
                }
            visit(MarkdownNode(pointer: here, owner: owner), event == CMARK_EVENT_ENTER, isLeaf)
        }
    }
}
