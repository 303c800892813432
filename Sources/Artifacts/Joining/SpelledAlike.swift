import Columns

/// Names of one file that are names of another but for a rule of spelling, one for one.
struct SpelledAlike: Sendable {
    /// The rules that make them the same.
    let rules: [NormalizationRule]
    /// Which of the known names each given one is; -1 for one that is none.
    let places: [Int]

    /// How many are one.
    var count: Int { places.count { $0 >= 0 } }

    /// The known names that `given` ones are, none of which is known as it is. At least half of them have to be one, each
    /// of another that `isFree`, and no two known names may be one under the rules. `nil` when no rules make it so.
    init?(of given: [String], among known: [String], isFree: (Int) -> Bool, by sets: [[NormalizationRule]]? = nil) {
        guard !given.isEmpty, !known.isEmpty else { return nil }
        var best: (rules: [NormalizationRule], places: [Int])?
        for rules in sets ?? NormalizedMatch.sets where best.map({ $0.places.contains(-1) }) ?? true {
            var placeOf: [Name: Int] = [:]
            for (place, name) in known.enumerated() {
                let plain = NormalizedMatch.plain(name, rules)
                placeOf[plain] = placeOf[plain] == nil ? place : -1
            }
            let plain = given.map { NormalizedMatch.plain($0, rules) }
            var met: [Name: Int] = [:]
            for name in plain { met[name, default: 0] += 1 }
            let isGuarded = sets == nil && rules.contains(.folder)
            let places = zip(given, plain).map { own, name -> Int in
                guard met[name] == 1, let place = placeOf[name], place >= 0, isFree(place),
                    !NormalizationRule.isOfOtherFolder(own, known[place], rules)
                else { return -1 }
                // The 1 of cam7/1 may be that of any other camera.
                if isGuarded, Self.isNumberInFolder(own) || Self.isNumberInFolder(known[place]) { return -1 }
                return place
            }
            let found = places.count { $0 >= 0 }
            if NormalizedMatch.isChosen(found, of: given.count, rules, isFirst: best == nil) { best = (rules, places) }
        }
        guard let best else { return nil }
        rules = best.rules
        places = best.places
    }

    private static func isNumberInFolder(_ name: String) -> Bool {
        let last = NormalizationRule.folder.plain(name)
        return last != name && last.allSatisfy(\.isNumber)
    }

    /// What is said of them: how many, and by what.
    func words(of given: [String], among known: [String], _ noun: (one: String, many: String), all: Int) -> String {
        let pairs = places.indices.filter { places[$0] >= 0 }
        let shown = pairs.prefix(2).map { "\(given[$0]) is \(known[places[$0]])" }.joined(separator: ", ")
        return "\(pairs.count) of \(all) \(pairs.count == 1 ? noun.one : noun.many) joined by ids that differ by "
            + "\(NormalizedMatch.words(rules)) alone: \(shown)\(pairs.count > 2 ? " ..." : "")"
    }
}

/// By what ids of predictions are joined to images: `ids: {match: ...}` of version.yml.
enum IDMatching: String, Sendable, CaseIterable {
    /// By their bytes alone.
    case exact
    /// As numbers.
    case number
    /// By the name of a file without folder and extension.
    case stem
    /// By the name of a file without folder.
    case fileName = "file_name"

    /// The rules under which ids may be one; none for exact ones.
    var rules: [[NormalizationRule]] {
        switch self {
        case .exact: []
        case .number: [[.leadingZero], [.decimals], [.leadingZero, .decimals]]
        case .stem: [[.fileExtension], [.fileExtension, .folderAbove], [.fileExtension, .folder]]
        case .fileName: [[.separator], [.folderAbove], [.folder]]
        }
    }
}
