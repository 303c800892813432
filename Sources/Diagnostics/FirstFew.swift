extension [String] {
    /// The first three names, and how many more there are: "a, b, c and 4 more".
    public var firstFew: String {
        prefix(3).joined(separator: ", ") + (count > 3 ? " and \(count - 3) more" : "")
    }
}
