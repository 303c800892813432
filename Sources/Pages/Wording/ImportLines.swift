// What a terminal says of an export that was recognised: the phrases of `phrases/import.md`.

import Drawing

extension Phrases {
    /// The heading of what was recognised.
    public func importRecognised(_ names: [String]) -> String {
        self(.importRecognised, ["names": .text(joined(names, by: .listComma))])
    }

    /// Annotations of objects.
    public func importTruth(
        _ form: String, _ place: String, files: Int, images: Int, objects: Int, classes: [String]
    ) -> String {
        self(
            .importTruth,
            [
                "form": .text(form), "place": .text(place), "files": .count(files), "images": .count(images),
                "objects": .count(objects), "count": .count(classes.count), "classes": .text(few(classes)),
            ])
    }

    /// Detections on some of the images.
    public func importDetections(
        _ form: String, _ place: String, files: Int, count: Int, on answered: Int, of images: Int
    ) -> String {
        self(
            .importDetections,
            [
                "form": .text(form), "place": .text(place), "files": .count(files),
                "detections": .text(NumberFormat.count(count)), "answered": .text(NumberFormat.count(answered)),
                "images": .text(NumberFormat.count(images)),
            ])
    }

    /// Labels of images: those of a table, or of folders that are called by classes.
    public func importLabels(_ place: String, images: Int, classes: [String], areFolders: Bool = false) -> String {
        self(
            areFolders ? .importFolders : .importLabels,
            [
                "place": .text(place), "images": .count(images), "count": .count(classes.count),
                "classes": .text(few(classes)),
            ])
    }

    /// A table of predictions.
    public func importPredictions(_ place: String, rows: Int) -> String {
        self(.importPredictions, ["place": .text(place), "rows": .count(rows)])
    }

    /// A table of what is known about images.
    public func importTable(_ place: String) -> String { self(.importTable, ["place": .text(place)]) }

    /// Pictures of images.
    public func importPictures(_ count: Int, of images: Int, unclear: Int) -> String {
        self(
            .importPictures,
            [
                "pictures": .text(NumberFormat.count(count)), "images": .text(NumberFormat.count(images)),
                "unclear": .count(unclear), "has.unclear": .flag(unclear > 0),
            ])
    }

    /// That there are no pictures.
    public var importNoPictures: String { self(.importPicturesNone) }

    /// Files that nothing was made of.
    public func importUnused(_ files: [String], pictures: Int) -> String {
        let shown = 5
        return self(
            .importUnused,
            [
                "files": .text(joined(files.prefix(shown), by: .listComma)), "has.files": .flag(!files.isEmpty),
                "more": .text(NumberFormat.count(max(0, files.count - shown))), "has.more": .flag(files.count > shown),
                "pictures": .count(pictures), "has.pictures": .flag(pictures > 0),
                "has.both": .flag(pictures > 0 && !files.isEmpty),
            ])
    }

    /// What to run next.
    public func importNext(_ command: String, hasResults: Bool) -> String {
        self(hasResults ? .importNext : .importNextResults, ["command": .text(command)])
    }

    private func few(_ names: [String]) -> String {
        joined(names.prefix(4), by: .listComma) + (names.count > 4 ? " ..." : "")
    }
}
