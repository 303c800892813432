// The header of an NPY file is Python source: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }. It is read by
// a grammar of exactly that form and never evaluated; whatever else stands there is refused.

/// What an NPY header says, checked against the size of the file.
struct NPYHeader {
    let shape: [Int]
    let element: NPYElement
    let isBigEndian: Bool
    let isFortranOrder: Bool
    /// Product of the shape.
    let count: Int
    /// Bytes before the first element.
    let length: Int

    /// Longest header that is read, in bytes. NumPy's own are under 200.
    static let longest = 1 << 16

    /// Reads the header from the first bytes of a file (all of them, or at least `longest + 12`).
    init(_ raw: [UInt8], fileSize: Int) throws(NPYFault) {
        let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]
        guard raw.count >= 10, raw.prefix(6).elementsEqual(magic) else { throw .notNPY(bytes: fileSize) }
        let wide: Bool
        switch (raw[6], raw[7]) {
        case (1, 0): wide = false
        case (2, 0), (3, 0): wide = true
        default: throw .unknownVersion(major: Int(raw[6]), minor: Int(raw[7]))
        }
        let prefix = wide ? 12 : 10
        guard raw.count >= prefix else { throw .headerCutShort }
        var headerLength = Int(raw[8]) | Int(raw[9]) << 8
        if wide { headerLength |= Int(raw[10]) << 16 | Int(raw[11]) << 24 }
        guard headerLength <= Self.longest else { throw .headerTooLong(headerLength) }
        guard prefix + headerLength <= raw.count else { throw .headerCutShort }
        length = prefix + headerLength

        var reader = PythonLiteralReader(Array(raw[prefix..<length]))
        var descr: String?
        var order: Bool?
        var axes: [Int]?
        try reader.take("{")
        while !reader.accept("}") {
            let key = try reader.string()
            try reader.take(":")
            switch key {
            case "descr" where descr == nil: descr = try reader.typeString()
            case "fortran_order" where order == nil: order = try reader.boolean()
            case "shape" where axes == nil: axes = try reader.tuple()
            default: throw .malformedHeader
            }
            if !reader.accept(",") {
                try reader.take("}")
                break
            }
        }
        guard reader.isAtEnd, let descr, let order, let axes else { throw .malformedHeader }
        (element, isBigEndian) = try Self.element(descr)
        isFortranOrder = order
        shape = axes
        if let axis = axes.first(where: { $0 < 0 }) { throw .negativeAxis(axis) }
        guard axes.count <= 32 else { throw .malformedHeader }

        // A zero anywhere makes the product zero, but the other axes are still checked.
        var elements = 1
        var size = element.size
        for axis in axes {
            let (nextElements, tooMany) = elements.multipliedReportingOverflow(by: max(axis, 1))
            let (nextSize, tooBig) = size.multipliedReportingOverflow(by: max(axis, 1))
            guard !tooMany, !tooBig else { throw .sizeOverflows(shape: axes) }
            (elements, size) = (nextElements, nextSize)
        }
        if axes.contains(0) { (elements, size) = (0, 0) }
        count = elements
        let found = fileSize - length
        guard size == found else { throw .wrongSize(shape: axes, expected: size, found: found) }
    }

    private static func element(_ descr: String) throws(NPYFault) -> (NPYElement, Bool) {
        var text = Array(descr.utf8)
        if text.contains(UInt8(ascii: "O")) { throw .objects(descr) }
        var order = UInt8(ascii: "|")
        if let first = text.first,
            [UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "|"), UInt8(ascii: "=")].contains(first)
        {
            order = first
            text.removeFirst()
        }
        guard let kind = text.first, text.count > 1, text.count < 9,
            text.dropFirst().allSatisfy({ (0x30...0x39).contains($0) }),
            let width = Int(String(decoding: text.dropFirst(), as: UTF8.self)),
            let element = NPYElement(kind: kind, width: width)
        else { throw .unsupportedElement(descr) }
        // "=" means the machine that wrote the file, which is not known; "|" fits only elements of single bytes.
        let isSingleByte: Bool
        if case .bytes = element { isSingleByte = true } else { isSingleByte = element.size == 1 }
        guard isSingleByte || order == UInt8(ascii: "<") || order == UInt8(ascii: ">") else {
            throw .unsupportedElement(descr)
        }
        return (element, order == UInt8(ascii: ">"))
    }
}

/// Reads the few Python literals an NPY header is made of.
private struct PythonLiteralReader {
    private let text: [UInt8]
    private var position = 0

    init(_ text: [UInt8]) {
        self.text = text
    }

    /// Whether only blanks are left.
    var isAtEnd: Bool {
        mutating get {
            skipBlanks()
            return position == text.count
        }
    }

    private mutating func skipBlanks() {
        while position < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[position]) { position += 1 }
    }

    mutating func accept(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard position < text.count, text[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func take(_ character: Unicode.Scalar) throws(NPYFault) {
        if !accept(character) { throw .malformedHeader }
    }

    /// A quoted string without escapes.
    mutating func string() throws(NPYFault) -> String {
        skipBlanks()
        guard position < text.count, [0x27, 0x22].contains(text[position]) else { throw .malformedHeader }
        let quote = text[position]
        position += 1
        let first = position
        while position < text.count, text[position] != quote {
            if text[position] == UInt8(ascii: "\\") { throw .malformedHeader }
            position += 1
        }
        guard position < text.count else { throw .malformedHeader }
        position += 1
        guard let string = String(validating: text[first..<(position - 1)], as: UTF8.self) else {
            throw .malformedHeader
        }
        return string
    }

    /// The type: a string; a list means records with named fields.
    mutating func typeString() throws(NPYFault) -> String {
        skipBlanks()
        if position < text.count, text[position] == UInt8(ascii: "[") { throw .records }
        return try string()
    }

    mutating func boolean() throws(NPYFault) -> Bool {
        skipBlanks()
        for (word, value) in [("True", true), ("False", false)] {
            let letters = Array(word.utf8)
            if text.count - position >= letters.count,
                text[position..<(position + letters.count)].elementsEqual(letters)
            {
                position += letters.count
                return value
            }
        }
        throw .malformedHeader
    }

    /// A tuple of whole numbers; Python 2 wrote an L after each.
    mutating func tuple() throws(NPYFault) -> [Int] {
        try take("(")
        var values: [Int] = []
        while !accept(")") {
            values.append(try integer())
            if !accept(",") {
                // (3) is a number in parentheses, not a tuple.
                guard values.count > 1 else { throw .malformedHeader }
                try take(")")
                break
            }
            guard values.count <= 64 else { throw .malformedHeader }
        }
        return values
    }

    private mutating func integer() throws(NPYFault) -> Int {
        let isNegative = accept("-")
        skipBlanks()
        var value = 0
        let first = position
        while position < text.count, (0x30...0x39).contains(text[position]) {
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let (next, carry) = tens.addingReportingOverflow(Int(text[position]) - 0x30)
            guard !overflow, !carry else { throw .axisTooLong }
            value = next
            position += 1
        }
        guard position > first else { throw .malformedHeader }
        if position < text.count, text[position] == UInt8(ascii: "L") { position += 1 }
        return isNegative ? -value : value
    }
}
