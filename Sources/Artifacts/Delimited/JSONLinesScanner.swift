// JSON Lines: one flat object a line. Keys are columns, in the order they first appear; a key that a line does not have
// is an empty cell. Two passes: the first checks each line and finds the keys, the second fills blocks of byte ranges
// that go through the same builders as CSV. Lines stand for themselves, so parts of a text can be read at the same time.

import Diagnostics

/// Finds the values of a JSON Lines text.
struct JSONLinesScanner {
    let bytes: UnsafeRawBufferPointer
    let file: String
    private(set) var position = 0
    /// Line of the next row, the first of the part being 1.
    private(set) var line = 1
    private let end: Int
    private var members: [(key: FieldRange, value: FieldRange)] = []

    init(_ bytes: UnsafeRawBufferPointer, file: String) {
        self.bytes = bytes
        self.file = file
        end = bytes.count
    }

    private init(_ whole: JSONLinesScanner, from start: Int, to end: Int) {
        bytes = whole.bytes
        file = whole.file
        position = start
        self.end = end
    }

    /// A scanner of the lines from `start`, where one begins, to `end`.
    func part(from start: Int, to end: Int) -> JSONLinesScanner { JSONLinesScanner(self, from: start, to: end) }

    var isAtEnd: Bool { position >= end }

    /// What the lines of a part are called by.
    struct Keys: Sendable {
        /// In the order they first appear.
        var names = ValueTable()
        /// Lines that are not a flat object, the first of them.
        var faults: [DelimitedError] = []
        var faultCount = 0
        var lines = 0

        mutating func add(_ fault: DelimitedError) {
            faultCount += 1
            if faults.count < ProblemList.limit { faults.append(fault) }
        }
    }

    /// Checks all lines and finds their keys.
    mutating func keys() -> Keys {
        var found = Keys()
        /// Keys of the line before, which most lines repeat.
        var usual: [FieldRange] = []
        while !isAtEnd {
            let start = line
            if let failure = nextLine() {
                found.add(DelimitedError(file: file, line: start, column: failure.key, fault: failure.fault))
            } else if !isSame(usual) {
                if let twice = add(to: &found.names) {
                    found.add(DelimitedError(file: file, line: start, column: twice, fault: .duplicateKey))
                }
                usual = members.map(\.key)
                if found.names.count > CSVScanner.mostColumns { break }
            }
        }
        found.lines = line - 1
        return found
    }

    private func isSame(_ keys: [FieldRange]) -> Bool {
        guard keys.count == members.count else { return false }
        for (key, member) in zip(keys, members) where !isSame(key, member.key) { return false }
        return true
    }

    private func isSame(_ a: FieldRange, _ b: FieldRange) -> Bool {
        guard a.length == b.length, a.form == b.form else { return false }
        for offset in 0..<a.length where bytes[a.start &+ offset] != bytes[b.start &+ offset] { return false }
        return true
    }

    /// Adds the keys of the line; answers one that stands twice in it. Such a line is told again each time it comes.
    private mutating func add(to names: inout ValueTable) -> String? {
        var codes: [UInt32] = []
        for member in members {
            var name: [UInt8] = []
            CellText.append(member.key, of: bytes, to: &name)
            codes.append(name.withUnsafeBytes { names.code(of: $0) })
        }
        codes.sort()
        let twice = zip(codes, codes.dropFirst()).first { $0 == $1 }
        guard let twice else { return nil }
        // The next line must not be taken for a repetition of a good one.
        members.removeAll(keepingCapacity: true)
        return String(decoding: names[Int(twice.0)], as: UTF8.self)
    }

    /// Appends rows to `block` until it has at least `limit` of them or the text ends. Lines that `keys` reported are
    /// left out.
    mutating func scan(into block: inout CellBlock, keys: KeyIndex, rows limit: Int) {
        while !isAtEnd, block.rows < limit {
            let start = line
            guard nextLine() == nil, !isBlank else { continue }
            let first = block.count
            for _ in 0..<block.columns { block.append(.none) }
            for (expected, member) in members.enumerated() {
                if let column = keys.column(of: member.key, in: bytes, expected: expected) {
                    block[first + column] = member.value
                }
            }
            block.lines.append(line: start)
        }
    }

    private struct Failure: Error {
        let key: String?
        let fault: DelimitedError.Fault
    }

    /// Whether the last line held nothing.
    private var isBlank = false

    /// Reads one line into `members` and steps behind it; what is wrong with it.
    private mutating func nextLine() -> Failure? {
        members.removeAll(keepingCapacity: true)
        let stop = endOfLine()
        var text = JSONText(bytes: bytes, position: position, end: stop)
        position = stop + 1
        line += 1
        isBlank = false
        guard let first = text.peek() else {
            isBlank = true
            return nil
        }
        guard first == UInt8(ascii: "{") else {
            let found = first == UInt8(ascii: "[") ? "an array" : "something else"
            return Failure(key: nil, fault: .notAnObject(found: found))
        }
        text.position += 1
        if text.peek() == UInt8(ascii: "}") {
            text.position += 1
        } else if let failure = readMembers(&text) {
            return failure
        }
        if text.peek() != nil { return Failure(key: nil, fault: .malformedJSON(expected: "nothing after the object")) }
        return nil
    }

    /// The next line feed, or the end, eight bytes at a time.
    private func endOfLine() -> Int {
        var cursor = position
        while cursor &+ 8 <= end {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: cursor, as: UInt64.self))
            let other = word ^ 0x0A0A_0A0A_0A0A_0A0A
            let hits = (other &- 0x0101_0101_0101_0101) & ~other & 0x8080_8080_8080_8080
            if hits != 0 { return cursor &+ hits.trailingZeroBitCount >> 3 }
            cursor &+= 8
        }
        while cursor < end, bytes[cursor] != 0x0A { cursor &+= 1 }
        return cursor
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
        if key.form == .jsonText, expected < names.count, isName(names[expected], key, bytes) { return expected }
        var name: [UInt8] = []
        CellText.append(key, of: bytes, to: &name)
        return columns[name]
    }

    private func isName(_ name: [UInt8], _ key: FieldRange, _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard name.count == key.length else { return false }
        for (offset, byte) in name.enumerated() where byte != bytes[key.start &+ offset] { return false }
        return true
    }
}
