// The values of a flat JSON object as fields of a table. The bytes are known to be UTF-8.

extension JSONTokeniser {
    /// A string, number, true, false or null as a field.
    @inline(__always)
    mutating func cell() throws(DelimitedFault) -> FieldRange {
        guard let first = peek() else { throw .cutShortJSON }
        switch first {
        case UInt8(ascii: "\""): return try text()
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return try digits()
        default: return try unusual(first)
        }
    }

    /// The string whose opening quote stands next. A lone surrogate names no character, and nothing that is written to a
    /// file may hold it.
    @inline(__always)
    mutating func text() throws(DelimitedFault) -> FieldRange {
        let raw: RawString
        do throws(JSONFault) {
            raw = try string(checkingEscapes: true)
        } catch {
            throw DelimitedFault(error, end: end)
        }
        guard raw.count <= CSVScanner.longestField else { throw .fieldTooLong(limit: CSVScanner.longestField) }
        return FieldRange(start: raw.start, length: raw.count, form: raw.hasEscapes ? .jsonEscaped : .jsonText)
    }

    @inline(__always)
    private mutating func digits() throws(DelimitedFault) -> FieldRange {
        let start = at
        do throws(JSONFault) {
            _ = try number()
        } catch {
            throw DelimitedFault(error, end: end)
        }
        return FieldRange(start: start, length: at &- start, form: .plain)
    }

    /// A word, a number with a sign, or what is no plain value.
    private mutating func unusual(_ first: UInt8) throws(DelimitedFault) -> FieldRange {
        let start = at
        if first == UInt8(ascii: "[") { throw .nested("an array") }
        if first == UInt8(ascii: "{") { throw .nested("an object") }
        if let value = nonFinite() { throw .notJSONNumber(value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity") }
        if first == UInt8(ascii: "-") { return try digits() }
        if take("null") { return .none }
        // A truth value is text for every column but one of numbers, where it is not a number.
        guard take("true") || take("false") else { throw .malformedJSON(expected: "a value") }
        return FieldRange(start: start, length: at - start, form: .plain)
    }
}

extension DelimitedFault {
    /// What is wrong with a line of JSON that ends before `end`.
    fileprivate init(_ fault: JSONFault, end: Int) {
        self =
            switch fault {
            case .badNumber(.ended, _): .cutShortJSON
            case .badNumber(let flaw, _): .malformedJSON(expected: flaw.rawValue)
            // An escape may have been cut through.
            case .badString(.escape, let at) where at + 6 > end: .cutShortJSON
            case .badString(let flaw, _): .malformedJSON(expected: flaw.rawValue)
            case .unexpected(_, _, let wanted): .malformedJSON(expected: wanted.rawValue)
            case .ended, .empty, .otherEncoding, .tooDeep, .trailing: .cutShortJSON
            }
    }
}
