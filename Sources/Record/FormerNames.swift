// Names that earlier versions of the program gave to facts, flags, terms, exhibits, methods and failure modes, and what they
// are called now. An archive that is read, a gate and a reference may use either; what is written uses the names in force.

/// Former names and the names in force.
public enum FormerNames {
    /// Ids of a section's facts, terms, flags and exhibits, by the section that states them.
    static let ids: [String: [String: String]] = [
        "comparison": [
            "broken": "regressed", "worst_broken": "worst_regressed", "changed_answers": "changed_predictions",
            "any_broken": "any_regressed",
        ],
        "low-confidence-correct": [
            "unsure": "low_confidence", "right": "correct", "share_of_right": "share_of_correct",
            "any_unsure": "any_low_confidence", "says_too_little": "underconfident",
        ],
        "robustness": [
            "mildest_broken": "mildest_regressed", "error_by_step": "error_by_severity", "fewer_items": "fewer_images",
        ],
        "saliency": [
            "wrong": "incorrect", "right": "correct", "border_mass_wrong": "border_mass_incorrect",
            "border_mass_right": "border_mass_correct", "some_items_have_none": "some_images_have_none",
        ],
        "slices": [
            "heat": "heatmap", "heat_2": "heatmap_2", "heat_rows": "heatmap_rows", "heat_columns": "heatmap_columns",
            "shows_heat": "shows_heatmap", "shows_second_heat": "shows_second_heatmap",
        ],
        "detection": ["confused": "misclassified", "misplaced": "localisation_error"],
        "detection-calibration": ["sure_false_positives": "confident_false_positives"],
        "detection-confusions": [
            "confused": "misclassified", "false_on_background": "background_errors", "top_answer": "top_predicted",
        ],
        "detection-gallery": [
            "misplaced": "localisation_errors", "confused": "misclassified", "label_candidates": "label_errors",
            "any_misplaced": "any_localisation_error", "any_confused": "any_misclassified",
            "any_candidate": "any_label_error",
        ],
    ]
    private static let methods = [
        "changed-answers": "prediction-churn", "label-candidates": "label-errors", "fragility": "robustness",
    ]

    /// Facts that another section states now, as the very same number.
    private static let moved = [
        "detection-calibration/false_positives_per_image": "detection-false-alarms/false_positives_per_image_at@score=0"
    ]

    /// The name in force of a fact, `section/fact` or `section/fact@member`.
    public static func fact(_ path: String) -> String {
        if let path = moved[path] { return path }
        let parts = path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let names = ids[parts[0]] else { return path }
        return parts[0] + "/" + id(parts[1], names)
    }

    /// The name in force of a method.
    public static func method(_ id: String) -> String { methods[id] ?? id }

    /// Whether two ids are those of one failure mode: the readable part may differ, the digest of what defines it not.
    public static func isSameMode(_ a: String, _ b: String) -> Bool {
        a == b
            || (a.utf8.count > 7 && a.utf8.suffix(7).first == UInt8(ascii: "-")
                && a.utf8.suffix(7).elementsEqual(b.utf8.suffix(7)))
    }

    /// Whether one of `names` is that of one of the ids of a failure mode.
    public static func name(_ names: [String], oneOf ids: [String]) -> Bool {
        names.contains { name in ids.contains { isSameMode($0, name) } }
    }

    static func id(_ id: String, _ names: [String: String]) -> String {
        let parts = id.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = names[String(parts[0])] else { return id }
        return parts.count == 2 ? name + "@" + parts[1] : name
    }
}

extension Audit {
    /// The audit with the names in force, whenever it was written.
    public var withCurrentNames: Audit {
        var audit = self
        for index in audit.sections.indices { audit.sections[index].takeCurrentNames() }
        for index in audit.gates.indices { audit.gates[index].fact = FormerNames.fact(audit.gates[index].fact) }
        if var policy = audit.policy {
            for index in policy.gates.indices { policy.gates[index].fact = FormerNames.fact(policy.gates[index].fact) }
            audit.policy = policy
        }
        return audit
    }
}

extension Section {
    fileprivate mutating func takeCurrentNames() {
        for index in findings.indices { findings[index].id = findings[index].mode.stableID }
        if var modes = followed {
            for index in modes.indices { modes[index].id = modes[index].mode.stableID }
            followed = modes
        }
        guard let names = FormerNames.ids[id] else { return }
        for index in facts.indices { facts[index].id = FormerNames.id(facts[index].id, names) }
        for index in terms.indices { terms[index].id = names[terms[index].id] ?? terms[index].id }
        for index in exhibits.indices { exhibits[index].id = names[exhibits[index].id] ?? exhibits[index].id }
        flags = flags.map { names[$0] ?? $0 }.sorted()
    }
}
