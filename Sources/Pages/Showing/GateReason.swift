import Drawing
import Record

extension Phrases {
    /// Why a gate came out as it did, in the words of what was counted: images or objects, or what `unit:` names.
    func reason(_ gate: GateResult, in audit: Audit) -> String? {
        guard let reason = gate.reason, let count = Gate.tooFewUnits(in: reason) else { return gate.reason }
        let isOfUnits = gate.measured?.units != nil || gate.measured?.unit == .count
        let named = audit.settings.first { $0.name == Setting.unitOfResampling }?.value
        let isOfImages = !isOfUnits || named == nil || named == "image"
        return self(
            .gateTooFew,
            [
                "count": .text(NumberFormat.count(count)), "needed": .text(NumberFormat.count(Gate.fewestUnits)),
                "nouns": .text(!isOfUnits ? audit.nouns : isOfImages ? Audit.imageNouns : audit.unitNouns),
                "unit": .text(named ?? ""), "has.unit": .flag(!isOfImages),
            ])
    }
}
