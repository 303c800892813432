// An array read a block at a time into memory that is used again: a pass over a file of any size holds one block of it,
// where a mapped file would be counted as memory page by page.

import Files
import Foundation

/// Reads the elements of an array file in blocks, as they are stored. Several threads may read at once.
public final class NPYBlocks: Sendable {
    /// The array the header describes.
    public let array: NPYArray
    private let descriptor: Int32

    /// Opens the file at `path`. Throws a `FileError` when it cannot be read, else as `NPYArray` does.
    public init(_ path: String, name: String) throws {
        array = try NPYArray(bytes: try NamedFile.bytes(path, called: name), name: name)
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw FileError(name, .system(.read, code: errno)) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Whether blocks can be used as they are: least significant byte first, the last axis fastest.
    public var isPlain: Bool { !array.isFortranOrder && (!array.isBigEndian || array.element.size == 1) }

    /// Fills `buffer` from the elements at flat positions `range` as they are stored. Precondition: `isPlain`, and
    /// `buffer` holds as many. Throws when the file has become shorter than its header said.
    public func read<Value: NPYStored>(
        _ range: Range<Int>, into buffer: UnsafeMutableBufferPointer<Value>
    ) throws(FileError) {
        precondition(isPlain && Value.element == array.element && buffer.count >= range.count, "blocks do not fit")
        guard range.lowerBound >= 0, range.upperBound <= array.count, let base = buffer.baseAddress else { return }
        let size = array.element.size
        var done = 0
        let wanted = range.count * size
        while done < wanted {
            let offset = array.start + range.lowerBound * size + done
            let got = pread(descriptor, UnsafeMutableRawPointer(base) + done, wanted - done, off_t(offset))
            if got < 0, errno == EINTR { continue }
            // A file that ends too early has become shorter since it was opened.
            if got <= 0 { throw FileError(array.file, .system(.read, code: got < 0 ? errno : EIO)) }
            done += got
        }
    }

    /// The elements at flat positions `range`, converted; for files whose blocks cannot be used as they are.
    public func doubles(_ range: Range<Int>) throws(NPYError) -> [Double] { try array.doubles(range) }
}
