import Exhibits

extension Examination {
    /// The same fact of the baseline, when both were measured on the same items with the same labels.
    ///
    /// Where the sets differ, a number beside ours would invite a comparison that does not hold, and none is given.
    func baselineValue(_ path: String) -> Double? {
        comparableBaseline?.fact(at: path)?.value
    }

    /// The baseline's audit when its numbers may stand beside ours.
    var comparableBaseline: Audit? {
        pairing?.isSameSet == true ? baseline?.audit : nil
    }

    /// `facts` of a section, each with the baseline's value where there is a comparable one.
    ///
    /// A fact about "the worst" is about something by name: `sameAs` gives the id under which the baseline states the
    /// same thing (the recall of the class that is worst *now*), or `nil` when it states no such thing.
    func besideBaseline(_ facts: [Fact], of section: String, sameAs: [String: String?] = [:]) -> [Fact] {
        guard let before = comparableBaseline?.section(section) else { return facts }
        let values = Dictionary(before.facts.map { (Array($0.id.utf8), $0.value) }, uniquingKeysWith: { a, _ in a })
        return facts.map { fact in
            var fact = fact
            let same: String? = sameAs.keys.contains(fact.id) ? sameAs[fact.id] ?? nil : fact.id
            if fact.baseline == nil, let same { fact.baseline = values[Array(same.utf8)] ?? nil }
            return fact
        }
    }
}
