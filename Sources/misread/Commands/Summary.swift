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
        return TerminalText.line(parts.joined(separator: " "))
    }

    /// Says what was found in the newest version, judged by the gates in force, and leaves with the status of its verdict.
    func tell(_ chronicles: Chronicles, site: String, seal: String, _ options: VerdictOptions) throws {
        if chronicles.isSeveral {
            try Outcome.tell(found(chronicles, site: site, seal: seal))
        } else if let chronicle = chronicles.parts.first?.chronicle, let archived = chronicle.latest {
            try Outcome.tell(found(chronicle.judged(archived), ofItsDay: archived.audit, site: site, seal: seal))
        }
        try leave(chronicles, options)
    }

    /// What was found in the newest version on several data sets: its verdict, then two lines a data set.
    func found(_ chronicles: Chronicles, site: String, seal: String? = nil) -> String {
        guard let newest = chronicles.versions.last else { return phrases.site(site, seal: seal) }
        let verdict = VersionVerdict(newest, chronicles, facts: Catalog.facts, phrases: phrases)
        var lines = [verdict.sentence]
        for part in verdict.parts {
            guard let audit = part.audit, let own = part.verdict else {
                if part.isLacking { lines.append(phrases.lacking(part.dataset, version: newest.name)) }
                continue
            }
            let findings = audit.findings.filter { $0.standing == .finding }
            lines.append(phrases.line(of: part.dataset, line(audit)))
            lines.append(
                "  " + own.sentence + " "
                    + phrases.found(findings: findings.count, leads: audit.findings.count - findings.count))
        }
        lines.append(phrases.site(site, seal: seal))
        return TerminalText.visible(lines.joined(separator: "\n"))
    }

    /// Leaves with the status that the audits of each data set ask for, and the verdict of the newest version over all.
    func leave(_ chronicles: Chronicles, _ verdict: VerdictOptions) throws {
        guard chronicles.isSeveral else {
            let chronicle = chronicles.parts.first?.chronicle
            return try leave(chronicle?.audits.map { chronicle?.judged($0) ?? $0.audit } ?? [], verdict)
        }
        try leaveIfBroken(chronicles.parts.flatMap(\.chronicle.audits).map(\.audit))
        guard let newest = chronicles.versions.last else { return }
        let last = VersionVerdict(newest, chronicles, facts: Catalog.facts, phrases: phrases)
        if last.isReady || verdict.allow == .inconclusive && last.mayBeAllowed { return }
        throw Outcome.notReady
    }

    /// What was found in the newest version, in six lines. `ofItsDay` is the audit as it was made, whose verdict is said
    /// where it was another.
    func found(_ audit: Audit, ofItsDay: Audit? = nil, site: String, seal: String? = nil) -> String {
        let verdict = Verdict(audit: audit, facts: Catalog.facts, phrases: phrases)
        let day = ofItsDay.map { Verdict(audit: $0, facts: Catalog.facts, phrases: phrases) }
        let findings = audit.findings.filter { $0.standing == .finding }
        var lines = [
            verdict.sentence, line(audit) + (day.map { $0.ofItsDay(unlike: verdict) } ?? ""),
            phrases.found(findings: findings.count, leads: audit.findings.count - findings.count),
        ]
        lines += findings.prefix(2).map { phrases.line($0, in: audit) }
        let missing = audit.sections.filter(\.isNotMeasured)
        if lines.count < 6, !missing.isEmpty { lines.append(phrases.notMeasured(missing)) }
        lines.append(phrases.site(site, seal: seal))
        return TerminalText.visible(lines.joined(separator: "\n"))
    }

    /// Leaves with the status that the audits ask for: 3 when an analysis broke, 0 when the verdict of the last one is
    /// ready (or inconclusive, where that is allowed and anything is found at all), else 1.
    func leave(_ audits: [Audit], _ verdict: VerdictOptions) throws {
        try leaveIfBroken(audits)
        guard let last = audits.last.map({ Verdict(audit: $0, facts: Catalog.facts, phrases: phrases) }), !last.isReady
        else { return }
        if verdict.allow == .inconclusive, last.mayBeAllowed { return }
        throw Outcome.notReady
    }

    /// Leaves with 3 when an analysis broke.
    private func leaveIfBroken(_ audits: [Audit]) throws {
        let broken = audits.flatMap(\.failures)
        for problem in broken { Outcome.say(problem.description) }
        if !broken.isEmpty { throw Outcome.failed }
    }
}
