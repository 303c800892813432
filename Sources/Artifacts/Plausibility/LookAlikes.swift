import Foundation

/// Names that a reader cannot tell apart: letters of one script that look like those of another, and marks that are not drawn
/// at all. Which letters are taken for which follows Unicode's list of confusable characters (UTS 39), of which those between
/// Latin, Greek and Cyrillic are here.
enum LookAlikes {
    /// Greek and Cyrillic letters, each by the Latin one that it looks like.
    private static let latin: [Unicode.Scalar: Unicode.Scalar] = {
        let pairs: [(looks: String, like: String)] = [
            ("АВЕЅІЈКМНОРСТУХ", "ABESIJKMHOPCTYX"), ("аеіјорсухѕһԁԛԝ", "aeijopcyxshdqw"),
            ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϳ", "ABEZHIKMNOPTYXCj"), ("ονρυιϲ", "ovpuic"),
        ]
        var letters: [Unicode.Scalar: Unicode.Scalar] = [:]
        for (looks, like) in pairs {
            for (a, b) in zip(looks.unicodeScalars, like.unicodeScalars) { letters[a] = b }
        }
        return letters
    }()

    /// A name as it looks: without what is not drawn, in Latin letters where there are such, digits and letters of full width as
    /// narrow ones.
    static func seen(_ name: String) -> String {
        // Before letters are taken apart, too: that turns the lunate sigma into one that looks otherwise.
        let own = String(String.UnicodeScalarView(name.unicodeScalars.map { latin[$0] ?? $0 }))
        var scalars = String.UnicodeScalarView()
        for scalar in own.precomposedStringWithCompatibilityMapping.unicodeScalars {
            // A pattern of Braille without a dot is drawn as a blank, and is none.
            if scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.generalCategory == .format
                || scalar == "\u{2800}"
            {
                continue
            }
            scalars.append(latin[scalar] ?? scalar)
        }
        return String(scalars)
    }
}
