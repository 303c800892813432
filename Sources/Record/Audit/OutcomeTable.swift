import Digests

/// What the model did on each item, kept so that a later version can be paired with this one long after the artifacts
/// are gone: a 64-bit id hash, the class codes of truth and prediction, the confidence in one byte.
///
/// Rows are sorted by id hash, so two tables join by one merge and no row order is left in them.
public struct OutcomeTable: Sendable, Equatable {
    /// First eight bytes of the SHA-256 of each image id, ascending.
    public let ids: [UInt64]
    /// Ground-truth class codes.
    public let labels: [UInt16]
    /// Predicted class codes, or from 65,535 down those of `Outcome.withoutClass`.
    public let predicted: [UInt16]
    /// Confidence times 255, rounded: one byte is enough to order and to bin, and not to recompute a calibration error.
    public let confidence: [UInt8]

    /// Bytes of one row in the file form.
    public static let rowBytes = 13

    /// Outcomes. Precondition: one value a row in each, ids ascending.
    public init(ids: [UInt64], labels: [UInt16], predicted: [UInt16], confidence: [UInt8]) {
        precondition(labels.count == ids.count && predicted.count == ids.count, "rows must agree")
        precondition(confidence.count == ids.count, "rows must agree")
        self.ids = ids
        self.labels = labels
        self.predicted = predicted
        self.confidence = confidence
    }

    /// Number of items.
    public var count: Int { ids.count }

    /// What was answered on a row, as `Outcome` codes it, in a list of `classes` classes.
    public func answer(_ row: Int, classes: Int) -> Int32 {
        let code = predicted[row]
        return Int(code) < classes ? Int32(code) : Int32(Int16(bitPattern: code))
    }

    /// The row of an image id, or `nil` when it was not evaluated.
    public func row(of id: String) -> Int? {
        let hash = SHA256Digest(of: id).prefix64
        var low = 0
        var high = ids.count
        while low < high {
            let middle = (low + high) / 2
            if ids[middle] < hash { low = middle + 1 } else { high = middle }
        }
        return low < ids.count && ids[low] == hash ? low : nil
    }

    /// File form: little-endian rows of id (8 bytes), label (2), prediction (2), confidence (1).
    public var bytes: [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(count * Self.rowBytes)
        for row in ids.indices {
            for shift in stride(from: 0, to: 64, by: 8) { out.append(UInt8(truncatingIfNeeded: ids[row] >> shift)) }
            out += [UInt8(labels[row] & 255), UInt8(labels[row] >> 8)]
            out += [UInt8(predicted[row] & 255), UInt8(predicted[row] >> 8)]
            out.append(confidence[row])
        }
        return out
    }

    /// Reads the file form back; `nil` when the bytes are not whole rows in ascending order of id.
    public init?(bytes: [UInt8]) {
        guard bytes.count % Self.rowBytes == 0 else { return nil }
        var ids: [UInt64] = []
        var labels: [UInt16] = []
        var predicted: [UInt16] = []
        var confidence: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: Self.rowBytes) {
            ids.append((0..<8).reduce(0) { $0 | UInt64(bytes[start + $1]) << (8 * UInt64($1)) })
            labels.append(UInt16(bytes[start + 8]) | UInt16(bytes[start + 9]) << 8)
            predicted.append(UInt16(bytes[start + 10]) | UInt16(bytes[start + 11]) << 8)
            confidence.append(bytes[start + 12])
        }
        guard zip(ids, ids.dropFirst()).allSatisfy({ $0 <= $1 }) else { return nil }
        self.ids = ids
        self.labels = labels
        self.predicted = predicted
        self.confidence = confidence
    }
}
