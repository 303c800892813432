import Artifacts
import Diagnostics
import Findings
import Record

extension Workspace {
    /// What gates may ask of here.
    var gateFacts: GateFacts {
        let runs = versions.flatMap { conditions(of: $0.version) }
        return GateFacts(task: settings.task, classes: classNames, conditions: runs,
            slices: settings.slicing.declared.map(\.name))
    }

    /// What is wrong with the gates of misread.yml: those that ask of no fact there is.
    var gateProblems: [Problem] { gateFacts.problems(of: settings.gates) }

    /// Throws what is wrong with the gates.
    func checkGates() throws(ProblemList) {
        var problems = ProblemList()
        for problem in gateProblems { problems.add(problem) }
        try problems.throwIfAny()
    }
}
