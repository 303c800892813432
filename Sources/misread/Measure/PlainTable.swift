import Artifacts
import Diagnostics
import Formats
import Foundation

extension TableReader {
    /// Opens a table that was named on the command line by its extension: JSON Lines when it ends in `.jsonl`, tab
    /// separated when in `.tsv`, else comma separated.
    init(plain path: String) throws(ProblemList) {
        let file = try TextFile(contentsOf: URL(fileURLWithPath: path), name: path)
        if path.hasSuffix(".jsonl") {
            try self.init(jsonLines: file)
        } else {
            try self.init(csv: file, dialect: Dialect(delimiter: UInt8(ascii: path.hasSuffix(".tsv") ? "\t" : ",")))
        }
    }

    /// Whether the header has a column of that name, byte for byte.
    func has(_ name: String) -> Bool { header.contains { $0.utf8.elementsEqual(name.utf8) } }

    /// What is wrong with asking for a column: that there is none.
    func fault(ofColumn name: String) -> CalibrationInputError? {
        has(name)
            ? nil : .noColumn(file: source.name, name: name, nearest: nearestName(to: name, in: header))
    }
}
