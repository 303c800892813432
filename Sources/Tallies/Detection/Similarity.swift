import Artifacts

/// What an object or a detection covers of its image. Matching compares two of them by `similarity` and looks no further,
/// so that another kind of region is another case here and a reader that makes it.
enum Geometry {
    /// An upright box in pixels.
    case box(Box)
}

extension DetectionGroundTruth {
    /// What an object covers.
    @inline(__always)
    func geometry(of object: Int) -> Geometry { .box(boxes[object]) }
}

extension DetectionResults {
    /// What a detection covers.
    @inline(__always)
    func geometry(of detection: Int) -> Geometry { .box(boxes[detection]) }
}

/// How alike a detection and an object are, 0...1: intersection over union; over the detection's own area when the object is
/// a crowd.
///
/// Source: pycocotools 2.0.11, `bbIou`. Two boxes without extent have no union and are not alike.
@inline(__always)
func similarity(_ detection: Geometry, _ object: Geometry, isCrowd: Bool = false) -> Double {
    switch (detection, object) {
    case (.box(let detection), .box(let object)):
        let common = intersection(detection, object)
        if common == 0 { return 0 }
        return common / (isCrowd ? detection.area : detection.area + object.area - common)
    }
}

/// Intersection of two boxes in square pixels, without the extra pixel of older tools; 0 when they only touch.
@inline(__always)
private func intersection(_ a: Box, _ b: Box) -> Double {
    let width = min(a.width + a.x, b.width + b.x) - max(a.x, b.x)
    let height = min(a.height + a.y, b.height + b.y) - max(a.y, b.y)
    return width <= 0 || height <= 0 ? 0 : width * height
}
