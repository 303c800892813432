// Formulas, written as part of TeX's mathematics and shown as MathML Core, which browsers draw themselves: no script, no font,
// no picture. `FormulaReader` makes the tree, this file writes it.

/// A formula as a tree.
indirect enum Formula: Equatable {
    /// A name: one letter, set in italics, or a word such as ECE or log, set upright.
    case name(String, isUpright: Bool)
    case number(String)
    case sign(String)
    /// A sign that grows to the height of what it stands beside.
    case fence(String)
    case text(String)
    /// Blank space, in ems.
    case space(Double)
    case row([Formula])
    /// A row that is one part: what its fences grow with.
    case group([Formula])
    case fraction(Formula, Formula, hasLine: Bool)
    case root(Formula)
    /// A sign over a name: the hat of an estimate, the bar of a mean.
    case accent(Formula, String)
    /// What stands below and above on the right, or, of sums and of the greatest, under and over.
    case scripts(Formula, below: Formula?, above: Formula?, isUnder: Bool)
    /// Values by condition, behind one brace.
    case cases([[Formula]])

    /// A line of its own, at the left as text is. Browsers would set a block in the middle of the page.
    var line: String { "<p><math displaystyle=\"true\">\(content)</math></p>\n" }

    /// Its element, or elements, of MathML.
    private var content: String {
        switch self {
        case .name(let name, let isUpright):
            // A word is upright by itself, a letter is not.
            isUpright && name.count == 1
                ? "<mi mathvariant=\"normal\">\(Escaped.html(name))</mi>" : "<mi>\(Escaped.html(name))</mi>"
        case .number(let digits): "<mn>\(digits)</mn>"
        case .sign(let sign):
            "<mo\(Self.growing.contains(sign) ? " stretchy=\"false\"" : "")>\(Escaped.html(sign))</mo>"
        case .fence(let sign): sign.isEmpty ? "" : "<mo stretchy=\"true\">\(Escaped.html(sign))</mo>"
        case .text(let text): "<mtext>\(Escaped.html(text.replacing(" ", with: "\u{A0}")))</mtext>"
        case .space(let ems): "<mspace width=\"\(ems)em\"/>"
        case .row(let parts): parts.map(\.content).joined()
        case .group(let parts): "<mrow>\(parts.map(\.content).joined())</mrow>"
        case .fraction(let top, let bottom, let hasLine):
            "<mfrac\(hasLine ? "" : " linethickness=\"0\"")>\(top.element)\(bottom.element)</mfrac>"
        case .root(let inside): "<msqrt>\(inside.content)</msqrt>"
        case .accent(let inside, let sign):
            "<mover accent=\"true\">\(inside.element)<mo stretchy=\"false\">\(sign)</mo></mover>"
        case .scripts(let base, let below, let above, let isUnder):
            switch (below, above) {
            case (let below?, let above?):
                Self.wrapped(isUnder ? "munderover" : "msubsup", [base, below, above])
            case (let below?, nil): Self.wrapped(isUnder ? "munder" : "msub", [base, below])
            case (nil, let above?): Self.wrapped(isUnder ? "mover" : "msup", [base, above])
            case (nil, nil): base.content
            }
        case .cases(let rows):
            "<mrow><mo stretchy=\"true\">{</mo><mtable>"
                + rows.map { row in
                    "<mtr>" + row.map { "<mtd>\($0.content)</mtd>" }.joined() + "</mtr>"
                }.joined() + "</mtable></mrow>"
        }
    }

    /// Exactly one element, where MathML counts them.
    private var element: String {
        switch self {
        case .row(let parts) where parts.count != 1: "<mrow>\(content)</mrow>"
        case .row(let parts): parts[0].element
        default: content
        }
    }

    private static func wrapped(_ name: String, _ parts: [Formula]) -> String {
        "<\(name)>\(parts.map(\.element).joined())</\(name)>"
    }

    /// Signs that browsers would stretch to the height of the row.
    private static let growing: Set<String> = ["(", ")", "[", "]", "{", "}", "|", "⌊", "⌋", "⌈", "⌉"]
}
