// Detector audits written before outcomes had codes: two names at the end of the class list meant that an object was not
// found, and a gallery's outcome was told from its brackets. They are read as if they had been written today.

import Columns
import Record

/// Reads an older detector's audit in today's terms.
enum OlderOutcomes {
    /// The names that were no classes, in the order in which they stood, and what they mean.
    fileprivate static let names: [(name: String, outcome: Outcome)] = [
        ("(badly placed)", .mislocalised), ("(missed)", .missed),
    ]

    /// An audit and its outcomes with real classes and coded outcomes; unchanged when that is how they were written.
    static func coded(_ audit: Audit, _ table: OutcomeTable) -> (Audit, OutcomeTable) {
        let real = audit.dataset.classes.count - names.count
        guard audit.task == .detection, audit.dataset.outcomes == nil, real >= 0,
            zip(audit.dataset.classes[real...], names).allSatisfy({ Name($0) == Name($1.name) })
        else { return (audit, table) }
        var coded = audit
        coded.dataset.classes.removeLast(names.count)
        coded.dataset.outcomes = names.map(\.outcome.name)
        for section in coded.sections.indices {
            for exhibit in coded.sections[section].exhibits.indices {
                guard case .gallery(var gallery) = coded.sections[section].exhibits[exhibit].content else { continue }
                gallery.items = gallery.items.map(\.coded)
                coded.sections[section].exhibits[exhibit].content = .gallery(gallery)
            }
            for finding in coded.sections[section].findings.indices {
                let old = coded.sections[section].findings[finding]
                coded.sections[section].findings[finding].evidence = old.evidence.map(\.coded)
                coded.sections[section].findings[finding].counterExamples = old.counterExamples.map(\.coded)
            }
        }
        let predicted = table.predicted.map { code in
            let place = Int(code) - real
            return names.indices.contains(place)
                ? UInt16(truncatingIfNeeded: names[place].outcome.code(of: 0)) : code
        }
        return (
            coded,
            OutcomeTable(ids: table.ids, labels: table.labels, predicted: predicted, confidence: table.confidence)
        )
    }
}

extension GalleryItem {
    /// The same with the outcomes that stand in brackets.
    fileprivate var coded: GalleryItem {
        var item = self
        item.outcome = item.predicted.bracketed
        item.baselineOutcome = item.baselinePredicted?.bracketed
        return item
    }
}

extension String {
    /// The outcome that a text in brackets stands for, as it is called now.
    fileprivate var bracketed: String? {
        guard hasPrefix("("), hasSuffix(")") else { return nil }
        let known = OlderOutcomes.names.first { $0.name.utf8.elementsEqual(utf8) }
        return known?.outcome.words ?? String(dropFirst().dropLast())
    }
}
