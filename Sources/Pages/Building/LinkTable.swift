// Where the links of all pages lead. Most links of most pages lead to the same few files, so a place is kept once and a page keeps
// numbers: ten thousand pages with sixty links each are checked by looking at some ten thousand places.

/// The links of many pages.
struct LinkTable: Sendable {
    /// Where a link leads.
    enum Place: Hashable, Sendable {
        /// To a file inside the site, and an element of it unless the fragment is empty.
        case file(path: String, fragment: String)
        /// Above the root; as it is written.
        case nowhere(String)

        init(_ target: String, from folder: String) {
            if let place = LinkScan.resolve(target, from: folder) {
                self = .file(path: place.path, fragment: place.fragment)
            } else {
                self = .nowhere(target)
            }
        }

        /// How a page in `folder` would write it.
        func target(from folder: String) -> String {
            switch self {
            case .file(let path, let fragment):
                SitePath.relative(path, from: folder) + (fragment.isEmpty ? "" : "#" + fragment)
            case .nowhere(let target): target
            }
        }
    }

    /// Every place, in the order it was first linked to.
    private(set) var places: [Place] = []
    /// The folder of every page with the places that it links to, once each.
    private(set) var pages: [(folder: String, links: [Int])] = []
    private var numbers: [Place: Int] = [:]

    /// Adds a page in `folder`; targets that lead out of the site on purpose are left out.
    mutating func add(_ folder: String, _ targets: [String]) {
        var links: [Int] = []
        var seen: Set<Int> = []
        for target in targets where !LinkScan.isOutside(target) {
            let link = number(of: Place(target, from: folder))
            if seen.insert(link).inserted { links.append(link) }
        }
        pages.append((folder, links))
    }

    /// Adds the pages of another table.
    mutating func absorb(_ other: LinkTable) {
        let own = other.places.map { number(of: $0) }
        for page in other.pages { pages.append((page.folder, page.links.map { own[$0] })) }
    }

    /// What is linked to below a folder: the next step of each path, with the folders of the pages that do.
    func pages(leadingBelow folder: String) -> [String: [String]] {
        let steps = places.map { place -> String? in
            guard case .file(let path, _) = place, path.hasPrefix(folder) else { return nil }
            return path.dropFirst(folder.count).split(separator: "/").first.map(String.init)
        }
        var found: [String: [String]] = [:]
        for page in pages {
            for step in Set(page.links.compactMap { steps[$0] }) { found[step, default: []].append(page.folder) }
        }
        return found
    }

    private mutating func number(of place: Place) -> Int {
        if let known = numbers[place] { return known }
        let number = places.count
        numbers[place] = number
        places.append(place)
        return number
    }
}
