import Foundation

/// Files that Zstandard packed (RFC 8878), by the `zstd` executable where there is one: a child process, nothing is linked.
enum Zstandard {
    /// Whether bytes begin as Zstandard's do.
    static func isPacked(_ bytes: Data) -> Bool { bytes.prefix(4).elementsEqual([0x28, 0xB5, 0x2F, 0xFD]) }

    /// The first `zstd` on the path.
    static func executable() -> URL? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").map { URL(fileURLWithPath: String($0)).appendingPathComponent("zstd") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    /// The bytes unpacked; `nil` when they are damaged, or more than is unpacked.
    static func unpacked(_ bytes: Data, by executable: URL) -> Data? {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(
            "misread-\(ProcessInfo.processInfo.processIdentifier)-\(UUID().uuidString).zst")
        defer { try? FileManager.default.removeItem(at: file) }
        guard (try? bytes.write(to: file)) != nil else { return nil }
        let process = Process()
        process.executableURL = executable
        process.arguments = ["-d", "-c", "-q", "--no-progress", file.path]
        let printed = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = printed
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        var plain = Data()
        var isTooLarge = false
        while let part = try? printed.fileHandleForReading.read(upToCount: 1 << 20), !part.isEmpty {
            plain.append(part)
            if plain.count > Gzip.mostBytes {
                isTooLarge = true
                process.terminate()
                break
            }
        }
        process.waitUntilExit()
        return !isTooLarge && process.terminationStatus == 0 ? plain : nil
    }
}
