// How many pictures a list shows where the workspace says so: a site that has to stay small says it once, and no analysis has to
// know. The most telling come first, so that those that are left out are the least.

import Record

extension Section {
    /// The same with no more than `most` items in a gallery or as evidence of a finding.
    func showing(atMost most: Int) -> Section {
        var section = self
        section.exhibits = exhibits.map { exhibit in
            guard case .gallery(var gallery) = exhibit.content else { return exhibit }
            gallery.items = Array(gallery.items.prefix(most))
            var shorter = exhibit
            shorter.content = .gallery(gallery)
            return shorter
        }
        for index in section.findings.indices {
            section.findings[index].evidence = Array(findings[index].evidence.prefix(most))
            section.findings[index].counterExamples = Array(findings[index].counterExamples.prefix(most))
        }
        return section
    }
}
