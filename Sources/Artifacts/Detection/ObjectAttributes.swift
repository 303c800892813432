import Columns

/// What annotations say of single objects: occluded, truncated, and whatever else a tool lets people note.
struct ObjectAttributes {
    private var names: [String] = []
    private var values: [String: [Int: String]] = [:]

    /// Values that a column has at most; more are no kinds to slice by.
    static let mostValues = 50

    /// What an object is that nothing is said of.
    static let absent = "not given"

    /// Notes the value of one row.
    mutating func note(_ name: String, _ value: String, row: Int) {
        if values[name] == nil { names.append(name) }
        values[name, default: [:]][row] = value
    }

    /// One column an attribute, for the given rows, of those that differ between objects; and the names of those that tell
    /// no kinds: every object has another value, or too many values are there.
    func columns(of rows: [Int]) -> (columns: [CodedColumn], left: [String]) {
        var columns: [CodedColumn] = []
        var left: [String] = []
        for name in names {
            let given = rows.map { values[name]?[$0] ?? Self.absent }
            let kinds = Set(given.map { Name($0) }).sorted()
            guard kinds.count > 1 else { continue }
            guard kinds.count <= Self.mostValues, kinds.count <= 8 || kinds.count * 2 <= given.count else {
                left.append(name)
                continue
            }
            let code = Dictionary(uniqueKeysWithValues: kinds.enumerated().map { ($1, $0) })
            columns.append(
                CodedColumn(
                    name: Name(name), categories: kinds,
                    codes: Codes(given.map { code[Name($0)] ?? 0 }, categories: kinds.count)))
        }
        return (columns, left)
    }
}

/// Words for what tools write as numbers.
enum ObjectWords {
    /// "yes" or "no" of a flag in any spelling; other text as it is.
    static func flag(_ text: String) -> String {
        switch text.lowercased() {
        case "1", "true", "yes", "1.0": "yes"
        case "0", "false", "no", "0.0": "no"
        default: text
        }
    }

    /// Whether a flag is set; `nil` for what is none.
    static func isSet(_ text: String) -> Bool? {
        switch flag(text) {
        case "yes": true
        case "no": false
        default: nil
        }
    }

    /// A share of an object by KITTI's levels of truncation: 0.15, 0.3 and 0.5.
    static func share(_ value: Double) -> String {
        switch value {
        case ..<0: absent
        case 0: "0"
        case ...0.15: "up to 0.15"
        case ...0.3: "up to 0.3"
        case ...0.5: "up to 0.5"
        default: "over 0.5"
        }
    }

    private static let absent = ObjectAttributes.absent
}
