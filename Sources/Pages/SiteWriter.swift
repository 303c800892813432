// Publishing: the whole site is written aside and swapped in with one call, so that a reader or a crash sees the old one or
// the new one. MANIFEST.json marks the folder as ours and SHA256SUMS makes it verifiable with `sha256sum -c`.

import Archive
import Diagnostics
import Digests
import Exhibits
import Foundation

/// Writes and verifies sites.
public enum SiteWriter {
    /// The file that marks a folder as made by this program and says what is in it.
    public static let manifestName = "MANIFEST.json"
    /// First words of every manifest.
    static let manifestSchema = "misread-site/1"

    /// What was published.
    public struct Receipt: Sendable, Hashable {
        /// Number of files, lists included.
        public let files: Int
        /// Bytes of all of them.
        public let bytes: Int
        /// SHA-256 of SHA256SUMS: one digest for the whole site.
        public let seal: String
    }

    /// Publishes `site` at `destination`. A folder that holds anything and was not made by this program is refused; on any
    /// error what stood there is untouched.
    @discardableResult
    public static func publish(_ site: Site, to destination: URL) throws(ProblemList) -> Receipt {
        let name = destination.lastPathComponent
        try refuseForeign(destination, name: name)
        do {
            let swap = try FolderSwap(destination: destination)
            do {
                let receipt = try write(site, with: swap)
                try swap.commit()
                return receipt
            } catch {
                swap.abandon()
                throw error
            }
        } catch {
            throw ProblemList(PagesError.inputOutput(path: name, reason: words(error)))
        }
    }

    /// Every difference between the folder and its own SHA256SUMS: changed, missing and extra files. Empty when it is as
    /// it was published.
    public static func verify(_ folder: URL) throws(ProblemList) -> [ChecksumFault] {
        do {
            return try ChecksumList.faults(in: folder)
        } catch {
            throw ProblemList(PagesError.inputOutput(path: folder.lastPathComponent, reason: words(error)))
        }
    }

    private static func refuseForeign(_ destination: URL, name: String) throws(ProblemList) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: destination.path, isDirectory: &isFolder) else { return }
        guard isFolder.boolValue else { throw ProblemList(PagesError.isFile(path: name)) }
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: destination.path)) ?? []
        if entries.isEmpty { return }
        let manifest = try? String(contentsOf: destination.appending(path: manifestName), encoding: .utf8)
        guard let manifest, manifest.contains("\"\(manifestSchema)\"") else {
            throw ProblemList(PagesError.notOurs(path: name))
        }
    }

    private static func write(_ site: Site, with swap: FolderSwap) throws -> Receipt {
        var sums: [(path: String, hex: String)] = []
        var entries: [JSONValue] = []
        var total = 0
        func put(_ path: String, _ bytes: [UInt8]) throws {
            try swap.write(bytes, to: path)
            sums.append((path, SHA256Digest(of: bytes).hex))
            total += bytes.count
        }
        for file in site.files {
            let bytes: [UInt8] =
                switch file.content {
                case .bytes(let bytes): bytes
                case .picture(let picture, let archived): [UInt8](try archived.bytes(of: picture))
                }
            try put(file.path, bytes)
            entries.append(
                .object([
                    ("path", .string(file.path)), ("bytes", .integer(bytes.count)),
                    ("sha256", .string(sums.last?.hex ?? "")),
                ]))
        }
        let manifest = JSONValue.object([
            ("schema", .string(manifestSchema)), ("files", .integer(entries.count)), ("list", .array(entries)),
        ])
        try put(manifestName, Array((manifest.text() + "\n").utf8))
        let list = ChecksumList(sums)
        try swap.write(Array(list.text.utf8), to: ChecksumList.fileName)
        return Receipt(files: sums.count + 1, bytes: total + list.text.utf8.count, seal: list.rootHex)
    }

    /// What the system said, without the paths of this machine.
    private static func words(_ error: any Error) -> String {
        if let problem = error as? any Explained { return problem.problem.summary }
        let system = error as NSError
        if let inner = system.userInfo[NSUnderlyingErrorKey] as? NSError, inner.domain == NSPOSIXErrorDomain {
            return String(cString: strerror(Int32(inner.code)))
        }
        if system.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(system.code))) }
        return "the files could not be read or written (\(system.domain) \(system.code))"
    }
}
