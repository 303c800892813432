// The words that a formula may use behind a backslash: TeX's own, as far as statistics need them.

/// What a word behind a backslash stands for by itself.
enum FormulaNames {
    /// Letters that are set as names are.
    static let letters: [String: String] = [
        "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ",
        "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π",
        "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ",
        "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ",
        "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "ell": "ℓ", "infty": "∞",
    ]

    static let signs: [String: String] = [
        "cdot": "·", "times": "×", "pm": "±", "mp": "∓", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠",
        "neq": "≠", "approx": "≈", "sim": "∼", "equiv": "≡", "propto": "∝", "in": "∈", "notin": "∉", "subset": "⊂",
        "cup": "∪", "cap": "∩", "to": "→", "ldots": "…", "cdots": "⋯", "mid": "|", "lfloor": "⌊", "rfloor": "⌋",
        "lceil": "⌈", "rceil": "⌉", "{": "{", "}": "}", "lbrace": "{", "rbrace": "}", "prime": "′", "ast": "∗",
        "%": "%",
        "setminus": "∖", "emptyset": "∅", "Vert": "‖", "lVert": "‖", "rVert": "‖", "neg": "¬", "land": "∧", "lor": "∨",
    ]

    /// Signs with limits under and over them.
    static let sums: [String: String] = ["sum": "∑", "prod": "∏", "bigcup": "⋃", "bigcap": "⋂"]

    /// Words set upright; those that range over something have it under them.
    static let functions: [String: Bool] = [
        "max": true, "min": true, "sup": true, "inf": true, "lim": true, "log": false, "ln": false, "exp": false,
        "arg": false, "sin": false, "cos": false, "tan": false, "logit": false, "Pr": false,
    ]

    static let accents: [String: String] = ["hat": "^", "bar": "¯", "tilde": "~", "widehat": "^", "overline": "¯"]

    static let spaces: [String: Double] = [",": 0.17, ";": 0.28, " ": 0.25, "quad": 1, "qquad": 2]

    /// Words that take arguments or open something.
    static let forms = ["frac", "sqrt", "binom", "mathrm", "text", "left", "begin", "operatorname", "int"]

    /// Every word, for the nearest one to a misspelt one.
    static var all: [String] {
        Array(letters.keys) + signs.keys + sums.keys + functions.keys + accents.keys + spaces.keys + forms
    }
}
