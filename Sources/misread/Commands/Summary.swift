import ArgumentParser
import Chronicle
import Diagnostics
import Drawing
import Findings
import Foundation
import Pages
import Record

/// What a person reads on the terminal when a command is done, in the words of the pages.
struct Summary {
    let phrases: Phrases

    /// One line: version, the number for the whole, gates.
    func line(_ audit: Audit) -> String {
        var parts = [audit.version.name + ":"]
        for entry in Catalog.facts.entries where entry.spec.role == .whole {
            guard let fact = audit.fact(at: entry.path) else { continue }
            parts.append("\(Catalog.facts.name(entry.path)) \(NumberFormat.statement(of: fact)),")
        }
        if let coverage = phrases.coverageShort(audit) { parts.append(coverage) }
        parts.append(phrases.gates(audit))
        return TerminalText.visible(parts.joined(separator: " "))
    }

    /// Says what was found in the newest version, judged by the gates in force, and leaves with the status of its verdict.
    func tell(_ chronicle: Chronicle, site: String, _ options: VerdictOptions) throws {
        let audits = chronicle.audits.map(chronicle.judged)
        if let audit = audits.last, let archived = chronicle.latest {
            print(found(audit, ofItsDay: archived.audit, site: site))
        }
        try leave(audits, options)
    }

    /// What was found in the newest version, in six lines. `ofItsDay` is the audit as it was made, whose verdict is said
    /// where it was another.
    func found(_ audit: Audit, ofItsDay: Audit? = nil, site: String) -> String {
        let verdict = Verdict(audit: audit, facts: Catalog.facts, phrases: phrases)
        let day = ofItsDay.map { Verdict(audit: $0, facts: Catalog.facts, phrases: phrases) }
        let findings = audit.findings.filter { $0.standing == .finding }
        var lines = [
            verdict.sentence, line(audit) + (day.map { $0.ofItsDay(unlike: verdict) } ?? ""),
            phrases.found(findings: findings.count, leads: audit.findings.count - findings.count),
        ]
        lines += findings.prefix(2).map { phrases.line($0, in: audit) }
        let missing = audit.sections.filter { if case .notMeasured = $0.status { true } else { false } }
        if lines.count < 6, !missing.isEmpty { lines.append(phrases.notMeasured(missing)) }
        lines.append(phrases.site(site))
        return TerminalText.visible(lines.joined(separator: "\n"))
    }

    /// Leaves with the status that the audits ask for: 3 when an analysis broke, 0 when the verdict of the last one is
    /// ready (or inconclusive, where that is allowed and anything is found at all), else 1.
    func leave(_ audits: [Audit], _ verdict: VerdictOptions) throws {
        let broken = audits.flatMap(\.failures)
        for problem in broken { Outcome.say(problem.description) }
        if !broken.isEmpty { throw Outcome.failed }
        guard let last = audits.last.map({ Verdict(audit: $0, facts: Catalog.facts, phrases: phrases) }), !last.isReady
        else { return }
        if verdict.allow == .inconclusive, last.mayBeAllowed { return }
        throw Outcome.notReady
    }
}
