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
    func besideBaseline(_ facts: [Fact], of section: String) -> [Fact] {
        guard let before = comparableBaseline?.section(section) else { return facts }
        let values = Dictionary(before.facts.map { (Array($0.id.utf8), $0.value) }, uniquingKeysWith: { a, _ in a })
        return facts.map { fact in
            var fact = fact
            if fact.baseline == nil { fact.baseline = values[Array(fact.id.utf8)] ?? nil }
            return fact
        }
    }
}
