import Columns

extension DetectionGroundTruth {
    /// What is wrong with the ids of its images, or with `names` for them, by which they are resampled: two that hash
    /// alike. `file` is how messages call the ground truth.
    public func collision(names: [ItemID] = [], file: String) -> WorkspaceError? {
        for ids in [ItemIDs(images.map { ItemID($0.id.description) }), ItemIDs(names)] {
            guard let (first, second) = HashedNames.collision(ids) else { continue }
            return WorkspaceError(file, field: "images", .sameHash(ids[first].text, ids[second].text))
        }
        return nil
    }
}
