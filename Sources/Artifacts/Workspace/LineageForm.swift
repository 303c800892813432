// `lineage:` of version.yml, key by key.

import Columns
import Diagnostics
import Forms
import Record

extension Lineage {
    /// Reads the lineage of the version `version`; `nil` when it states nothing, which is a problem.
    init?(reading form: Form, of version: String, _ problems: inout ProblemList) {
        var form = form
        let before = problems.errorCount
        var entries: [Entry] = []
        for part in Part.allCases {
            if let entry = Entry(part, in: &form, &problems) { entries.append(entry) }
        }
        let origin = form.text("derived_from")
        if let origin, Name(origin) == Name(version) {
            form.refuse("derived_from", expected: "another version: no model starts from its own weights")
        }
        form.finish(&problems)
        if entries.isEmpty, origin == nil, problems.errorCount == before {
            problems.add(
                Problem(
                    at: Place(file: form.file, row: form.row, field: "lineage"), "states nothing",
                    suggestion: "name \(Part.allCases.map(\.rawValue).joined(separator: ", ")) or derived_from"))
        }
        guard !entries.isEmpty || origin != nil else { return nil }
        self.init(entries, derivedFrom: origin)
    }
}

extension Lineage.Entry {
    /// Reads a part: its name alone, or its name and hash.
    init?(_ part: Lineage.Part, in form: inout Form, _ problems: inout ProblemList) {
        guard let node = form.node(part.rawValue) else { return nil }
        if case .mapping = node.value, var own = form.form(part.rawValue) {
            let name = own.text("name", required: true)
            let hash = own.text("hash")
            if let hash, !Self.isHash(hash) {
                own.refuse(
                    "hash", expected: "7 to 128 hexadecimal digits, as of a commit or a SHA-256",
                    suggestion: "leave hash: out where there is none")
            }
            own.finish(&problems)
            guard let name else { return nil }
            self.init(part, name: name, hash: hash?.lowercased())
        } else {
            guard let name = form.text(part.rawValue) else { return nil }
            self.init(part, name: name)
        }
    }

    private static func isHash(_ text: String) -> Bool {
        (7...128).contains(text.utf8.count) && text.allSatisfy { $0.isASCII && $0.isHexDigit }
    }
}
