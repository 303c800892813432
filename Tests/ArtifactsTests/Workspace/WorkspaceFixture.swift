import Diagnostics
import Foundation

@testable import Artifacts

/// A workspace in a temporary folder, removed with it: one data set `d`, one version `v1`, three images, unless files
/// are given that say otherwise.
final class WorkspaceFixture {
    let root: URL

    static let plain: [String: String] = [
        "misread.yml": "title: T\nclasses: [cat, dog]\n",
        "datasets/d/dataset.yml": "title: D\n",
        "datasets/d/images.csv": "image_id,label\na,cat\nb,dog\nc,dog\n",
        "versions/v1/version.yml": "date: 2026-01-31\nmodel: M\n",
        "versions/v1/d/predictions.csv": "image_id,predicted,confidence\na,cat,0.9\nb,cat,0.6\nc,dog,0.8\n",
    ]

    /// Writes the plain workspace with `changed` files in place of its own; an empty name removes nothing.
    init(_ changed: [String: String] = [:], without absent: [String] = []) throws {
        root = FileManager.default.temporaryDirectory.appending(path: "workspace-\(UUID().uuidString)")
        var files = Self.plain.merging(changed) { $1 }
        for path in absent { files[path] = nil }
        for (path, text) in files { try write(path, Data(text.utf8)) }
    }

    deinit {
        try? FileManager.default.removeItem(at: root)
    }

    func write(_ path: String, _ bytes: Data) throws {
        let url = root.appending(path: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: url)
    }

    /// Every error, as it is printed.
    var errors: [String] { WorkspaceInspection(of: root).problems.errors.map(\.description) }
    /// Every warning and note, as it is printed.
    var remarks: [String] { WorkspaceInspection(of: root).problems.remarks.map(\.description) }

    /// The evaluation of v1.
    func evaluation(_ version: String = "v1") throws -> Evaluation {
        try Workspace.open(root).evaluation(of: version)
    }
}

/// Bytes of an NPY file of doubles.
func npy(_ values: [Double], shape: [Int]) -> Data {
    let axes = shape.map { "\($0), " }.joined()
    var header = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(axes)), }"
    while (header.utf8.count + 11) % 64 != 0 { header += " " }
    header += "\n"
    var bytes = Data([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0])
    bytes.append(UInt8(header.utf8.count & 0xFF))
    bytes.append(UInt8(header.utf8.count >> 8))
    bytes.append(Data(header.utf8))
    for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
    return bytes
}
