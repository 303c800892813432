import ArgumentParser
import Diagnostics
import Drawing
import Findings
import Foundation
import Pages
import Record

/// What a person reads on the terminal when a command is done.
enum Summary {
    /// One line: version, the number for the whole, gates.
    static func line(_ audit: Audit) -> String {
        var parts = [audit.version.name + ":"]
        for entry in Catalog.facts.entries where entry.spec.role == .whole {
            guard let fact = audit.fact(at: entry.path) else { continue }
            parts.append("\(Catalog.facts.name(entry.path)) \(NumberFormat.statement(of: fact)),")
        }
        parts.append(gates(audit))
        return TerminalText.visible(parts.joined(separator: " "))
    }

    /// How the release conditions came out, in words.
    static func gates(_ audit: Audit) -> String {
        if audit.gates.isEmpty { return "no gates set" }
        let order: [(GateStatus, String)] = [
            (.failed, "failed"), (.undecided, "inconclusive"), (.notMeasured, "not measured"), (.passed, "passed"),
        ]
        let counts = order.compactMap { state, word -> String? in
            let count = audit.gates.filter { $0.state == state }.count
            return count == 0 ? nil : "\(count) \(word)"
        }
        return "gates: " + counts.joined(separator: ", ")
    }

    /// What was found in the newest version, in six lines.
    static func found(_ audit: Audit, site: String) -> String {
        var lines = [Verdict(audit: audit, facts: Catalog.facts).sentence, line(audit)]
        let modes = audit.findings.filter { $0.standing == .finding }
        let leads = audit.findings.count - modes.count
        lines.append(
            "\(modes.count) failure \(modes.count == 1 ? "mode holds" : "modes hold") beyond chance, "
                + "\(leads) more \(leads == 1 ? "is a lead" : "are leads")")
        for mode in modes.prefix(2) {
            let rate = NumberFormat.statement(of: mode.measure)
            let errors = mode.errors == 0 ? "" : mode.errors == 1 ? "1 error, " : "\(mode.errors) errors, "
            lines.append("\(mode.mode.title): \(errors)\(rate)")
        }
        let missing = audit.sections.filter { if case .notMeasured = $0.status { true } else { false } }
        if lines.count < 6, !missing.isEmpty {
            lines.append("not measured: " + missing.map { $0.title.lowercased() }.joined(separator: ", "))
        }
        lines.append("site: \(site)")
        return TerminalText.visible(lines.joined(separator: "\n"))
    }

    /// Leaves with the status that the audits ask for: 3 when an analysis broke, 0 when the verdict of the last one is
    /// ready (or inconclusive, where that is allowed), else 1.
    static func leave(_ audits: [Audit], _ verdict: VerdictOptions) throws {
        let broken = audits.flatMap(\.failures)
        for problem in broken { Outcome.say(problem.description) }
        if !broken.isEmpty { throw Outcome.failed }
        guard let last = audits.last.map({ Verdict(audit: $0, facts: Catalog.facts) }), !last.isReady else { return }
        if verdict.allow == .inconclusive, !last.isFailed { return }
        throw Outcome.notReady
    }
}
