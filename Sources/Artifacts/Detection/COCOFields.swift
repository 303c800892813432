import Formats

/// The id and a few named fields of a small object, such as an image or a category. Fields of an unexpected type count
/// as absent: metadata must not stop an evaluation.
struct COCOFields {
    var id: Identifier?
    var numbers: [Double?]
    var texts: [String?]
    /// The ids of lists; `nil` where the key is absent or no list.
    var lists: [[Identifier]?]
    /// A number that is beyond every number, or none: its field, and what it reads as.
    var notFinite: (name: String, value: Double)?
    /// A field that was met twice.
    var doubled: String?

    /// The object that stands next; `nil` values where a field is absent or of another type.
    static func read(
        _ scanner: inout JSONScanner, numbers: [StaticString], texts: [StaticString], lists: [StaticString] = []
    ) throws(JSONFault) -> COCOFields {
        var fields = COCOFields(
            numbers: [Double?](repeating: nil, count: numbers.count),
            texts: [String?](repeating: nil, count: texts.count),
            lists: [[Identifier]?](repeating: nil, count: lists.count))
        guard try scanner.peek() == UInt8(ascii: "{") else {
            try scanner.skipValue()
            return fields
        }
        try scanner.openObject()
        members: while let key = try scanner.nextKey() {
            let byte = try scanner.peek()
            let isText = byte == UInt8(ascii: "\"")
            let isNumber =
                byte &- 0x30 < 10 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "N") || byte == UInt8(ascii: "I")
            if scanner.matches(key, "id"), isText || isNumber {
                if fields.id != nil { fields.doubled = "id" }
                if isText {
                    fields.id = .text(try scanner.text(try scanner.string()))
                } else {
                    fields.id = try scanner.exactNumber().integer.map { .number($0) }
                }
                continue
            }
            for (index, name) in numbers.enumerated() where isNumber && scanner.matches(key, name) {
                if fields.numbers[index] != nil { fields.doubled = name.description }
                let value = try scanner.number()
                fields.numbers[index] = value.isFinite ? value : nil
                if !value.isFinite { fields.notFinite = (name.description, value) }
                continue members
            }
            for (index, name) in texts.enumerated() where isText && scanner.matches(key, name) {
                if fields.texts[index] != nil { fields.doubled = name.description }
                fields.texts[index] = try scanner.text(try scanner.string())
                continue members
            }
            for (index, name) in lists.enumerated() where byte == UInt8(ascii: "[") && scanner.matches(key, name) {
                fields.lists[index] = try identifiers(&scanner)
                continue members
            }
            try scanner.skipValue()
        }
        return fields
    }

    /// The ids of the list that stands next; what is no id is passed over.
    private static func identifiers(_ scanner: inout JSONScanner) throws(JSONFault) -> [Identifier] {
        var found: [Identifier] = []
        try scanner.openArray()
        while try scanner.nextElement() {
            let byte = try scanner.peek()
            if byte == UInt8(ascii: "\"") {
                found.append(.text(try scanner.text(try scanner.string())))
            } else if byte &- 0x30 < 10 || byte == UInt8(ascii: "-") {
                if let number = try scanner.exactNumber().integer { found.append(.number(number)) }
            } else {
                try scanner.skipValue()
            }
        }
        return found
    }
}
