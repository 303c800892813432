// The readers of bytes under libFuzzer, one of them at a time: the one that MISREAD_READER names. It may refuse what it is given
// and must not crash, hang, or touch memory that is not its own. Built by Tests/Fuzz/targets.py, and no part of the program.

import Chronicle
import Columns
import Diagnostics
import Formats
import Forms
import Foundation
import Markup
import Record

/// A reader takes bytes as a file would hold them.
private typealias Reader = @Sendable (Data) throws -> Void

private let readers: [String: Reader] = [
    "csv": { try table($0, .csv(Dialect())) },
    "jsonl": { try table($0, .jsonLines) },
    "json": { data in
        try data.withUnsafeBytes { raw in
            var scanner = try JSONScanner(raw.assumingMemoryBound(to: UInt8.self))
            _ = try JSONTree(&scanner)
            try scanner.finish()
        }
    },
    "xml": { _ = try XMLElement([UInt8]($0)) },
    "npy": { _ = try NPYArray(bytes: $0, name: "f").doubles() },
    "npz": { data in
        let archive = try NPZArchive(bytes: data, name: "f", memberLimit: 1 << 20)
        for name in archive.names { _ = try archive.array(name).doubles() }
    },
    "picture": { data in
        _ = PictureMetadata(of: data)
        // As a huge picture is decoded, of a size that takes no time.
        if let layout = try? ImageFile.layout(data, name: "f"), layout.width <= 1 << 16 / layout.height {
            _ = try? ImageFile.picture(data, name: "f", pixelLimit: 64)
        }
        _ = try ImageFile.decode(data, name: "f", pixelLimit: 1 << 16)
    },
    "map": { _ = try SaliencyFile.map($0, name: "f", pixelLimit: 1 << 16) },
    "yaml": { _ = try FormNode.parse(String(decoding: $0, as: UTF8.self)) },
    "record": { data in
        // The first byte chooses the kind.
        let kinds = RecordKind.allCases
        let kind = kinds[Int(data.first ?? 0) % kinds.count]
        var problems = ProblemList()
        _ = RecordReader.read(
            String(decoding: data.dropFirst(), as: UTF8.self), file: "f.md", as: Schemas.of(kind), into: &problems)
        _ = problems.description
    },
    "outcomes": { _ = OutcomeTable(bytes: [UInt8]($0)) },
    "audit": { data in
        let audit = try JSONDecoder().decode(Audit.self, from: data)
        _ = audit.judged(by: audit.policyOfItsDay.gates)
        _ = audit.findings
    },
    "gate": { data in _ = try? GateExpression(String(decoding: data, as: UTF8.self)) },
    "template": { data in
        let template = try Template(text: String(decoding: data, as: UTF8.self), file: "f")
        _ = template.problems(against: Vocabulary())
        var scope = Scope()
        for (name, isSection) in template.names {
            if isSection { scope.flags[name] = true } else { scope.values[name] = "<*>" }
        }
        _ = try template.markdown(scope)
    },
    "markdown": { data in
        let text = String(decoding: data, as: UTF8.self)
        let page = try MarkdownText(text, file: "f").page(
            Resolver(link: { _ in .page(href: "#", title: "") }, exhibit: { _ in .html("") }))
        let html = (page.lede + page.body).lowercased()
        // What a page must never hold, whatever is written.
        if ["<script", "<iframe", "<img", "href=\"javascript:"].contains(where: html.contains) {
            preconditionFailure("hostile HTML got through")
        }
    },
]

@Sendable private func table(_ data: Data, _ format: TextFormat) throws {
    let reader = try TableReader(try TextFile(bytes: data, name: "f"), as: format)
    for kind in [ColumnKind.text, .category, .attribute] { _ = try reader.read { _ in kind } }
}

private let chosen = readers[ProcessInfo.processInfo.environment["MISREAD_READER"] ?? ""]

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let chosen else { preconditionFailure("MISREAD_READER is one of \(readers.keys.sorted())") }
    try? chosen(bytes.map { Data(bytes: $0, count: count) } ?? Data())
    return 0
}
