// Are images hard to see: do blur, light, contrast or compression go with errors?

import Artifacts
import Columns

/// Error by what an image looks like, within classes.
struct InputQualityHypothesis: Hypothesis {
    let explanation = Explanation.inputQuality

    /// Words of columns that say how an image looks: what the program measures of the pixels, and what teams record.
    static let words: Set<String> = [
        "brightness", "contrast", "sharpness", "saturation", "blur", "blurred", "blurry", "light", "lighting",
        "illumination", "exposure", "glare", "noise", "compression", "jpeg", "focus", "defocus", "quality",
    ]
    /// Words that make such a name one of something else: the quality of a label, the light of a traffic light.
    static let others: Set<String> = ["label", "labels", "annotation", "annotator", "traffic"]

    /// Words of columns that say how much of an object is to be seen, and how large it is.
    static let ofObjects: Set<String> = [
        "occluded", "occlusion", "truncated", "truncation", "area", "size", "visibility", "difficult",
    ]

    func ask(_ examination: Examination, _ counted: CountedRows) -> AskedHypothesis {
        let words = counted.kind == .objects ? Self.words.union(Self.ofObjects) : Self.words
        return AttributeEvidence(
            isMeant: { name in
                let parts = Set(ColumnWords.parts(name))
                return !parts.isDisjoint(with: words) && parts.isDisjoint(with: Self.others)
            },
            absent: "no attribute says how an image looks, and no picture is there to measure",
            effect: Hypotheses.facts.qualityEffect, level: .qualityLevel
        ).ask(examination, counted)
    }
}
