import Digests
import Record

/// Paths inside the site: folders end in `/`, the root is empty. Links are relative and name `index.html`, so that the
/// site works under any address and from a folder on disk.
enum SitePath {
    /// The link from a page in `folder` to `target`, a file inside the site, optionally with a fragment.
    static func relative(_ target: String, from folder: String) -> String {
        // Every link comes past here: bytes are a tenth of the work of letters.
        let slash = UInt8(ascii: "/")
        let from = Array(folder.utf8).split(separator: slash)
        let to = Array(target.utf8).split(separator: slash)
        var shared = 0
        while shared < from.count, shared + 1 < to.count, from[shared].elementsEqual(to[shared]) { shared += 1 }
        let up = Array(repeating: Array("..".utf8)[...], count: from.count - shared)
        return String(decoding: Array((up + to[shared...]).joined(separator: [slash])), as: UTF8.self)
    }

    /// The folder that a file lies in.
    static func folder(of path: String) -> String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "" }

    /// A folder name for a name that people gave: itself when it is safe on every file system and in every URL, else a
    /// slug with six digits of its digest.
    static func segment(_ name: String) -> String {
        let isSafe =
            !name.isEmpty && name.utf8.count <= 64 && name.first != "." && name.last != "."
            && name.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
        return isSafe ? name : Slug.of(name) + "-" + SHA256Digest(of: name).hex.prefix(6)
    }

    /// Where the pages of one of several data sets begin.
    static func dataset(_ name: String) -> String { "datasets/" + segment(name) + "/" }
    /// Folder of a version's audit.
    static func version(_ name: String) -> String { "v/" + segment(name) + "/" }
    /// Folder of a section of it.
    static func section(_ id: String, of version: String) -> String { self.version(version) + segment(id) + "/" }
    /// A picture of a version: beside all versions, under its content, so that those which show the same share it.
    static func picture(_ picture: Picture, of version: String) -> String {
        guard let content = picture.content else { return self.version(version) + picture.file }
        return "images/" + segment(content) + ".png"
    }
    /// Folder of a failure mode in one version.
    static func failure(_ id: String, of version: String) -> String {
        self.version(version) + "failures/" + segment(id) + "/"
    }
    /// Folder of an example over all versions.
    static func example(_ item: String) -> String {
        // Two that differ in letter case, and a name that a system keeps for itself, have a folder on every disk all the same.
        let isPlain =
            item == item.lowercased() && !reserved.contains(item.split(separator: ".").first.map(String.init) ?? "")
        return "examples/" + (isPlain ? segment(item) : Slug.of(item) + "-" + SHA256Digest(of: item).hex.prefix(6))
            + "/"
    }
    private static let reserved = Set(
        ["con", "prn", "aux", "nul"] + (1...9).flatMap { ["com\($0)", "lpt\($0)"] })
    /// Folder of a failure mode's life story.
    static func mode(_ id: String) -> String { "failure-modes/" + segment(id) + "/" }
    /// Folder of an incident.
    static func incident(_ id: String) -> String { "incidents/" + segment(id) + "/" }
    /// Folder of an action.
    static func action(_ id: String) -> String { "actions/" + segment(id) + "/" }
    /// Folder of a decision or a waiver.
    static func decision(_ id: String) -> String { "decisions/" + segment(id) + "/" }
    /// Folder of what was decided on a version.
    static func decision(on version: String) -> String { "decisions/on/" + segment(version) + "/" }
    /// Folder of a playbook.
    static func playbook(_ id: String) -> String { "playbooks/" + segment(id) + "/" }
    /// Folder of a method.
    static func method(_ id: String) -> String { "methods/" + segment(id) + "/" }
    /// Folder of a comparison.
    static func comparison(_ a: String, _ b: String) -> String { "compare/" + segment(a) + ".." + segment(b) + "/" }
}
