import Chronicle
import Record

/// What a detector disputes, as the lists for labelling write it.
extension LabellingQueue.ObjectDispute {
    /// What a tool shows beside the detection.
    var attributes: [(key: String, value: JSONValue)] {
        let labelled = dispute.labelled
        return [
            ("doubt", .string(doubt.rawValue)), ("labelled", label.map { .string($0) } ?? .null),
            ("annotation", labelled?.annotation.map { .string($0) } ?? .null),
            ("labelled_box", labelled.map { .numbers($0.box) } ?? .null),
            ("iou", labelled.map { .number($0.iou) } ?? .null), ("weight", .number(dispute.weight)),
        ]
    }

    /// All of it.
    var json: JSONValue {
        .object(
            [
                ("predicted", .string(predicted)), ("box", .numbers(dispute.box)), ("score", .number(dispute.score)),
            ] + attributes)
    }

    /// The members of a COCO annotation that say where it is.
    var cocoBox: [(key: String, value: JSONValue)] {
        [
            ("bbox", .numbers(dispute.box)), ("area", .number(dispute.box[2] * dispute.box[3])),
            ("segmentation", .array([])), ("iscrowd", .integer(0)), ("score", .number(dispute.score)),
        ]
    }

    /// Its box as shares of the sides of an image, as FiftyOne writes boxes.
    func shares(of size: (width: Double, height: Double)?) -> [Double] {
        guard let size, size.width > 0, size.height > 0 else { return dispute.box }
        return dispute.box.enumerated().map { $0.element / ($0.offset % 2 == 0 ? size.width : size.height) }
    }
}

extension LabellingQueue.Entry {
    /// The size of its picture, `null` where it is not known.
    var sides: [(key: String, value: JSONValue)] {
        [
            ("width", size.map { .number($0.width) } ?? .null),
            ("height", size.map { .number($0.height) } ?? .null),
        ]
    }
}

extension Phrases {
    /// What may be wrong with the label of an object.
    func doubt(_ doubt: LabelDoubt) -> String {
        switch doubt {
        case .missing: self(.labelMissing)
        case .wrongClass: self(.labelWrongClass)
        case .badLocation: self(.labelBadLocation)
        }
    }

    /// What is labelled where something is disputed, one after the other.
    func labelled(_ entry: LabellingQueue.Entry) -> String {
        joined(entry.ofObjects.map { $0.label ?? self(.labelNothing) }, by: .listSemicolon)
    }

    /// What is detected there.
    func detected(_ entry: LabellingQueue.Entry) -> String {
        joined(entry.ofObjects.map(\.predicted), by: .listSemicolon)
    }

    /// Why an image stands in the queue, of a model of this task.
    func reason(_ entry: LabellingQueue.Entry, _ task: TaskKind, _ titles: [String: String]) -> String {
        let modes = entry.modes.compactMap { titles[$0] }
        let kinds = LabelDoubt.allCases.filter { kind in entry.ofObjects.contains { $0.doubt == kind } }.map(doubt)
        let error: Phrase =
            switch task {
            case .classification: .labelError
            case .multilabel: .labelMarkError
            case .detection: .labelObjectError
            }
        let start = entry.isSuspect ? Phrase.labelSuspect : error
        let parts = kinds + modes
        return parts.isEmpty ? self(start) : self(start) + ": " + joined(parts, by: .listSemicolon)
    }
}
