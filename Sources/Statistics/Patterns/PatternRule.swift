/// What a component is, apart from the rows it was found among: says of any row whether it lies in it, by its scores and its class
/// alone, and how typical it is.
struct PatternRule: Sendable {
    private enum Form {
        /// Beyond a cut along a direction; `offsets` are those of the classes it is of, `nil` for others.
        case direction(weights: [Double], offsets: [Double?], cut: Double, scale: Double)
        /// Likeliest in one component of a mixture.
        case mixture(ErrorMixture, component: Int)
    }

    private let form: Form

    /// Beyond the cut of a contrast.
    init(_ contrast: ErrorContrast, _ basis: ScopeBasis) {
        let (weights, offsets) = basis.linear(contrast.direction)
        form = .direction(weights: weights, offsets: offsets, cut: contrast.cut, scale: contrast.scale)
    }

    /// A component of a mixture.
    init(_ mixture: ErrorMixture, component: Int) {
        form = .mixture(mixture, component: component)
    }

    /// How typical a row is, on the scale of the rows that the component was found among; `nil` where it does not lie in it.
    func typicality(_ scores: [Float], label: Int, isError: Bool) -> Double? {
        switch form {
        case .direction(let weights, let offsets, let cut, let scale):
            guard let offset = offsets[label] else { return nil }
            var value = 0.0
            for i in weights.indices { value += Double(scores[i]) * weights[i] }
            value -= offset
            return value > cut ? ErrorContrast.typicality(value, scale: scale, isError: isError) : nil
        case .mixture(let mixture, let component):
            return mixture.posterior(scores, of: component, isError: isError)
        }
    }
}
