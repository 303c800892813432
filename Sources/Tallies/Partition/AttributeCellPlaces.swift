// What tells one cell of rows from another, and a row that is kept by name. Tallies of other rows know other values of an attribute:
// when they are added up, the values' places change and these are renamed.

import Columns

extension AttributeCellTally {
    /// What rows have in common.
    public struct Place: Sendable, Hashable, Comparable {
        /// Class code of the ground truth.
        public let label: Int32
        /// What was answered, as `Outcome` codes it.
        public let answer: Int32
        /// What was answered before; `nil` where that is not known.
        public let before: Int32?
        /// Which half the row is in, where slices are found on one and measured on the other.
        public let isHeldOut: Bool
        /// The unit; `nil` where every row is a unit of its own.
        public let unit: UInt64?
        /// For each attribute the place of its value.
        public let values: [UInt32]

        /// By each part in turn.
        public static func < (a: Place, b: Place) -> Bool {
            let (x, y) = (a.before.map { Int64($0) } ?? .max, b.before.map { Int64($0) } ?? .max)
            if (a.label, a.answer, x) != (b.label, b.answer, y) {
                return (a.label, a.answer, x) < (b.label, b.answer, y)
            }
            if a.isHeldOut != b.isHeldOut { return b.isHeldOut }
            let (u, v) = (a.unit ?? 0, b.unit ?? 0)
            return u != v ? u < v : a.values.lexicographicallyPrecedes(b.values)
        }

        /// Whether the rows are misclassified.
        var isWrong: Bool { answer != label }

        /// The same where each attribute's values have other places.
        func renamed(_ maps: [[UInt32]]) -> Place {
            Place(
                label: label, answer: answer, before: before, isHeldOut: isHeldOut, unit: unit,
                values: zip(values, maps).map { $1[Int($0)] })
        }
    }

    /// A row that is known by name.
    public struct NamedRow: Sendable, Hashable, Comparable {
        /// Hash of its id: those with the lowest are kept, so that no order of rows chooses.
        public let hash: UInt64
        /// Its id.
        public let id: ItemID
        /// Its confidence.
        public let confidence: Double
        /// What it has in common with others.
        public let place: Place

        /// By the hash, then by whatever else there is.
        public static func < (a: NamedRow, b: NamedRow) -> Bool {
            if a.hash != b.hash { return a.hash < b.hash }
            if a.id != b.id { return a.id < b.id }
            return a.confidence != b.confidence ? a.confidence < b.confidence : a.place < b.place
        }
    }
}

/// Whether each value keeps its place.
private func areKept(_ maps: [[UInt32]]) -> Bool {
    maps.allSatisfy { map in map.indices.allSatisfy { Int(map[$0]) == $0 } }
}

extension [AttributeCellTally.Place] {
    func renamed(_ maps: [[UInt32]]) -> [AttributeCellTally.Place] {
        areKept(maps) ? self : map { $0.renamed(maps) }
    }
}

extension [AttributeCellTally.NamedRow] {
    func renamed(_ maps: [[UInt32]]) -> [AttributeCellTally.NamedRow] {
        areKept(maps) ? self : map { $0.renamed(maps) }
    }
}

extension AttributeCellTally.NamedRow {
    func renamed(_ maps: [[UInt32]]) -> AttributeCellTally.NamedRow {
        AttributeCellTally.NamedRow(hash: hash, id: id, confidence: confidence, place: place.renamed(maps))
    }
}
