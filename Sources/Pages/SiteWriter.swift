// Publishing: the whole site is written aside and swapped in with one call, so that a reader or a crash sees the old one or
// the new one. MANIFEST.json marks the folder as ours and SHA256SUMS makes it verifiable with `sha256sum -c`.

import Archive
import Diagnostics
import Digests
import Files
import Foundation
import Record

/// Writes and verifies sites.
public enum SiteWriter {
    /// The file that marks a folder as made by this program and says what is in it.
    public static let manifestName = "MANIFEST.json"

    /// What was published.
    public struct Receipt: Sendable, Hashable {
        /// Number of files, lists included.
        public let files: Int
        /// Bytes of all of them.
        public let bytes: Int
        /// SHA-256 of SHA256SUMS: one digest for the whole site.
        public let seal: String
        /// Signatures of the site that stood there, which are not of this one and are gone.
        public let lostSignatures: [String]
        /// Where what could not be removed of the site that stood there is left.
        public var leftover: URL?
    }

    /// Publishes the site that `making` makes at `destination`; through it, when that is a link. A folder that holds anything
    /// that this program did not write is refused; on any error, of `making` too, what stood there is untouched. `name` is how
    /// messages call the folder.
    public static func publish(
        to destination: URL, named name: String? = nil, making: (StagedFiles) throws -> Site
    ) throws(ProblemList) -> (site: Site, receipt: Receipt) {
        let name = name ?? destination.lastPathComponent
        do {
            try check(destination, named: name)
            let swap = try FolderSwap(destination: destination, named: name) { try refuseForeign($0, name: name) }
            do {
                let staged = StagedFiles(swap)
                let site = try making(staged)
                try staged.check()
                var receipt = try write(site, with: swap, Signatures(of: swap.destination.url, named: name))
                receipt.leftover = try swap.commit()
                return (site, receipt)
            } catch {
                swap.abandon()
                throw error
            }
        } catch {
            throw list(error, name)
        }
    }

    /// The same of a site that is made.
    @discardableResult
    public static func publish(
        _ site: Site, to destination: URL, named name: String? = nil
    ) throws(ProblemList) -> Receipt {
        try publish(to: destination, named: name) { _ in site }.receipt
    }

    /// Throws when a site cannot be published at `destination`: what stands there is no site, or more than a site.
    /// `name` is how messages call it.
    public static func check(_ destination: URL, named name: String) throws(ProblemList) {
        do {
            let place = try RealPath(destination, named: name)
            let entry: SourceFolder.Entry?
            do throws(FileError) {
                entry = try SourceFolder.everywhere.entry(String(place.text.dropFirst()))
            } catch {
                // A device, a pipe: as little a folder as a file is.
                if case .special = error.fault { throw PagesError.isFile(path: name) }
                throw FileError(name, error.fault)
            }
            guard let entry else { return }
            guard entry.isFolder else { throw PagesError.isFile(path: name) }
            if place.isMount { throw FileError(name, .isAMount) }
            try refuseForeign(place.url, name: name)
        } catch {
            throw list(error, name)
        }
    }

    /// Every difference between the folder and its own SHA256SUMS: changed, missing and extra files. Empty when it is as
    /// it was published. `name` is how messages call the folder.
    public static func verify(_ folder: URL, named name: String? = nil) throws(ProblemList) -> [ChecksumFault] {
        do {
            let faults = try ChecksumList.faults(in: folder, named: name)
            // What is altered has been named; a list and files that were altered alike are told by the manifest.
            return faults.isEmpty ? try manifestFaults(in: folder, named: name) : faults
        } catch {
            throw ProblemList(error)
        }
    }

    /// The manifest, made anew of the list and of the files it names, is what it was. Asked only where the list holds, so that
    /// its digests are those of the files.
    private static func manifestFaults(in folder: URL, named name: String?) throws(FileError) -> [ChecksumFault] {
        let source = try SourceFolder(folder, kind: "site", prefix: (name ?? folder.lastPathComponent) + "/")
        // Every site has one, whatever its list says.
        guard try source.entry(manifestName) != nil else { return [.missing(manifestName)] }
        guard
            let list = ChecksumList(
                text: String(decoding: try source.bytes(ChecksumList.fileName), as: UTF8.self))
        else { return [] }
        var entries: [JSONValue] = []
        for entry in list.entries where entry.path != manifestName {
            entries.append(manifestEntry(entry.path, try source.bytes(entry.path).count, entry.hex))
        }
        let made = try source.bytes(manifestName)
        return made == Data(manifest(entries, stated(made))) ? [] : [.manifest(manifestName)]
    }

    /// Who the site in `folder` is for; `nil` where none stands there.
    public static func audience(of folder: URL, named name: String) throws(FileError) -> Audience? {
        let source: SourceFolder
        do throws(FileError) {
            source = try SourceFolder(folder, kind: "site", prefix: name + "/")
        } catch {
            if error.fault == .absent || error.fault == .notAFolder { return nil }
            throw error
        }
        return try source.entry(manifestName) == nil ? nil : stated(try source.bytes(manifestName)) ?? .internal
    }

    /// The audience that a manifest names.
    private static func stated(_ manifest: Data) -> Audience? {
        struct Head: Decodable { var audience: String? }
        return (try? JSONDecoder().decode(Head.self, from: manifest))?.audience.flatMap(Audience.init)
    }

    private static func manifestEntry(_ path: String, _ bytes: Int, _ hex: String) -> JSONValue {
        .object([("path", .string(path)), ("bytes", .integer(bytes)), ("sha256", .string(hex))])
    }

    /// `audience` is named where it is not the usual one.
    private static func manifest(_ entries: [JSONValue], _ audience: Audience?) -> [UInt8] {
        let named = audience.flatMap { $0 == .internal ? nil : [("audience", JSONValue.string($0.rawValue))] } ?? []
        let value = JSONValue.object(
            [("schema", .string(Site.manifestSchema))] + named + [
                ("files", .integer(entries.count)), ("list", .array(entries)),
            ])
        return Array((value.text(pretty: false).replacing("},{", with: "},\n{") + "\n").utf8)
    }

    private static func refuseForeign(_ folder: URL, name: String) throws {
        let source = try SourceFolder(folder, kind: "site", prefix: name + "/")
        if try source.isEmpty { return }
        let manifest = try source.entry(manifestName) == nil ? Data() : try source.bytes(manifestName)
        guard String(decoding: manifest, as: UTF8.self).contains("\"\(Site.manifestSchema)\"") else {
            throw PagesError.notOurs(path: name)
        }
        let others = try ChecksumList.unlisted(in: folder, named: name) + entered(in: source, manifest)
        guard others.isEmpty else { throw PagesError.holdsOthers(path: name, names: others) }
    }

    /// Files that the list of checksums names and the manifest does not: a person put them there and entered them.
    private static func entered(in source: SourceFolder, _ manifest: Data) throws(FileError) -> [String] {
        struct Published: Decodable {
            struct File: Decodable { var path: String }
            var list: [File]
        }
        guard let published = try? JSONDecoder().decode(Published.self, from: manifest),
            try source.entry(ChecksumList.fileName) != nil,
            let sums = ChecksumList(text: String(decoding: try source.bytes(ChecksumList.fileName), as: UTF8.self))
        else { return [] }
        let known = Set(published.list.map { Array($0.path.utf8) } + [Array(manifestName.utf8)])
        var entered: [String] = []
        for path in sums.entries.map(\.path) where !known.contains(Array(path.utf8)) {
            if try source.entry(path) != nil { entered.append(path) }
        }
        return entered
    }

    private static func list(_ error: any Error, _ name: String) -> ProblemList {
        if let list = error as? ProblemList { return list }
        if let error = error as? any Explained { return ProblemList(error) }
        return ProblemList(FileError(error, name, .write))
    }

    /// The list of the site that stands at a place, and the signatures of it.
    private struct Signatures {
        var list: Data?
        var files: [(name: String, bytes: Data)] = []

        init(of folder: URL, named name: String) throws(FileError) {
            let source: SourceFolder
            do throws(FileError) {
                source = try SourceFolder(folder, kind: "site", prefix: name + "/")
            } catch {
                if error.fault == .absent { return }
                throw error
            }
            guard try source.entry(ChecksumList.fileName) != nil else { return }
            list = try source.bytes(ChecksumList.fileName)
            for file in Signature.fileNames.sorted() where try source.entry(file) != nil {
                files.append((file, try source.bytes(file)))
            }
        }
    }

    private static func write(
        _ site: Site, with swap: FolderSwap, _ signatures: Signatures
    ) throws -> Receipt {
        let (list, total) = try pack(site) { path, bytes in try swap.write(bytes, to: path) }
        // Who signed the same list has signed this site.
        let isSame = signatures.list == Data(list.text.utf8)
        if isSame {
            for signature in signatures.files { try swap.write(signature.bytes, to: signature.name) }
        }
        return Receipt(
            files: list.entries.count + 1, bytes: total, seal: list.rootHex,
            lostSignatures: isSame ? [] : signatures.files.map(\.name))
    }

    /// Gives every file of a site that is not staged with its bytes, after them its manifest and the list of all digests: what a
    /// folder or an archive of it holds, and how many bytes that is.
    @discardableResult
    public static func pack(
        _ site: Site, _ put: (String, [UInt8]) throws -> Void
    ) throws -> (list: ChecksumList, bytes: Int) {
        var sums: [(path: String, hex: String)] = []
        var entries: [JSONValue] = []
        var total = 0
        func add(_ path: String, _ bytes: [UInt8]) throws {
            try put(path, bytes)
            sums.append((path, SHA256Digest(of: bytes).hex))
            total += bytes.count
        }
        for file in site.files {
            let before = total
            if let bytes = try file.content.held {
                try add(file.path, bytes)
            } else if case .staged(let bytes, let digest) = file.content {
                sums.append((file.path, digest))
                total += bytes
            }
            entries.append(manifestEntry(file.path, total - before, sums.last?.hex ?? ""))
        }
        try add(manifestName, manifest(entries, site.audience))
        let list = ChecksumList(sums)
        let text = Array(list.text.utf8)
        try put(ChecksumList.fileName, text)
        return (list, total + text.count)
    }
}
