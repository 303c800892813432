import Columns
import Diagnostics

/// Ground truth put together object by object, for formats that name images and classes and do not number them.
struct GroundTruthAssembly {
    private var images: [DetectionGroundTruth.Image] = []
    private var imageIds = IdentifierTable()
    private var classes: [DetectionGroundTruth.Category] = []
    private var classIds = IdentifierTable()
    private var boxes = BoxColumns()
    private var areas: [Double] = []
    private var isIgnored: [Bool] = []
    private(set) var problems = ProblemList()
    var anomalies = AnomalyCounts()
    /// What is said of single objects, one value an object.
    var attributes: [CodedColumn] = []

    /// Adds an image; the same id again is the same image.
    mutating func image(_ id: Identifier, fileName: String?, width: Double?, height: Double?) -> Int32 {
        let code = imageIds.code(of: id)
        if Int(code) == images.count {
            images.append(.init(id: id, fileName: fileName, width: width, height: height))
        }
        return code
    }

    /// Adds a class; the same id again is the same class.
    mutating func category(_ id: Identifier, name: String) -> Int32 {
        let code = classIds.code(of: id)
        if Int(code) == classes.count { classes.append(.init(id: id, name: name)) }
        return code
    }

    /// Adds an object. One that `isIgnored` is treated like a crowd region: it is not to be found, and a detection that
    /// lies on it does not count.
    mutating func object(
        _ box: Box, image: Int32, category: Int32, isIgnored: Bool = false, at path: @autoclosure () -> String
    ) {
        anomalies.note(box, path())
        boxes.append(box, image: image, category: category, entry: boxes.count)
        areas.append(box.area)
        self.isIgnored.append(isIgnored)
    }

    mutating func add(_ problem: some Explained) { problems.add(problem) }

    /// Everything sorted by id; throws what was found wrong.
    mutating func finished(_ file: String) throws(ProblemList) -> DetectionGroundTruth {
        let negative = anomalies.negativeObjects(file)
        let objections = ProblemList(negative)
        // Where most numbers are no shares, the doubt about the form of the boxes says so.
        var told: Set<DetectionFault.Anomaly> = negative.isEmpty ? [] : [.negativeBox]
        if anomalies.count(of: .notShares) * 2 > boxes.count { told.insert(.notShares) }
        problems.add(anomalies.remarks(file, besides: told))
        try problems.throwIfAny()
        let imageOrder = images.indices.sorted { images[$0].id < images[$1].id }
        let classOrder = classes.indices.sorted { classes[$0].id < classes[$1].id }
        var imageRank = [Int32](repeating: 0, count: images.count)
        for (rank, position) in imageOrder.enumerated() { imageRank[position] = Int32(truncatingIfNeeded: rank) }
        var classRank = [Int32](repeating: 0, count: classes.count)
        for (rank, position) in classOrder.enumerated() { classRank[position] = Int32(truncatingIfNeeded: rank) }
        var ranked = boxes
        ranked.image = boxes.image.map { imageRank[Int($0)] }
        ranked.category = boxes.category.map { classRank[Int($0)] }
        var truth = DetectionGroundTruth(
            images: imageOrder.map { images[$0] }, imagesInFileOrder: imageRank,
            classes: classOrder.map { classes[$0] }, boxes: ranked, areas: areas,
            isCrowd: isIgnored,
            ids: [Identifier?](repeating: nil, count: areas.count),
            remarks: problems, objections: objections, imageLookup: IdentifierLookup(imageIds, imageRank),
            classLookup: IdentifierLookup(classIds, classRank))
        truth.objectAttributes = attributes
        return truth
    }
}
