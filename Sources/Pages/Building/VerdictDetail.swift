// The sentences under the verdict: how accurate it is, what moved, how far its confidence can be believed.

import Drawing
import Record

extension Verdict {
    /// Two or three sentences that complete it.
    var detail: String {
        var sentences = [
            accuracyWords, precisionWords, phrases.coverage(audit), precisionChangeWords, objectsWords,
            falsePositivesWords, changeWords,
            movedWords, confidenceWords,
        ]
        .compactMap { $0 }
        let passed = gates(.passed).count
        if state != .passed, passed > 0 {
            let (failed, open) = (gates(.failed).count, gates(.undecided).count)
            sentences.append(
                phrases(
                    .verdictGatesPassed,
                    [
                        "gates": .count(passed), "failed": .text(NumberFormat.count(failed)),
                        "open": .text(NumberFormat.count(open)), "has.failed": .flag(failed > 0),
                        "has.open": .flag(open > 0),
                    ]))
        }
        return sentences.joined(separator: " ")
    }

    private var accuracyWords: String? {
        guard audit.task == .classification, let accuracy = facts.fact(.whole, in: audit), accuracy.value != nil
        else { return nil }
        return phrases(
            .verdictAccuracy,
            [
                "value": .text(NumberFormat.format(fact: accuracy)), "interval": .text(accuracy.intervalWords),
                "has.interval": .flag(accuracy.interval != nil), "n": .text(NumberFormat.count(accuracy.n)),
            ])
    }

    private var precisionWords: String? {
        guard audit.task == .detection, let precision = facts.fact(.whole, in: audit), precision.value != nil
        else { return nil }
        let found = facts.fact(.objectsFound, in: audit).flatMap { $0.value == nil ? nil : $0 }
        return phrases(
            .verdictPrecision,
            [
                "value": .text(NumberFormat.format(fact: precision)), "interval": .text(precision.intervalWords),
                "has.interval": .flag(precision.interval != nil), "has.found": .flag(found != nil),
                "found": .text(found.map(NumberFormat.format(fact:)) ?? ""),
                "objects": .text(NumberFormat.count(found?.n ?? 0)),
            ])
    }

    /// Whether a detector's average precision moved, by its paired interval, before what it finds at one score.
    private var precisionChangeWords: String? {
        guard audit.task == .detection, let name = audit.baseline?.version, let fact = facts.fact(.whole, in: audit),
            let value = fact.value, let before = fact.baseline, let interval = fact.change
        else { return nil }
        let (change, isUndecided) = (value - before, interval.low <= 0 && interval.high >= 0)
        return phrases(
            .verdictPrecisionChanged,
            [
                "baseline": .text(name), "is.undecided": .flag(isUndecided), "is.better": .flag(change > 0),
                "change": .text(
                    isUndecided ? NumberFormat.signed(change, as: .points) : Self.points(change)),
                "interval": .text(NumberFormat.change(interval, of: .proportion)),
            ])
    }

    /// Which objects a detector gained and lost.
    private var objectsWords: String? {
        guard audit.task == .detection, facts.fact(.whole, in: audit)?.value != nil,
            let (section, fixed) = facts.stated(.fixed, in: audit), let name = audit.baseline?.version,
            let gained = fixed.value, let lost = facts.fact(.broken, in: audit)?.value
        else { return nil }
        return phrases(
            .verdictObjectsChanged,
            [
                "baseline": .text(name), "gained": .text(NumberFormat.format(gained, as: .count)),
                "lost": .text(NumberFormat.format(lost, as: .count)), "is.better": .flag(section.holds(.better)),
                "is.worse": .flag(section.holds(.worse)),
                "is.undecided": .flag(!section.holds(.better) && !section.holds(.worse)),
            ])
    }

    /// Whether a detector has more or fewer false positives, as loudly as whether it finds more objects.
    private var falsePositivesWords: String? {
        guard let baseline = audit.baseline?.version, let change = facts.fact(.falsePositivesChange, in: audit),
            change.value != nil, let before = facts.fact(.falsePositivesBefore, in: audit)?.value,
            let now = facts.fact(.falsePositivesNow, in: audit)?.value
        else { return nil }
        func moved(_ better: Bool) -> Bool {
            audit.movements(better: better).contains { $0.subject == .falsePositives }
        }
        return phrases(
            .verdictFalsePositivesChanged,
            [
                "baseline": .text(baseline), "before": .text(NumberFormat.format(before, as: .raw)),
                "now": .text(NumberFormat.format(now, as: .raw)), "is.better": .flag(moved(true)),
                "is.worse": .flag(moved(false)), "is.undecided": .flag(!moved(true) && !moved(false)),
            ])
    }

    /// What the paired comparison can tell, and which class moved when the whole did not.
    private var changeWords: String? {
        guard audit.task == .classification, let baseline = audit.baseline?.version,
            let (section, change) = facts.stated(.change, in: audit), change.value != nil
        else { return nil }
        let fixed = facts.fact(.fixed, in: audit)?.value
        let broken = facts.fact(.broken, in: audit)?.value
        let loss = facts.fact(.worstChange, in: audit).flatMap { $0.value == nil ? nil : $0 }
        let isPart = change.n != facts.fact(.whole, in: audit)?.n
        let name = section.holds(.anyClassWorse) ? facts.className(.worstChange, in: audit) : nil
        return phrases(
            .verdictAccuracyChanged,
            [
                "baseline": .text(baseline), "is.undecided": .flag(section.holds(.undecided)),
                "is.better": .flag(section.holds(.better)), "change": .text(Self.unsigned(change)),
                "interval": .text(change.intervalWords), "has.interval": .flag(change.interval != nil),
                "has.pairs": .flag(fixed != nil && broken != nil), "has.part": .flag(isPart),
                "n": .text(NumberFormat.count(change.n)),
                "fixed": .text(fixed.map { NumberFormat.format($0, as: .count) } ?? ""),
                "regressed": .text(broken.map { NumberFormat.format($0, as: .count) } ?? ""),
                "has.class": .flag(name != nil && loss != nil), "class": .text(name ?? ""),
                "loss": .text(loss.map(Self.unsigned) ?? ""),
            ])
    }

    /// What gained most against the baseline and what lost most, besides the whole: the one as loudly as the other.
    private var movedWords: String? {
        guard let baseline = audit.baseline?.version else { return nil }
        func most(better: Bool) -> String {
            guard let moved = audit.movements(better: better).first(where: { !$0.isOfAll }) else { return "" }
            return phrases(
                .movedFromTo,
                [
                    "subject": .text(phrases.subject(moved.subject, facts, of: audit.task)),
                    "before": .text(NumberFormat.format(moved.before, as: .proportion)),
                    "now": .text(NumberFormat.format(moved.now, as: .proportion)),
                ])
        }
        let (better, worse) = (most(better: true), most(better: false))
        if better.isEmpty, worse.isEmpty { return nil }
        return phrases(
            .movedMost,
            [
                "baseline": .text(baseline), "better": .text(better), "worse": .text(worse),
                "has.better": .flag(!better.isEmpty), "has.worse": .flag(!worse.isEmpty),
            ])
    }

    private var confidenceWords: String? {
        guard let confidence = facts.fact(.meanConfidence, in: audit)?.value, let gap = shownGap else { return nil }
        return phrases(
            .verdictConfidence,
            [
                "confidence": .text(NumberFormat.format(confidence, as: .proportion)),
                "points": .text(Self.points(gap)), "is.over": .flag(gap > 0),
            ])
    }

    private static func unsigned(_ fact: Fact) -> String {
        NumberFormat.format(abs(fact.value ?? 0), as: fact.unit).replacing("+", with: "")
    }
}
