/// Columns that grow block by block.
struct TableBuild: Sendable {
    var columns: [Builder]
    private(set) var rows = 0
    private(set) var lines = LineIndex()

    /// Columns of the given kinds without rows. `point` stands between the whole and the fraction of a number.
    init(_ kinds: [ColumnKind], point: UInt8) {
        columns = kinds.map { kind in
            switch kind {
            case .skipped: .skipped
            case .text: .text(TextColumn())
            case .category: .category(CodedText())
            case .number, .attribute, .measurement: .number(NumberCells(point: point))
            }
        }
    }

    mutating func add(_ block: CellBlock, _ bytes: UnsafeRawBufferPointer) {
        for column in columns.indices { columns[column].append(block, column: column, of: bytes) }
        lines.append(block.lines)
        rows += block.rows
    }

    /// Makes room for `rows` in all.
    mutating func reserve(_ rows: Int) {
        for column in columns.indices { columns[column].reserve(rows) }
    }

    /// The rows of `other` follow, whose lines are `shift` further down than it says.
    mutating func append(_ other: consuming TableBuild, shift: Int) {
        for column in columns.indices {
            columns[column].append(other.columns[column])
            // What has been copied need not stay until the last column has.
            other.columns[column] = .skipped
        }
        lines.append(other.lines, shift: shift)
        rows += other.rows
    }

    /// One builder a column; a closed set, so that the loop inside each is compiled for its type.
    enum Builder: Sendable {
        case skipped
        case text(TextColumn)
        case category(CodedText)
        case number(NumberCells)

        mutating func append(_ block: CellBlock, column: Int, of bytes: UnsafeRawBufferPointer) {
            // Moved out and back in, so that the arrays inside are never shared while they grow.
            let old = self
            self = .skipped
            switch consume old {
            case .skipped: break
            case .text(var builder):
                builder.append(block, column: column, of: bytes)
                self = .text(builder)
            case .category(var builder):
                builder.append(block, column: column, of: bytes)
                self = .category(builder)
            case .number(var builder):
                builder.append(block, column: column, of: bytes)
                self = .number(builder)
            }
        }

        mutating func reserve(_ rows: Int) {
            let old = self
            self = .skipped
            switch consume old {
            case .skipped: break
            case .text(var builder):
                builder.reserve(rows)
                self = .text(builder)
            case .category(var builder):
                builder.reserve(rows)
                self = .category(builder)
            case .number(var builder):
                builder.reserve(rows)
                self = .number(builder)
            }
        }

        mutating func append(_ other: Builder) {
            let old = self
            self = .skipped
            switch (consume old, other) {
            case (.text(var builder), .text(let more)):
                builder.append(more)
                self = .text(builder)
            case (.category(var builder), .category(let more)):
                builder.append(more)
                self = .category(builder)
            case (.number(var builder), .number(let more)):
                builder.append(more)
                self = .number(builder)
            default: break
            }
        }

        /// Whether a column of numbers turned out to hold text.
        var isText: Bool {
            if case .number(let cells) = self { return cells.textCount > 0 }
            return false
        }

        /// Whether a column of numbers holds one that is not whole.
        var hasFraction: Bool {
            if case .number(let cells) = self { return cells.values.contains { $0 != $0.rounded() && $0.isFinite } }
            return false
        }

        var column: TypedColumn {
            switch self {
            case .skipped: .skipped
            case .text(let builder): .text(builder)
            case .category(let builder): .category(builder)
            case .number(let builder): .number(builder)
            }
        }
    }
}
