import Chronicle
import Record

extension Phrases {
    /// A lineage as headings and texts; nothing of one that is not stated.
    func settings(_ lineage: Lineage?) -> [Setting] {
        guard let lineage else { return [] }
        let parts = lineage.entries.map { entry in
            let part = name(LineageChange.Node(entry.part)).lowercasedFirst
            let text =
                entry.hash.map { self(.lineageIn, ["name": .text(entry.name), "state": .text($0)]) } ?? entry.name
            return Setting(self(.lineageStated, ["part": .text(part)]), text)
        }
        let origin = lineage.derivedFrom.map {
            Setting(self(.lineageStated, ["part": .text(name(.origin).lowercasedFirst)]), $0)
        }
        return parts + (origin.map { [$0] } ?? [])
    }

    /// What a node of a lineage is called.
    func name(_ node: LineageChange.Node) -> String {
        switch node {
        case .dataset: self(.lineageDataset)
        case .labels: self(.lineageLabels)
        case .preprocessing: self(.lineagePreprocessing)
        case .code: self(.lineageCode)
        case .origin: self(.lineageOrigin)
        case .training: self(.lineageTraining)
        case .model: self(.lineageModel)
        case .runtime: self(.lineageRuntime)
        case .evaluation: self(.lineageEvaluation)
        }
    }

    /// How it compares with the baseline's, in a word.
    func word(_ state: LineageChange.State) -> String {
        switch state {
        case .same: self(.lineageSame)
        case .changed: self(.lineageChanged)
        case .downstream: self(.lineageDownstream)
        case .continued: self(.lineageContinued)
        case .notStated: self(.lineageNotStated)
        case .notComparable: self(.lineageNotComparable)
        }
    }

    /// How much changed from the baseline to the version, in a sentence; of the version by its name where `named`.
    func sentence(_ change: LineageChange, named: Bool = false) -> String {
        let baseline = change.baseline?.name ?? ""
        func names(_ nodes: [LineageChange.Node]) -> String {
            list(nodes.map { name($0).lowercasedFirst })
        }
        let words: String
        switch change.verdict {
        case .noBaseline: words = self(.lineageFirst)
        case .baselineNotStated: words = self(.lineageBaselineSilent, ["baseline": .text(baseline)])
        case .nothing: words = self(.lineageNothing, ["baseline": .text(baseline)])
        case .one(let node): words = self(.lineageOne, ["baseline": .text(baseline), "part": .text(names([node]))])
        case .several(let nodes, let others, let stated):
            words = self(
                .lineageSeveral,
                [
                    "baseline": .text(baseline), "parts": .text(names(nodes)), "others": .text(list(others)),
                    "any.parts": .flag(!nodes.isEmpty), "any.others": .flag(!others.isEmpty),
                    "any.stated": .flag(stated > 1), "stated": .count(stated),
                ])
        case .atLeast(let nodes, let others, let open):
            words = self(
                .lineageAtLeast,
                [
                    "baseline": .text(baseline), "parts": .text(names(nodes)), "open": .text(names(open)),
                    "others": .text(list(others)), "any.parts": .flag(!nodes.isEmpty),
                    "any.others": .flag(!others.isEmpty), "any.open": .flag(!open.isEmpty),
                ])
        }
        guard named else { return words.capitalizedFirst }
        return self(.lineageNamed, ["version": .text(change.version.name), "sentence": .text(words)])
    }
}
