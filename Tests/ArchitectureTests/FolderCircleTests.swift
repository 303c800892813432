import Foundation
import TestSupport
import Testing

/// Who names whose types, between the folders of one target. A reader who starts at one folder must come to an end.
struct FolderArrows {
    /// Two files of different folders, and the types that the first names of the second.
    struct Arrow: CustomStringConvertible {
        let from: String
        let to: String
        let types: [String]

        var description: String { "\(from) names \(types.joined(separator: ", ")) of \(to)" }
    }

    /// By the folder that names and the folder that is named.
    private(set) var arrows: [String: [String: [Arrow]]] = [:]

    /// The arrows among sources by their path.
    init(_ sources: [String: String]) {
        let texts = sources.mapValues(SwiftText.init)
        var homes: [String: [String]] = [:]
        for (path, text) in texts.sorted(by: { $0.key < $1.key }) {
            for type in text.declared { homes[type, default: []].append(path) }
        }
        for (from, text) in texts.sorted(by: { $0.key < $1.key }) {
            var named: [String: [String]] = [:]
            for type in text.used {
                for to in homes[type] ?? [] { named[to, default: []].append(type) }
            }
            for (to, types) in named.sorted(by: { $0.key < $1.key }) where Self.folder(to) != Self.folder(from) {
                arrows[Self.folder(from), default: [:]][Self.folder(to), default: []].append(
                    Arrow(from: from, to: to, types: types.sorted()))
            }
        }
    }

    private static func folder(_ path: String) -> String { (path as NSString).deletingLastPathComponent }

    /// The arrows of the shortest circle through the first folder that is on one; empty when there is none.
    func circle() -> [Arrow] {
        for start in arrows.keys.sorted() {
            var cameFrom: [String: String] = [:]
            var front = [start]
            while !front.isEmpty, cameFrom[start] == nil {
                front = front.flatMap { folder in
                    (arrows[folder] ?? [:]).keys.sorted().filter { next in
                        guard cameFrom[next] == nil else { return false }
                        cameFrom[next] = folder
                        return true
                    }
                }
            }
            guard cameFrom[start] != nil else { continue }
            var circle: [[Arrow]] = []
            var folder = start
            repeat {
                guard let before = cameFrom[folder] else { break }
                circle.insert(arrows[before]?[folder] ?? [], at: 0)
                folder = before
            } while folder != start
            return circle.flatMap { $0 }
        }
        return []
    }
}

/// No circle of types between the folders of a target, its own top folder included.
@Suite struct FolderCircleTests {
    private static func targets() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: Repository.file("Sources").path)
            .filter { !$0.hasPrefix(".") }.sorted()
    }

    @Test(arguments: try targets()) func noFoldersOfATargetNameEachOther(target: String) throws {
        let folder = "Sources/\(target)"
        let files = Repository.files(under: folder, withExtension: "swift").map { "\(folder)/\($0)" }
        let circle = FolderArrows(
            Dictionary(uniqueKeysWithValues: try files.map { ($0, try Repository.text($0)) })
        ).circle()
        #expect(
            circle.isEmpty,
            """
            folders of \(target) name each other's types; move a file, or split one so that what both need lies below both:
            \(circle.map(\.description).joined(separator: "\n"))
            """)
    }

    @Test func aCircleIsFoundThroughThreeFoldersAndSaidWithItsFiles() {
        let arrows = FolderArrows([
            "T/A/One.swift": "struct One { let two: Two }",
            "T/B/Two.swift": "public enum Two { case three(Three) }",
            "T/B/Other.swift": "struct Other { let three: Three }",
            "T/C/Three.swift": "final class Three { func text() -> String { \"\\(One.self)\" } }",
            "T/Root.swift": "struct Root { let one: One }",
        ])
        #expect(
            arrows.circle().map(\.description) == [
                "T/A/One.swift names Two of T/B/Two.swift",
                "T/B/Other.swift names Three of T/C/Three.swift",
                "T/B/Two.swift names Three of T/C/Three.swift",
                "T/C/Three.swift names One of T/A/One.swift",
            ])
    }

    @Test func commentsStringsPrivateTypesAndFilesOfOneFolderMakeNoArrow() {
        let arrows = FolderArrows([
            "T/A/One.swift": "struct One { let two: Two }\nprivate struct Hidden {}",
            "T/B/Two.swift": """
            // One
            /* One */
            struct Two { let text = "One \\" One"; let more = \"""
            One
            \""" }
            """,
            "T/B/Three.swift": "@Known(One)\nstruct Three { let two: Two }\nstruct Hidden {}",
            "T/B/Four.swift": "struct Four { let three: Three; let hidden: Hidden }",
        ])
        #expect(
            arrows.circle().map(\.description) == [
                "T/A/One.swift names Two of T/B/Two.swift", "T/B/Three.swift names One of T/A/One.swift",
            ])
    }
}
