/// An input file that an evaluation was read from.
public struct InputFile: Sendable, Hashable, Codable {
    /// Path relative to the workspace.
    public var path: String
    /// SHA-256, hexadecimal.
    public var sha256: String
    /// Size in bytes.
    public var bytes: Int

    /// An input file.
    public init(path: String, sha256: String, bytes: Int) {
        self.path = path
        self.sha256 = sha256
        self.bytes = bytes
    }
}
