import Columns
import Statistics

extension CodedColumn {
    /// The id of each row's unit, where the column names units: a hash of the name, the same in every file and version.
    public var unitIDs: [UInt64] { codes.looked(up: categories.map { PoissonBootstrap.id(of: $0.text) }) }
}
