// What a record's front matter says, shown by its schema: a key is its heading, what it names is a link, forms are sheets and lists
// of forms tables. Nothing here knows which record it is.

import Chronicle
import Drawing
import Markup
import Record

/// The front matter of a record, on its page.
struct RecordSheet {
    let record: RecordDocument
    let link: (Reference) -> Referent

    /// A key as a heading.
    static func heading(_ key: String) -> String { key.asWords.capitalizedFirst }

    /// Rows of a panel for those of the keys that are there.
    func rows(_ keys: [String]) -> [(String, HTML)] {
        keys.compactMap { key in
            guard let field = record.schema.fields.first(where: { $0.key == key }), record.form.node(key) != nil else {
                return nil
            }
            return (Self.heading(key), value(field, record.form))
        }
    }

    /// A panel.
    static func card(_ rows: [(String, HTML)]) -> HTML {
        let items: [HTML] = rows.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>\n" }
        return "<dl class=\"card rows\">\n\(items.joined())</dl>"
    }

    /// A section a key, of those that are there.
    func sections(_ keys: [String]) -> HTML {
        var html: HTML = ""
        for key in keys {
            guard let field = record.schema.fields.first(where: { $0.key == key }), record.form.node(key) != nil else {
                continue
            }
            let shown = value(field, record.form)
            html += Self.section(
                key, Self.heading(key),
                shown.text.hasPrefix("<") && !shown.text.hasPrefix("<a") ? shown : "<p>\(shown)</p>\n")
        }
        return html
    }

    /// A section with a heading that can be linked to.
    static func section(_ id: String, _ title: String, _ body: HTML, half: Bool = false) -> HTML {
        let name = "facts-" + id.replacing("_", with: "-")
        let style: HTML = half ? "half" : "full"
        return """
            <section class="\(style)" aria-labelledby="\(name)">
            \(Heading.section(title, id: name))
            \(body)</section>

            """
    }

    private func value(_ field: RecordField, _ form: RecordForm) -> HTML {
        switch field.kind {
        case .link, .links:
            let items = form.texts(field.key).map(named)
            return items.count == 1 ? items[0] : Self.list(items)
        case .texts, .words, .gates:
            let texts = form.texts(field.key)
            return texts.count == 1 ? "\(texts[0])" : Self.list(texts.map { "\($0)" })
        case .form(let fields): return sheet(fields, form.form(field.key))
        case .forms(let fields): return table(fields, form.forms(field.key).map(\.form), Self.heading(field.key))
        case .names:
            return Self.sheet(
                form.form(field.key).entries.map { entry in (entry.key, "\(form.form(field.key).text(entry.key) ?? "")")
                })
        case .numbers(let keys, _):
            let form = form.form(field.key)
            return Self.sheet(
                keys.compactMap { key in form.text(key).map { (Self.heading(key.replacing("-", with: " ")), "\($0)") } }
            )
        case .digest: return "<code>\(form.text(field.key) ?? "")</code>"
        default: return "\((form.text(field.key) ?? "").dateWords)"
        }
    }

    private func sheet(_ fields: [RecordField], _ form: RecordForm) -> HTML {
        Self.sheet(
            fields.compactMap { field in
                form.node(field.key) == nil ? nil : (Self.heading(field.key), value(field, form))
            })
    }

    /// Headings and texts below each other.
    static func sheet(_ rows: [(String, HTML)]) -> HTML {
        let items: [HTML] = rows.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>\n" }
        return "<dl class=\"sheet\">\n\(items.joined())</dl>\n"
    }

    private func table(_ fields: [RecordField], _ forms: [RecordForm], _ label: String) -> HTML {
        let shown = fields.filter { field in forms.contains { $0.node(field.key) != nil } }
        let heads: [HTML] = shown.map { "<th scope=\"col\">\(Self.heading($0.key))</th>" }
        let rows: [HTML] = forms.map { form in
            let cells: [HTML] = shown.map { field in
                form.node(field.key) == nil ? "<td></td>" : "<td>\(value(field, form))</td>"
            }
            return "<tr>\(cells.joined())</tr>\n"
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(label)">
            <table><thead><tr>\(heads.joined())</tr></thead>
            <tbody>
            \(rows.joined())</tbody></table></div>

            """
    }

    static func list(_ items: [HTML]) -> HTML {
        let rows: [HTML] = items.map { "<li>\($0)</li>\n" }
        return "<ul class=\"plain\">\n\(rows.joined())</ul>\n"
    }

    /// What a record names: a link where there is a page, else the words.
    func named(_ name: String) -> HTML {
        let kinds: [Reference.Kind] =
            RecordKind(ofID: name).map { [Reference.Kind($0)] } ?? [.finding, .version]
        for kind in kinds {
            if case .page(let href, let title) = link(Reference(kind, name)) {
                return "<a href=\"\(href)\">\(title == name || kind == .finding ? title : name)</a>"
            }
        }
        return "\(name)"
    }
}

extension Reference.Kind {
    /// The scheme of a record's links.
    init(_ kind: RecordKind) {
        switch kind {
        case .incident: self = .incident
        case .action: self = .action
        case .decision: self = .decision
        case .waiver: self = .waiver
        case .playbook, .alarm: self = .playbook
        case .case: self = .regressionCase
        }
    }
}
