// Several NPY arrays in one ZIP file, as numpy.savez writes them.
//
// Only what NumPy writes is read: members that are stored or deflated, not encrypted, on one disk. The central directory
// is the truth; sizes are compared with limits and with the file before anything is allocated, and a member's checksum is
// checked before its array is handed out. No member is ever written to disk.
//
// Format: PKWARE APPNOTE 6.3, sections 4.3 and 4.5.3 (ZIP64).

import Columns
import Foundation

/// The arrays of an NPZ file, read one at a time.
public struct NPZArchive: Sendable {
    /// Largest member, unpacked, that is read by default: 1 GiB.
    public static let defaultMemberLimit = 1 << 30
    /// A member that unpacks to more than this many bytes must not shrink by more than `largestRatio`.
    static let unsuspiciousBytes = 64 << 20
    /// Real arrays of that size shrink less; a bomb of zeros shrinks 1000-fold.
    static let largestRatio = 100
    /// Most members that are read.
    static let mostMembers = 1 << 20

    /// Array names in the order of the file, without `.npy`.
    public let names: [String]
    /// How the file is called in messages.
    public let file: String

    private let members: [ZIPMember]
    private let positions: [Name: Int]
    private let bytes: Data
    private let memberLimit: Int

    /// Reads the directory of the archive in `bytes`, which are kept and not copied. `name` is how messages call it,
    /// relative to the workspace.
    public init(bytes: Data, name: String, memberLimit: Int = NPZArchive.defaultMemberLimit) throws(NPZError) {
        do {
            members = try ZIPDirectory.members(of: bytes, atMost: Self.mostMembers)
            var positions: [Name: Int] = [:]
            var names: [String] = []
            for (index, member) in members.enumerated() {
                guard member.name.hasSuffix(".npy"), member.name.utf8.count > 4 else {
                    throw NPZFault.notArrayName(member.name)
                }
                if positions.updateValue(index, forKey: Name(member.name)) != nil {
                    throw NPZFault.duplicateMember(member.name)
                }
                names.append(String(member.name.dropLast(4)))
            }
            self.positions = positions
            self.names = names
        } catch let fault as NPZFault {
            throw NPZError(file: name, fault: fault)
        } catch {
            throw NPZError(file: name, fault: .malformed)
        }
        file = name
        self.bytes = bytes
        self.memberLimit = memberLimit
    }

    /// The array called `name` (without `.npy`), unpacked and checked.
    public func array(_ name: String) throws(NPZError) -> NPYArray {
        guard let index = positions[Name(name + ".npy")] else {
            throw NPZError(file: file, fault: .noSuchArray(name, available: names))
        }
        do {
            let content = try content(of: members[index])
            return try NPYArray(bytes: content, name: "\(file)/\(members[index].name)")
        } catch let fault as NPZFault {
            throw NPZError(file: file, fault: fault)
        } catch let error as NPYError {
            throw NPZError(file: file, fault: .array(error))
        } catch {
            throw NPZError(file: file, fault: .malformed)
        }
    }

    /// Throws for a member that is too large to be unpacked, or that shrinks too far to be what it says.
    func checkSizes() throws(NPZFault) {
        for member in members { try check(member) }
    }

    private func check(_ member: ZIPMember) throws(NPZFault) {
        guard member.size <= memberLimit else {
            throw .memberTooLarge(member.name, bytes: member.size, limit: memberLimit)
        }
        let (allowed, overflow) = member.packedSize.multipliedReportingOverflow(by: Self.largestRatio)
        guard member.size <= Self.unsuspiciousBytes || overflow || member.size <= allowed else {
            throw .bomb(member.name, packed: member.packedSize, bytes: member.size)
        }
    }

    private func content(of member: ZIPMember) throws -> Data {
        let name = member.name
        try check(member)
        let packed = bytes[bytes.startIndex + member.start..<bytes.startIndex + member.start + member.packedSize]
        let content: Data
        switch member.method {
        case 0:
            guard member.packedSize == member.size else { throw NPZFault.malformed }
            content = packed
        case 8:
            guard let inflated = Deflate.inflate(packed, size: member.size) else {
                throw NPZFault.damagedMember(name)
            }
            content = inflated
        default: throw NPZFault.unsupportedMethod(name, method: member.method)
        }
        guard Deflate.crc32(content) == member.crc else { throw NPZFault.damagedMember(name) }
        return content
    }
}
