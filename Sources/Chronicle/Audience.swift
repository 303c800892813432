// Who a site is made for, and what it then leaves out: the one filter between what was read and the pages. What is left out
// is in no file of the site, so that nothing a page, a list or an export does later can show it.

import Record

extension Chronicle {
    /// A record that an audience does not get to read: that it exists is all that is said.
    public struct Withheld: Hashable, Sendable {
        /// Its id.
        public let id: String
        /// Who it is for.
        public let confidentiality: Audience

        /// Its kind, by its id.
        public var kind: RecordKind { RecordKind(ofID: id) ?? .incident }
    }

    /// What `audience` gets to read: records for it and for wider ones; of the others nothing but the id.
    public func shown(to audience: Audience) -> Chronicle {
        let shownRecords = records.filtered { $0.audience <= audience }
        return Chronicle(
            audits: audits,
            incidents: incidents.filter { $0.confidentiality <= audience }.map { $0.following(shownRecords) },
            title: title, gates: gates, accepted: accepted, constraints: constraints,
            withheld: withheld
                + incidents.filter { $0.confidentiality > audience }.map {
                    Withheld(id: $0.id, confidentiality: $0.confidentiality)
                }
                + records.documents.filter { $0.audience > audience }.map {
                    Withheld(id: $0.id, confidentiality: $0.audience)
                },
            records: shownRecords, waivers: waivers, acknowledgements: acknowledgements, today: today, everyID: everyID)
    }
}

extension Incident {
    /// The same with the actions that have a record as the record says they are; of one that is withheld, its id.
    func following(_ records: Records) -> Incident {
        var incident = self
        incident.actions = actions.map { action in
            guard let id = action.id, action.text == id else { return action }
            guard let record = records.actions.first(where: { $0.id == id }) else {
                return Action(id: id, text: id, owner: "", due: nil, status: "withheld")
            }
            return Action(
                id: id, text: record.title, owner: record.owner ?? "", due: record.due?.description,
                status: record.status)
        }
        return incident
    }
}

extension Chronicles {
    /// What `audience` gets to read of every data set.
    public func shown(to audience: Audience) -> Chronicles {
        Chronicles(
            parts: parts.map {
                Part(
                    dataset: $0.dataset, chronicle: $0.chronicle.shown(to: audience), role: $0.role,
                    isRetired: $0.isRetired)
            }, approvals: approvals, remarks: remarks)
    }
}
