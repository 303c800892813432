// A number that a record states. One that says what it was read from is held against the archive: it is confirmed, or stale.

import Diagnostics
import Forms
import Record

/// A number with its interval, and the facts that count the same.
public struct Figure: Sendable {
    /// Its keys.
    static let fields: [RecordField] = {
        let any = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
        return [
            RecordField("estimate", .number(any)), RecordField("value", .number(any)), RecordField("low", .number(any)),
            RecordField("high", .number(any)), RecordField("unit", .text()), RecordField("method", .text()),
            RecordField("text", .text()), RecordField("fact", .text(), note: "a path of misread facts"),
            RecordField("less", .text(), note: "a fact that is taken off"),
            RecordField("mode", .link(.mode), note: "or the errors of a failure mode"),
            RecordField(
                "count", .word(["errors", "excess"]),
                note: "of a failure mode: all its errors, or those that fixing it saves"),
            RecordField("version", .link(.version)), RecordField("dataset", .link(.dataset)),
        ]
    }()

    /// Where it stands in the record.
    public let path: String
    /// Its row.
    public let row: Int
    /// What it says.
    public let form: RecordForm

    /// The number as it is written.
    public var written: String? { form.text("estimate") ?? form.text("value") }
    /// The number.
    public var value: Double? { written.flatMap(Double.init) }
    /// Its interval, where both ends are stated.
    public var interval: ClosedRange<Double>? {
        guard let low = form.number("low"), let high = form.number("high"), low <= high else { return nil }
        return low...high
    }
    /// Whether it says what it was read from.
    public var isBound: Bool { form.text("fact") != nil || form.text("mode") != nil }

    /// What became of it when it was held against the archive.
    public enum Standing: Sendable, Hashable {
        /// The archive counts the same.
        case confirmed
        /// It does not say what it was read from.
        case unbound
    }

    /// Every figure of a record.
    static func all(of record: RecordDocument) -> [Figure] { all(record.schema.fields, record.form, "") }

    private static func all(_ fields: [RecordField], _ form: RecordForm, _ path: String) -> [Figure] {
        fields.flatMap { field -> [Figure] in
            let full = path.isEmpty ? field.key : path + "." + field.key
            switch field.kind {
            case .figure:
                return form.node(field.key).map { [Figure(path: full, row: $0.row, form: RecordForm($0))] } ?? []
            case .figures:
                return form.forms(field.key).enumerated().map {
                    Figure(path: "\(full)[\($0.offset)]", row: $0.element.row, form: $0.element.form)
                }
            case .form(let inner): return all(inner, form.form(field.key), full)
            default: return []
            }
        }
    }

    /// Holds it against the archive; `audit` finds the audit of a version on a data set. `nil` where it does not say what it was
    /// read from; a problem where the archive says otherwise.
    func problem(in file: String, audit: (String, String?) -> Audit?) -> Problem? {
        func place(_ key: String = "") -> Place {
            Place(file: file, row: form.node(key)?.row ?? row, field: key.isEmpty ? path : path + "." + key)
        }
        guard isBound else { return nil }
        guard let version = form.text("version") else {
            return Problem(
                at: place(), "it names what it was read from and not of which version", suggestion: "add version:")
        }
        // A version without an audit is told where versions are.
        guard let audit = audit(version, form.text("dataset")) else { return nil }
        let found: (value: Double, interval: Interval?)
        var words: String
        if let mode = form.text("mode") {
            guard let finding = audit.findings.first(where: { FormerNames.isSameMode($0.id, mode) }) else {
                return Problem(at: place("mode"), "the audit of \(version) does not list \"\(mode)\"")
            }
            if form.text("count") == "excess" {
                guard let excess = finding.excess else {
                    return Problem(at: place("count"), "the audit of \(version) does not say what fixing \(mode) saves")
                }
                found = (excess.value, excess.interval)
                words = "errors that fixing \(mode) saves"
            } else {
                found = (Double(finding.errors), nil)
                words = "errors of \(mode)"
            }
        } else {
            let path = form.text("fact") ?? ""
            guard let fact = audit.fact(at: path), let value = fact.value else {
                return Self.unknown(path, in: audit, at: place("fact"))
            }
            found = (value, fact.interval)
            words = path
            if let less = form.text("less") {
                guard let other = audit.fact(at: less)?.value else {
                    return Self.unknown(less, in: audit, at: place("less"))
                }
                return stale("estimate", found.value - other, "\(words) less \(less)", version, place())
            }
        }
        for (key, value) in [
            (written == form.text("estimate") ? "estimate" : "value", found.value),
            ("low", found.interval?.low ?? .nan),
            ("high", found.interval?.high ?? .nan),
        ] {
            guard form.text(key) != nil else { continue }
            if value.isNaN {
                return Problem(at: place(key), "the archive of \(version) gives \(words) no interval")
            }
            if let problem = stale(key, value, words, version, place(key)) { return problem }
        }
        return nil
    }

    private func stale(_ key: String, _ value: Double, _ words: String, _ version: String, _ place: Place) -> Problem? {
        guard let text = form.text(key) ?? written, let stated = Double(text), stated.isFinite else { return nil }
        let decimals = text.split(separator: ".", maxSplits: 1).dropFirst().first.map { $0.utf8.count } ?? 0
        var scale = 1.0
        for _ in 0..<min(decimals, 12) { scale *= 10 }
        let unit = 1 / scale
        if abs(stated - value) <= unit / 2 + 1e-9 { return nil }
        let shown = (value * scale).rounded() / scale
        let right = decimals == 0 ? "\(Int(shown))" : "\(shown)"
        return Problem(
            at: place, "\(text) is stale: the archive of \(version) has \(right) (\(words))",
            suggestion: "write \(right), or say what it was read from")
    }

    private static func unknown(_ path: String, in audit: Audit, at place: Place) -> Problem {
        let known = audit.sections.flatMap { section in section.facts.map { section.id + "/" + $0.id } }
        return Problem(
            at: place, "the audit of \(audit.version.name) states no \"\(path)\"",
            suggestion: nearestName(to: path, in: known).map { "did you mean \"\($0)\"?" })
    }
}
