import Diagnostics

/// Why a Parquet file is not read.
public enum ParquetError: Error, Sendable, Hashable {
    /// There is no `duckdb` to read it with.
    case noReader(String)
    /// The `duckdb` child process failed, in its words.
    case failed(String, reason: String)
}

extension ParquetError: Explained {
    /// The wording.
    public var problem: Problem {
        switch self {
        case .noReader(let file):
            Problem(
                at: Place(file: file), "reading Parquet needs the duckdb executable, and none is on the path",
                suggestion: "install it, for instance with `pip install duckdb-cli`, or convert the table to CSV")
        case .failed(let file, let reason):
            Problem(at: Place(file: file), "duckdb could not read it: \(reason)")
        }
    }
}
