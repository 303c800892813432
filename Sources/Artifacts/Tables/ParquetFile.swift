// Parquet is read by the `duckdb` executable where there is one, as a child process that writes CSV for our own scanner.
// Nothing is linked, nothing is needed by those who have no Parquet.

import Diagnostics
import Foundation

/// A Parquet file, read through a child process.
enum ParquetFile {
    /// Writes the table at `url` as CSV to `target`. `name` is how messages call the file.
    static func convert(_ url: URL, name: String, to target: URL) throws(ProblemList) {
        guard let executable = duckdb() else { throw ProblemList(ColumnTableError.noParquetReader(name)) }
        let source = literal(url.path)
        let statement = "COPY (SELECT * FROM read_parquet(\(source))) TO \(literal(target.path)) (FORMAT csv, HEADER)"
        let process = Process()
        process.executableURL = executable
        // No start-up file of a user may change what is read.
        process.arguments = ["-init", "/dev/null", "-batch", "-bail", ":memory:", statement]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let complaints = Pipe()
        process.standardError = complaints
        do {
            try process.run()
        } catch {
            throw ProblemList(ColumnTableError.parquetFailed(name, reason: "it could not be started"))
        }
        let text = (try? complaints.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let first = String(decoding: text.prefix(2000), as: UTF8.self)
                .replacingOccurrences(of: url.path, with: name).split(separator: "\n").first
            throw ProblemList(
                ColumnTableError.parquetFailed(name, reason: first.map { String($0) } ?? "it gave no reason"))
        }
    }

    /// The first `duckdb` on the path.
    private static func duckdb() -> URL? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").map { URL(fileURLWithPath: String($0)).appendingPathComponent("duckdb") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    /// A path as a string of SQL.
    private static func literal(_ path: String) -> String {
        "'" + path.replacingOccurrences(of: "'", with: "''") + "'"
    }
}
