import Artifacts
import Record

extension Audit {
    /// The same with what is said of files as it may be published: an audit is archived, and its archive is shown.
    func said(in text: PublishedText) -> Audit {
        var audit = self
        audit.remarks = remarks.map(text.words)
        audit.doubts = doubts?.map(text.words)
        audit.inputs = inputs.map { InputFile(path: text.path($0.path), sha256: $0.sha256, bytes: $0.bytes) }
        guard var health else { return audit }
        for index in health.sources.indices { health.sources[index].path = text.path(health.sources[index].path) }
        for index in health.remarks.indices {
            health.remarks[index].place = text.words(of: health.remarks[index].place)
            health.remarks[index].text = text.words(of: health.remarks[index].text)
        }
        for index in health.doubts.indices {
            health.doubts[index].place = text.path(health.doubts[index].place)
            health.doubts[index].text = text.words(of: health.doubts[index].text)
        }
        audit.health = health
        return audit
    }
}
