/// The name among `candidates` that a person most likely meant by `word`, or `nil` when none is near.
///
/// Distance is Damerau-Levenshtein restricted to adjacent transpositions (optimal string alignment), ignoring ASCII
/// case; a name is near when the distance is at most a third of the longer length, and at least one edit is allowed.
/// Ties go to the first candidate.
public func nearestName(to word: String, in candidates: some Sequence<String>) -> String? {
    let target = Array(word.lowercased().unicodeScalars)
    var best: (name: String, distance: Int)?
    for candidate in candidates {
        let other = Array(candidate.lowercased().unicodeScalars)
        let distance = editDistance(target, other)
        let allowed = max(1, max(target.count, other.count) / 3)
        if distance <= allowed, best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
    }
    return best?.name
}

private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
        var row = [i] + [Int](repeating: 0, count: b.count)
        for j in 1...b.count {
            let substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
            row[j] = min(substitution, last[j] + 1, row[j - 1] + 1)
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                row[j] = min(row[j], beforeLast[j - 2] + 1)
            }
        }
        beforeLast = last
        last = row
    }
    return last[b.count]
}
