import Findings
import Record
import Statistics

extension MadeLabels {
    /// `count` images of independent labels whose scores are the chances that they are true.
    static func calibrated(_ count: Int = 400, seed: UInt64 = 1, version: String = "v2") -> MadeLabels {
        var random = SeededGenerator(seed: seed)
        let labels = ["cat", "dog", "owl", "fox"]
        let images = (0..<count).map { index in
            let scores = labels.map { _ in (random.unit() * 1e4).rounded() / 1e4 }
            return Image(
                id: "i\(index)", truth: labels.indices.filter { random.unit() < scores[$0] }, scores: scores,
                attributes: [index % 2 == 0 ? "day" : "night"])
        }
        return MadeLabels(version: version, labels: labels, images: images, attributes: ["time"])
    }

    /// The section of an analysis, with a budget of its own.
    func section(_ analysis: any Analysis, baseline: BaselineRecord? = nil) throws -> Section {
        try analysis.examine(examination(baseline: baseline))
    }
}
