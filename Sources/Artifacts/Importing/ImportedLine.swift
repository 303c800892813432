/// What was recognised in an export: one line each of the screen that `misread init --from` prints.
public enum ImportedLine: Sendable, Hashable {
    /// Annotations of a form, in one file or in `files` of a folder.
    case truth(form: String, place: String, files: Int, images: Int, objects: Int, classes: [String])
    /// Detections on some of the images.
    case detections(form: String, place: String, files: Int, count: Int, on: Int, of: Int)
    /// A table of labels.
    case labels(place: String, images: Int, classes: [String])
    /// A folder of pictures a class.
    case folders(place: String, images: Int, classes: [String])
    /// A table of predictions.
    case predictions(place: String, rows: Int)
    /// A table of what is known about images.
    case table(place: String)
    /// Pictures of images; `unclear` images are called as several pictures are.
    case pictures(Int, of: Int, unclear: Int)
    /// No picture at all.
    case noPictures
    /// Files that nothing was made of.
    case unused(files: [String], pictures: Int)
}
