import Drawing
import Markup
import Record

/// Release gates as a table: state, what is asked, what was measured, how far from the bound.
struct GateTable {
    let audit: Audit
    let facts: FactIndex
    let phrases: Phrases
    let link: (Reference) -> Referent

    /// The table in its region.
    var html: HTML {
        var html: HTML = """
            <div class="scroll" tabindex="0" role="region" aria-label="Release gates">
            <table class="gates">
            <thead><tr><th scope="col">State</th><th scope="col">Gate</th><th scope="col">Measured</th>\
            <th scope="col">Note</th></tr></thead>
            <tbody>

            """
        for gate in audit.gates { html += row(gate) }
        return html + "</tbody>\n</table>\n</div>\n"
    }

    private func row(_ gate: GateResult) -> HTML {
        let section = gate.fact.split(separator: "/").first.map(String.init) ?? ""
        var rule: HTML = "\(phrases.rule(gate, facts))"
        if case .page(let href, _) = link(Reference(.section, section)) { rule = "<a href=\"\(href)\">\(rule)</a>" }
        let style: HTML = gate.state == .notMeasured ? " class=\"none\"" : ""
        return """
            <tr\(style)><td>\(Mark(gate.state).badge())</td><td>\(rule)</td><td>\(measured(gate))</td>\
            <td class="muted">\(note(gate))</td></tr>

            """
    }

    private func measured(_ gate: GateResult) -> HTML {
        guard let fact = gate.measured, fact.value != nil else {
            return "\(phrases.reason(gate, in: audit) ?? gate.measured?.undefined ?? "not stated")"
        }
        var html: HTML = gate.members == nil ? "" : "\(facts.heading(gate.subject)): "
        html += "<b>\(NumberFormat.format(fact: fact))</b>"
        if let interval = fact.interval {
            html += " <span class=\"muted\">\(NumberFormat.interval(interval, as: fact.unit))</span>"
        }
        return html
    }

    private func note(_ gate: GateResult) -> HTML {
        guard let fact = gate.measured, let value = fact.value else { return "" }
        var notes: [String] = []
        if gate.name != nil {
            if let bound = gate.atLeast {
                notes.append(phrases(.gateBoundAtLeast, ["bound": .text(NumberFormat.bound(bound, as: fact.unit))]))
            }
            if let bound = gate.atMost {
                notes.append(phrases(.gateBoundAtMost, ["bound": .text(NumberFormat.bound(bound, as: fact.unit))]))
            }
        }
        if let bound = gate.atLeast ?? gate.atMost {
            let margin = gate.atLeast == nil ? bound - value : value - bound
            let words = NumberFormat.distance(margin, as: fact.unit)
            if margin != 0 { notes.append(phrases(margin < 0 ? .gateShort : .gateToSpare, ["margin": .text(words)])) }
        }
        if let floor = fact.floor {
            notes.append(phrases(.gateFloor, ["floor": .text(NumberFormat.format(floor, as: fact.unit))]))
        }
        if fact.interval?.method == "exact-images" { notes.append(phrases(.gateExact)) }
        let units = fact.interval == nil ? nil : fact.units
        notes.append(
            NumberFormat.n(fact.n)
                + (units.map {
                    " "
                        + phrases(
                            .gateUnits, ["units": .text(NumberFormat.count($0)), "nouns": .text(audit.unitNouns)])
                } ?? ""))
        if let size = gate.sizeThatDecides {
            notes.append(
                phrases(
                    .gateWouldDecide,
                    [
                        "size": .text(NumberFormat.aboutCount(size)),
                        "nouns": .text(phrases.deciding(gate, in: audit)),
                    ]))
        }
        if let members = gate.members { notes.insert(phrases.members(members), at: 0) }
        if let reason = phrases.reason(gate, in: audit) { notes.insert(reason, at: 0) }
        return "\(notes.joined(separator: " · "))"
    }

    /// The same as data.
    var table: Table {
        Table(
            columns: [
                Table.Column("state", "State", .state), Table.Column("gate", "Gate"),
                Table.Column("fact", "Fact"), Table.Column("at_least", "At least", .number),
                Table.Column("at_most", "At most", .number), Table.Column("value", "Value", .number),
                Table.Column("low", "Low", .number), Table.Column("high", "High", .number),
                Table.Column("n", "n", .number), Table.Column("reason", "Reason"),
            ],
            rows: audit.gates.map { gate in
                func number(_ value: Double?) -> Cell { value.map { .number($0, .raw) } ?? .none("") }
                return [
                    .state(Mark(gate.state), nil), .text(phrases.rule(gate, facts)), .text(gate.fact),
                    number(gate.atLeast),
                    number(gate.atMost), number(gate.measured?.value), number(gate.measured?.interval?.low),
                    number(gate.measured?.interval?.high),
                    gate.measured.map { .number(Double($0.n), .count) } ?? .none(""), .text(gate.reason ?? ""),
                ]
            })
    }
}

extension Phrases {
    /// That an audit is of another set than the one beside it, and how large.
    func otherSet(_ audit: Audit) -> String {
        self(.pageOtherSet, ["n": .text(NumberFormat.count(audit.dataset.n)), "nouns": .text(audit.nouns)])
    }

    /// How the members of a family came out: "8 of 10 passed; failed: 8 and 4".
    func members(_ members: GateMembers) -> String {
        func named(_ names: [String]) -> PhraseValue {
            // Names, and no clauses: two of them take no comma.
            let (shown, left) = (Array(names.prefix(5)), names.count - 5)
            return .text(list(shown + (left > 0 ? [self(.gateMoreMembers, ["count": .count(left)])] : [])))
        }
        return self(
            .gateMembers,
            [
                "passed": .text(NumberFormat.count(members.passed)),
                "members": .text(NumberFormat.count(members.count)),
                "failed": named(members.failed), "open": named(members.open),
                "has.failed": .flag(!members.failed.isEmpty), "has.open": .flag(!members.open.isEmpty),
            ])
    }

    /// What would decide a gate if there were more of it: images, or images of the class or the slice that it asks of. Of units
    /// that rows share (images of objects), those with such a row.
    func deciding(_ gate: GateResult, in audit: Audit) -> String {
        let isOfUnits = gate.measured?.units != nil
        let nouns = isOfUnits ? audit.unitNouns : audit.nouns
        guard let member = gate.part else { return nouns }
        return self(.gateNounsOf, ["nouns": .text(nouns), "member": .text(member), "is.units": .flag(isOfUnits)])
    }

    /// The unit of what a gate asks of, measured or not.
    func unit(of gate: GateResult, _ facts: FactIndex) -> Quantity {
        gate.measured?.unit ?? facts.spec(gate.fact)?.spec.unit ?? .score
    }

    /// What a release gate asks: the team's own words, or the fact and its bound; `bounded`, with the bound in any case.
    func rule(_ gate: GateResult, _ facts: FactIndex, bounded: Bool = false) -> String {
        let heading = facts.heading(gate.fact)
        if let name = gate.name, !bounded { return name }
        guard let bound = gate.atLeast ?? gate.atMost else { return heading }
        return self(
            gate.atLeast == nil ? .gateAtMost : .gateAtLeast,
            [
                "fact": .text(heading),
                "bound": .text(NumberFormat.bound(bound, as: unit(of: gate, facts))),
            ])
    }
}
