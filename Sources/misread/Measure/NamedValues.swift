import Record

/// Values by name, in the order they were measured, with a reason beside each that is not defined: the JSON form of
/// `misread measure calibration` and its like.
struct NamedValues {
    private var values: [(key: String, value: JSONValue)] = []
    private var undefined: [(key: String, value: JSONValue)] = []
    private var notes: [(key: String, value: JSONValue)] = []

    /// Adds a number, or null and `reason`.
    mutating func add(_ name: String, _ value: Double?, else reason: String = "there are no rows") {
        if let value, value.isFinite {
            values.append((name, .number(value)))
        } else {
            values.append((name, .null))
            undefined.append((name, .string(value.map { $0.isNaN ? reason : "infinite" } ?? reason)))
        }
    }

    /// Adds a whole number.
    mutating func add(_ name: String, _ value: Int) {
        values.append((name, .integer(value)))
    }

    /// Adds numbers; null where one is not defined.
    mutating func add(_ name: String, _ list: [Double?]) {
        values.append((name, .array(list.map { $0.map { .number($0) } ?? .null })))
    }

    /// Adds lists of numbers.
    mutating func add(_ name: String, rows: [[Double?]]) {
        values.append((name, .array(rows.map { .array($0.map { $0.map { .number($0) } ?? .null }) })))
    }

    /// Says something about how the values were made.
    mutating func note(_ name: String, _ value: JSONValue) {
        notes.append((name, value))
    }

    /// The JSON form.
    var json: JSONValue {
        var members: [(key: String, value: JSONValue)] = [("values", .object(values))]
        if !undefined.isEmpty { members.append(("undefined", .object(undefined))) }
        if !notes.isEmpty { members.append(("notes", .object(notes))) }
        return .object(members)
    }
}
