// `constraints:` of misread.yml and `measures:` of version.yml, and that they speak of the same.

import Diagnostics
import Formats
import Forms
import Record

extension Constraint {
    /// Reads `constraints:`, a list of texts such as `model_size_mb <= 20`.
    static func read(_ form: inout Form, _ problems: inout ProblemList) -> [Constraint] {
        guard let node = form.node("constraints") else { return [] }
        let nodes: [FormNode] = if case .list(let list) = node.value { list } else { [node] }
        var read: [Constraint] = []
        for node in nodes {
            let place = Place(file: form.file, row: node.row, field: "constraints")
            guard case .scalar(let text?) = node.value, let constraint = Constraint(text) else {
                let found = if case .scalar(let text?) = node.value { "\"\(text)\"" } else { "this" }
                problems.add(
                    Problem(
                        at: place, "\(found) is not a measure, <= or >= and a number",
                        suggestion: "for instance latency_p99_ms <= 15"))
                continue
            }
            if read.contains(where: { $0.measure == constraint.measure }) {
                problems.add(
                    Problem(
                        at: place, "\(constraint.measure) is constrained twice",
                        suggestion: "keep the bound that is meant"))
            } else {
                read.append(constraint)
            }
        }
        return read
    }

    /// A constraint as it is written; `nil` for anything else.
    init?(_ text: String) {
        for sense in Sense.allCases {
            guard let sign = text.firstRange(of: sense.rawValue) else { continue }
            let (name, number) = (text[..<sign.lowerBound], text[sign.upperBound...])
            let measure = String(name.trimmingBlanks)
            guard StatedMeasure.isName(measure), let bound = Double(decimal: number.trimmingBlanks)
            else { return nil }
            self.init(measure, sense, bound)
            return
        }
        return nil
    }

    /// Adds the constraints of measures that no version states and no telemetry has.
    static func check(
        _ constraints: [Constraint], in versions: [VersionManifest], _ problems: inout ProblemList
    ) {
        var known = latencies
        for name in versions.flatMap(\.measures).map(\.name) where !known.contains(name) { known.append(name) }
        for constraint in constraints where !known.contains(constraint.measure) {
            let nearest = nearestName(to: constraint.measure, in: known)
            problems.add(
                Problem(
                    at: Place(file: "misread.yml", field: "constraints"),
                    "no version.yml states \"\(constraint.measure)\" under measures:",
                    suggestion: nearest.map { "did you mean \"\($0)\"?" }
                        ?? "state it there, or constrain \(latencies.joined(separator: ", "))"))
        }
    }
}

extension StatedMeasure {
    /// Whether a text can be the name of a measure: `[a-z][a-z0-9_]*`.
    static func isName(_ text: String) -> Bool {
        text.utf8.first.map { (0x61...0x7A).contains($0) } ?? false
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    }

    /// Reads `measures:`, names and numbers.
    static func read(_ form: Form, _ problems: inout ProblemList) -> [StatedMeasure] {
        var form = form
        var read: [StatedMeasure] = []
        for name in form.keys {
            let text = form.text(name, required: true)
            let value = text.flatMap { Double(decimal: $0) }
            if text != nil, value == nil { form.refuse(name, expected: "a number") }
            if !isName(name) {
                problems.add(
                    Problem(
                        at: Place(file: form.file, row: form.row(of: name), field: "measures"),
                        "\"\(name)\" is no name of a measure",
                        suggestion: "write small letters, digits and _, with the unit at the end: model_size_mb"))
            } else if let value {
                read.append(StatedMeasure(name, value))
            }
        }
        form.finish(&problems)
        return read
    }
}
