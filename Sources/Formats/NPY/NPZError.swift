import Diagnostics

/// Why an NPZ file, or an array in it, is not read.
public typealias NPZError = Located<NPZFault>

/// What can be wrong with an NPZ file.
public enum NPZFault: Error, Sendable, Hashable {
    /// No end record of a ZIP archive.
    case notZIP(bytes: Int)
    /// The archive contradicts itself.
    case malformed
    /// More members than are read.
    case tooManyMembers(Int, limit: Int)
    /// A member path that is absolute, leaves its folder or holds control characters.
    case unsafeName(String)
    /// Two members of one name.
    case duplicateMember(String)
    /// A member that is no `.npy`.
    case notArrayName(String)
    /// A member under a password.
    case encrypted(String)
    /// A member that is a symbolic link.
    case symbolicLink(String)
    /// Packed by a method other than stored or deflated.
    case unsupportedMethod(String, method: Int)
    /// Unpacked, a member is larger than the limit.
    case memberTooLarge(String, bytes: Int, limit: Int)
    /// A member that is large and shrinks beyond what arrays do.
    case bomb(String, packed: Int, bytes: Int)
    /// The bytes of a member do not unpack or do not match its checksum.
    case damagedMember(String)
    /// An array that is not in the file.
    case noSuchArray(String, available: [String])
    /// A member that is no array that is safe to read.
    case array(NPYError)
}

extension NPZFault: PlacedFault {
    /// The wording.
    public func problem(at place: Place) -> Problem {
        switch self {
        case .notZIP(let bytes):
            return bytes == 0
                ? Problem(at: place, "the file is empty, an NPZ archive was expected")
                : Problem(
                    at: place, "is not an NPZ archive: no ZIP directory at its end", suggestion: "was it copied whole?")
        case .malformed:
            return Problem(at: place, "is a damaged NPZ archive: its directory does not match its content")
        case .tooManyMembers(let count, let limit):
            return Problem(at: place, "holds \(count) arrays, at most \(limit) are read")
        case .unsafeName(let name):
            return Problem(at: place, "holds a member whose path is not safe: '\(name)'")
        case .duplicateMember(let name):
            return Problem(at: place, "holds two members called '\(name)'")
        case .notArrayName(let name):
            return Problem(at: place, "holds '\(name)', which is not an .npy array")
        case .encrypted(let name):
            return Problem(at: place, "holds '\(name)' under a password")
        case .symbolicLink(let name):
            return Problem(at: place, "holds '\(name)' as a symbolic link")
        case .unsupportedMethod(let name, let method):
            return Problem(
                at: place, "holds '\(name)' packed by method \(method)",
                suggestion: "save it with numpy.savez or numpy.savez_compressed")
        case .memberTooLarge(let name, let bytes, let limit):
            return Problem(at: place, "holds '\(name)' of \(bytes) bytes, at most \(limit) are read")
        case .bomb(let name, let packed, let bytes):
            return Problem(
                at: place, "holds '\(name)', \(packed) bytes that claim to unpack to \(bytes): refused as a bomb",
                suggestion: "save it uncompressed with numpy.savez when it is real")
        case .damagedMember(let name):
            return Problem(at: place, "holds '\(name)', whose bytes do not match its checksum")
        case .noSuchArray(let name, let available):
            let near = nearestName(to: name, in: available)
            return Problem(
                at: place, "holds no array '\(name)'",
                suggestion: near.map { "did you mean '\($0)'?" } ?? available.first.map { "its first array is '\($0)'" }
            )
        case .array(let error):
            return error.problem
        }
    }
}
