import Statistics

extension Examination {
    /// Whether rows share units, so that an interval or test for independent rows is too sure.
    var rowsShareUnits: Bool { units.areShared }
}
