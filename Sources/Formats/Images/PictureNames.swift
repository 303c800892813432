// By their names alone: which files are pictures is asked of many before one of them is opened.

/// How files of pictures are called.
public enum PictureNames {
    /// Endings of pictures that are decoded, in the order in which they are looked for.
    public static let decoded = ["png", "jpg", "jpeg", "webp", "bmp", "tif", "tiff", "gif"]
    /// The same as they are spelled on disks that tell letter case apart.
    public static let spelled = decoded + decoded.map { $0.uppercased() }
    /// Endings of pictures, decoded or not.
    public static let all = Set(decoded + ["ppm", "pgm"])

    /// Whether a name ends as pictures do.
    public static func isPicture(_ name: String) -> Bool {
        guard let dot = name.lastIndex(of: ".") else { return false }
        return all.contains(name[name.index(after: dot)...].lowercased())
    }

    /// Whether a name ends as pictures do that are decoded.
    public static func isDecoded(_ name: String) -> Bool {
        guard let dot = name.lastIndex(of: ".") else { return false }
        return decoded.contains(name[name.index(after: dot)...].lowercased())
    }
}
