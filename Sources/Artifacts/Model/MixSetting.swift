/// A mix of images that `what_if:` of misread.yml asks about.
public struct MixSetting: Sendable, Equatable {
    /// A value and its share.
    public struct Share: Sendable, Equatable {
        /// The value.
        public var value: String
        /// Its share, 0...1.
        public var share: Double

        /// A value and its share.
        public init(value: String, share: Double) {
            self.value = value
            self.share = share
        }
    }

    /// An attribute with the shares of its values, which add up to 1.
    public struct Attribute: Sendable, Equatable {
        /// The attribute, `label` for the class.
        public var name: String
        /// Its values.
        public var shares: [Share]

        /// An attribute.
        public init(name: String, shares: [Share]) {
            self.name = name
            self.shares = shares
        }
    }

    /// What it is called.
    public var name: String
    /// What it says of each attribute.
    public var attributes: [Attribute]

    /// A mix.
    public init(name: String, attributes: [Attribute]) {
        self.name = name
        self.attributes = attributes
    }

    /// It in a line: "weather: snow 30 %, clear 70 %".
    public var words: String {
        attributes.map { attribute in
            let shares = attribute.shares.map { "\($0.value) \(Self.percent($0.share))" }
            return "\(attribute.name): \(shares.joined(separator: ", "))"
        }.joined(separator: "; ")
    }

    private static func percent(_ share: Double) -> String {
        let tenths = (share * 1_000).rounded() / 10
        let text = tenths == tenths.rounded() ? "\(Int(exactly: tenths) ?? 0)" : "\(tenths)"
        return text + "\u{A0}%"
    }
}
