// Do errors depend on who labelled, with which guideline, in which batch?

import Artifacts
import Columns

/// Error by annotator, label version or batch, within classes.
struct AnnotationHypothesis: Hypothesis {
    let explanation = Explanation.annotation

    /// What a column that says who made a label, or how, is called: letters alone.
    static let names: Set<String> = Set(
        AnnotatorLabels.people + [
            ColumnWords.plain(Name(AnnotatorLabels.attribute)), "annotatoragreement", "labelversion", "labelbatch",
            "labelingbatch",
            "labellingbatch", "annotationbatch", "annotationversion", "labelsource", "annotationtool", "labelledby",
            "labeledby", "annotatedby",
        ])

    func ask(_ examination: Examination, _ counted: CountedRows) -> AskedHypothesis {
        AttributeEvidence(
            isMeant: { Self.names.contains(ColumnWords.plain($0)) },
            absent: "no attribute says who labelled an image, or with which version or batch of labels",
            effect: Hypotheses.facts.annotationEffect, level: .annotationLevel
        ).ask(examination, counted)
    }
}
