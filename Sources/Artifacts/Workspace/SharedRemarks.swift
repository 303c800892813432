// What is said of several data sets in the same words is said once.

import Columns
import Diagnostics

/// Remarks on several data sets.
public enum SharedRemarks {
    /// The remarks with those that differ in the data set alone as one, which names the place in each.
    public static func together(_ remarks: [Problem], of datasets: [Datasheet]) -> [Problem] {
        guard datasets.count > 1 else { return remarks }
        var order: [Problem] = []
        var places: [Problem: [Problem]] = [:]
        for remark in remarks {
            let form = common(remark, datasets)
            if places[form] == nil { order.append(form) }
            places[form, default: []].append(remark)
        }
        return order.compactMap { form in
            guard let alike = places[form], let first = alike.first else { return nil }
            let files = alike.compactMap(\.place?.file)
            guard alike.count > 1, Set(files.map { Name($0) }).count == alike.count else { return first }
            return Problem(
                first.severity,
                at: Place(file: files.joined(separator: ", "), row: first.place?.row, field: first.place?.field),
                first.summary, suggestion: first.suggestion)
        }
    }

    /// A remark with a sign for what is the data set's own: its folder, and that of its predictions.
    private static func common(_ remark: Problem, _ datasets: [Datasheet]) -> Problem {
        guard let place = remark.place else { return remark }
        var file = place.file + "/"
        for dataset in datasets {
            if file.hasPrefix(dataset.folder + "/") {
                file = "<data set>/" + file.dropFirst(dataset.folder.utf8.count + 1)
                break
            }
            let parts = file.split(separator: "/", omittingEmptySubsequences: false)
            if parts.count > 3, parts[0] == "versions", Name(String(parts[2])) == Name(dataset.name) {
                file = (["versions", parts[1], "<data set>"] + parts.dropFirst(3)).joined(separator: "/")
                break
            }
        }
        return Problem(
            remark.severity, at: Place(file: file, row: place.row, field: place.field), remark.summary,
            suggestion: remark.suggestion)
    }
}

extension ProblemList {
    /// The same with what is said of several data sets in the same words said once.
    func together(of datasets: [Datasheet]) -> ProblemList {
        let merged = SharedRemarks.together(remarks, of: datasets)
        return merged.count == remarks.count ? self : replacing(remarks: merged)
    }
}
