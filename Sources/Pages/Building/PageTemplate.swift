import Markup
import Record

/// The pages that are no analysis, each with a template under `pages/`.
enum PageTemplate: String, CaseIterable {
    case home, overview, gates, failures, failure, modes, mode, comparison, policy, incidents, methods, data, provenance
    case glossary, datasets, actions, decisions, playbooks, labelling, coverage, start, summary
    case errors, example, examples, lineage, across, suite
    case tradeOffs = "trade-offs"
    case modelCard = "model-card"
    case decisionVersion = "decision-version"
    case datasetsVersion = "datasets-version"

    /// Name of the template.
    var name: String { self == .glossary ? "glossary" : "pages/" + rawValue }

    /// Names it may use besides those of the audit.
    var own: (values: Set<String>, flags: Set<String>, exhibits: Set<String>) {
        switch self {
        case .home:
            (
                ["site.title", "verdict.sentence", "versions.count", "incidents.open", "attention.count"],
                [
                    "has.audits", "has.incidents", "has.open-incidents", "has.attention", "has.trends", "has.schedule",
                    "has.served",
                ],
                [
                    "versions", "incidents", "tiles", "attention", "schedule", "decision", "next", "best", "trends",
                    "served",
                ]
            )
        case .overview:
            (
                ["verdict.sentence", "verdict.detail", "findings.count", "leads.count", "errors", "items"],
                [
                    "has.gates", "has.findings", "has.more-findings", "has.not-measured", "has.heat", "has.changes",
                    "has.errors", "has.moved", "has.gates-not-asked", "has.leads",
                ],
                ["tiles", "better", "worse", "gates", "modes", "not-measured"]
            )
        case .gates:
            (["verdict.sentence", "gates.count"], ["has.gates", "has.gates-not-asked"], ["gates"])
        case .failures:
            (
                ["findings.count", "leads.count"], ["has.findings", "has.leads", "has.any"],
                ["findings", "leads"]
            )
        case .failure:
            (
                Self.findingValues, Self.findingFlags,
                ["measure", "shares", "evidence", "counter-examples", "alternatives"]
            )
        case .mode:
            (
                Self.findingValues, Self.findingFlags,
                [
                    "measure", "shares", "evidence", "counter-examples", "alternatives", "history", "incidents",
                    "records",
                ]
            )
        case .modes:
            (
                [
                    "modes.count", "versions.count", "urgent.count", "overlap.version", "overlap.findings",
                    "overlap.covered", "overlap.several", "overlap.total",
                ],
                ["has.modes", "has.urgent", "has.categories", "has.overlap", "overlap.is-cut"],
                ["modes", "categories", "overlap"]
            )
        case .comparison:
            (
                ClassMixShown.values.union(["a.name", "b.name", "a.items", "b.items", "not-compared", "lineage"]),
                ClassMixShown.flags.union([
                    "is.paired", "is.same-set", "has.numbers", "has.not-compared", "has.lineage", "has.slopes",
                    "slopes.tested",
                ]),
                ["numbers", "gates", "modes", "lineage", "slopes", "mix"]
            )
        case .policy:
            (
                ["in-force", "gates.count", "versions.count"],
                ["has.gates", "has.earlier", "has.more", "has.playbooks"],
                ["versions", "gates", "earlier", "playbooks"]
            )
        case .incidents:
            (
                ["incidents.count", "incidents.open", "withheld.count", "alarms.count", "unacknowledged.count"],
                ["has.incidents", "has.withheld", "has.alarms"],
                ["incidents", "alarms"]
            )
        case .actions:
            (
                WorthTables.values.union([
                    "actions.count", "open.count", "overdue.count", "withheld.count", "judged.count", "held.count",
                    "exceeded.count", "today",
                ]),
                WorthTables.flags.union([
                    "has.actions", "has.open", "has.closed", "has.claims", "has.judged", "has.critical", "has.schedule",
                    "has.withheld", "has.releases",
                ]),
                WorthTables.exhibits.union(["backlog", "schedule", "realised", "closed"])
            )
        case .errors: (ErrorPages.values, ErrorPages.flags, ["list", "images"])
        case .example:
            (
                ExamplePages.values, ExamplePages.flags,
                ["pictures", "said", "probabilities", "attributes", "modes", "alike"]
            )
        case .tradeOffs:
            (
                ["headline", "quality", "costs", "left-out", "versions.count"],
                ["has.constraints", "has.draws", "has.left-out", "has.charts"], ["charts", "versions"]
            )
        case .across:
            (
                ["headline", "version.name", "fact", "first", "datasets.count", "stale"],
                ["has.expected", "has.upgrades", "has.modes", "is.unmeasured", "is.stale"],
                ["sets", "upgrades", "modes"]
            )
        case .suite:
            (["headline", "versions.count", "cases.count"], ["has.more", "has.otherwise"], ["cases"])
        case .lineage: (["headline", "unstated", "unstated.count"], ["has.unstated", "has.more"], ["versions"])
        case .examples: (["examples.count"], [], ["examples"])
        case .summary: (AuditSummary.values, AuditSummary.flags, [])
        case .coverage, .modelCard: (CoveragePages.values, CoveragePages.flags, [])
        case .start:
            (CoveragePages.values, CoveragePages.flags.union(["has.decisions"]), ["numbers", "decisions"])
        case .labelling: (LabellingPages.values, LabellingPages.flags, ["queue", "modes", "relabelled"])
        case .decisions:
            (
                ["decisions.count", "waivers.count", "expired.count", "withheld.count", "today"],
                ["has.decisions", "has.waivers", "has.withheld", "has.governance"],
                ["decisions", "waivers", "governance"]
            )
        case .decisionVersion:
            (
                ["version.name", "decisions.count"], ["has.decision", "has.any", "has.cases"],
                ["decision", "all", "cases"]
            )
        case .playbooks:
            (["playbooks.count", "overdue.count", "today"], ["has.playbooks"], ["playbooks"])
        case .methods: (["methods.count"], [], ["methods"])
        case .data:
            (
                NearDuplicateTable.values.union([
                    "accounting.items", "accounting.predictions", "accounting.kept", "dataset.digest", "coverage",
                    "doubts.count",
                ]),
                NearDuplicateTable.flags.union([
                    "order-trusted", "has.refused", "has.remarks", "has.doubts", "one.doubts", "has.known-doubts",
                    "has.sources", "is.part", "is.detection",
                ]),
                ["sheet", "accounting", "classes", "remarks", "doubts", "sources", "near-duplicates"]
            )
        case .provenance:
            (
                ["audit.digest", "audit.seal", "audit.program", "audit.schema", "inputs.count", "dataset.digest"],
                ["has.tests"],
                ["inputs", "tests", "settings", "manifest", "files", "taken"]
            )
        case .glossary: ([], [], [])
        case .datasets:
            (
                ["verdict.sentence", "datasets.count", "versions.count", "attention.count"],
                ["has.trends", "has.across", "has.attention"],
                ["versions", "tiles", "retired", "trends", "across", "decision", "next", "attention", "records"]
            )
        case .datasetsVersion:
            (["verdict.sentence", "datasets.count", "version.name"], [], ["datasets", "verdicts", "tiles"])
        }
    }

    private static let findingValues: Set<String> = [
        "mode.title", "mode.kind", "mode.id", "finding.rate", "finding.statement", "finding.errors", "finding.share",
        "finding.expected", "finding.p", "finding.level", "finding.gain", "finding.baseline", "finding.of",
        "finding.section",
        "finding.gain-if-all-right", "finding.within", "finding.version", "finding.discovery", "finding.confirmation",
        "finding.coverage", "errors", "items",
    ]
    private static let findingFlags: Set<String> = [
        "is.finding", "is.lead", "has.expected", "has.p", "has.level", "has.gain", "has.baseline-rate",
        "has.counter-examples",
        "has.alternatives", "has.incidents", "has.records", "has.heat", "has.shares", "has.gain-if-all-right",
        "has.within", "has.events",
        "is.slice", "is.regression", "is.confusion", "is.confident-errors", "is.error-type", "found.one-half",
        "found.each-half",
        "found.no-half", "found.first-half", "has.coverage", "is.gone",
        "is.rate", "covers.errors",
    ]

    /// Everything its template may say.
    func vocabulary(_ cards: [Card]) -> Vocabulary {
        let flags = own.flags.union(own.values.compactMap(Scope.oneFlag))
        return switch self {
        case .overview, .gates, .failures, .failure, .data, .provenance, .comparison, .mode, .errors:
            TemplateNames.vocabulary(of: cards, values: own.values, flags: flags, exhibits: own.exhibits)
        case .home, .modes, .policy, .incidents, .methods, .glossary, .datasets, .datasetsVersion, .actions,
            .decisions, .decisionVersion, .playbooks, .labelling, .coverage, .start, .example, .examples, .lineage,
            .tradeOffs, .across, .suite:
            Vocabulary(values: own.values, flags: flags, exhibits: own.exhibits)
        case .summary:
            Vocabulary(
                values: own.values.union(TemplateNames.auditValues), flags: flags.union(["has.baseline"]),
                lists: AuditSummary.lists, exhibits: [])
        case .modelCard:
            Vocabulary(
                values: own.values, flags: flags,
                lists: [
                    "numbers": Vocabulary(values: ["number", "value", "gate"]),
                    "modes": Vocabulary(values: ["mode", "standing", "measured"]),
                ], exhibits: [])
        }
    }
}
