import Testing

@testable import Drawing

/// Contrast as WCAG 2.2 measures it: 4.5:1 for text, 3:1 for what must be seen to understand.
@Suite struct PaletteTests {
    private struct RGB {
        var red: Double
        var green: Double
        var blue: Double

        init(_ hex: String) throws {
            let value = try #require(Int(hex.dropFirst(), radix: 16))
            red = Double(value >> 16 & 255)
            green = Double(value >> 8 & 255)
            blue = Double(value & 255)
        }

        /// Painted over `ground` with the given opacity.
        func over(_ ground: RGB, _ opacity: Double) -> RGB {
            var mixed = self
            mixed.red = red * opacity + ground.red * (1 - opacity)
            mixed.green = green * opacity + ground.green * (1 - opacity)
            mixed.blue = blue * opacity + ground.blue * (1 - opacity)
            return mixed
        }

        var luminance: Double {
            func linear(_ channel: Double) -> Double {
                let share = channel / 255
                if share <= 0.04045 { return share / 12.92 }
                return power((share + 0.055) / 1.055)
            }
            return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
        }

        /// x^2.4 as x² · x^(2/5), the root by Newton's steps.
        private func power(_ x: Double) -> Double {
            var root = 1.0
            for _ in 0..<60 { root -= (root * root * root * root * root - x * x) / (5 * root * root * root * root) }
            return x * x * root
        }

        func contrast(_ other: RGB) -> Double {
            let (a, b) = (luminance, other.luminance)
            return (max(a, b) + 0.05) / (min(a, b) + 0.05)
        }
    }

    private func colour(_ name: String, dark: Bool) throws -> RGB {
        let colour = try #require(Palette.colours.first { $0.name == name })
        return try RGB(dark ? colour.dark : colour.light)
    }

    @Test(arguments: [false, true]) func textAndMarksStandOutOnEveryGround(_ dark: Bool) throws {
        let grounds = Palette.colours.filter { $0.role == .ground }
        #expect(!grounds.isEmpty)
        for colour in Palette.colours where colour.role == .text || colour.role == .mark {
            let needed = colour.role == .text ? 4.5 : 3
            for ground in grounds {
                let contrast = try self.colour(colour.name, dark: dark).contrast(self.colour(ground.name, dark: dark))
                #expect(contrast >= needed, "--\(colour.name) on --\(ground.name), \(dark ? "dark" : "light")")
            }
        }
    }

    @Test(arguments: [false, true], ["now", "s2"]) func numbersInCellsAreReadAtEveryStep(_ dark: Bool, _ hue: String)
        throws
    {
        let paper = try colour("paper", dark: dark)
        let ink = try colour("ink", dark: dark)
        for (step, opacity) in ChartStyle.cellOpacity.enumerated() {
            let cell = try colour(hue, dark: dark).over(paper, opacity)
            let text = step >= 6 ? paper : ink
            #expect(cell.contrast(text) >= 4.5, "step \(step) of \(hue): \(cell.contrast(text))")
        }
        // The diagonal's ground is --rule2, its numbers --ink3.
        let quiet = try colour("rule2", dark: dark).contrast(colour("ink3", dark: dark))
        #expect(quiet >= 4.5)
    }

    @Test(arguments: [false, true]) func stepsOfAMatrixRise(_ dark: Bool) throws {
        let paper = try colour("paper", dark: dark)
        let contrasts = try ChartStyle.cellOpacity.map { try colour("now", dark: dark).over(paper, $0).contrast(paper) }
        #expect(zip(contrasts, contrasts.dropFirst()).allSatisfy { $0 * 1.05 < $1 })
    }

    @Test(arguments: [false, true]) func printAndScreenUseEveryColourTheStyleSheetNames(_ dark: Bool) {
        let names = ChartStyle.css.components(of: "var(--").dropFirst().map { part in
            String(part.prefix { $0.isLetter || $0.isNumber })
        }
        // The series' own, which the charts' rules set themselves, is one of the palette's.
        for name in Set(names) where !["sans", "hue"].contains(name) {
            #expect(Palette.declarations(dark: dark).contains("--\(name):#"), "--\(name) is not in the palette")
        }
    }
}

extension String {
    fileprivate func components(of separator: String) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: false)
    }
}
