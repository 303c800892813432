import Diagnostics

/// What can be wrong with a site. Cases carry evidence; the wording is below.
public enum PagesError: Error, Sendable, Hashable {
    /// A link of a page leads to nothing.
    case deadLink(page: String, target: String)
    /// A link of a record leads to nothing.
    case deadWrittenLink(target: String, Place)
    /// A page is larger than the budget.
    case heavyPage(path: String, bytes: Int, budget: Int)
    /// The output is a folder that this program did not make.
    case notOurs(path: String)
    /// The output is a file.
    case isFile(path: String)
    /// The output holds what this program did not write.
    case holdsOthers(path: String, names: [String])
}

extension PagesError: Explained {
    /// The wording.
    public var problem: Problem {
        switch self {
        case .deadLink(let page, let target):
            Problem(at: Place(file: page + "index.html"), "the link \"\(target)\" leads to nothing on this site")
        case .deadWrittenLink(let target, let place):
            Problem(
                at: place, "the link \"\(target)\" leads to nothing on this site",
                suggestion: "name what is meant: [](version:v1), [](incident:INC-2026-001)")
        case .heavyPage(let path, let bytes, let budget):
            Problem(
                .warning, at: Place(file: path),
                "the page has \(bytes) bytes of HTML; \(budget) is the most a page "
                    + "should have")
        case .notOurs(let path):
            Problem(
                at: Place(file: path), "the folder is not empty and was not made by this program; nothing was written",
                suggestion: "choose another folder, or empty this one")
        case .isFile(let path):
            Problem(at: Place(file: path), "there is a file of this name; nothing was written")
        case .holdsOthers(let path, let names):
            Problem(
                at: Place(file: path),
                "the folder holds what this program did not write: \(names.firstFew); nothing was written",
                suggestion: "move it out, or publish into a folder of its own and copy from there")
        }
    }
}
