import Artifacts

/// Intersection of two boxes in square pixels, without the extra pixel of older tools; 0 when they only touch.
@inline(__always)
func intersection(_ a: Box, _ b: Box) -> Double {
    let width = min(a.width + a.x, b.width + b.x) - max(a.x, b.x)
    let height = min(a.height + a.y, b.height + b.y) - max(a.y, b.y)
    return width <= 0 || height <= 0 ? 0 : width * height
}

/// Intersection over union of a detection and an object; over the detection's own area when the object is a crowd.
///
/// Source: pycocotools 2.0.11, `bbIou`. Two boxes without extent have no union and do not overlap.
@inline(__always)
func overlap(of detection: Box, with object: Box, isCrowd: Bool = false) -> Double {
    let common = intersection(detection, object)
    if common == 0 { return 0 }
    return common / (isCrowd ? detection.area : detection.area + object.area - common)
}
