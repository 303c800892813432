// What a terminal says about a workspace that reads without a problem: the phrases of `phrases/check-input.md`.

import Drawing
import Record

extension Phrases {
    /// Title, task and number of classes.
    public func inputWorkspace(_ title: String, _ task: TaskKind, classes: Int?) -> String {
        self(
            .inputWorkspace,
            [
                "title": .text(title), "task": .text(task.rawValue), "classes": .count(classes ?? 0),
                "has.classes": .flag(classes != nil),
            ])
    }

    /// A data set of labelled images.
    public func inputDataset(_ name: String, images: Int) -> String {
        self(.inputDataset, ["name": .text(name), "images": .count(images)])
    }

    /// A data set of labelled objects.
    public func inputDataset(_ name: String, images: Int, regions: Int, classes: Int) -> String {
        self(
            .inputDatasetObjects,
            [
                "name": .text(name), "images": .count(images), "regions": .count(regions), "classes": .count(classes),
            ])
    }

    /// An attribute with categories.
    public func inputCategory(_ name: String, values: Int) -> String {
        self(.inputCategory, ["name": .text(name), "values": .count(values)])
    }

    /// A numeric attribute and how it is cut.
    public func inputNumber(_ name: String, isComputed: Bool, edges: [Double]?, buckets: Int) -> String {
        self(
            .inputNumber,
            [
                "name": .text(name), "is.computed": .flag(isComputed), "has.edges": .flag(edges != nil),
                "edges": .text(joined((edges ?? []).map { "\($0)" }, by: .listComma)), "buckets": .text("\(buckets)"),
            ])
    }

    /// A version, its date and its baseline.
    public func inputVersion(_ name: String, _ date: String, baseline: String?) -> String {
        self(
            .inputVersion,
            [
                "name": .text(name), "date": .text(date), "baseline": .text(baseline ?? ""),
                "has.baseline": .flag(baseline != nil),
            ])
    }

    /// How many detections a run under a change has.
    public func inputPerturbation(_ factor: String, _ level: String, detections: Int) -> String {
        self(
            .inputPerturbation,
            ["factor": .text(factor), "level": .text(level), "account": .text(inputDetections(detections))])
    }

    /// How many detections there are.
    public func inputDetections(_ count: Int) -> String {
        self(.inputDetections, ["detections": .text(NumberFormat.count(count))])
    }

    /// What became of the rows.
    public func inputRows(_ account: RowAccounting) -> String {
        self(.inputRows, ["account": .text(self.account(account))])
    }

    /// Which probabilities there are.
    public func inputProbabilities(ofAll: Bool, isGiven: Bool = true) -> String {
        self(!isGiven ? .inputProbabilitiesNone : ofAll ? .inputProbabilitiesAll : .inputProbabilitiesOne)
    }

    /// How many saliency maps there are.
    public func inputMaps(_ count: Int) -> String { self(.inputMaps, ["maps": .text(NumberFormat.count(count))]) }

    /// How many images have a picture.
    public func inputPictures(_ count: Int, of all: Int) -> String {
        self(.inputPictures, ["pictures": .text(NumberFormat.count(count)), "images": .text(NumberFormat.count(all))])
    }

    /// What a source holds.
    func role(_ role: InputHealth.Role) -> String {
        switch role {
        case .images: self(.inputRoleImages)
        case .groundTruth: self(.inputRoleTruth)
        case .pictures: self(.inputRolePictures)
        case .predictions: self(.inputRolePredictions)
        case .detections: self(.inputRoleDetections)
        case .maps: self(.inputRoleMaps)
        case .embeddings: self(.inputRoleEmbeddings)
        case .perturbations: self(.inputRolePerturbations)
        case .telemetry: self(.inputRoleTelemetry)
        }
    }

    /// That part of the images was evaluated, how large a part, and why; `nil` where all were.
    public func coverage(_ audit: Audit) -> String? {
        guard let (kept, read) = audit.coverage else { return nil }
        let reasons = audit.accounting.unevaluatedImages.map {
            self(.inputRefused, ["count": .text(NumberFormat.count($0.count)), "reason": .text($0.reason)])
        }
        return self(
            .verdictCoverage,
            [
                "kept": .text(NumberFormat.count(kept)), "images": .text(NumberFormat.count(read)),
                "reasons": .text(joined(reasons, by: .listComma)), "has.reasons": .flag(!reasons.isEmpty),
                "is.subset": .flag(audit.accounting.isSubset == true),
            ])
    }

    /// The same for one line.
    public func coverageShort(_ audit: Audit) -> String? {
        audit.coverage.map {
            self(
                .summaryCoverage,
                ["kept": .text(NumberFormat.count($0.kept)), "images": .text(NumberFormat.count($0.read))])
        }
    }

    /// How long the embeddings are.
    public func inputEmbeddings(_ dimensions: Int) -> String {
        self(.inputEmbeddings, ["dimensions": .text("\(dimensions)")])
    }

    /// The heading of the perturbed runs.
    public var inputPerturbations: String { self(.inputPerturbations) }

    /// A perturbed run and what became of its rows.
    public func inputPerturbation(_ factor: String, _ level: String, _ account: RowAccounting) -> String {
        self(
            .inputPerturbation,
            ["factor": .text(factor), "level": .text(level), "account": .text(self.account(account))])
    }

    /// What to run next.
    public func inputNext(_ command: String) -> String { self(.inputNext, ["command": .text(command)]) }

    private func account(_ account: RowAccounting) -> String {
        let refused = account.refused.map {
            self(.inputRefused, ["count": .text(NumberFormat.count($0.count)), "reason": .text($0.reason)])
        }
        return self(
            .inputAccount,
            [
                "kept": .text(NumberFormat.count(account.kept)), "read": .text(NumberFormat.count(account.itemsRead)),
                "refused": .text(joined(refused, by: .listComma)), "has.refused": .flag(!refused.isEmpty),
                "has.missing": .flag((account.unpredicted ?? 0) > 0), "order.trusted": .flag(account.orderTrusted),
            ])
    }
}
