/// What the model answered under one perturbation, beside the rows of an audit's outcome table: kept so that a later
/// version's run under the same perturbation can be paired with this one, image by image.
public struct RunOutcomes: Sendable, Equatable {
    /// The perturbation, `factor=level`.
    public let run: String
    /// Predicted class code by row of the outcome table; `absent` where the run has no such row with the same label.
    public let predicted: [UInt16]

    /// Stands for a row that the run does not have: between the class codes and those of outcomes without a class.
    public static let absent: UInt16 = 0xFF00

    /// Outcomes of a run.
    public init(run: String, predicted: [UInt16]) {
        self.run = run
        self.predicted = predicted
    }

    /// The runs from their file form, one column of little-endian codes after the other in the order of `names`; `nil` when
    /// the bytes are not as many.
    public static func read(_ bytes: [UInt8], names: [String], rows: Int) -> [RunOutcomes]? {
        guard bytes.count == 2 * rows * names.count else { return nil }
        return names.enumerated().map { column, name in
            RunOutcomes(
                run: name,
                predicted: (0..<rows).map { row in
                    let at = 2 * (column * rows + row)
                    return UInt16(bytes[at]) | UInt16(bytes[at + 1]) << 8
                })
        }
    }

    /// The file form of several.
    public static func bytes(of runs: [RunOutcomes]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(2 * runs.reduce(0) { $0 + $1.predicted.count })
        for code in runs.lazy.flatMap(\.predicted) { bytes += [UInt8(code & 255), UInt8(code >> 8)] }
        return bytes
    }
}

extension BaselineRecord {
    /// What the baseline answered under a perturbation, on the rows that it has; `nil` where the archive keeps no such run.
    public func outcomes(under run: String) -> OutcomeTable? {
        guard let kept = runs.first(where: { $0.run == run }), kept.predicted.count == outcomes.count else {
            return nil
        }
        let rows = kept.predicted.indices.filter { kept.predicted[$0] != RunOutcomes.absent }
        return OutcomeTable(
            ids: rows.map { outcomes.ids[$0] }, labels: rows.map { outcomes.labels[$0] },
            predicted: rows.map { kept.predicted[$0] }, confidence: rows.map { _ in 0 })
    }
}
