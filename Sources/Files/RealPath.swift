import Foundation

/// Where a path really leads: absolute, links followed and `..` taken away, also when its end does not exist yet.
public struct RealPath: Sendable, Hashable {
    /// The path.
    public let text: String

    /// Most links that are followed.
    private static let mostLinks = 40

    /// The place of `url`. Throws when a link on the way leads in a circle or a folder on it may not be looked into. `name` is
    /// how the user called it.
    public init(_ url: URL, named name: String? = nil) throws(FileError) {
        let name = name ?? url.lastPathComponent
        var waiting = Array(url.absoluteURL.path.split(separator: "/").map(String.init).reversed())
        var path: [String] = []
        var links = 0
        while let next = waiting.popLast() {
            if next == "." { continue }
            if next == ".." {
                _ = path.popLast()
                continue
            }
            let candidate = "/" + (path + [next]).joined(separator: "/")
            // What is no folder is what stands before this part of the path.
            let above = links > 0 ? name : Self.above(name, waiting.count + 1)
            if let target = try Self.target(ofLink: candidate, called: name, above: above) {
                links += 1
                if links > Self.mostLinks { throw FileError(name, .leadsNowhere) }
                if target.hasPrefix("/") { path = [] }
                waiting += target.split(separator: "/").map(String.init).reversed()
                continue
            }
            path.append(next)
        }
        text = "/" + path.joined(separator: "/")
    }

    /// What a link says; `nil` for what is no link or not there.
    private static func target(
        ofLink path: String, called name: String, above: String
    ) throws(FileError) -> String? {
        do throws(SystemCalls.Failure) {
            guard try SystemCalls.status(ofLink: path).kind == .link else { return nil }
            return try SystemCalls.target(ofLink: path)
        } catch {
            switch error.code {
            case ENOENT: return nil
            case ENOTDIR: throw FileError(above, .notAFolder)
            default: throw FileError(name, .system(.read, code: error.code))
            }
        }
    }

    /// A path without its last parts; the path itself where nothing would be left.
    private static func above(_ name: String, _ parts: Int) -> String {
        let all = name.split(separator: "/", omittingEmptySubsequences: false)
        guard all.count > parts, !all.dropLast(parts).allSatisfy(\.isEmpty) else { return name }
        return all.dropLast(parts).joined(separator: "/")
    }

    private init(text: String) {
        self.text = text
    }

    /// The same as a URL.
    public var url: URL { URL(fileURLWithPath: text) }
    /// Its last part.
    public var name: String { text.split(separator: "/").last.map(String.init) ?? "/" }
    /// The folder it lies in.
    public var parent: RealPath {
        RealPath(text: "/" + text.split(separator: "/").dropLast().joined(separator: "/"))
    }
    /// A place inside.
    public func appending(_ name: String) -> RealPath { RealPath(text: (text == "/" ? "" : text) + "/" + name) }

    /// Whether both are one place: one file of the disk, or, where nothing is yet, one name. Names that differ only in
    /// case count as one there, for the disk may not tell them apart.
    public func isSame(as other: RealPath) -> Bool {
        if text == other.text { return true }
        let mine = try? SystemCalls.status(of: text)
        let theirs = try? SystemCalls.status(of: other.text)
        if let mine, let theirs { return mine.isSame(as: theirs) }
        return mine == nil && theirs == nil && text.lowercased() == other.text.lowercased()
    }

    /// Whether a disk, or a part of one, is mounted here: the folder can be written into, and not be replaced.
    public var isMount: Bool { SystemCalls.isMount(text) }

    /// Whether `other` is this place or lies inside it.
    public func holds(_ other: RealPath) -> Bool {
        var place = other
        while true {
            if isSame(as: place) { return true }
            if place.text == "/" { return false }
            place = place.parent
        }
    }
}
