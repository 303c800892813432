// Embeddings of a made evaluation, as the reader makes them of an array.

import Formats
import Foundation

@testable import Artifacts

extension MadeEvaluation {
    /// The evaluation with embeddings of `width` numbers, row by row.
    func embedded(_ numbers: [Double], width: Int) throws -> Evaluation {
        var header = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(numbers.count / width), \(width)), }"
        while (header.utf8.count + 11) % 64 != 0 { header += " " }
        header += "\n"
        var bytes = Data([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0])
        bytes.append(contentsOf: [UInt8(header.utf8.count & 0xFF), UInt8(header.utf8.count >> 8)])
        bytes.append(Data(header.utf8))
        for number in numbers { withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
        let plain = evaluation
        return Evaluation(
            manifest: plain.manifest, datasheet: plain.datasheet, classes: plain.classes, items: plain.items,
            predictions: plain.predictions,
            embeddings: Embeddings(try NPYArray(bytes: bytes, name: "embeddings.npy"), rows: Array(rows.indices)),
            accounting: plain.accounting)
    }
}
