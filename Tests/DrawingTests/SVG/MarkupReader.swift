/// An element as the reader saw it.
struct MarkupElement {
    let name: String
    let attributes: [String: String]
    /// Text directly within it, entities resolved.
    var text = ""
    /// Names of the elements around it, outermost first.
    let path: [String]

    func number(_ key: String) -> Double? { attributes[key].flatMap(Double.init) }

    /// Both ends of a path of one straight stroke, `M1 2H3`, `M1 2V3` or `M1 2L3 4`; `nil` for any other.
    var stroke: (from: (x: Double, y: Double), to: (x: Double, y: Double))? {
        guard name == "path", let drawn = attributes["d"], drawn.first == "M" else { return nil }
        let numbers = drawn.split { !"-.0123456789".contains($0) }.compactMap { Double($0) }
        switch drawn.filter(\.isLetter) {
        case "MH" where numbers.count == 3: return ((numbers[0], numbers[1]), (numbers[2], numbers[1]))
        case "MV" where numbers.count == 3: return ((numbers[0], numbers[1]), (numbers[0], numbers[2]))
        case "ML" where numbers.count == 4: return ((numbers[0], numbers[1]), (numbers[2], numbers[3]))
        default: return nil
        }
    }
    var classes: [String] { (attributes["class"] ?? "").split(separator: " ").map(String.init) }
}

/// Reads the XML that the writer may write: elements, quoted attributes, five entities; anything else is an error.
struct MarkupReader {
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    private var rest: Substring.UnicodeScalarView
    private var elements: [MarkupElement] = []
    private var open: [Int] = []

    static func elements(of text: String) throws -> [MarkupElement] {
        var reader = MarkupReader(rest: text.unicodeScalars[...])
        try reader.read()
        return reader.elements
    }

    private init(rest: Substring.UnicodeScalarView) { self.rest = rest }

    private mutating func read() throws {
        while let next = rest.first {
            if next == "<" { try tag() } else { try characters() }
        }
        if !open.isEmpty { throw Fault(description: "left open: \(open.map { elements[$0].name })") }
    }

    private mutating func characters() throws {
        let raw = rest.prefix { $0 != "<" }
        rest = rest.dropFirst(raw.count)
        guard let parent = open.last else { throw Fault(description: "text outside the element: \(String(raw))") }
        elements[parent].text += try Self.resolved(raw)
    }

    private mutating func tag() throws {
        rest = rest.dropFirst()
        if rest.first == "/" {
            rest = rest.dropFirst()
            let name = word()
            guard let last = open.popLast(), elements[last].name == name, rest.first == ">" else {
                throw Fault(description: "</\(name)> closes nothing")
            }
            rest = rest.dropFirst()
            return
        }
        let name = word()
        guard !name.isEmpty else { throw Fault(description: "a bare <") }
        var attributes: [String: String] = [:]
        while rest.first == " " {
            rest = rest.dropFirst()
            let key = word()
            guard rest.starts(with: "=\"".unicodeScalars), attributes[key] == nil, !key.isEmpty else {
                throw Fault(description: "attribute \(key) of <\(name)>")
            }
            rest = rest.dropFirst(2)
            let raw = rest.prefix { $0 != "\"" }
            guard !raw.contains("<") else { throw Fault(description: "< in attribute \(key)") }
            rest = rest.dropFirst(raw.count + 1)
            attributes[key] = try Self.resolved(raw)
        }
        let path = open.map { elements[$0].name }
        elements.append(MarkupElement(name: name, attributes: attributes, path: path))
        if rest.starts(with: "/>".unicodeScalars) {
            rest = rest.dropFirst(2)
        } else if rest.first == ">" {
            rest = rest.dropFirst()
            open.append(elements.count - 1)
        } else {
            throw Fault(description: "<\(name) does not end")
        }
    }

    private mutating func word() -> String {
        let raw = rest.prefix { $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-" }
        rest = rest.dropFirst(raw.count)
        return String(raw)
    }

    private static func resolved(_ raw: Substring.UnicodeScalarView) throws -> String {
        var out = ""
        var rest = raw
        while let next = rest.first {
            rest = rest.dropFirst()
            guard next == "&" else {
                guard next.value >= 0x20, next.value != 0x7F, next != ">" else {
                    throw Fault(description: "character \(next.value)")
                }
                out.unicodeScalars.append(next)
                continue
            }
            let name = String(rest.prefix { $0 != ";" })
            rest = rest.dropFirst(name.unicodeScalars.count + 1)
            guard let text = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'"][name] else {
                throw Fault(description: "&\(name);")
            }
            out += text
        }
        return out
    }
}
