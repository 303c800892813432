/// By which rule detections on images with partial labels count: `rule:` of misread.yml.
public enum DetectionRule: String, Sendable, CaseIterable {
    /// Every class counts on every image.
    case coco
    /// A class counts on an image where it was looked for.
    case lvis
}
