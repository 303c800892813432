import Columns
import Foundation
import Statistics

/// Another way to read detections that explains the objects they miss.
struct BetterReading {
    /// What they look like, completing "detections look ...".
    let words: String
    /// Objects that were looked at.
    let objects: Int
    /// How many a box meets when they are read so.
    let met: Int
    /// How many a box meets as they are given.
    let metAsGiven: Int
    /// What to do about it.
    var way: String?
}

/// Looks for a form of box in which detections meet the objects that they miss as they are given.
///
/// A weak detector misses objects too, and of many forms some meet a few by chance. How many that are is counted where
/// nothing is to be met: with the objects of other images, and with objects mirrored in their own. A form is found only
/// where it meets more than chance of that kind explains, after Bonferroni's correction for the forms that are tried.
struct BoxFormSearch {
    /// What was found; `nil` where boxes meet objects as they are, or in no form.
    let found: BetterReading?

    /// Level of the tests, all forms together.
    static let level = 0.01

    init(_ sample: BoxSample) {
        found = Self.search(sample)
    }

    private static func search(_ sample: BoxSample) -> BetterReading? {
        let objects = sample.objects
        let plain = sample.isMet(in: BoxForm())
        let given = plain.count { $0 }
        guard objects > 1, Double(given) < 0.6 * Double(objects) else { return nil }
        let voted = ScaleVote(sample)
        let forms = BoxForm.all.dropFirst() + (voted.form.map { [$0] } ?? [])
        var best: (form: BoxForm, isMet: [Bool], met: Int)?
        for form in forms {
            let isMet = sample.isMet(in: form)
            let met = isMet.count { $0 }
            if met > best?.met ?? 0 { best = (form, isMet, met) }
        }
        guard let best, Double(best.met) >= 0.5 * Double(objects), 4 * (best.met - given) >= objects else { return nil }
        let tried = Double(forms.count + voted.tried)
        let chance = sample.chance(in: best.form)
        let byChance = BetaBinomial.upperTail(
            best.met, of: objects, a: Double(chance.met) + 1, b: Double(chance.of - chance.met) + 1)
        let fixed = zip(best.isMet, plain).count { $0 && !$1 }
        let broken = zip(best.isMet, plain).count { !$0 && $1 }
        // Where boxes meet few objects as they are, chance is all there is to be told from; else the form must mend more.
        let isBetter =
            best.met >= 2 * given + 1 || McNemar.exact(fixed: fixed, broken: broken) * tried < Self.level
        guard byChance * tried < Self.level, isBetter else { return nil }
        return BetterReading(
            words: best.form.words(width: sample.images.first?.width, height: sample.images.first?.height),
            objects: objects, met: best.met, metAsGiven: given, way: best.form.way)
    }
}

/// The first images that have both objects and detections.
struct BoxSample {
    /// One of them.
    struct Image {
        /// Which it is.
        let index: Int
        let width: Double?
        let height: Double?
        var objects: [Box] = []
        /// The detections of highest score, the surest first.
        var detections: [Box] = []
        /// Their scores.
        var scores: [Double] = []
    }

    let images: [Image]
    /// All objects of them.
    let objects: Int

    /// Images and detections of an image that are looked at.
    private static let (mostImages, mostDetections) = (60, 100)
    /// Overlap from which a box meets an object.
    static let overlap = 0.5

    init(_ truth: DetectionGroundTruth, _ results: DetectionResults) {
        var hasDetection = [Bool](repeating: false, count: truth.images.count)
        for image in results.boxes.image { hasDetection[Int(image)] = true }
        var images: [Int32: Image] = [:]
        for index in 0..<truth.boxes.count where !truth.isCrowd[index] {
            let image = truth.boxes.image[index]
            guard hasDetection[Int(image)] else { continue }
            if images[image] == nil {
                guard images.count < Self.mostImages else { continue }
                let of = truth.images[Int(image)]
                images[image] = Image(index: Int(image), width: of.width, height: of.height)
            }
            images[image]?.objects.append(truth.boxes[index])
        }
        var best: [Int32: [(score: Double, index: Int)]] = [:]
        for index in 0..<results.count where images[results.boxes.image[index]] != nil {
            best[results.boxes.image[index], default: []].append((results.scores[index], index))
        }
        for (image, found) in best {
            let ranked = found.sorted { $0.score != $1.score ? $0.score > $1.score : $0.index < $1.index }
            images[image]?.detections = ranked.prefix(Self.mostDetections).map { results.boxes[$0.index] }
            images[image]?.scores = ranked.prefix(Self.mostDetections).map(\.score)
        }
        self.images = images.sorted { $0.key < $1.key }.map(\.value)
        objects = self.images.reduce(0) { $0 + $1.objects.count }
    }

    /// Whether a detection of its image meets each object, read in a form.
    func isMet(in form: BoxForm) -> [Bool] {
        images.flatMap { image in
            let boxes = image.boxes(in: form)
            return image.objects.map { Self.isMet($0, by: boxes) }
        }
    }

    /// Objects that detections meet in a form although they cannot be theirs: those of other images, and mirrored ones, but
    /// for those that lie where an object of the image lies. Where boxes are mirrored themselves, other images alone tell.
    func chance(in form: BoxForm) -> (met: Int, of: Int) {
        let boxes = images.map { $0.boxes(in: form) }
        var (met, of) = (0, 0)
        for (place, image) in images.enumerated() {
            let others = (1...3).map { (place + $0) % images.count }.filter { $0 != place }
            for object in image.objects {
                let elsewhere = others.filter { !Self.isMet(object, by: images[$0].objects) }
                met += elsewhere.count { Self.isMet(object, by: boxes[$0]) }
                of += elsewhere.count
                let mirrored =
                    form.layout.isMirrored ? [] : image.mirrored(object).filter { !Self.isMet($0, by: image.objects) }
                met += mirrored.count { Self.isMet($0, by: boxes[place]) }
                of += mirrored.count
            }
        }
        return (met, of)
    }

    private static func isMet(_ object: Box, by boxes: [Box]) -> Bool {
        boxes.contains { object.overlap($0) >= Self.overlap }
    }
}

extension BoxSample.Image {
    /// The detections read in a form.
    func boxes(in form: BoxForm) -> [Box] {
        zip(detections, scores).compactMap { form.box($0, width: width, height: height, score: $1) }
    }

    /// An object mirrored left to right, top to bottom, and both.
    func mirrored(_ object: Box) -> [Box] {
        guard let width, let height else { return [] }
        let (x, y) = (width - object.x - object.width, height - object.y - object.height)
        return [(x, object.y), (object.x, y), (x, y)].map {
            Box(x: $0.0, y: $0.1, width: object.width, height: object.height)
        }
    }
}

/// What detections would have to be multiplied with to meet objects, as most pairs of them say.
struct ScaleVote {
    /// The form that most pairs ask for; `nil` where no two agree.
    let form: BoxForm?
    /// How many different ones were asked for.
    let tried: Int

    /// Detections of an image that are paired.
    private static let most = 20

    init(_ sample: BoxSample) {
        struct Bin: Hashable, Comparable {
            let x: Int
            let y: Int
            static func < (a: Bin, b: Bin) -> Bool { a.x != b.x ? a.x < b.x : a.y < b.y }
        }
        var votes: [Bin: [(x: Double, y: Double)]] = [:]
        for image in sample.images {
            for object in image.objects where object.width > 0 && object.height > 0 {
                for box in image.detections.prefix(Self.most) where box.width > 0 && box.height > 0 {
                    let (x, y) = (object.width / box.width, object.height / box.height)
                    let isNear =
                        abs(box.x * x - object.x) <= 0.2 * object.width
                        && abs(box.y * y - object.y) <= 0.2 * object.height
                    guard isNear, max(abs(x - 1), abs(y - 1)) > 0.05, (1e-4...1e4).contains(x), (1e-4...1e4).contains(y)
                    else { continue }
                    // Bins of a tenth. The far edge says a scale more exactly than a side does.
                    let place = { (factor: Double) in Int((log(factor) * 10).rounded()) }
                    votes[Bin(x: place(x), y: place(y)), default: []].append(
                        (
                            (object.x + object.width) / (box.x + box.width),
                            (object.y + object.height) / (box.y + box.height)
                        ))
                }
            }
        }
        tried = votes.count
        let most = votes.max { $0.value.count != $1.value.count ? $0.value.count < $1.value.count : $0.key > $1.key }
        guard let most, most.value.count > 1 else {
            form = nil
            return
        }
        let middle = { (values: [Double]) in values.sorted()[values.count / 2] }
        form = BoxForm(
            layout: .size, scale: .multiplied(middle(most.value.map(\.x)), middle(most.value.map(\.y))))
    }
}
