import Artifacts
import Drawing
import Pixels

/// A workspace's images and one evaluation's saliency maps, as the archive asks for them.
struct WorkspacePictures: PictureSource {
    let workspace: Workspace
    let saliency: SaliencyMaps?
    /// Ids by bytes: as strings, two that differ in Unicode's normal form would be one.
    private let mapped: Set<[UInt8]>

    init(_ workspace: Workspace, _ evaluation: Evaluation) {
        self.workspace = workspace
        saliency = evaluation.saliency
        mapped = Set((evaluation.saliency?.ids ?? []).map { Array($0.utf8) })
    }

    func photo(of item: String) throws -> RGBImage? { try workspace.picture(of: item) }

    func heat(of item: String) throws -> HeatGrid? {
        guard let saliency, mapped.contains(Array(item.utf8)) else { return nil }
        return try saliency.map(of: item)
    }
}
