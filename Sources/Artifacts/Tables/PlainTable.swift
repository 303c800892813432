import Columns
import Diagnostics
import Formats
import Foundation

extension TableReader {
    /// Opens a table that was named on the command line.
    public init(plain path: String) throws(ProblemList) {
        try self.init(contentsOf: URL(fileURLWithPath: path), name: path)
    }

    /// Whether the header has a column of that name, byte for byte.
    public func has(_ name: String) -> Bool { header.contains { Name($0) == Name(name) } }

    /// What is wrong with asking for a column: that there is none.
    public func fault(ofColumn name: String) -> ColumnTableError? {
        has(name)
            ? nil : ColumnTableError(file: file, fault: .noColumn(name, nearest: nearestName(to: name, in: header)))
    }
}
