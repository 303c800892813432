/// A picture kept beside an audit.
public struct Picture: Sendable, Codable, Hashable {
    /// What it shows.
    public enum Kind: String, Sendable, Codable {
        /// The image, scaled.
        case photo
        /// The image under its saliency map.
        case overlay
    }

    /// Image id.
    public var item: String
    /// What it shows.
    public var kind: Kind
    /// File under the archive's folder: `images/<name>.png`.
    public var file: String
    /// Width in pixels.
    public var width: Int
    /// Height in pixels.
    public var height: Int
    /// What of it is covered, as `Redactions` calls it, sorted; `nil` for nothing.
    public var covered: [String]?
    /// The first 20 hexadecimal digits of the SHA-256 of its pixels: the same for the same picture in every version. `nil` in
    /// audits of before it was kept.
    public var content: String?

    /// A picture.
    public init(
        item: String, kind: Kind, file: String, width: Int, height: Int, covered: [String]? = nil,
        content: String? = nil
    ) {
        self.item = item
        self.kind = kind
        self.file = file
        self.width = width
        self.height = height
        self.covered = covered
        self.content = content
    }
}

extension Audit {
    /// What its pages show by name, in the order of the failure modes, then of the analyses.
    public var itemsShown: [GalleryItem] {
        findings.flatMap { $0.evidence + $0.counterExamples }
            + sections.flatMap { section in
                section.exhibits.flatMap { exhibit -> [GalleryItem] in
                    if case .gallery(let gallery) = exhibit.content { return gallery.items }
                    return []
                }
            }
    }
}
