// What is said of saliency maps before anything is read off them: missing cells, nothing but one number, width and height
// exchanged.

import Columns
import Diagnostics
import Formats
import Pixels

extension SaliencyMaps {
    /// Maps that are looked at, spread evenly over all.
    private static let mostLooked = 50

    /// What is odd about the maps in `path`; `sides` are width and height of an image's picture as it is seen, where it has
    /// one.
    func remarks(in path: String, sides: (ItemID) -> (width: Int, height: Int)?) -> [Problem] {
        let step = max(1, ids.count / Self.mostLooked)
        let looked = stride(from: 0, to: ids.count, by: step).map { ids[$0] }
        var (missing, flat, turned): ([ItemID], [ItemID], [(id: ItemID, words: String)]) = ([], [], [])
        var unread: [String] = []
        for id in looked {
            let grid: SaliencyGrid
            do {
                grid = try map(of: id)
            } catch {
                unread.append((error as? any Explained)?.problem.description ?? "\(error)")
                continue
            }
            if grid.missing > 0 {
                missing.append(id)
            } else if grid.isFlat {
                flat.append(id)
            }
            if let (width, height) = sides(id), grid.isTransposed(width: width, height: height) {
                turned.append(
                    (id, "\(id): \(grid.height) rows of \(grid.width), its picture \(height) rows of \(width)"))
            }
        }
        let place = Place(file: path)
        func count(_ count: Int) -> String { "\(count) of \(looked.count) maps that were looked at" }
        var problems: [Problem] = []
        if let first = unread.first {
            problems.append(
                Problem(.warning, at: place, "\(count(unread.count)) cannot be read, the first: \(first)"))
        }
        if let first = missing.first {
            problems.append(
                Problem(
                    .warning, at: place,
                    "\(count(missing.count)) \(missing.count == 1 ? "has" : "have") cells that are no finite number, the first "
                        + "\(first): they count as missing", suggestion: "did the gradient vanish or overflow?"))
        }
        if let first = flat.first {
            problems.append(
                Problem(
                    .warning, at: place,
                    "\(count(flat.count)) \(flat.count == 1 ? "is" : "are") flat, without two cells that differ, the first "
                        + "\(first): nothing can be read off them"))
        }
        if let first = turned.first {
            problems.append(
                Problem(
                    .warning, at: place,
                    "\(count(turned.count)) \(turned.count == 1 ? "has" : "have") width and height exchanged against "
                        + "\(turned.count == 1 ? "its picture" : "their pictures"), the first \(first.words)",
                    suggestion: "are they transposed?"))
        }
        return problems
    }
}
