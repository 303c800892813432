import Artifacts
import Tallies

extension ImageLists {
    /// The lists as subsets to count over.
    func subsets(of truth: DetectionGroundTruth) -> [ImageSubset] {
        lists.map { list in
            var contains = [Bool](repeating: false, count: truth.images.count)
            for image in list.images { contains[image] = true }
            return ImageSubset(list.name, contains: contains)
        }
    }
}
