import Diagnostics
import Foundation

@testable import Artifacts

/// A folder with the files of an export, removed afterwards.
struct LayoutFixture {
    let root = FileManager.default.temporaryDirectory.appending(path: "layout-\(UUID().uuidString)")

    init(_ files: [String: String], pictures: [String] = []) throws {
        for (name, text) in files { try write(name, Data(text.utf8)) }
        for name in pictures { try write(name, Self.picture) }
    }

    /// A black PNG of 200 x 100 pixels.
    static let picture = Data([
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00,
        0x00, 0xC8, 0x00, 0x00, 0x00, 0x64, 0x01, 0x00, 0x00, 0x00, 0x00, 0xEB, 0xFD, 0x42, 0xA6, 0x00, 0x00, 0x00,
        0x19, 0x49, 0x44, 0x41, 0x54, 0x78, 0xDA, 0xED, 0xC1, 0x81, 0x00, 0x00, 0x00, 0x00, 0xC3, 0xA0, 0xF9, 0x53,
        0x1F, 0xE0, 0x0A, 0x55, 0x01, 0x00, 0xC0, 0x1B, 0x0A, 0x28, 0x00, 0x01, 0xE7, 0x86, 0x3B, 0x29, 0x00, 0x00,
        0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
    ])

    func write(_ name: String, _ bytes: Data) throws {
        let file = root.appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: file)
    }

    func remove() { try? FileManager.default.removeItem(at: root) }

    /// Why nothing can be made of the export in the folder `in`, as it is printed; `nil` where something is.
    func importProblem() throws -> String? {
        do {
            _ = try ImportedWorkspace(
                from: [root.appending(path: "in").path], format: nil, dataset: "d", version: "v1")
            return nil
        } catch let error as any Explained {
            return error.problem.description
        }
    }

    /// The ground truth at a path.
    func truth(_ path: String) throws -> DetectionGroundTruth {
        try DetectionGroundTruth(contentsOf: root.appending(path: path).path, named: path)
    }

    /// The results at a path.
    func results(_ path: String, for truth: DetectionGroundTruth) throws -> DetectionResults {
        try DetectionResults(contentsOf: root.appending(path: path).path, for: truth, named: path)
    }
}

extension DetectionGroundTruth {
    /// Each object as `image class x y width height`, numbers to the hundredth.
    var lines: [String] {
        (0..<boxes.count).map { at in
            let image = images[Int(boxes.image[at])]
            return
                "\(image.id) \(classes[Int(boxes.category[at])].name) \(boxes[at].short)\(isCrowd[at] ? " ignored" : "")"
        }
    }
}

extension DetectionResults {
    /// Each detection as `image class x y width height score`.
    func lines(_ truth: DetectionGroundTruth) -> [String] {
        (0..<boxes.count).map { at in
            let image = truth.images[Int(boxes.image[at])]
            return "\(image.id) \(truth.classes[Int(boxes.category[at])].name) \(boxes[at].short) \(scores[at])"
        }
    }
}

extension Box {
    /// Four numbers to the hundredth.
    var short: String {
        [x, y, width, height].map { Box.text(($0 * 100).rounded() / 100) }.joined(separator: " ")
    }
}
