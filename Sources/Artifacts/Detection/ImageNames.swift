import Formats

/// Finds images by other names than their ids: the file name, the last part of its path, its stem, or the number that the stem reads as (Ultralytics
/// writes the picture 0042.jpg as image 42).
struct ImageNames: Sendable {
    private var table = IdentifierTable()
    private var images: [Int32] = []

    /// The names of the images of `truth`; a name that two images share finds neither.
    init(_ truth: DetectionGroundTruth) {
        for (index, image) in truth.images.enumerated() {
            var names: [Identifier?] = [image.id.inOtherKind]
            if let fileName = image.fileName {
                let stem = Self.stem(fileName)
                let last = fileName.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? fileName
                names += [.text(fileName), .text(last), .text(stem), Int(stem).map { .number($0) }]
            }
            for case .some(let name) in Set(names) {
                let code = Int(table.code(of: name))
                if code == images.count {
                    images.append(Int32(truncatingIfNeeded: index))
                } else if images[code] != Int32(truncatingIfNeeded: index) {
                    images[code] = -1
                }
            }
        }
    }

    func index(of id: Identifier) -> Int32? {
        let code: Int32?
        switch id {
        case .number(let number): code = table.find(number)
        case .text(var text): code = text.withUTF8 { table.find($0) }
        }
        guard let code, images[Int(code)] >= 0 else { return nil }
        return images[Int(code)]
    }

    /// The last component, of a path of any system, without its last extension, and without that of a packer behind it.
    static func stem(_ path: String) -> String {
        let path = Packed.plainName(path)
        let isSeparator = { (byte: UInt8) in byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") }
        let name = path.utf8.split(omittingEmptySubsequences: true, whereSeparator: isSeparator).last ?? path.utf8[...]
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex else {
            return String(Substring(name))
        }
        return String(Substring(name[..<dot]))
    }
}
