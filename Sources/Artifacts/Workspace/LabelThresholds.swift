import Columns
import Diagnostics
import Forms

/// From which score on a label counts as given: `threshold:` of version.yml, one number or one a label.
struct LabelThresholds: Sendable, Equatable {
    /// What is taken where nothing is said.
    static let usual = 0.5
    /// For all labels.
    private var all: Double?
    private var own: [(label: String, value: Double)] = []

    static func == (a: LabelThresholds, b: LabelThresholds) -> Bool {
        a.all == b.all && a.own.map(\.label) == b.own.map(\.label) && a.own.map(\.value) == b.own.map(\.value)
    }

    /// Nothing is said.
    init() {}

    /// Reads `threshold:`.
    init(reading form: inout Form) {
        guard let node = form.node("threshold") else { return }
        guard case .mapping = node.value else {
            all = form.number("threshold", in: 0...1)
            return
        }
        for (label, text) in form.dictionary("threshold") {
            if let value = Double(text), 0...1 ~= value {
                own.append((label, value))
            } else {
                form.refuse("threshold", expected: "numbers in 0.0...1.0 by label")
            }
        }
    }

    /// Whether nothing is said.
    var areUsual: Bool { all == nil && own.isEmpty }

    /// The threshold of a label by its name.
    func value(of label: Name) -> Double { own.first { Name($0.label) == label }?.value ?? all ?? Self.usual }

    /// The threshold of each label. A name that is no label is reported.
    func values(of labels: ClassList, file: String, _ problems: inout ProblemList) -> [Double] {
        var values = [Double](repeating: all ?? Self.usual, count: labels.names.count)
        for (label, value) in own {
            if let code = labels.code(of: ClassName(label)) {
                values[Int(code)] = value
            } else {
                let nearest = nearestName(to: label, in: labels.names.map(\.text))
                problems.add(WorkspaceError(file, field: "threshold", .unknownClass(label, nearest: nearest)))
            }
        }
        return values
    }
}
