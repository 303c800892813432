extension SliceFindings {
    /// Searches one table, given in one or several shards.
    ///
    /// The result is the same for any partition of the rows into shards, in any order, and for any number of threads.
    public init(of shards: [SliceTable], _ settings: SliceSettings) throws(SliceError) {
        switch settings.score {
        case .sliceline: self = try SliceLine.findings(shards, settings)
        case .excess: self = try Excess.findings(shards, settings)
        }
    }
}
