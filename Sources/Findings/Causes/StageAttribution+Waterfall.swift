import Record
import Statistics

extension StageAttribution {
    /// The gap as steps from the node's accuracy to that of the reference: by Shapley values where every group of stages was run, else
    /// what each stage recovers by itself and what is left; `nil` without a gap.
    func waterfall(node name: String, reference other: String) -> WaterfallChart? {
        guard hasGap, images > 0 else { return nil }
        let singles = recoveries.filter { $0.stages.count == 1 }
        func share(_ correct: Int) -> Double { Double(correct) / Double(images) }
        var steps = singles.enumerated().map { place, recovery in
            WaterfallChart.Step(
                recovery.stages.joined(separator: " + "),
                shapley.map { $0[place] } ?? share(recovery.correct - self.node),
                state: (recovery.interval?.low ?? 0) > 0 ? .worse : .neutral)
        }
        if shapley == nil {
            let left = (self.reference - self.node) - singles.reduce(0) { $0 + $1.correct - self.node }
            if left > 0 { steps.append(WaterfallChart.Step("by no one stage alone", share(left))) }
            if left < 0 { steps.append(WaterfallChart.Step("counted by two stages", share(left))) }
        }
        guard !steps.isEmpty else { return nil }
        return WaterfallChart(
            axis: Axis("Accuracy", .proportion), start: WaterfallChart.Level(name, share(self.node)), steps: steps,
            end: WaterfallChart.Level(other, share(self.reference)))
    }
}
