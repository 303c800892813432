import Files
import Foundation

/// Files that Zstandard packed (RFC 8878), by the `zstd` executable where there is one.
enum Zstandard {
    /// Whether bytes begin as Zstandard's do.
    static func isPacked(_ bytes: Data) -> Bool { bytes.prefix(4).elementsEqual([0x28, 0xB5, 0x2F, 0xFD]) }

    /// The program, where it is installed.
    static func program() -> ExternalProgram? { ExternalProgram(named: "zstd") }

    /// The bytes unpacked.
    static func unpacked(_ bytes: Data, by program: ExternalProgram) -> Gzip.Unpacked {
        do throws(ExternalProgram.Failure) {
            let run = try program.run(
                ["-d", "-c", "-q", "--no-progress"], input: bytes, mostBytes: Gzip.room(for: bytes.count))
            return run.succeeded ? .plain(run.output) : .damaged
        } catch {
            return error == .tooMuch ? .tooMuch : .damaged
        }
    }
}
