// What is kept of a partition whose rows stay where they are: its counts, and what was read. Files of partitions that were
// counted anywhere are added up in any order, and the sum is what counting all rows at once gives.
//
// A file is a line of JSON that says what was counted, then the book.

import Columns
import Foundation
import Record

/// The counts of one partition of a version's predictions, or of several that were added up.
public struct PartitionTally: Sendable {
    /// A partition that was counted.
    public struct Partition: Codable, Hashable, Sendable, Comparable {
        /// What its file is called, without the folders.
        public let name: String
        /// SHA-256 of its bytes, hexadecimal.
        public let sha256: String
        /// Its size.
        public let bytes: Int
        /// Rows that are evaluated.
        public let rows: Int

        /// A partition.
        public init(name: String, sha256: String, bytes: Int, rows: Int) {
            self.name = name
            self.sha256 = sha256
            self.bytes = bytes
            self.rows = rows
        }

        /// By the digest, so that no order of adding shows.
        public static func < (a: Partition, b: Partition) -> Bool { a.sha256 < b.sha256 }
    }

    /// What has to be the same in all parts.
    public struct Description: Codable, Hashable, Sendable {
        /// The data set.
        public let dataset: String
        /// The version.
        public let version: String
        /// The column that names units; `nil` where rows are independent.
        public let unit: String?
        /// Whether rows carry what the baseline answered.
        public let isPaired: Bool
        /// Whether rows have a confidence.
        public let hasConfidence: Bool
        /// Whether rows have all class probabilities.
        public let hasProbabilities: Bool
        /// How many classes a row lists, where it lists the best.
        public let listed: Int?
        /// Columns of numbers that were not counted, because misread.yml says not where to cut them.
        public let leftOut: [String]

        /// A description.
        public init(
            dataset: String, version: String, unit: String?, isPaired: Bool, hasConfidence: Bool,
            hasProbabilities: Bool, listed: Int?, leftOut: [String]
        ) {
            self.dataset = dataset
            self.version = version
            self.unit = unit
            self.isPaired = isPaired
            self.hasConfidence = hasConfidence
            self.hasProbabilities = hasProbabilities
            self.listed = listed
            self.leftOut = leftOut
        }

        /// What differs from another, in words that name the key.
        fileprivate func differences(from other: Description) -> [String] {
            let said: [(String, String, String)] = [
                ("data set", dataset, other.dataset), ("version", version, other.version),
                ("unit", unit ?? "none", other.unit ?? "none"),
                ("baseline's predictions", Self.word(isPaired), Self.word(other.isPaired)),
                ("confidence", Self.word(hasConfidence), Self.word(other.hasConfidence)),
                ("probabilities", Self.word(hasProbabilities), Self.word(other.hasProbabilities)),
                ("classes listed", listed.map { "\($0)" } ?? "none", other.listed.map { "\($0)" } ?? "none"),
                (
                    "columns left out", Self.list(leftOut), Self.list(other.leftOut)
                ),
            ]
            return said.filter { $0.1 != $0.2 }.map { "\($0.0) (\($0.1) and \($0.2))" }
        }

        private static func list(_ names: [String]) -> String {
            names.isEmpty ? "none" : names.joined(separator: ", ")
        }

        private static func word(_ isThere: Bool) -> String { isThere ? "there" : "not there" }
    }

    /// What was counted.
    public let description: Description
    /// How rows were kept or refused.
    public private(set) var accounting: RowAccounting
    /// What was read, by digest.
    public private(set) var partitions: [Partition]
    /// The counts.
    public private(set) var book: Book

    /// The counts of a partition.
    public init(_ description: Description, accounting: RowAccounting, partition: Partition, book: Book) {
        self.description = description
        self.accounting = accounting.inFixedOrder
        partitions = [partition]
        self.book = book
    }

    /// Rows that are evaluated.
    public var rows: Int { accounting.kept }

    /// The request for the cells of attributes, as this tally has it.
    public var cells: AttributeCells? { book.requests.compactMap { $0 as? AttributeCells }.first }

    /// Adds the counts of other partitions. Throws, and changes nothing, where a partition is in both, or where they were not
    /// counted alike.
    public mutating func merge(_ other: PartitionTally) throws {
        let known = Dictionary(partitions.map { ($0.sha256, $0) }, uniquingKeysWith: { first, _ in first })
        if let twice = other.partitions.first(where: { known[$0.sha256] != nil }), let first = known[twice.sha256] {
            throw PartitionError.counted(twice.name, as: first.name)
        }
        guard description == other.description else {
            throw PartitionError.other(description.differences(from: other.description))
        }
        let (own, theirs) = (cells?.axes ?? [], other.cells?.axes ?? [])
        guard own == theirs else { throw PartitionError.otherAttributes(own, theirs) }
        try book.merge(other.book)
        accounting = accounting.adding(other.accounting)
        // Both are ascending, and one is mostly a single partition.
        partitions = (partitions + other.partitions).sorted()
    }
}

extension PartitionTally {
    private static let form = "misread-tally/1"

    private struct Head: Codable {
        let form: String
        let description: Description
        let accounting: RowAccounting
        let partitions: [Partition]
    }

    /// Whether a file begins as one of these.
    public static func isOne(_ data: Data) -> Bool {
        String(decoding: data.prefix(1 << 16), as: UTF8.self).contains("\"form\":\"\(form)\"")
    }

    /// The bytes of a file that holds it, the same for equal counts.
    public func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let head = Head(
            form: Self.form, description: description, accounting: accounting, partitions: partitions)
        return try encoder.encode(head) + Data([10]) + book.encoded()
    }

    /// Reads it back. Throws where the bytes are no tally.
    public init(decoding data: Data) throws {
        guard let end = data.firstIndex(of: 10) else { throw BookError.unreadable("it is cut short") }
        let head: Head
        do {
            head = try JSONDecoder().decode(Head.self, from: data[..<end])
        } catch {
            throw BookError.unreadable("it does not begin as one")
        }
        guard head.form == Self.form else {
            throw BookError.unreadable("its form is \(head.form), and only \(Self.form) is known")
        }
        description = head.description
        accounting = head.accounting
        partitions = head.partitions
        book = try Book(decoding: Data(data[data.index(after: end)...]))
    }
}

extension RowAccounting {
    /// The same with the reasons in one order, whoever met which first.
    fileprivate var inFixedOrder: RowAccounting {
        var account = self
        account.refused.sort { Name($0.reason) < Name($1.reason) }
        return account
    }

    /// The rows of both.
    fileprivate func adding(_ other: RowAccounting) -> RowAccounting {
        var sums = Dictionary(refused.map { (Name($0.reason), $0.count) }, uniquingKeysWith: +)
        for refusal in other.refused { sums[Name(refusal.reason), default: 0] += refusal.count }
        return RowAccounting(
            itemsRead: itemsRead + other.itemsRead, predictionsRead: predictionsRead + other.predictionsRead,
            kept: kept + other.kept, unpredicted: (unpredicted ?? 0) + (other.unpredicted ?? 0),
            refused: sums.sorted { $0.key < $1.key }.map { Refusal(reason: $0.key.text, count: $0.value) },
            orderTrusted: orderTrusted || other.orderTrusted, isSubset: isSubset)
    }
}
