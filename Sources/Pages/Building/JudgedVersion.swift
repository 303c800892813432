import Archive
import Markup
import Record

/// A version with the judgement that its summaries and reports give, and how they link to its pages.
struct JudgedVersion {
    let version: VersionPages
    /// The audit as it is judged: by the gates of its day unless another judgement is given.
    let audit: Audit
    /// Its verdict.
    let verdict: Verdict
    /// What stands before every link: nothing beside the pages, an address elsewhere.
    private let base: String

    init(_ version: VersionPages, judged audit: Audit? = nil, base: String = "") {
        self.version = version
        self.audit = audit ?? version.audit
        self.base = base.isEmpty || base.hasSuffix("/") ? base : base + "/"
        verdict = version.map.verdict(self.audit)
    }

    /// A page, as it is linked beside those of the version.
    func href(_ path: String) -> String { base + SitePath.relative(path, from: version.folder) }
}

extension ArchivedAudit {
    /// Whether it keeps errors by name, so that there are pages of them.
    var listsErrors: Bool { examples.map { $0.errors + $0.spurious > 0 } ?? false }

    /// What was predicted for an item; `nil` where it was not evaluated, or as a class that is not in the list.
    func answer(to item: String) -> Answer? {
        let classes = audit.dataset.classes
        return outcomes.row(of: item).flatMap {
            Answer(code: outcomes.answer($0, classes: classes.count), classes: classes)
        }
    }
}
