// JSON Lines: one flat object a line. Keys are columns, in the order they first appear; a key that a line does not have
// is an empty cell. Two passes: the first checks each line and finds the keys, the second fills blocks of byte ranges
// that go through the same builders as CSV. Lines stand for themselves, so parts of a text can be read at the same time.
//
// Nearly all lines have the keys of the line before, spelled and spaced alike. So what stands between the values of a line
// is remembered, and the next line is first compared with it: where it is the same, only the values are read.

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
    /// What stood between the values of the last line that was read with care: one place and length more than members.
    private var between: [(start: Int, length: Int)] = []
    /// Where the last value of the line ended.
    private var endOfLast = 0
    /// Whether the line was spelled as the one before.
    private var isUsual = false
    /// The column of each member, for lines spelled as the last that was read with care.
    private var columns: [Int?] = []

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
        while !isAtEnd {
            let start = line
            if let failure = nextLine() {
                found.add(DelimitedError(file: file, row: start, field: failure.key, fault: failure.fault))
            } else if !isUsual {
                if let twice = add(to: &found.names) {
                    found.add(DelimitedError(file: file, row: start, field: twice, fault: .duplicateKey))
                }
                if found.names.count > CSVScanner.mostColumns { break }
            }
        }
        found.lines = line - 1
        return found
    }

    /// Adds the keys of the line; answers one that stands twice in it.
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
        // Each such line is to be told.
        between.removeAll(keepingCapacity: true)
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
            if !isUsual {
                columns = members.enumerated().map { keys.column(of: $1.key, in: bytes, expected: $0) }
            }
            for index in members.indices {
                if let column = columns[index] { block[first + column] = members[index].value }
            }
            block.lines.append(line: start)
        }
    }

    private struct Failure: Error {
        let key: String?
        let fault: DelimitedFault
    }

    /// Whether the last line held nothing.
    private var isBlank = false

    /// Reads one line into `members` and steps behind it; what is wrong with it.
    private mutating func nextLine() -> Failure? {
        isBlank = false
        isUsual = usualLine()
        if isUsual {
            line += 1
            return nil
        }
        let failure = carefulLine()
        // Nothing is to be compared with a line that is wrong.
        if failure != nil { between.removeAll(keepingCapacity: true) }
        return failure
    }

    private mutating func carefulLine() -> Failure? {
        let start = position
        members.removeAll(keepingCapacity: true)
        between.removeAll(keepingCapacity: true)
        let stop = endOfLine()
        var text = JSONTokeniser(bytes, from: position, to: stop)
        position = stop + 1
        line += 1
        guard let first = text.peek() else {
            isBlank = true
            return nil
        }
        guard first == UInt8(ascii: "{") else {
            let found = first == UInt8(ascii: "[") ? "an array" : "something else"
            return Failure(key: nil, fault: .notAnObject(found: found))
        }
        text.at += 1
        if text.peek() == UInt8(ascii: "}") {
            text.at += 1
        } else if let failure = readMembers(&text, from: start) {
            return failure
        }
        if text.peek() != nil { return Failure(key: nil, fault: .malformedJSON(expected: "nothing after the object")) }
        between.append((endOfLast, stop - endOfLast))
        return nil
    }

    /// Reads a line that is spelled as the last one, but for its values; when it is not, nothing has happened.
    private mutating func usualLine() -> Bool {
        guard between.count == members.count + 1, !members.isEmpty else { return false }
        var text = JSONTokeniser(bytes, from: position, to: end)
        for index in members.indices {
            guard isRepeated(between[index], at: text.at) else { return false }
            text.at += between[index].length
            guard let value = try? text.cell() else { return false }
            members[index].value = value
        }
        let last = between[members.count]
        guard isRepeated(last, at: text.at) else { return false }
        let stop = text.at + last.length
        guard stop == end || bytes[stop] == 0x0A else { return false }
        position = stop + 1
        return true
    }

    /// Whether the bytes of an earlier place stand at `place` again.
    @inline(__always)
    private func isRepeated(_ earlier: (start: Int, length: Int), at place: Int) -> Bool {
        guard place &+ earlier.length <= end else { return false }
        var done = 0
        while done &+ 8 <= earlier.length {
            let a = bytes.loadUnaligned(fromByteOffset: earlier.start &+ done, as: UInt64.self)
            if a != bytes.loadUnaligned(fromByteOffset: place &+ done, as: UInt64.self) { return false }
            done &+= 8
        }
        while done < earlier.length {
            if bytes[earlier.start &+ done] != bytes[place &+ done] { return false }
            done &+= 1
        }
        return true
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

    private mutating func readMembers(_ text: inout JSONTokeniser, from start: Int) -> Failure? {
        var last = start
        while true {
            guard let quote = text.peek() else { return Failure(key: nil, fault: .cutShortJSON) }
            guard quote == UInt8(ascii: "\"") else {
                return Failure(key: nil, fault: .malformedJSON(expected: "a key in double quotes"))
            }
            let key: FieldRange
            do throws(DelimitedFault) {
                key = try text.text()
            } catch {
                return Failure(key: nil, fault: error)
            }
            let name = { [bytes] in CellText.string(key, of: bytes) }
            guard let colon = text.peek() else { return Failure(key: name(), fault: .cutShortJSON) }
            guard colon == UInt8(ascii: ":") else {
                return Failure(key: name(), fault: .malformedJSON(expected: "a colon after the key"))
            }
            text.at += 1
            text.skipBlanks()
            between.append((last, text.at - last))
            do throws(DelimitedFault) {
                members.append((key, try text.cell()))
            } catch {
                return Failure(key: name(), fault: error)
            }
            last = text.at
            endOfLast = last
            guard let next = text.peek() else { return Failure(key: nil, fault: .cutShortJSON) }
            text.at += 1
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
