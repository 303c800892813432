/// A fault with where it was found: one shape for the errors of all readers.
public struct Located<Fault: PlacedFault>: Error, Sendable, Hashable {
    /// Where: a file, and inside it a row and a field when they are known.
    public let place: Place
    /// What is wrong there.
    public let fault: Fault

    /// A fault at a place.
    public init(_ place: Place, _ fault: Fault) {
        self.place = place
        self.fault = fault
    }

    /// A fault in `file`, as messages call it.
    public init(file: String, row: Int? = nil, field: String? = nil, fault: Fault) {
        self.init(Place(file: file, row: row, field: field), fault)
    }

    /// The file, as messages call it.
    public var file: String { place.file }
}

/// A closed set of what can be wrong, each case with its evidence; it can be said once its place is known.
public protocol PlacedFault: Error, Hashable {
    /// The wording.
    func problem(at place: Place) -> Problem
    /// What makes it one cause with others in the same field of a file although their evidence differs; `nil` for a fault
    /// that is one cause only with those which say the same.
    var kind: String? { get }
}

extension PlacedFault {
    /// None.
    public var kind: String? { nil }
}

extension Located: Explained {
    /// The wording.
    public var problem: Problem {
        let problem = fault.problem(at: place)
        return fault.kind.map { problem.ofKind([place.file, place.field ?? "", $0].joined(separator: "\n")) } ?? problem
    }
}
