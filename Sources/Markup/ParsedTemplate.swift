import Diagnostics
import Mustache
import Synchronization

/// The text of a template, parsed by Mustache when it is first asked for: a command fills a few of the hundreds of templates and
/// phrases that are built into the program, and parsing all of them takes longer than a small audit.
final class ParsedTemplate: Sendable {
    private let text: String
    private let file: String
    private let form: Template.Form
    private let known = Mutex<MustacheTemplate?>(nil)

    init(text: String, file: String, form: Template.Form) {
        self.text = text
        self.file = file
        self.form = form
    }

    /// What Mustache makes of it. Throws what Mustache cannot read.
    func mustache() throws(ProblemList) -> MustacheTemplate {
        if let template = known.withLock({ $0 }) { return template }
        MarkdownContentType.register
        do {
            let template = try MustacheTemplate(string: "{{% CONTENT_TYPE:\(form.rawValue)}}" + text)
            known.withLock { $0 = template }
            return template
        } catch {
            throw ProblemList(MarkupError.unreadable("\(error)", Place(file: file)))
        }
    }
}

/// Values are written so that Markdown shows them and does not obey them.
private struct MarkdownContentType: MustacheContentType {
    func escapeText(_ text: String) -> String { Escaped.markdown(text) }

    /// Known to the Mustache library under this name from the first template on.
    static let register: Void = MustacheContentTypes.register(MarkdownContentType(), named: "MARKDOWN")
}
