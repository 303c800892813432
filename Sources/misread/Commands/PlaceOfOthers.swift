// What is published is listed in its own SHA256SUMS, and an archive is a list of versions: a file that another command writes among
// them makes both say that they were tampered with. So nothing but their own command writes there.

import Diagnostics
import Files
import Foundation

/// A place that lies in a published site or in an archive.
enum PlaceOfOthers {
    /// Throws where a file or folder that is to be written would lie in one; `isItself` says that the place may be one, which is
    /// replaced as a whole.
    static func check(_ path: String, mayBe isItself: Bool = false) throws {
        try check(path, at: try RealPath(URL(fileURLWithPath: path), named: path), mayBe: isItself)
    }

    /// The same of a place that is known already, by what the user called it.
    static func check(_ path: String, at place: RealPath, mayBe isItself: Bool) throws {
        var above = isItself ? place.parent : place
        while true {
            if let kind = kind(of: above) {
                throw Problem(
                    at: Place(file: path), "lies in \(kind) \(above.name)/, whose files are listed and sealed",
                    suggestion: "write it elsewhere")
            }
            if above.isSame(as: above.parent) { return }
            above = above.parent
        }
    }

    /// What a folder is: a site has both lists, an archive folders of audits.
    private static func kind(of folder: RealPath) -> String? {
        func isFile(_ name: String) -> Bool {
            var isFolder: ObjCBool = true
            return FileManager.default.fileExists(atPath: folder.appending(name).url.path, isDirectory: &isFolder)
                && !isFolder.boolValue
        }
        if isFile("MANIFEST.json"), isFile("SHA256SUMS") { return "the published site" }
        if isFile("audit.json"), isFile("SHA256SUMS") { return "the archived version" }
        // A copy of one version may lie anywhere: an archive holds versions and nothing else that is seen.
        let inside = ((try? FileManager.default.contentsOfDirectory(atPath: folder.url.path)) ?? []).filter {
            !$0.hasPrefix(".") && !$0.hasPrefix("APPROVED.txt")
        }
        let isArchive =
            !inside.isEmpty && inside.allSatisfy { isFile($0 + "/audit.json") && isFile($0 + "/SHA256SUMS") }
        return isArchive ? "the archive" : nil
    }
}
