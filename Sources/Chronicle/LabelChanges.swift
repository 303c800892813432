// What came of a queue: the labels of one audit beside those of the next on the same data set, told by the predictions of the first.

import Archive
import Record

/// What new labels changed from one audit to the next.
public struct LabelChange: Sendable {
    /// The audit on the old labels.
    public let from: ArchivedAudit
    /// The next one, on the new ones.
    public let to: ArchivedAudit
    /// What became of the images, or objects, that both have.
    public let change: Relabelling
    /// Objects of a detector that are labelled in one of the two alone; `nil` where their images are not the same ones, or are no
    /// images of objects.
    public let objects: (added: Int, removed: Int)?

    /// `nil` where no label is another. Of images that may have any number of labels, these are one label together.
    init?(from old: ArchivedAudit, to new: ArchivedAudit) {
        let task = old.audit.task
        guard task == new.audit.task, old.audit.dataset.name == new.audit.dataset.name,
            let change = Relabelling(
                from: old.outcomes, old.audit.dataset.classes, to: new.outcomes, new.audit.dataset.classes)
        else { return nil }
        objects = task == .detection ? Self.objects(old, new) : nil
        guard change.relabelled + (objects?.added ?? 0) + (objects?.removed ?? 0) > 0 else { return nil }
        (from, to, self.change) = (old, new, change)
    }

    private static func objects(_ old: ArchivedAudit, _ new: ArchivedAudit) -> (added: Int, removed: Int)? {
        // A data set that grew has objects that are new and no new labels.
        guard let images = old.audit.imagesCounted, images == new.audit.imagesCounted else { return nil }
        let (before, now) = (Set(old.outcomes.ids), Set(new.outcomes.ids))
        return (now.subtracting(before).count, before.subtracting(now).count)
    }
}

extension Audit {
    /// The images of a detector, where an archive counts something on each.
    fileprivate var imagesCounted: [UInt64]? { sections.lazy.compactMap(\.imageCounts?.ids).first }
}

extension Chronicle {
    /// What new labels changed, from each audit to the next on a data set of the same name; only where a label is another.
    public var relabellings: [LabelChange] {
        zip(audits, audits.dropFirst()).compactMap { LabelChange(from: $0, to: $1) }
    }
}
