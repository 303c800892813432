import Diagnostics
import Forms
import Record

/// Reads records: every schema by the same rules, every problem at once.
public enum RecordReader {
    /// Reads a Markdown file with front matter. Every problem is added to `problems`; `nil` when the front matter cannot be read
    /// at all, or has no id.
    public static func read(
        _ text: String, file: String, as schema: RecordSchema, into problems: inout ProblemList
    ) -> RecordDocument? {
        guard let parts = FrontMatter.split(text) else {
            problems.add(
                Problem(
                    at: Place(file: file, row: 1), "a writeup starts with front matter between two lines of ---",
                    suggestion: text.hasPrefix("---") ? "the closing --- is missing" : "put `---` on the first line"))
            return nil
        }
        return read(parts.yaml, firstRow: 2, parts.body, parts.bodyRow, file, schema, &problems)
    }

    /// Reads a file that is one record by itself, YAML and nothing else.
    public static func read(
        yaml text: String, file: String, as schema: RecordSchema, into problems: inout ProblemList
    ) -> RecordDocument? {
        read(String(text.trimmingPrefix("\u{FEFF}")), firstRow: 1, "", 1, file, schema, &problems)
    }

    private static func read(
        _ yaml: String, firstRow: Int, _ body: String, _ bodyRow: Int, _ file: String, _ schema: RecordSchema,
        _ problems: inout ProblemList
    ) -> RecordDocument? {
        let node: FormNode
        do {
            node = try FormNode.parse(yaml, firstRow: firstRow)
        } catch {
            problems.add(error.problem(in: file))
            return nil
        }
        var reading = Reading(values: RecordForm(node), file: file)
        var form = Form(node, file: file)
        reading.fields(schema.fields, of: &form, path: "")
        for rule in schema.rules { reading.hold(rule, body) }
        form.finish(&reading.problems)
        problems.add(reading.problems)
        let id = reading.values.text("id") ?? ""
        if schema.kind != nil, id.isEmpty { return nil }
        return RecordDocument(
            schema: schema, id: id, form: reading.values, body: body, bodyRow: bodyRow, file: file)
    }
}

/// One record being read.
private struct Reading {
    let values: RecordForm
    let file: String
    var problems = ProblemList()

    init(values: RecordForm, file: String) {
        self.values = values
        self.file = file
    }

    private var status: String? { values.text("status") }

    mutating func fields(_ fields: [RecordField], of form: inout Form, path: String) {
        for field in fields {
            let full = path.isEmpty ? field.key : path + "." + field.key
            var isAlways = false
            if case .always = field.need { isAlways = true }
            value(field, of: &form, path: full, required: isAlways)
            guard case .when(let statuses, let why, let unless) = field.need, let status, statuses.contains(status)
            else { continue }
            let isThere = values.node(full).map { $0.value != .list([]) } ?? false
            if !isThere, !unless.contains(where: { values.node($0) != nil }) { missing(full, why) }
        }
    }

    private mutating func missing(_ path: String, _ why: String) {
        problems.add(Problem(at: Place(file: file, field: path), "this key is required and missing: \(why)"))
    }

    private mutating func value(_ field: RecordField, of form: inout Form, path: String, required: Bool) {
        let key = field.key
        switch field.kind {
        case .text(let most):
            if let text = form.text(key, required: required), text.count > most {
                form.refuse(key, expected: "at most \(most) characters")
            }
        case .id(let kind):
            if let text = form.text(key, required: required), !kind.isID(text) {
                form.refuse(key, expected: "\(kind.withArticle) id such as \(kind.exampleID)")
            }
        case .word(let words): _ = form.choice(key, of: words, required: required)
        case .words(let words):
            for text in form.texts(key, required: required) ?? [] where !words.contains(text) {
                problems.add(
                    FormError.wrongValue(
                        row: form.row(of: key) ?? 1, path: path, found: "\"\(text)\"",
                        expected: "one of \(words.joined(separator: ", "))",
                        suggestion: nearestName(to: text, in: words).map { "did you mean \"\($0)\"?" }
                    ).problem(in: file))
            }
        case .day:
            if let text = form.text(key, required: required), text.utf8.count != 10 || Day(text) == nil {
                form.refuse(key, expected: "a day such as 2026-03-04")
            }
        case .moment:
            if let text = form.text(key, required: required), Day(text) == nil {
                form.refuse(
                    key, expected: "a date and time with a zone, such as 2026-03-04T18:10:00Z, or a day without an hour"
                )
            }
        case .number(let range): _ = form.number(key, in: range, required: required)
        case .integer(let range): _ = form.integer(key, in: range, required: required)
        case .flag: _ = form.flag(key)
        case .texts, .links: _ = form.texts(key, required: required)
        case .link: _ = form.text(key, required: required)
        case .derived: _ = form.choice(key, of: ["derived"])
        case .digest:
            if let text = form.text(key, required: required),
                text.utf8.count != 64 || !text.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
            {
                form.refuse(key, expected: "a SHA-256: 64 hexadecimal digits in small letters")
            }
        case .gate: gates(form.text(key, required: required).map { [$0] } ?? [], key, &form)
        case .gates: gates(form.texts(key, required: required) ?? [], key, &form)
        case .form(let fields): inner(fields, key, &form, path, required)
        case .forms(let fields):
            _ = form.node(key, required: required)
            for (place, entry) in form.forms(key).enumerated() { list(entry, fields, "\(path)[\(place)]") }
        case .linksOrForms(_, let fields): linksOrForms(fields, key, &form, path, required)
        case .names: _ = form.dictionary(key)
        case .numbers(let keys, let range):
            inner(keys.map { RecordField($0, .integer(range)) }, key, &form, path, required)
        case .figure: inner(Figure.fields, key, &form, path, required)
        case .figures:
            _ = form.node(key, required: required)
            for (place, entry) in form.forms(key).enumerated() { list(entry, Figure.fields, "\(path)[\(place)]") }
        }
    }

    /// A form inside; what it needs by the status is asked for when it is not there too.
    private mutating func inner(
        _ fields: [RecordField], _ key: String, _ form: inout Form, _ path: String, _ required: Bool
    ) {
        if required { _ = form.node(key, required: true) }
        if var inner = form.form(key) {
            self.fields(fields, of: &inner, path: path)
            inner.finish(&problems)
        } else {
            for field in fields {
                guard case .when(let statuses, let why, let unless) = field.need, let status,
                    statuses.contains(status), !unless.contains(where: { values.node($0) != nil })
                else { continue }
                missing(path + "." + field.key, why)
            }
        }
    }

    /// An entry of a list of forms. What it needs by the record's status is not asked of an entry.
    private mutating func list(_ entry: Form, _ fields: [RecordField], _ path: String) {
        var entry = entry
        for field in fields {
            var isAlways = false
            if case .always = field.need { isAlways = true }
            value(field, of: &entry, path: path + "." + field.key, required: isAlways)
        }
        entry.finish(&problems)
    }

    private mutating func linksOrForms(
        _ fields: [RecordField], _ key: String, _ form: inout Form, _ path: String, _ required: Bool
    ) {
        guard let node = form.node(key, required: required) else { return }
        switch node.value {
        case .scalar: break
        case .mapping: form.refuse(key, expected: "a list")
        case .list(let items):
            for (place, item) in items.enumerated() {
                if case .scalar = item.value { continue }
                list(Form(item, file: file, path: "\(path)[\(place)]"), fields, "\(path)[\(place)]")
            }
        }
    }

    private mutating func gates(_ texts: [String], _ key: String, _ form: inout Form) {
        for text in texts {
            do throws(GateExpression.Fault) {
                _ = try GateExpression(text)
            } catch {
                problems.add(
                    Problem(
                        at: Place(file: file, row: form.row(of: key), field: key), error.words(of: text),
                        suggestion: "for instance headline/recall@class=8 >= 0.9"))
            }
        }
    }

    mutating func hold(_ rule: RecordRule, _ body: String) {
        switch rule {
        case .ordered(let paths):
            var last: (path: String, at: Int)?
            for path in paths {
                guard let text = values.text(path), let day = Day(text) else { continue }
                let moment = Timestamp(text)?.seconds
                // A day without an hour may be any hour of that day.
                let latest = moment ?? (day.number * 86_400 + 86_399)
                if let last, latest < last.at {
                    let before = last.path.split(separator: ".").last.map(String.init) ?? last.path
                    problems.add(
                        FormError.wrongValue(
                            row: values.node(path)?.row ?? 1, path: path, found: "\"\(text)\"",
                            expected: "at or after \(before)", suggestion: nil
                        ).problem(in: file))
                    continue
                }
                last = (path, moment ?? day.number * 86_400)
            }
        case .fourEyes(let approvers, let authors, let statuses, let what):
            if !statuses.isEmpty, !(status.map(statuses.contains) ?? false) { return }
            let names = values.texts(approvers) + values.forms(approvers).compactMap { $0.form.text("name") }
            let writers = Set(values.texts(authors).map(PersonName.folded))
            guard let first = names.first, Set(names.map(PersonName.folded)) == writers, writers.count == 1 else {
                return
            }
            problems.add(
                Problem(
                    at: Place(file: file, row: values.node(approvers)?.row, field: approvers),
                    "\"\(first)\" is the only author; \(what)"))
        case .headings(let headings, let statuses):
            guard let status, statuses.contains(status) else { return }
            let there = body.split(separator: "\n").filter { $0.hasPrefix("#") }.map {
                $0.drop { $0 == "#" || $0 == " " }.lowercased()
            }
            let lacking = headings.filter { heading in !there.contains { $0.hasPrefix(heading.lowercased()) } }
            if !lacking.isEmpty {
                problems.add(
                    Problem(
                        at: Place(file: file),
                        "a \(status) writeup has the headings \(headings.joined(separator: ", ")); missing: \(lacking.joined(separator: ", "))"
                    ))
            }
        case .needed(let key, let other, let words, let why):
            guard let word = values.text(other), words.contains(word) else { return }
            if values.node(key).map({ $0.value == .list([]) }) ?? true { missing(key, why) }
        case .fits(let key, let other, let fitting):
            guard let word = values.text(key), let of = values.text(other),
                let words = fitting.first(where: { $0.word == of })?.fitting, !words.contains(word),
                let owner = fitting.first(where: { $0.fitting.contains(word) })?.word
            else { return }
            problems.add(
                Problem(
                    at: Place(file: file, row: values.node(key)?.row, field: key),
                    "\"\(word)\" is of \(other): \(owner); of \(other): \(of) it is one of \(words.joined(separator: ", "))"
                ))
        case .oneOf(let keys, let why):
            if keys.contains(where: { values.node($0) != nil }) { return }
            problems.add(
                Problem(
                    at: Place(file: file, field: keys.first),
                    "one of \(keys.joined(separator: ", ")) is required: \(why)"
                ))
        }
    }
}
