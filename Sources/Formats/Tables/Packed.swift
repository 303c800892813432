import Foundation

/// Files that gzip or Zstandard packed, told by how they begin and never by their names.
public enum Packed {
    /// The bytes unpacked, or as they are. `name` is how messages call the file. Throws for damaged ones, and for those of
    /// Zstandard where there is no `zstd` to unpack them.
    public static func plain(_ bytes: Data, _ name: String) throws(DelimitedError) -> Data {
        if Gzip.isPacked(bytes) {
            return try plain(Gzip.unpacked(bytes), of: bytes, name, .damagedGzip)
        }
        guard Zstandard.isPacked(bytes) else { return bytes }
        guard let program = Zstandard.program() else {
            throw DelimitedError(file: name, fault: .noZstandard)
        }
        return try plain(Zstandard.unpacked(bytes, by: program), of: bytes, name, .damagedZstandard)
    }

    private static func plain(
        _ unpacked: Gzip.Unpacked, of bytes: Data, _ name: String, _ damaged: DelimitedFault
    ) throws(DelimitedError) -> Data {
        switch unpacked {
        case .plain(let plain): return plain
        case .damaged: throw DelimitedError(file: name, fault: damaged)
        case .tooMuch:
            let limit = Gzip.room(for: bytes.count)
            throw DelimitedError(file: name, fault: .unpacksTooFar(packed: bytes.count, limit: limit))
        }
    }

    /// Endings that packers put behind a name.
    private static let endings = [".gz", ".zst"]

    /// A file's name without the ending of a packer: `a.txt.gz` holds what `a.txt` does.
    public static func plainName(_ name: String) -> String {
        let last = name.utf8.suffix(4).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        guard let ending = endings.first(where: { last.suffix($0.utf8.count).elementsEqual($0.utf8) }),
            name.utf8.count > ending.utf8.count
        else { return name }
        return String(decoding: name.utf8.dropLast(ending.utf8.count), as: UTF8.self)
    }

    /// The same for whoever only looks: `nil` for what cannot be unpacked.
    public static func plain(_ bytes: Data) -> Data? { try? plain(bytes, "") }
}
