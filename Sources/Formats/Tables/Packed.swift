import Foundation

/// Files that gzip or Zstandard packed, told by how they begin and never by their names.
public enum Packed {
    /// The bytes unpacked, or as they are. `name` is how messages call the file. Throws for damaged ones, and for those of
    /// Zstandard where there is no `zstd` to unpack them.
    public static func plain(_ bytes: Data, _ name: String) throws(DelimitedError) -> Data {
        if Gzip.isPacked(bytes) {
            guard let plain = Gzip.unpacked(bytes) else { throw DelimitedError(file: name, fault: .damagedGzip) }
            return plain
        }
        guard Zstandard.isPacked(bytes) else { return bytes }
        guard let program = Zstandard.program() else {
            throw DelimitedError(file: name, fault: .noZstandard)
        }
        guard let plain = Zstandard.unpacked(bytes, by: program) else {
            throw DelimitedError(file: name, fault: .damagedZstandard)
        }
        return plain
    }

    /// The same for whoever only looks: `nil` for what cannot be unpacked.
    public static func plain(_ bytes: Data) -> Data? { try? plain(bytes, "") }
}
