/// What a component is, apart from the rows it was found among: says of any row whether it lies in it, by its scores and its class
/// alone.
enum PatternRule: Sendable {
    /// Beyond a cut along a direction; `offsets` are those of the classes it is of, `nil` for others.
    case direction(weights: [Double], offsets: [Double?], cut: Double, scale: Double)
    /// Likeliest in one component of a mixture.
    case mixture(ErrorMixture, component: Int)

    /// Beyond the cut of a contrast.
    init(_ contrast: ErrorContrast, _ basis: ScopeBasis) {
        let (weights, offsets) = basis.linear(contrast.direction)
        self = .direction(weights: weights, offsets: offsets, cut: contrast.cut, scale: contrast.scale)
    }
}

/// Several rules, asked of many rows: components of one mixture are asked together.
struct PatternRules: Sendable {
    private struct Direction {
        let place: Int
        let weights: [Double]
        let offsets: [Double?]
        let cut: Double
        let scale: Double
    }

    private struct Mixture {
        let mixture: ErrorMixture
        let densities: MixtureDensities
        /// Which of the rules a component is; `nil` for one that is none.
        var places: [Int?]
    }

    private var directions: [Direction] = []
    private var mixtures: [Mixture] = []

    init(_ rules: [PatternRule]) {
        for (place, rule) in rules.enumerated() {
            switch rule {
            case .direction(let weights, let offsets, let cut, let scale):
                directions.append(
                    Direction(place: place, weights: weights, offsets: offsets, cut: cut, scale: scale))
            case .mixture(let mixture, let component):
                let known = mixtures.firstIndex { $0.mixture == mixture } ?? mixtures.count
                if known == mixtures.count {
                    let none = [Int?](repeating: nil, count: mixture.count)
                    mixtures.append(Mixture(mixture: mixture, densities: mixture.densities, places: none))
                }
                mixtures[known].places[component] = place
            }
        }
    }

    /// The rules that a row is of, and how typical it is, on the scale of the rows that the component was found among.
    func typicality(_ scores: [Float], label: Int, isError: Bool) -> [(rule: Int, typicality: Double)] {
        var found: [(rule: Int, typicality: Double)] = []
        for direction in directions {
            guard let offset = direction.offsets[label] else { continue }
            var value = -offset
            for i in direction.weights.indices { value += Double(scores[i]) * direction.weights[i] }
            if value > direction.cut {
                found.append(
                    (direction.place, ErrorContrast.typicality(value, scale: direction.scale, isError: isError)))
            }
        }
        for mixture in mixtures {
            let densities = mixture.densities
            var logs = densities.room
            densities.densities(scores, from: 0, into: &logs)
            let component = densities.likeliest(logs)
            guard let rule = mixture.places[component] else { continue }
            let total = densities.total(isError: isError, &logs)
            found.append((rule, MixtureDensities.value(logs, component) - total))
        }
        return found
    }
}
