import Foundation

/// The first Wasserstein distance of two samples: the area between their distribution functions, in the units of the values.
public enum Wasserstein {
    /// The exact distance of two ascending samples; `nil` when either is empty.
    public static func distance(_ first: [Double], _ second: [Double]) -> Double? {
        guard var last = [first.first, second.first].compactMap({ $0 }).min(), !first.isEmpty, !second.isEmpty else {
            return nil
        }
        let n = Double(first.count)
        let m = Double(second.count)
        var (i, j) = (0, 0)
        var area = ExactSum()
        while i < first.count || j < second.count {
            let value = min(i < first.count ? first[i] : .infinity, j < second.count ? second[j] : .infinity)
            guard value.isFinite else { return nil }
            area.add(abs(Double(i) / n - Double(j) / m) * (value - last))
            while i < first.count, first[i] == value { i += 1 }
            while j < second.count, second[j] == value { j += 1 }
            last = value
        }
        return area.value
    }

    /// The distance of two lists of counts at ascending places; 0 when either has none.
    public static func distance(_ first: [Int], _ second: [Int], at places: [Double]) -> Double {
        let n = Double(first.reduce(0, +))
        let m = Double(second.reduce(0, +))
        guard n > 0, m > 0 else { return 0 }
        var (below, also) = (0, 0)
        var area = 0.0
        for index in places.indices.dropLast() {
            below += first[index]
            also += second[index]
            area += abs(Double(below) / n - Double(also) / m) * (places[index + 1] - places[index])
        }
        return area
    }
}
