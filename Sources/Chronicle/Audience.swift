// Who a site is made for, and what it then leaves out: the one filter between what was read and the pages. What is left out
// is in no file of the site, so that nothing a page, a list or an export does later can show it.

import Record

extension Chronicle {
    /// A writeup that an audience does not get to read: that it exists is all that is said.
    public struct WithheldIncident: Hashable, Sendable {
        /// Its id.
        public let id: String
        /// Who it is for.
        public let confidentiality: Audience
    }

    /// What `audience` gets to read: writeups for it and for wider ones; of the others nothing but the id.
    public func shown(to audience: Audience) -> Chronicle {
        Chronicle(
            audits: audits, incidents: incidents.filter { $0.confidentiality <= audience }, gates: gates,
            accepted: accepted,
            withheld: withheld
                + incidents.filter { $0.confidentiality > audience }.map {
                    WithheldIncident(id: $0.id, confidentiality: $0.confidentiality)
                })
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
            })
    }
}
