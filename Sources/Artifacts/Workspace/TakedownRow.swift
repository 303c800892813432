import Columns
import Diagnostics
import Formats
import Foundation
import Record

/// A row of takedowns.csv that is to be added.
package struct TakedownRow: Sendable {
    /// The image.
    let image: String
    /// The data set that it is of.
    let dataset: String
    /// Why.
    let reason: String

    /// A row.
    package init(image: String, dataset: String, reason: String) {
        (self.image, self.dataset, self.reason) = (image, dataset, reason)
    }

    /// The file with the row behind what it holds; a new one without a file. Columns of a team's own stay, and are blank. Throws
    /// where the row would not be read back: a list that says less than it seems to would show the picture again.
    package func appended(to before: Data?) throws(Problem) -> String {
        guard let text = String(validating: before ?? Data(), as: UTF8.self), let made = appended(toText: text),
            isLast(in: made)
        else {
            throw Problem(
                at: Place(file: Redactions.takedowns), "no row can be added to it as it is written",
                suggestion: "save it as UTF-8 with commas between image_id, dataset and reason, or add a row for "
                    + "\"\(image)\" yourself, and run this again; nothing was changed")
        }
        return made
    }

    /// `nil` where no line names the columns.
    private func appended(toText text: String) -> String? {
        var text = text.allSatisfy(\.isWhitespace) ? "image_id,dataset,reason\n" : text
        if text.utf8.last != 0x0A { text += "\n" }
        let lines = text.trimmingPrefix("\u{FEFF}").split(whereSeparator: \.isNewline)
        guard let header = lines.first(where: { !$0.hasPrefix("#") && !$0.hasPrefix("sep=") }) else { return nil }
        for separator in [",", ";", "\t"] as [Character] {
            let names = header.split(separator: separator, omittingEmptySubsequences: false).map { name in
                name.filter { $0 != "\"" && $0 != " " }
            }
            guard names.contains("image_id") else { continue }
            let cells = names.map { name in
                switch name {
                case "image_id": image
                case "dataset": dataset
                case "reason": reason
                default: ""
                }
            }
            return text + CSVLine.text(cells, separator: separator) + "\n"
        }
        return nil
    }

    /// Whether the last row of a text is this one, as the reader of the list takes it.
    private func isLast(in text: String) -> Bool {
        guard let source = try? TextFile(bytes: Data(text.utf8), name: Redactions.takedowns),
            let table = try? TableReader(source, as: .csv(Dialect())).read({ _ in .text }), table.rows > 0,
            case .text(let images) = table.column("image_id"), Name(images[table.rows - 1]) == Name(image)
        else { return false }
        guard case .text(let sets) = table.column("dataset") else { return true }
        return Name(sets[table.rows - 1]) == Name(dataset)
    }
}
