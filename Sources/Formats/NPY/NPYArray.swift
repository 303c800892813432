// An array as NumPy saves it, read from a mapped file.
//
// The file is: the six bytes \x93NUMPY, a version, the length of a header, the header (a Python dictionary in ASCII or
// UTF-8 with the keys descr, fortran_order and shape), then the elements and nothing else. Everything the header claims
// is compared with the size of the file before a byte is allocated, and nothing in it is ever evaluated.
//
// Format: numpy.lib.format, versions 1.0, 2.0 and 3.0.

import Foundation

/// An n-dimensional array stored in the NPY format, backed by mapped bytes; elements are converted when asked for.
///
/// Whatever the order in the file, elements are handed out in C order: the last axis runs fastest.
public struct NPYArray: Sendable {
    /// Length of each axis; empty for a single number. No axis is negative; one may be 0.
    public let shape: [Int]
    /// What one element is.
    public let element: NPYElement
    /// Whether the file stores the most significant byte first.
    public let isBigEndian: Bool
    /// Whether the file stores the first axis fastest. Elements are handed out in C order all the same.
    public let isFortranOrder: Bool
    /// How the file is called in messages.
    public let file: String
    /// Number of elements: the product of `shape`.
    public let count: Int

    /// The file.
    package let bytes: Data
    /// Where the first element lies in `bytes`.
    package let start: Int

    /// Reads an array from `bytes`, which are kept and not copied. Throws when they are not one that is safe to read.
    ///
    /// `name` is how messages call the file: relative to the workspace, never absolute.
    public init(bytes: Data, name: String) throws(NPYError) {
        let header: NPYHeader
        do {
            header = try NPYHeader(Array(bytes.prefix(NPYHeader.longest + 12)), fileSize: bytes.count)
        } catch {
            throw NPYError(file: name, fault: error)
        }
        shape = header.shape
        element = header.element
        isBigEndian = header.isBigEndian
        isFortranOrder = header.isFortranOrder && header.shape.filter { $0 != 1 }.count > 1
        file = name
        count = header.count
        start = header.length
        self.bytes = bytes
    }
}

// MARK: Elements as numbers and text

extension NPYArray {
    /// All elements as doubles, in C order; `true` is 1. Integers beyond 2^53 are rounded to the nearest double.
    public func doubles() throws(NPYError) -> [Double] {
        try doubles(0..<count)
    }

    /// The elements at flat C-order positions `range` as doubles, so that a big array can be read in blocks.
    /// Positions outside the array are left out.
    public func doubles(_ range: Range<Int>) throws(NPYError) -> [Double] {
        switch element {
        case .float16: gather(range) { Double(Float16(bitPattern: word(UInt16.self, at: $0))) }
        case .float32: gather(range) { Double(Float(bitPattern: word(UInt32.self, at: $0))) }
        case .float64: gather(range) { Double(bitPattern: word(UInt64.self, at: $0)) }
        case .uint8: gather(range) { Double(word(UInt8.self, at: $0)) }
        case .uint16: gather(range) { Double(word(UInt16.self, at: $0)) }
        case .uint32: gather(range) { Double(word(UInt32.self, at: $0)) }
        case .uint64: gather(range) { Double(word(UInt64.self, at: $0)) }
        case .int8: gather(range) { Double(word(Int8.self, at: $0)) }
        case .int16: gather(range) { Double(word(Int16.self, at: $0)) }
        case .int32: gather(range) { Double(word(Int32.self, at: $0)) }
        case .int64: gather(range) { Double(word(Int64.self, at: $0)) }
        case .bool: gather(range) { word(UInt8.self, at: $0) == 0 ? 0 : 1 }
        case .unicode, .bytes: throw NPYError(file: file, fault: .notNumbers(element))
        }
    }

    /// All elements as floats, in C order. Halves and floats are exact; wider numbers are rounded to the nearest float.
    public func floats() throws(NPYError) -> [Float] {
        try floats(0..<count)
    }

    /// The elements at flat C-order positions `range` as floats.
    public func floats(_ range: Range<Int>) throws(NPYError) -> [Float] {
        switch element {
        case .float16:
            halves(range) ?? gather(range) { HalfFloats.float(word(UInt16.self, at: $0)) }
        case .float32: gather(range) { Float(bitPattern: word(UInt32.self, at: $0)) }
        case .uint8: gather(range) { Float(word(UInt8.self, at: $0)) }
        default: try doubles(range).map { Float($0) }
        }
    }

    /// All elements as whole numbers, in C order. Throws for floating-point elements, even when they are whole, and for
    /// an unsigned value above `Int.max`: labels are not guessed.
    public func integers() throws(NPYError) -> [Int] {
        let all = 0..<count
        switch element {
        case .uint8: return gather(all) { Int(word(UInt8.self, at: $0)) }
        case .uint16: return gather(all) { Int(word(UInt16.self, at: $0)) }
        case .uint32: return gather(all) { Int(word(UInt32.self, at: $0)) }
        case .int8: return gather(all) { Int(word(Int8.self, at: $0)) }
        case .int16: return gather(all) { Int(word(Int16.self, at: $0)) }
        case .int32: return gather(all) { Int(word(Int32.self, at: $0)) }
        case .int64: return gather(all) { Int(truncatingIfNeeded: word(Int64.self, at: $0)) }
        case .bool: return gather(all) { word(UInt8.self, at: $0) == 0 ? 0 : 1 }
        case .uint64:
            let values = gather(all) { word(UInt64.self, at: $0) }
            if let index = values.firstIndex(where: { $0 > UInt64(Int.max) }) {
                throw NPYError(file: file, fault: .integerTooLarge(values[index], index: index))
            }
            return values.map { Int($0) }
        case .float16, .float32, .float64, .unicode, .bytes:
            throw NPYError(file: file, fault: .notIntegers(element))
        }
    }

    /// All elements as text, in C order, without the zeros that pad them. Throws for numbers, and for text that is not
    /// valid Unicode (byte strings must be UTF-8).
    public func strings() throws(NPYError) -> [String] {
        let texts: [String?]
        switch element {
        case .unicode(let scalars): texts = gather(0..<count) { unicode(at: $0, scalars: scalars) }
        case .bytes(let length): texts = gather(0..<count) { utf8(at: $0, length: length) }
        default: throw NPYError(file: file, fault: .notText(element))
        }
        var result: [String] = []
        result.reserveCapacity(texts.count)
        for (index, text) in texts.enumerated() {
            guard let text else { throw NPYError(file: file, fault: .invalidText(index: index)) }
            result.append(text)
        }
        return result
    }

    /// The text at a C-order position; `nil` where it is not valid Unicode, and for numbers.
    func text(at position: Int) -> String? {
        bytes.withUnsafeBytes { raw in
            guard let base = raw.baseAddress, position >= 0, position < count else { return nil }
            let place = isFortranOrder ? fortranPosition(of: position) : position
            let pointer = base + start + place * element.size
            return switch element {
            case .unicode(let scalars): unicode(at: pointer, scalars: scalars)
            case .bytes(let length): utf8(at: pointer, length: length)
            default: nil
            }
        }
    }

    private func unicode(at pointer: UnsafeRawPointer, scalars: Int) -> String? {
        var view = String.UnicodeScalarView()
        var length = scalars
        while length > 0, word(UInt32.self, at: pointer + (length - 1) * 4) == 0 { length -= 1 }
        for index in 0..<length {
            guard let scalar = Unicode.Scalar(word(UInt32.self, at: pointer + index * 4)) else { return nil }
            view.append(scalar)
        }
        return String(view)
    }

    private func utf8(at pointer: UnsafeRawPointer, length: Int) -> String? {
        var used = length
        while used > 0, word(UInt8.self, at: pointer + (used - 1)) == 0 { used -= 1 }
        return String(validating: UnsafeRawBufferPointer(start: pointer, count: used), as: UTF8.self)
    }
}

// MARK: Elements in place

extension NPYArray {
    /// Calls `body` with the elements where they lie in the file, without copying, when they can be used as they are:
    /// little-endian, C order, aligned, and `Value` of exactly the stored type. Otherwise returns `nil` and the caller
    /// asks for `doubles()` or `floats()`.
    public func withElements<Value: NPYStored, Result>(
        of type: Value.Type = Value.self, _ body: (UnsafeBufferPointer<Value>) throws -> Result
    ) rethrows -> Result? {
        guard element == Value.element, !isFortranOrder, !isBigEndian || element.size == 1 else { return nil }
        return try bytes.withUnsafeBytes { raw in
            let part = UnsafeRawBufferPointer(rebasing: raw[start...])
            guard let base = part.baseAddress, count > 0 else {
                return try body(UnsafeBufferPointer(start: nil, count: 0))
            }
            guard Int(bitPattern: base) % MemoryLayout<Value>.alignment == 0 else { return nil }
            return try body(part.bindMemory(to: Value.self))
        }
    }

    /// Halves that lie one after another as this machine would store them, all at once; `nil` for any others.
    private func halves(_ range: Range<Int>) -> [Float]? {
        guard !isFortranOrder, !isBigEndian else { return nil }
        let range = range.clamped(to: 0..<count)
        return bytes.withUnsafeBytes { raw in
            guard let base = raw.baseAddress else { return [] }
            return [Float](unsafeUninitializedCapacity: range.count) { buffer, filled in
                let out = UnsafeMutableBufferPointer(rebasing: buffer[..<range.count])
                HalfFloats.convert(base + start + range.lowerBound * 2, into: out)
                filled = range.count
            }
        }
    }

    private func gather<Value>(_ range: Range<Int>, _ convert: (UnsafeRawPointer) -> Value) -> [Value] {
        let range = range.clamped(to: 0..<count)
        return bytes.withUnsafeBytes { raw in
            guard let base = raw.baseAddress else { return [] }
            let first = base + start
            let size = element.size
            return [Value](unsafeUninitializedCapacity: range.count) { buffer, filled in
                guard let out = buffer.baseAddress else { return }
                if isFortranOrder {
                    for (slot, position) in range.enumerated() {
                        (out + slot).initialize(to: convert(first + fortranPosition(of: position) * size))
                    }
                } else {
                    var pointer = first + range.lowerBound * size
                    for slot in 0..<range.count {
                        (out + slot).initialize(to: convert(pointer))
                        pointer += size
                    }
                }
                filled = range.count
            }
        }
    }

    /// Where the element at C-order `position` lies when the first axis runs fastest.
    func fortranPosition(of position: Int) -> Int {
        var rest = position
        var stride = count
        var result = 0
        for length in shape.reversed() {
            stride /= length
            result += rest % length * stride
            rest /= length
        }
        return result
    }

    func word<Word: FixedWidthInteger & BitwiseCopyable>(_ type: Word.Type, at pointer: UnsafeRawPointer)
        -> Word
    {
        let stored = pointer.loadUnaligned(as: Word.self)
        return isBigEndian ? Word(bigEndian: stored) : Word(littleEndian: stored)
    }
}
