import Record

/// How facts are called in a sentence: by the name their card gives them.
extension FactIndex {
    /// The name given to the fact at a path, when one is and it is no member of a family.
    func given(_ path: String) -> String? {
        guard let (spec, member) = spec(path), member == nil else { return nil }
        return spec.name
    }

    /// The fact at a path, as the subject of a sentence: `headline/recall@class=8` is "the recall of class 8".
    public func name(_ path: String) -> String {
        if let name = given(path) { return name }
        let id = String(path.split(separator: "/", maxSplits: 1).last ?? "")
        let parts = id.split(separator: "@", maxSplits: 1).map(String.init)
        if parts.count == 2 {
            let base = spec(path)?.spec.name ?? parts[0].asWords
            let member = parts[1].split(separator: "=", maxSplits: 1).map(String.init)
            let of =
                member == ["*"]
                ? "every perturbed run"
                : member.last == "*" ? "every \(member[0])" : parts[1].replacing("=", with: " ")
            return (base.hasPrefix("the ") ? base : "the " + base) + " of " + of
        }
        return "“" + id.asWords + "”"
    }

    /// The fact without an article, in a list: "recall of class 8".
    func subject(_ path: String) -> String {
        let name = name(path)
        return name.hasPrefix("the ") ? String(name.dropFirst(4)) : name
    }

    /// The fact as a heading: "Recall of class 8".
    func heading(_ path: String) -> String {
        subject(path).replacing("“", with: "")
            .replacing("”", with: "").capitalizedFirst
    }
}
