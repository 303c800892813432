import Artifacts
import Diagnostics
import Findings
import Record

extension Workspace {
    /// What gates may ask of here.
    var gateFacts: GateFacts {
        let runs = versions.flatMap { conditions(of: $0.version) }
        return GateFacts(
            task: settings.task, classes: classNames, conditions: runs,
            slices: settings.slicing.declared.map(\.name), groups: settings.groups, cases: settings.cases.map(\.name))
    }

    /// What is wrong with the gates of misread.yml: those that ask of no fact there is.
    var gateProblems: [Problem] { gateFacts.problems(of: settings.gates) }

}

extension WorkspaceInspection {
    /// What is wrong with the gates of any data set, each problem once.
    var gateProblems: [Problem] { parts.map(\.workspace).gateProblems }
}

extension [Workspace] {
    /// What is wrong with the gates of any of them, each problem once.
    var gateProblems: [Problem] {
        var problems: [Problem] = []
        for problem in flatMap(\.gateProblems) where !problems.contains(problem) { problems.append(problem) }
        return problems
    }
}

extension GateFacts {
    /// What gates may ask of an archived audit, with the slices and groups that are declared now. The cases of its suite are in the
    /// audit; of one that has none those that the gates name may have been added since, and are not measured.
    init(of audit: Audit, slices: [String], groups: [String], gates: [GateRule]) {
        let stated = audit.sections.flatMap { $0.suite ?? [] }.map(\.name)
        let mark = "@\(FactSpec.Members.cases.rawValue)="
        let named = gates.compactMap { rule in
            rule.fact.firstRange(of: mark).map { String(rule.fact[$0.upperBound...]) }
        }
        let members = audit.sections.flatMap(\.facts).compactMap { fact -> (factor: String, level: String)? in
            let parts = fact.id.split(separator: "@", maxSplits: 1)
            let member = parts.last?.split(separator: "=", maxSplits: 1).map(String.init) ?? []
            guard parts.count == 2, member.count == 2, FactSpec.Members(rawValue: member[0]) == nil else { return nil }
            return (member[0], member[1])
        }
        self.init(
            task: audit.task, classes: audit.dataset.names, runs: members, slices: slices, groups: groups,
            cases: stated.isEmpty ? named : stated, cards: Catalog.cards)
    }

    /// Throws what is wrong with the gates of misread.yml.
    func check(_ gates: [GateRule]) throws(ProblemList) {
        var problems = ProblemList()
        for problem in self.problems(of: gates) { problems.add(problem) }
        try problems.throwIfAny()
    }
}
