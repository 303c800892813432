// Precision and recall of eight resampled evaluations at once.
//
// A resampled evaluation differs from the one before it only in how often each image counts. Which detection stands where,
// and what it is, is the same in all of them; so the detections are gone through once, and each step is taken for eight
// replicates side by side. A replicate that does not hold an image weighs its detections 0: they add nothing, and the
// precision noted at them lies at no recall of its own and below that of the detection before, so it is never read.

/// Eight replicates side by side.
typealias Lanes = SIMD8<Double>

extension Lanes {
    /// The greater of two, lane by lane.
    @inline(__always)
    func higher(than other: Lanes) -> Lanes { replacing(with: other, where: other .> self) }
}

/// The precision-recall curve of one class, detection by detection; its room is used again and again.
struct LaneCurve {
    /// What was found so far.
    private(set) var found = Lanes.zero
    private var reached: [Lanes] = []
    private var precision: [Lanes] = []

    /// Begins anew.
    mutating func reset() {
        found = .zero
        reached.removeAll(keepingCapacity: true)
        precision.removeAll(keepingCapacity: true)
    }

    /// A true positive; `counted` detections came up to it, itself among them.
    @inline(__always)
    mutating func add(_ weight: Lanes, counted: Lanes) {
        found += weight
        reached.append(found)
        precision.append(found / counted.higher(than: .one))
    }

    /// How many of the recall levels 0, 0.01 ... 1 a number of found objects reaches. A level that is reached exactly is
    /// reached, whatever the last bit of the division says.
    @inline(__always)
    static func levels(_ found: Lanes, _ scale: Lanes) -> Lanes {
        // Adding and taking off 1.5 * 2^52 rounds to the nearest whole number.
        let big = Lanes(repeating: 0x1.8p52)
        let level = (found * scale - (0.5 - 1e-9) + big) - big + 1
        return level.replacing(with: 101, where: level .> 101)
    }

    /// The precision interpolated at the 101 levels, added up, with `total` objects to find; not to be read where there are
    /// none.
    func area(of total: Lanes) -> Lanes {
        let scale = 100 / total
        var (sum, highest, above) = (Lanes.zero, Lanes.zero, Lanes.zero)
        for place in reached.indices.reversed() {
            let level = Self.levels(reached[place], scale)
            // The levels between this detection and the next are read at the next.
            sum += (above - level) * highest
            highest = highest.higher(than: precision[place])
            above = level
        }
        return sum + above * highest
    }
}
