import Files
import Formats
import Foundation

/// A NumPy array of an export: of a file of its own, or a member of an NPZ.
struct NamedArray {
    /// What it is called: the file without its ending, or the member.
    let name: String
    let array: NPYArray
    let file: String
    let layout: LayoutSource

    /// The arrays among the files of no form of boxes.
    static func all(in layout: LayoutSource) throws -> [NamedArray] {
        var found: [NamedArray] = []
        for file in layout.scan.others {
            let bytes = try layout.source.bytes(file)
            let called = layout.name(file)
            if bytes.starts(with: [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]) {
                let array = try NPYArray(bytes: bytes, name: called)
                found.append(NamedArray(name: ImageNames.stem(file), array: array, file: file, layout: layout))
            } else if bytes.starts(with: [0x50, 0x4B, 3, 4]), file.lowercased().hasSuffix(".npz") {
                let archive = try NPZArchive(bytes: bytes, name: called)
                for name in archive.names {
                    found.append(
                        NamedArray(name: name, array: try archive.array(name), file: file, layout: layout))
                }
            }
        }
        return found
    }

    /// Its shape without axes of length one, as long as it has more than two.
    var shape: [Int] { array.shape(ofColumns: nil) }

    /// The elements of a list as text: whole numbers without a point.
    func texts() throws -> [String] {
        switch array.element {
        case .unicode, .bytes: return try array.strings()
        default: return try array.doubles().map(Self.text)
        }
    }

    /// A number as short as it can be said; one that was stored in four bytes as such.
    static func text(_ value: Double) -> String {
        if let whole = Int(exactly: value) { return String(whole) }
        return Double(Float(value)) == value ? "\(Float(value))" : "\(value)"
    }
}

extension NPYArray {
    /// The shape as rows and columns: axes of length one carry nothing, (1, n, k), (n, 1, k) and (n, k, 1, 1) are (n, k). `width` is how
    /// many columns are expected, where that is known.
    func shape(ofColumns width: Int?) -> [Int] {
        var shape = shape
        while shape.count > 2, let axis = shape.lastIndex(of: 1) { shape.remove(at: axis) }
        // A list that was stored as one row.
        if shape.count == 2, shape[0] == 1, shape[1] != 1, width != nil, shape[1] != width { shape.removeFirst() }
        return shape
    }
}
