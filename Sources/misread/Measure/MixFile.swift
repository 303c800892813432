import Artifacts
import Columns
import Diagnostics
import Findings
import Formats

/// A target mix as a file has it: columns of attributes and `share`, a combination a row; or `attribute`, `value`, `share`, a
/// value a row.
struct MixFile {
    /// The attributes.
    let attributes: [String]
    /// The shares, which add up to 1.
    let mix: TargetMix

    /// Reads the file at `path`.
    init(_ path: String) throws {
        let reader = try TableReader(plain: path)
        if let fault = reader.fault(ofColumn: "share") { throw ProblemList(fault) }
        let isMargins = reader.has("attribute") && reader.has("value")
        let names = isMargins ? ["attribute", "value"] : reader.header.filter { Name($0) != "share" }
        guard !names.isEmpty else { throw MixFault.noAttributes(file: path) }
        let table = try reader.read { Name($0) == "share" ? .number : .category }
        guard case .number(let shares)? = table.column("share") else { throw MixFault.noAttributes(file: path) }
        for (row, share) in shares.values.enumerated() where !(share >= 0 && share.isFinite) {
            throw MixFault.badShare(file: path, line: table.line(of: row))
        }
        let texts = names.map { name -> [Name] in
            guard case .category(let cells)? = table.column(name) else { return [] }
            let values = cells.values.map { $0.isEmpty ? CodedColumn.missing : Name($0) }
            return (0..<table.rows).map { values[cells.codes[$0]] }
        }
        if isMargins {
            var order: [String] = []
            var margins: [Name: [Name: Double]] = [:]
            for row in 0..<table.rows {
                let (attribute, value) = (texts[0][row], texts[1][row])
                if margins[attribute] == nil { order.append(attribute.text) }
                guard margins[attribute, default: [:]].updateValue(shares.values[row], forKey: value) == nil else {
                    throw MixFault.repeated(file: path, line: table.line(of: row))
                }
            }
            for name in order { try Self.check(margins[Name(name)].map { Array($0.values) } ?? [], of: name, path) }
            attributes = order
            mix = .margins(order.map { margins[Name($0)] ?? [:] })
        } else {
            var joint: [[Name]: Double] = [:]
            for row in 0..<table.rows {
                guard joint.updateValue(shares.values[row], forKey: texts.map { $0[row] }) == nil else {
                    throw MixFault.repeated(file: path, line: table.line(of: row))
                }
            }
            try Self.check(Array(joint.values), of: names.joined(separator: ", "), path)
            attributes = names
            mix = .joint(joint)
        }
    }

    /// Shares that were rounded to four digits are taken.
    private static func check(_ shares: [Double], of name: String, _ path: String) throws(MixFault) {
        let sum = shares.reduce(0, +)
        guard abs(sum - 1) < 1e-6 else { throw .sum(file: path, attribute: name, sum: sum) }
    }
}

/// What is wrong with a target mix.
enum MixFault: Error, Hashable {
    /// Shares of nothing.
    case noAttributes(file: String)
    /// A share that is none.
    case badShare(file: String, line: Int)
    /// A value, or a combination, that has a share already.
    case repeated(file: String, line: Int)
    /// Shares that do not add up to 1.
    case sum(file: String, attribute: String, sum: Double)
}

extension MixFault: Explained {
    var problem: Problem {
        switch self {
        case .noAttributes(let file):
            Problem(
                at: Place(file: file), "has no column beside share",
                suggestion: "give a column for each attribute, or attribute, value and share")
        case .badShare(let file, let line):
            Problem(at: Place(file: file, row: line, field: "share"), "a share of at least 0 was expected")
        case .repeated(let file, let line):
            Problem(at: Place(file: file, row: line), "has its share in an earlier row already")
        case .sum(let file, let attribute, let sum):
            Problem(
                at: Place(file: file), "the shares of \(attribute) add up to \(sum), 1 expected",
                suggestion: "are some values missing, or are they percentages?")
        }
    }
}
