import Foundation
import TestSupport
import Testing

/// The import table of CONTRIBUTING.md is the law; this keeps it.
@Suite struct ImportTableTests {
    private static let free: Set<String> = [
        "Swift", "Foundation", "Synchronization", "Dispatch", "Glibc", "Darwin", "FoundationEssentials",
    ]

    /// Target to what it may import, read from the table.
    static func table() throws -> [String: Set<String>] {
        var table: [String: Set<String>] = [:]
        for line in try Repository.text("CONTRIBUTING.md").split(separator: "\n") {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            guard cells.count == 5, cells[1].contains("`") else { continue }
            for target in names(cells[1]) { table[target] = Set(names(cells[3])) }
        }
        return table
    }

    static func names(_ cell: String) -> [String] {
        cell.split(separator: "`").map(String.init).filter { $0.allSatisfy(\.isLetter) && !$0.isEmpty }
    }

    private static func imports(of target: String) throws -> [(file: String, module: String)] {
        try Repository.files(under: "Sources/\(target)", withExtension: "swift").flatMap { file in
            let path = "Sources/\(target)/\(file)"
            return try Repository.text(path).split(separator: "\n").compactMap { line -> (String, String)? in
                let words = line.split(separator: " ").filter {
                    !$0.hasPrefix("@") && $0 != "internal" && $0 != "public"
                }
                guard words.first == "import", let last = words.last else { return nil }
                return (path, String(last.split(separator: ".")[0]))
            }
        }
    }

    @Test func everyTargetImportsOnlyWhatTheTableAllows() throws {
        let table = try Self.table()
        for (target, allowed) in table.sorted(by: { $0.key < $1.key }) {
            for (file, module) in try Self.imports(of: target) where !Self.free.contains(module) {
                #expect(
                    allowed.contains(module),
                    "\(file) imports \(module), which the table in CONTRIBUTING.md does not allow \(target); move the code to a target that may, or change the table with a decision that says why"
                )
            }
        }
    }

    @Test func everyTargetIsInTheTable() throws {
        let table = try Self.table()
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: Repository.file("Sources").path)
        for folder in folders where !folder.hasPrefix(".") {
            #expect(table[folder] != nil, "add \(folder) to the import table in CONTRIBUTING.md")
        }
        #expect(
            table.count == folders.filter { !$0.hasPrefix(".") }.count, "the import table names a target that is gone")
    }

    /// One file for each library, and for libdeflate one on each side of the archive: reading inflates, drawing deflates,
    /// and the two may not import each other.
    @Test func eachCLibraryIsWrappedByOneFile() throws {
        let allowed = [
            "CCMark": 1, "CPNG": 1, "CTurboJPEG": 1, "CWebP": 1, "CCrypto": 1, "CFolder": 1, "CBitCounting": 1,
            "CDeflate": 2,
        ]
        let targets = try Self.table().keys.sorted()
        let imports = try targets.flatMap { try Self.imports(of: $0) }
        for (shim, most) in allowed {
            let files = imports.filter { $0.module == shim }.map(\.file)
            #expect(
                (1...most).contains(files.count),
                "\(shim) is imported by \(files.joined(separator: ", ")); keep C behind one file")
        }
        let shims = targets.filter { $0.hasPrefix("C") && $0.dropFirst().first?.isUppercase == true }
        #expect(Set(shims) == Set(allowed.keys), "a C library is not in this test's list")
    }

    /// Files are read through `Files`, so that a refusal of the system is one message with its own words.
    @Test func readersOfFormatsAndArtifactsOpenNoFileThemselves() throws {
        for target in ["Formats", "Artifacts"] {
            for file in Repository.files(under: "Sources/\(target)", withExtension: "swift") {
                let text = try Repository.text("Sources/\(target)/\(file)")
                #expect(
                    !text.contains("Data(contentsOf:") && !text.contains("String(contentsOf"),
                    "Sources/\(target)/\(file) reads a file by Foundation; use NamedFile or SourceFolder, whose errors are I/O errors"
                )
            }
        }
    }
}
