import Diagnostics

/// Why a Parquet file is not read.
public typealias ParquetError = Located<ParquetFault>

/// What can be wrong with a Parquet file.
public enum ParquetFault: PlacedFault {
    /// There is no `duckdb` to read it with.
    case noReader
    /// The `duckdb` child process failed, in its words.
    case failed(reason: String)

    /// The wording.
    public func problem(at place: Place) -> Problem {
        switch self {
        case .noReader:
            Problem(
                at: place, "reading Parquet needs the duckdb executable, and none is on the path",
                suggestion: "install it, for instance with `pip install duckdb-cli`, or convert the table to CSV")
        case .failed(let reason):
            Problem(at: place, "duckdb could not read it: \(reason)")
        }
    }
}
