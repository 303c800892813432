// The colours of the site, once, as custom properties; light and dark. Colour means state, a series, or the audited version
// against its baseline; everything else is ink. Tests hold text to 4.5:1 and marks to 3:1 on both grounds in both themes.

/// Colours by custom property.
public enum Palette {
    /// A colour under one name in both themes.
    public struct Colour: Sendable, Hashable {
        /// Name of the custom property, without the dashes.
        public let name: String
        /// `#rrggbb` on a light ground.
        public let light: String
        /// `#rrggbb` on a dark ground.
        public let dark: String
        /// What contrast it must keep against both grounds.
        public let role: Role
    }

    /// What a colour is for.
    public enum Role: Sendable, Hashable {
        /// Grounds: what others are seen on.
        case ground
        /// Text and marks: 4.5:1 on every ground.
        case text
        /// Marks without text: 3:1 on every ground.
        case mark
        /// Rules and grids, which nobody needs to see to understand.
        case ornament
    }

    /// All of them, in the order they are written.
    public static let colours: [Colour] = [
        Colour(name: "paper", light: "#fcfbf9", dark: "#14161a", role: .ground),
        Colour(name: "card", light: "#ffffff", dark: "#1b1e23", role: .ground),
        Colour(name: "ink", light: "#16191d", dark: "#eceae6", role: .text),
        Colour(name: "ink2", light: "#474d57", dark: "#b9bdc4", role: .text),
        Colour(name: "ink3", light: "#646b76", dark: "#989ea8", role: .text),
        Colour(name: "rule", light: "#e4e1da", dark: "#30343b", role: .ornament),
        Colour(name: "rule2", light: "#efece6", dark: "#262a30", role: .ornament),
        Colour(name: "now", light: "#1f5fa8", dark: "#7db4f0", role: .text),
        Colour(name: "base", light: "#7f8792", dark: "#8a929d", role: .mark),
        Colour(name: "bad", light: "#a8281e", dark: "#f0968c", role: .text),
        Colour(name: "warn", light: "#7a4b00", dark: "#e6bd6d", role: .text),
        Colour(name: "good", light: "#1b6343", dark: "#83cba6", role: .text),
        Colour(name: "s1", light: "#1f5fa8", dark: "#7db4f0", role: .text),
        Colour(name: "s2", light: "#a84c05", dark: "#e8a05c", role: .text),
        Colour(name: "s3", light: "#00705a", dark: "#4fc0a0", role: .text),
        Colour(name: "s4", light: "#8a3d86", dark: "#d79ad0", role: .text),
        Colour(name: "s5", light: "#6b5b00", dark: "#cdb94a", role: .text),
        Colour(name: "s6", light: "#3d4650", dark: "#c9ced6", role: .text),
    ]

    /// `--paper:#fcfbf9;…` for one theme, to stand in a rule for `:root`.
    public static func declarations(dark: Bool) -> String {
        colours.map { "--\($0.name):\(dark ? $0.dark : $0.light)" }.joined(separator: ";")
    }
}
