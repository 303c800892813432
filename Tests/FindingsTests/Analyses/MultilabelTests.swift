import Artifacts
import Record
import Testing

@testable import Findings

/// Metrics of a multi-label model. Reference values are scikit-learn 1.9.1's on the same 24 images.
@Suite struct MultilabelTests {
    private func section(_ made: MadeLabels) throws -> Section { try Multilabel().examine(made.examination()) }

    private func near(_ section: Section, _ id: String, _ expected: Double) {
        let value = section.fact(id)?.value
        #expect(value.map { abs($0 - expected) < 1e-12 } == true, "\(id): \(value ?? .nan), expected \(expected)")
    }

    @Test func numbersAreThoseOfScikitLearn() throws {
        let section = try section(.reference)
        let expected: [(String, Double)] = [
            ("micro_f1", 0.6666666666666666), ("macro_f1", 0.645934065934066), ("samples_f1", 0.5621031746031746),
            ("exact_match", 0.25), ("hamming_loss", 0.2604166666666667), ("jaccard", 0.4930555555555555),
            ("mean_ap", 0.755815451885967), ("micro_ap", 0.7726551890863532), ("macro_auroc", 0.800807267351385),
            ("micro_auroc", 0.8115079365079364), ("coverage_error", 2.3333333333333335),
            ("ranking_precision", 0.8287037037037036),
        ]
        for (id, value) in expected { near(section, id, value) }
        let labels = ["cat", "dog", "owl", "sea lion"]
        let families: [(String, [Double])] = [
            ("f1", [0.6923076923076923, 0.5714285714285714, 0.6, 0.72]),
            ("precision", [0.8181818181818182, 0.5714285714285714, 0.75, 0.8181818181818182]),
            ("recall", [0.6, 0.5714285714285714, 0.5, 0.6428571428571429]),
            ("ap", [0.8098740910505615, 0.6770451770451771, 0.6666666666666666, 0.8696758727814627]),
            ("auroc", [0.762962962962963, 0.8319327731092437, 0.8333333333333334, 0.7749999999999999]),
        ]
        for (id, values) in families {
            for (label, value) in zip(labels, values) { near(section, "\(id)@label=\(label)", value) }
        }
        near(section, "worst_f1", 0.5714285714285714)
        #expect(section.terms.first { $0.id == "worst_label" }?.text == "dog")
        #expect(section.fact("positives@label=owl")?.value == 6)
        #expect(section.fact("errors")?.value == 18)
    }

    @Test func anImageWithoutALabelThatWasGivenNoneIsRight() throws {
        var made = MadeLabels.reference
        made.images[5].truth = []
        made.images[5].scores = [0.1, 0.1, 0.1, 0.1]
        let section = try section(made)
        // zero_division=1.
        near(section, "samples_f1", 0.5704365079365079)
        near(section, "jaccard", 0.5069444444444444)
        near(section, "coverage_error", 2.2083333333333335)
    }

    @Test func aLabelWithoutImagesHasNoF1AndIsLeftOutOfTheMeans() throws {
        var made = MadeLabels.reference
        for index in made.images.indices { made.images[index].truth.removeAll { $0 == 2 } }
        let section = try section(made)
        for id in ["f1", "recall", "ap", "auroc"] {
            #expect(section.fact("\(id)@label=owl")?.value == nil, "\(id)")
            #expect(section.fact("\(id)@label=owl")?.undefined == "no image has this label")
        }
        // What was given falsely is still counted.
        #expect(section.fact("precision@label=owl")?.value == 0)
        near(section, "macro_f1", (0.6923076923076923 + 0.5714285714285714 + 0.72) / 3)
        #expect(section.fact("labels_without_images")?.value == 1)
    }

    @Test func everyNumberHasAnIntervalThatHoldsIt() throws {
        let section = try section(.reference)
        for fact in section.facts where fact.unit == .score && !fact.id.hasPrefix("threshold") {
            guard let value = fact.value else { continue }
            // Of six or seven images with a label nothing is resampled.
            if fact.id.hasPrefix("ap@") || fact.id == "worst_f1" { continue }
            let interval = try #require(fact.interval, "\(fact.id)")
            #expect(interval.low <= value && value <= interval.high && interval.low < interval.high, "\(fact.id)")
        }
    }

    @Test func listsOfLabelsHaveNoNumberThatNeedsScores() throws {
        var made = MadeLabels.reference
        made.hasScores = false
        let section = try section(made)
        near(section, "micro_f1", 0.6666666666666666)
        for id in ["mean_ap", "micro_auroc", "coverage_error", "ap@label=cat"] {
            #expect(section.fact(id)?.undefined == "the labels are given without scores", "\(id)")
        }
    }

    @Test func imagesOfOneUnitAreResampledTogether() throws {
        var made = MadeLabels.reference
        // Every image four times: as units of four they show no more than the images alone.
        made.images = made.images.flatMap { image in
            (0..<4).map {
                MadeLabels.Image(
                    id: "\(image.id)-\($0)", truth: image.truth, scores: image.scores, attributes: [image.id])
            }
        }
        made.attributes = ["patient"]
        let alone = try section(made).fact("micro_f1")?.interval
        made.unit = "patient"
        let fact = try section(made).fact("micro_f1")
        let (wide, narrow) = (try #require(fact?.interval), try #require(alone))
        #expect(wide.high - wide.low > 1.5 * (narrow.high - narrow.low))
        #expect(fact?.units == 24)
    }
}
