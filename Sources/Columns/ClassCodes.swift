/// Class codes by the bytes of their names: two labels that differ only in Unicode normalisation are two classes.
public struct ClassCodes: Sendable {
    /// The names in the order of their codes.
    public private(set) var names: [ClassName] = []
    private var codes: [ClassName: Int32] = [:]

    /// Codes of `names`, in their order; the first of names that repeat.
    public init(_ names: [ClassName] = []) {
        self.names = names
        codes = Dictionary(
            names.enumerated().map { ($1, Int32(truncatingIfNeeded: $0)) }, uniquingKeysWith: { first, _ in first })
    }

    /// The code of a name, or `nil` when it is not a class.
    public func code(of name: ClassName) -> Int32? { codes[name] }

    /// The code of a name, known or new.
    public mutating func add(_ name: ClassName) -> Int32 {
        if let code = codes[name] { return code }
        let code = Int32(truncatingIfNeeded: names.count)
        codes[name] = code
        names.append(name)
        return code
    }

    /// All codes in the order of the bytes of their names.
    public var inByteOrder: [Int] { names.indices.sorted { names[$0] < names[$1] } }
}
