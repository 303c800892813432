import Columns
import Record

/// One version of a detector read against one data set: what every count of detections starts from.
public struct DetectionEvaluation: Sendable {
    /// The attribute that every object has: its size by area.
    public static let sizeAttribute = "object_size"

    /// What was evaluated.
    public let manifest: VersionManifest
    /// What it was evaluated on.
    public let datasheet: Datasheet
    /// What was to be found.
    public let truth: DetectionGroundTruth
    /// What was answered.
    public let results: DetectionResults
    /// How each image of `truth.images` is called: its id in the image table, else its file's stem, else its id.
    public let names: [ItemID]
    /// Picture of each image, relative to the workspace.
    public let paths: [String?]
    /// Attributes, each with one value an image.
    public let attributes: [Column]
    /// The unit each image belongs to (video, camera, site) when misread.yml names one; never published.
    public let units: CodedColumn?
    /// Saliency maps of the version, named as `names` are.
    public let saliency: SaliencyMaps?
    /// Feature vectors of its objects; `nil` where there are none.
    public let embeddings: ObjectEmbeddings?
    /// Every file this was read from, sorted by path.
    public let inputs: [InputFile]
    /// What looks like a slip of the files and is not accepted.
    public internal(set) var doubts: [InputDoubt] = []
    /// All that does, accepted or not.
    public internal(set) var allDoubts: [InputHealth.Doubt] = []
    /// What was read, and how much of it is used.
    public internal(set) var sources: [InputHealth.Source] = []
    /// How many images the ground truth lists, left out or not.
    public internal(set) var imagesListed: Int
    /// The file or folder of the results.
    public internal(set) var resultsFile = ""
    /// How many detections of an image and class count at most.
    public internal(set) var maxDetections = 100
    /// Whether the results are meant for part of the images: the others have been left out.
    public internal(set) var isSubset = false
    /// The single change that the run was made under; `nil` for the version's own.
    public package(set) var condition: Condition?

    /// An evaluation. Precondition: names, paths and attributes have one value an image.
    public init(
        manifest: VersionManifest, datasheet: Datasheet, truth: DetectionGroundTruth, results: DetectionResults,
        names: [ItemID]? = nil, paths: [String?]? = nil, attributes: [Column] = [],
        units: CodedColumn? = nil, saliency: SaliencyMaps? = nil, embeddings: ObjectEmbeddings? = nil,
        inputs: [InputFile] = []
    ) {
        let count = truth.images.count
        precondition(names.map { $0.count == count } ?? true, "one name an image")
        precondition(paths.map { $0.count == count } ?? true, "one path an image")
        self.manifest = manifest
        self.datasheet = datasheet
        self.truth = truth
        imagesListed = truth.images.count
        self.results = results
        self.names =
            names
            ?? truth.images.map { image in ItemID(image.fileName.map(ImageNames.stem) ?? image.id.description) }
        self.paths = paths ?? [String?](repeating: nil, count: count)
        self.attributes = attributes
        self.units = units
        self.saliency = saliency
        self.embeddings = embeddings
        self.inputs = inputs
    }
}
