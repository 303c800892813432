import Diagnostics
import Files
import Formats
import Foundation

/// Reads a file of image lists: `{"night": [1, 5, "a.jpg"], ...}`. Names keep the order of the file.
public struct ImageLists: Sendable {
    /// A name and its images, as indices into the ground truth's images.
    public let lists: [(name: String, images: [Int])]
    /// Ids that are not listed in the ground truth; they do not count.
    public let remarks: ProblemList

    /// Reads the lists of a file for the images of `truth`.
    public init(contentsOf path: String, for truth: DetectionGroundTruth) throws {
        let data = try NamedFile.bytes(path, called: path)
        self = try data.withUnsafeBytes { bytes in
            try Self.read(bytes.assumingMemoryBound(to: UInt8.self), path, truth)
        }
    }

    private init(_ lists: [(name: String, images: [Int])], _ remarks: ProblemList) {
        self.lists = lists
        self.remarks = remarks
    }

    private static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, _ file: String, _ truth: DetectionGroundTruth
    ) throws(ProblemList) -> ImageLists {
        var lists: [(name: String, images: [Int])] = []
        var anomalies = AnomalyCounts()
        do {
            let names = ImageNames(truth)
            var scanner = try JSONScanner(bytes)
            try scanner.openObject()
            while let key = try scanner.nextKey() {
                let name = try scanner.text(key)
                var images: [Int] = []
                var index = 0
                try scanner.openArray()
                while try scanner.nextElement() {
                    let id: Identifier
                    if try scanner.peek() == UInt8(ascii: "\"") {
                        id = .text(try scanner.text(try scanner.string()))
                    } else {
                        id = .number(try scanner.exactNumber().integer ?? -1)
                    }
                    if let image = truth.imageIndex(of: id) ?? names.index(of: id).map(Int.init) {
                        images.append(image)
                    } else {
                        anomalies.note(.unknownImage, "\(name)[\(index)]") { id.description }
                    }
                    index += 1
                }
                lists.append((name, images))
            }
            try scanner.finish()
        } catch {
            throw ProblemList(Located(file: file, fault: error))
        }
        return ImageLists(lists, anomalies.remarks(file))
    }
}
