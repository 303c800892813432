// JSON Lines: one flat object a line. Keys are columns, in the order they first appear; a key that a line does not have
// is an empty cell. Two passes: the first checks each line and finds the keys, the second fills blocks of byte ranges
// that go through the same builders as CSV.

import Diagnostics

/// Finds the values of a JSON Lines text.
struct JSONLinesScanner {
    let bytes: UnsafeRawBufferPointer
    let file: String
    private(set) var position = 0
    private(set) var line = 1
    private var members: [(key: FieldRange, value: FieldRange)] = []

    init(_ bytes: UnsafeRawBufferPointer, file: String) {
        self.bytes = bytes
        self.file = file
    }

    var isAtEnd: Bool { position >= bytes.count }

    /// All keys, in the order they first appear. Each line that is not a flat object is reported.
    mutating func keys(_ problems: inout ProblemList) -> [String] {
        var names = CodedText()
        while !isAtEnd {
            let start = line
            switch nextLine() {
            case .failure(let failure):
                problems.add(DelimitedError(file: file, line: start, column: failure.key, fault: failure.fault))
            case .success:
                let firstOfLine = names.codes.count
                names.append(keyBlock(), column: 0, of: bytes)
                let codes = names.codes[firstOfLine...].sorted()
                if let twice = zip(codes, codes.dropFirst()).first(where: { $0 == $1 }) {
                    let key = names.values[Int(twice.0)]
                    problems.add(DelimitedError(file: file, line: start, column: key, fault: .duplicateKey))
                }
                if names.values.count > CSVScanner.mostColumns {
                    problems.add(
                        DelimitedError(
                            file: file, line: start, fault: .tooManyColumns(limit: CSVScanner.mostColumns)))
                    return []
                }
            }
        }
        return names.values
    }

    /// Appends rows to `block` until it has at least `limit` of them or the text ends. Lines that `keys` reported are
    /// left out.
    mutating func scan(into block: inout CellBlock, keys: KeyIndex, rows limit: Int) {
        while !isAtEnd, block.rows < limit {
            let start = line
            guard case .success(let isBlank) = nextLine(), !isBlank else { continue }
            let first = block.fields.count
            block.fields.append(contentsOf: repeatElement(.none, count: block.columns))
            for (expected, member) in members.enumerated() {
                if let column = keys.column(of: member.key, in: bytes, expected: expected) {
                    block.fields[first + column] = member.value
                }
            }
            block.lines.append(line: start)
        }
    }

    private struct Failure: Error {
        let key: String?
        let fault: DelimitedError.Fault
    }

    private func keyBlock() -> CellBlock {
        var block = CellBlock(columns: 1)
        block.fields = members.map(\.key)
        return block
    }

    /// Reads one line into `members` and steps behind it; whether it is blank.
    private mutating func nextLine() -> Result<Bool, Failure> {
        members.removeAll(keepingCapacity: true)
        var end = position
        while end < bytes.count, bytes[end] != 0x0A { end += 1 }
        var text = JSONText(bytes: bytes, position: position, end: end)
        position = end + 1
        line += 1
        guard let first = text.peek() else { return .success(true) }
        guard first == UInt8(ascii: "{") else {
            let found = first == UInt8(ascii: "[") ? "an array" : "something else"
            return .failure(Failure(key: nil, fault: .notAnObject(found: found)))
        }
        text.position += 1
        if text.peek() == UInt8(ascii: "}") {
            text.position += 1
        } else if let failure = readMembers(&text) {
            return .failure(failure)
        }
        if text.peek() != nil {
            return .failure(Failure(key: nil, fault: .malformedJSON(expected: "nothing after the object")))
        }
        return .success(false)
    }

    private mutating func readMembers(_ text: inout JSONText) -> Failure? {
        while true {
            guard let quote = text.peek() else { return Failure(key: nil, fault: .cutShortJSON) }
            guard quote == UInt8(ascii: "\"") else {
                return Failure(key: nil, fault: .malformedJSON(expected: "a key in double quotes"))
            }
            let key: FieldRange
            switch text.string() {
            case .fault(let fault): return Failure(key: nil, fault: fault)
            case .scalar(let field): key = field
            }
            let name = { [bytes] in CellText.string(key, of: bytes) }
            guard let colon = text.peek() else { return Failure(key: name(), fault: .cutShortJSON) }
            guard colon == UInt8(ascii: ":") else {
                return Failure(key: name(), fault: .malformedJSON(expected: "a colon after the key"))
            }
            text.position += 1
            switch text.scalar() {
            case .fault(let fault): return Failure(key: name(), fault: fault)
            case .scalar(let value): members.append((key, value))
            }
            guard let next = text.peek() else { return Failure(key: nil, fault: .cutShortJSON) }
            text.position += 1
            if next == UInt8(ascii: "}") { return nil }
            guard next == UInt8(ascii: ",") else {
                return Failure(key: name(), fault: .malformedJSON(expected: "a comma or } after the value"))
            }
        }
    }
}

/// Which column a key is.
struct KeyIndex {
    private let names: [[UInt8]]
    private let columns: [[UInt8]: Int]

    init(_ keys: [String]) {
        names = keys.map { Array($0.utf8) }
        columns = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The column of a key; `expected` is where it would be if all lines had the same keys in the same order.
    func column(of key: FieldRange, in bytes: UnsafeRawBufferPointer, expected: Int) -> Int? {
        if key.form == .jsonText, expected < names.count,
            names[expected].elementsEqual(bytes[key.start..<(key.start + Int(key.length))])
        {
            return expected
        }
        var name: [UInt8] = []
        CellText.append(key, of: bytes, to: &name)
        return columns[name]
    }
}
