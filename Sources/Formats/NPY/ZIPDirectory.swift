import Foundation

/// One file of a ZIP archive, as its central directory describes it; all positions lie inside the archive.
struct ZIPMember {
    /// Path inside the archive, checked: relative, without `..`.
    let name: String
    /// 0 stored, 8 deflated.
    let method: Int
    /// CRC-32 of the unpacked bytes.
    let crc: UInt32
    /// Bytes in the archive.
    let packedSize: Int
    /// Bytes unpacked, as claimed.
    let size: Int
    /// Offset of the first packed byte.
    let start: Int
}

/// Reads the list of members of a ZIP archive and trusts nothing in it.
enum ZIPDirectory {
    private typealias Fault = NPZFault

    static func members(of bytes: Data, atMost limit: Int) throws(NPZFault) -> [ZIPMember] {
        let reader = ByteReader(bytes)
        guard bytes.count >= 22, let end = endRecord(reader) else { throw Fault.notZIP(bytes: bytes.count) }
        var entries = try reader.u16(end + 10)
        var size = try reader.u32(end + 12)
        var start = try reader.u32(end + 16)
        if entries == 0xFFFF || size == 0xFFFF_FFFF || start == 0xFFFF_FFFF {
            guard end >= 20, try reader.u32(end - 20) == 0x0706_4B50 else { throw Fault.malformed }
            let wide = try reader.u64(end - 12)
            guard try reader.u32(wide) == 0x0606_4B50 else { throw Fault.malformed }
            entries = try reader.u64(wide + 32)
            size = try reader.u64(wide + 40)
            start = try reader.u64(wide + 48)
        }
        // 46 bytes is the shortest entry, so the directory's size bounds how many there can be.
        guard start <= end, size <= end - start, entries <= size / 46 else { throw Fault.malformed }
        guard entries <= limit else { throw Fault.tooManyMembers(entries, limit: limit) }
        var members: [ZIPMember] = []
        members.reserveCapacity(entries)
        var position = start
        for _ in 0..<entries {
            let (member, next) = try entry(reader, at: position, directory: start..<(start + size))
            members.append(member)
            position = next
        }
        return members
    }

    /// The end record is the last thing in the file, followed by a comment of the length it states.
    private static func endRecord(_ reader: ByteReader) -> Int? {
        var position = reader.count - 22
        let earliest = max(0, position - 0xFFFF)
        while position >= earliest {
            if (try? reader.u32(position)) == 0x0605_4B50,
                (try? reader.u16(position + 20)) == reader.count - position - 22
            {
                return position
            }
            position -= 1
        }
        return nil
    }

    private static func entry(
        _ reader: ByteReader, at position: Int, directory: Range<Int>
    ) throws(NPZFault) -> (ZIPMember, next: Int) {
        guard try reader.u32(position) == 0x0201_4B50 else { throw Fault.malformed }
        let flags = try reader.u16(position + 8)
        let crc = UInt32(truncatingIfNeeded: try reader.u32(position + 16))
        var packed = try reader.u32(position + 20)
        var size = try reader.u32(position + 24)
        let nameLength = try reader.u16(position + 28)
        let extraLength = try reader.u16(position + 30)
        let next = position + 46 + nameLength + extraLength + (try reader.u16(position + 32))
        guard next <= directory.upperBound else { throw Fault.malformed }
        let mode = try reader.u32(position + 38) >> 16
        var header = try reader.u32(position + 42)
        let nameBytes = try reader.bytes(position + 46, nameLength)
        let name = try checkedName(nameBytes)
        guard flags & 1 == 0 else { throw Fault.encrypted(name) }
        guard mode & 0o170000 != 0o120000 else { throw Fault.symbolicLink(name) }

        var extra = position + 46 + nameLength
        let extraEnd = extra + extraLength
        while extra + 4 <= extraEnd {
            let length = try reader.u16(extra + 2)
            guard extra + 4 + length <= extraEnd else { throw Fault.malformed }
            if try reader.u16(extra) == 1 {
                var field = extra + 4
                func wide(_ value: Int) throws(NPZFault) -> Int {
                    guard value == 0xFFFF_FFFF else { return value }
                    guard field + 8 <= extra + 4 + length else { throw Fault.malformed }
                    field += 8
                    return try reader.u64(field - 8)
                }
                size = try wide(size)
                packed = try wide(packed)
                header = try wide(header)
            }
            extra += 4 + length
        }

        guard try reader.u32(header) == 0x0403_4B50 else { throw Fault.malformed }
        let localNameLength = try reader.u16(header + 26)
        guard try reader.bytes(header + 30, localNameLength) == nameBytes else { throw Fault.malformed }
        let start = header + 30 + localNameLength + (try reader.u16(header + 28))
        guard start <= directory.lowerBound, packed <= directory.lowerBound - start else { throw Fault.malformed }
        let member = ZIPMember(
            name: name, method: try reader.u16(position + 10), crc: crc, packedSize: packed, size: size, start: start)
        return (member, next)
    }

    /// A relative path whose parts are names. Members are never written to disk; a name that would leave a folder if they
    /// were shows that the archive was made to attack, and nothing else in it is trusted either.
    private static func checkedName(_ bytes: [UInt8]) throws(NPZFault) -> String {
        guard let name = String(validating: bytes, as: UTF8.self) else { throw Fault.malformed }
        let parts = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let dots = Array("..".utf8)
        let isUnsafe =
            parts.contains { $0.isEmpty || $0.elementsEqual(dots) || $0.elementsEqual([dots[0]]) }
            || bytes.contains { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: ":") }
        if isUnsafe { throw Fault.unsafeName(name) }
        return name
    }
}

/// Little-endian numbers at positions that may lie outside the bytes.
struct ByteReader {
    private let data: Data

    init(_ data: Data) {
        self.data = data
    }

    var count: Int { data.count }

    func u16(_ position: Int) throws(NPZFault) -> Int {
        Int(try load(UInt16.self, position))
    }

    func u32(_ position: Int) throws(NPZFault) -> Int {
        Int(try load(UInt32.self, position))
    }

    /// A 64-bit count; one that no file can reach is refused.
    func u64(_ position: Int) throws(NPZFault) -> Int {
        let value = try load(UInt64.self, position)
        guard value < 1 << 60 else { throw .malformed }
        return Int(value)
    }

    func bytes(_ position: Int, _ length: Int) throws(NPZFault) -> [UInt8] {
        guard position >= 0, length >= 0, position <= data.count, length <= data.count - position else {
            throw .malformed
        }
        let first = data.startIndex + position
        return Array(data[first..<(first + length)])
    }

    private func load<Word: FixedWidthInteger & BitwiseCopyable>(
        _ type: Word.Type, _ position: Int
    ) throws(NPZFault) -> Word {
        let size = MemoryLayout<Word>.size
        guard position >= 0, data.count >= size, position <= data.count - size else { throw .malformed }
        return data.withUnsafeBytes { Word(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: Word.self)) }
    }
}
