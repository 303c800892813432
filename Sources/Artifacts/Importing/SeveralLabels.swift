// Whether the images of an export have several labels each, and which labels there are: decided by what the tables hold, and
// asked where they leave it open.

import Columns
import Diagnostics
import Record

/// The labels of images that may have several.
struct SeveralLabels {
    /// Every label once, in the order of the columns where there are columns.
    let names: [String]
    /// What is said of how they were told.
    let remark: Problem?

    /// `nil` for images of one label each. `task` is what the user said, who is asked where the files leave it open.
    init?(truth: LabelTable, predictions: LabelTable?, task: TaskKind?) throws {
        if task == .classification { return nil }
        let isAsked = task == .multilabel
        let found =
            truth.areFlagsLabels
            ? try Self.columns(truth, predictions, isAsked: isAsked)
            : try Self.cells(truth, predictions, isAsked: isAsked)
        guard let found else {
            guard isAsked else { return nil }
            names = truth.labelledClasses
            remark = nil
            return
        }
        names = found.names
        remark = Problem(.note, at: Place(file: truth.words, field: found.field), found.said)
    }

    private struct Found {
        let names: [String]
        let field: String?
        let said: String
    }

    /// Labels in columns of 0 and 1; `nil` where each image has exactly one.
    private static func columns(
        _ truth: LabelTable, _ predictions: LabelTable?, isAsked: Bool
    ) throws -> Found? {
        let columns = try LabelFlags(truth, predictions)
        let marks = columns.columns.map { truth.cells($0).map { OneHotLabels.flag($0) == true } }
        let counts = (0..<truth.rows).map { row in marks.count { $0[row] } }
        let several = counts.count { $0 > 1 }
        let found = Found(
            names: columns.names, field: nil,
            said:
                "the labels are the columns \(shown(columns.columns)): \(several) of \(truth.rows) images have several")
        if isAsked || several > 0 { return found }
        if counts.allSatisfy({ $0 == 1 }) { return nil }
        switch predictions.flatMap(\.sumsToOne) {
        case true?: return nil
        case false?: return found
        case nil:
            throw ImportFault.taskUnclear(
                file: truth.words, field: nil,
                "each image has one label at most, and \(counts.count { $0 == 0 }) of \(truth.rows) have none")
        }
    }

    /// Labels in cells, or in rows of one image; `nil` where each image has one.
    private static func cells(
        _ truth: LabelTable, _ predictions: LabelTable?, isAsked: Bool
    ) throws -> Found? {
        let field = truth.labelColumn
        guard truth.hasLabelColumn else { return nil }
        let own = truth.labelColumn.map(truth.cells) ?? truth.labels.map(\.label)
        let cells = own + (predictions?.answerColumn.flatMap { predictions?.cells($0) } ?? [])
        let language = LabelLanguage(
            cells, scored: predictions?.scored ?? [], hasDecimalComma: truth.hasDecimalComma)
        let lists: [String]?
        do {
            lists = try language.lists(isAsked: isAsked, in: truth.words, field: field)
        } catch ImportFault.twoSeparators(_, _, let sign, let other, let cell) {
            let isOwn = own.contains { $0.contains(cell) }
            throw ImportFault.twoSeparators(
                file: isOwn ? truth.words : predictions?.words ?? truth.words,
                field: isOwn ? field : predictions?.answerColumn, sign, other, cell: cell)
        }
        if let lists {
            return Found(names: lists, field: field, said: "cells hold lists of labels: \(shown(lists))")
        }
        guard !truth.isOfAnnotators else { return nil }
        var labels: [Name: Set<Name>] = [:]
        for (id, label) in zip(truth.ids, own) { labels[Name(id), default: []].insert(Name(label)) }
        let several = labels.values.count { $0.count > 1 }
        guard several > 0 else { return nil }
        // A row or two too many are a slip as well; so are many where probabilities say that an image has one label.
        let isOfOne = predictions.flatMap(\.sumsToOne) == true
        if !isAsked, isOfOne || several * 20 < labels.count,
            let id = truth.ids.first(where: { (labels[Name($0)] ?? []).count > 1 })
        {
            let shown = (labels[Name(id)] ?? []).sorted().map(\.text).joined(separator: ", ")
            throw ImportFault.taskUnclear(
                file: truth.words, field: field,
                "\(several) of \(labels.count) images \(several == 1 ? "has" : "have") rows of different labels, the first \(id) (\(shown)), "
                    + "and the others one label"
                    + (isOfOne ? "; the probabilities of a row add up to 1, as those of one label do" : ""))
        }
        return Found(
            names: truth.labelledClasses, field: field,
            said: "\(truth.rows) rows are of \(labels.count) images, of which \(several) have several labels")
    }

    /// The first of a list of names.
    static func shown(_ names: [String]) -> String {
        names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " ..." : "")
    }
}

/// Which columns of 0 and 1 are the labels, and what the labels are called.
struct LabelFlags {
    let columns: [String]
    let names: [String]

    /// Throws where the columns of scores and of labels are of other names, or of another count.
    init(_ truth: LabelTable, _ predictions: LabelTable?) throws {
        let known = Set(truth.flags.map { Name($0) })
        let scored = predictions?.scored ?? []
        if !scored.isEmpty {
            for form in ClassColumns.marks {
                guard let found = form.columns(of: scored, in: known) else { continue }
                (names, columns) = (scored, found)
                return
            }
        }
        // A name that only some columns begin with tells labels from other marks; "is_" begins attributes too.
        let form =
            ClassColumns.marks.first { form in
                form != ClassColumns.bare && truth.flags.count { form.called($0) != nil } > 1
                    && (form.prefix != "is_" || truth.flags.allSatisfy { form.called($0) != nil })
            } ?? ClassColumns.bare
        columns = truth.flags.filter { form.called($0) != nil }
        names = columns.compactMap(form.called)
        let width = predictions?.matrix.count ?? 0
        if !scored.isEmpty || width > 0 && width != columns.count, let predictions {
            throw ImportFault.otherLabels(
                file: truth.words, labels: names, results: predictions.words,
                scored: scored.isEmpty ? predictions.matrix : scored)
        }
    }
}

/// Whether cells hold lists of labels, by how the parts of the cells recur and what the columns of scores are called.
struct LabelLanguage {
    private let cells: Set<String>
    private let scored: Set<Name>
    private let inOrder: [String]

    /// Separators that stand for none here: where a comma stands before decimals, `1,0` is a number.
    private let others: Set<Character>

    init(_ cells: [String], scored: [String], hasDecimalComma: Bool = false) {
        others = hasDecimalComma ? [","] : []
        // A blank around a label separates nothing.
        self.cells = Set(cells.map { LabelCells.trimmed($0) }.filter { !$0.isEmpty })
        self.scored = Set(scored.map { Name($0) })
        inOrder = scored
    }

    /// The labels where cells hold lists of them; `nil` where a cell is a label.
    func lists(isAsked: Bool, in file: String, field: String?) throws -> [String]? {
        let isNamed = !scored.isEmpty
        // The columns of scores are called by the cells as they are.
        if isNamed, cells.allSatisfy({ scored.contains(Name($0)) }) { return isAsked ? inOrder : nil }
        let listed = cells.compactMap(LabelCells.list)
        if !cells.isEmpty, listed.count == cells.count {
            let isVector = listed.allSatisfy { $0.allSatisfy { OneHotLabels.flag($0) != nil } }
            if isVector, let width = listed.first?.count, width > 1, listed.allSatisfy({ $0.count == width }) {
                guard inOrder.count == width else { throw ImportFault.unnamedLabels(file: file, field: field, width) }
                return inOrder
            }
            // Lists that are all empty name no label.
            return listed.allSatisfy(\.isEmpty) ? nil : named(listed)
        }
        for separator in [LabelLists.separator, ";", "|", ",", " ", "+", "/"] as [Character]
        where !others.contains(separator) && cells.contains(where: { $0.contains(separator) }) {
            let parts = cells.map { LabelCells.parts($0, separator) }
            let distinct = Set(parts.joined().map { Name($0) })
            if let mixed = Self.mixed(parts, separator, distinct) {
                throw ImportFault.twoSeparators(file: file, field: field, separator, mixed.separator, cell: mixed.cell)
            }
            if isNamed {
                if distinct.isSubset(of: scored) { return inOrder }
                continue
            }
            if [LabelLists.separator, ";", "|"].contains(separator) || isAsked { return named(parts) }
            // "crane, bird" is one name, "cat, dog" beside "dog, bird" and "cat" is not: labels recur, alone too.
            let alone = Set(parts.filter { $0.count == 1 }.joined().map { Name($0) })
            let recurs = parts.filter { $0.count > 1 }.allSatisfy { $0.contains { alone.contains(Name($0)) } }
            guard distinct.count < cells.count, separator == "," || separator == " ", recurs else { continue }
            if separator == "," { return named(parts) }
            throw ImportFault.taskUnclear(
                file: file, field: field,
                "\"\(cells.filter { $0.contains(separator) }.min() ?? "")\" is the name of a class, or several labels")
        }
        return nil
    }

    /// A part that another sign cuts into labels that stand alone elsewhere, of which two are lists all the same.
    private static func mixed(
        _ parts: [[String]], _ separator: Character, _ known: Set<Name>
    ) -> (separator: Character, cell: String)? {
        for other in [";", "|", ","] as [Character] where other != separator {
            let cut = parts.joined().filter { $0.contains(other) && LabelCells.parts($0, other).count > 1 }
            guard cut.count > 1,
                cut.allSatisfy({ LabelCells.parts($0, other).allSatisfy { known.contains(Name($0)) } }),
                let first = cut.min()
            else { continue }
            return (other, first)
        }
        return nil
    }

    /// The parts of all cells, as far as what surely separates tells them.
    var partsOfAll: [String] {
        let parts = cells.flatMap { cell -> [String] in
            if let list = LabelCells.list(cell) { return list }
            let separator = ([";", "|", ",", " "] as [Character]).first { cell.contains($0) }
            return separator.map { LabelCells.parts(cell, $0) } ?? [cell]
        }
        return Set(parts.map { Name($0) }).sorted().map(\.text)
    }

    private func named(_ parts: [[String]]) -> [String] {
        let known = Set(parts.joined().map { Name($0) }).subtracting([Name("")])
        return inOrder + known.subtracting(scored).sorted().map(\.text)
    }
}

extension LabelTable {
    /// Whether the probabilities of a row add up to 1, as those of classes do that exclude each other; `nil` without any.
    var sumsToOne: Bool? {
        guard matrix.count > 1 else { return nil }
        let columns = matrix.map { cells($0).map { Double(decimal: $0) ?? 0 } }
        let fitting = (0..<rows).count { row in abs(columns.reduce(0) { $0 + $1[row] } - 1) < 0.02 }
        return fitting * 20 >= rows * 19
    }
}
