// Release gates in the two forms that other programs show: JUnit XML, which every CI server has a page for, and SARIF, which code
// hosts list beside a change. Both say what the gates page says and no more.

import Archive
import Diagnostics
import Drawing
import Markup
import Record

/// The gates of an audit as reports for programs.
struct GateReports {
    let judged: JudgedVersion
    private var version: VersionPages { judged.version }
    private var audit: Audit { judged.audit }
    private var verdict: Verdict { judged.verdict }
    private var phrases: Phrases { version.map.phrases }
    private var facts: FactIndex { version.map.facts }

    /// What was measured, and why it came out as it did.
    private func measured(_ gate: GateResult) -> String {
        let value = gate.measured.flatMap { $0.value == nil ? nil : NumberFormat.statement(of: $0) }
        return [value, phrases.reason(gate, in: audit)].compactMap(\.self).joined(separator: "; ")
    }

    // MARK: JUnit

    /// A test case for each gate and one for the verdict. A gate that failed, could not be decided or was not measured is a failure
    /// of that type; one that is waived is skipped.
    var junit: String {
        let name = "\(version.name): \(audit.dataset.title)"
        var cases = audit.gates.map { gate -> String in
            let title = phrases.rule(gate, facts)
            let words = measured(gate)
            let body =
                switch gate.state {
                case .passed: "<system-out>\(Self.xml(words))</system-out>"
                case .waived: "<skipped message=\"\(Self.xml("waived: " + words))\"/>"
                case .failed, .undecided, .notMeasured:
                    "<failure type=\"\(Self.xml(Mark(gate.state).word))\" message=\"\(Self.xml(words))\"/>"
                }
            return Self.testCase("gates", title, body)
        }
        let end =
            verdict.isReady
            ? "<system-out>\(Self.xml(verdict.sentence))</system-out>"
            : "<failure type=\"\(Self.xml(verdict.short))\" message=\"\(Self.xml(verdict.sentence))\"/>"
        cases.append(Self.testCase("verdict", phrases(.reportVerdict), end))
        let failures =
            audit.gates.count { $0.state != .passed && $0.state != .waived } + (verdict.isReady ? 0 : 1)
        let skipped = audit.gates.count { $0.state == .waived }
        let counts = "tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"0\" skipped=\"\(skipped)\""
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="misread" \(counts)>
            <testsuite name="\(Self.xml(name))" \(counts) timestamp="\(Self.xml(audit.version.date))T00:00:00">
            \(cases.joined(separator: "\n"))
            </testsuite>
            </testsuites>

            """
    }

    private static func testCase(_ group: String, _ title: String, _ body: String) -> String {
        "<testcase classname=\"misread.\(group)\" name=\"\(xml(title))\" time=\"0\">\(body)</testcase>"
    }

    /// A text in XML 1.0: what it cannot hold at all is shown as it is shown on pages.
    static func xml(_ text: String) -> String { Escaped.html(text) }

    // MARK: SARIF

    /// SARIF 2.1.0: a result for each gate that is not passed and for each failure mode. Rules are the analyses.
    var sarif: JSONValue {
        let gates = audit.gates.filter { $0.state != .passed }
        let findings = audit.findings
        let used =
            gates.map { String($0.fact.split(separator: "/").first ?? "") } + findings.map(\.analysis)
        let sections = audit.sections.filter { used.contains($0.id) }
        return .object([
            ("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")), ("version", .string("2.1.0")),
            (
                "runs",
                .array([
                    .object([
                        (
                            "tool",
                            .object([
                                (
                                    "driver",
                                    .object([
                                        ("name", .string("misread")), ("version", .string(audit.program)),
                                        ("rules", .array(sections.map(rule))),
                                    ])
                                )
                            ])
                        ),
                        ("results", .array(gates.map(result) + findings.map(result))),
                    ])
                ])
            ),
        ])
    }

    private func rule(_ section: Section) -> JSONValue {
        .object([
            ("id", .string(section.id)), ("name", .string(section.title)),
            ("shortDescription", .object([("text", .string(section.question))])),
        ])
    }

    private func result(_ gate: GateResult) -> JSONValue {
        let words = phrases(
            .reportGate,
            [
                "gate": .text(phrases.rule(gate, facts)), "state": .text(Mark(gate.state).word),
                "measured": .text(measured(gate)), "has.measured": .flag(!measured(gate).isEmpty),
            ])
        let level =
            switch gate.state {
            case .failed: "error"
            case .undecided, .notMeasured: "warning"
            case .passed, .waived: "note"
            }
        let section = gate.fact.split(separator: "/").first.map(String.init) ?? ""
        return Self.result(
            rule: section, level: level, words: words,
            id: "gate:" + gate.fact + (gate.atLeast.map { " >= \($0)" } ?? "")
                + (gate.atMost.map { " <= \($0)" } ?? ""),
            page: judged.href(version.folder + "gates/index.html"))
    }

    private func result(_ finding: Finding) -> JSONValue {
        Self.result(
            rule: finding.analysis, level: finding.standing == .finding ? "warning" : "note",
            words: phrases.title(finding.mode).capitalizedFirst + ": "
                + phrases.statement(finding.measure, of: finding.mode, audit.nouns),
            id: finding.id, page: judged.href(SitePath.failure(finding.id, of: version.name) + "index.html"))
    }

    /// A text as SARIF takes it: brackets would be a link, braces a placeholder (2.1.0, 3.11).
    private static func sarifText(_ text: String) -> String {
        [("\\", "\\\\"), ("[", "\\["), ("]", "\\]"), ("{", "{{"), ("}", "}}")].reduce(TerminalText.visible(text)) {
            $0.replacing($1.0, with: $1.1)
        }
    }

    private static func result(rule: String, level: String, words: String, id: String, page: String) -> JSONValue {
        .object([
            ("ruleId", .string(rule)), ("level", .string(level)),
            ("message", .object([("text", .string(Self.sarifText(words)))])),
            (
                "locations",
                .array([
                    .object([
                        (
                            "physicalLocation",
                            .object([("artifactLocation", .object([("uri", .string(page))]))])
                        )
                    ])
                ])
            ),
            ("partialFingerprints", .object([("misread/v1", .string(id))])),
        ])
    }
}
