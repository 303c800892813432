// What the archive has of the versions before one, each read once a run: a run of many versions that state a size would read all of
// them for each.

import Archive
import Artifacts
import Findings
import Record
import Synchronization

/// Versions of one data set as far as later ones ask of them.
final class EarlierVersions: Sendable {
    /// A version that was read; `version` is `nil` for one without the number that is asked for.
    private struct Known: Sendable {
        let date: String
        let version: EarlierVersion?
    }

    private let known = Mutex<[String: Known]>([:])

    /// Those before one, by date and name; read only where its manifest states a size.
    func versions(than manifest: VersionManifest, _ reader: ArchiveReader) throws -> [EarlierVersion] {
        guard EarlierVersion.areAskedFor(by: manifest) else { return [] }
        return try reader.versions.filter { $0 != manifest.version }
            .map { name in (name: name, known: try read(name, reader)) }
            .filter { ($0.known.date, $0.name) < (manifest.date, manifest.version) }
            .sorted { ($0.known.date, $0.name) < ($1.known.date, $1.name) }
            .compactMap(\.known.version)
    }

    /// Forgets a version whose audit was written anew.
    func forget(_ version: String) { known.withLock { $0[version] = nil } }

    private func read(_ name: String, _ reader: ArchiveReader) throws -> Known {
        if let there = known.withLock({ $0[name] }) { return there }
        let audit = try reader.read(name).audit
        let read = Known(date: audit.version.date, version: EarlierVersion(audit))
        known.withLock { $0[name] = read }
        return read
    }
}
