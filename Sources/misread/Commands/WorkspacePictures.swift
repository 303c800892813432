import Artifacts
import Columns
import Drawing
import Pixels
import Record

/// A workspace's images and one evaluation's saliency maps, as the archive asks for them.
struct WorkspacePictures: PictureSource {
    let workspace: Workspace
    let saliency: SaliencyMaps?
    private let mapped: Set<ItemID>

    init(_ workspace: Workspace, _ evaluation: Evaluation) {
        self.workspace = workspace
        saliency = evaluation.saliency
        mapped = Set(evaluation.saliency?.ids ?? [])
    }

    func photo(of item: String) throws -> RGBImage? { try workspace.picture(of: item) }

    func heat(of item: String) throws -> SaliencyGrid? {
        guard let saliency, mapped.contains(ItemID(item)) else { return nil }
        // One that cannot be read is no more than one map that is not shown.
        guard let map = try workspace.readable({ try saliency.map(of: ItemID(item)) }) else { return nil }
        return workspace.covering(map, of: item)
    }

    var redactions: Redactions { workspace.redactions }

    func checkUnchanged() throws { try workspace.checkUnchanged() }
}
