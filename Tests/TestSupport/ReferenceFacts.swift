import Foundation

/// An `expected.json`: facts of an evaluation that pandas and scikit-learn computed.
public struct ReferenceFacts {
    private let root: Any

    /// Those of `Examples/digits`.
    public static func digits() throws -> ReferenceFacts {
        try ReferenceFacts(contentsOf: Repository.reference("digits/expected.json"))
    }

    /// Those of an `expected.json`.
    public init(contentsOf url: URL) throws {
        root = try JSONSerialization.jsonObject(with: Data(contentsOf: url))
    }

    /// The keys lead to no value, or to one of another kind.
    public struct Absent: Error, CustomStringConvertible {
        /// The keys.
        public let path: [String]
        /// In words.
        public var description: String { "expected.json has no such \(path.joined(separator: "/"))" }
    }

    /// A value by the keys that lead to it: `value("versions", "v3", "accuracy")`.
    public func value<Value>(_ path: String..., as kind: Value.Type = Value.self) throws -> Value {
        let found = path.reduce(root as Any?) { value, key in (value as? [String: Any])?[key] }
        guard let value = found as? Value else { throw Absent(path: path) }
        return value
    }

    /// A number by the keys that lead to it.
    public func number(_ path: String...) throws -> Double {
        let found = path.reduce(root as Any?) { value, key in (value as? [String: Any])?[key] }
        guard let number = found as? NSNumber else { throw Absent(path: path) }
        return number.doubleValue
    }
}
