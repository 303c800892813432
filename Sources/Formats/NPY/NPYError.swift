import Diagnostics

/// Why an NPY file is not read; a member of an NPZ file is called `maps.npz/a.npy`.
public typealias NPYError = Located<NPYFault>

/// What can be wrong with an NPY file.
public enum NPYFault: Error, Sendable, Hashable {
    /// The first bytes are not those of the format.
    case notNPY(bytes: Int)
    /// A format version that is not 1.0, 2.0 or 3.0.
    case unknownVersion(major: Int, minor: Int)
    /// The file ends inside its header.
    case headerCutShort
    /// The header claims to be longer than any real one.
    case headerTooLong(Int)
    /// The header is not a dictionary of descr, fortran_order and shape.
    case malformedHeader
    /// Python objects, which only unpickling could read.
    case objects(String)
    /// Records with named fields.
    case records
    /// Another element type that is not read.
    case unsupportedElement(String)
    /// A length below 0.
    case negativeAxis(Int)
    /// A length beyond 64 bits.
    case axisTooLong
    /// The shape's byte count does not fit 64 bits.
    case sizeOverflows(shape: [Int])
    /// The shape's byte count is not what follows the header.
    case wrongSize(shape: [Int], expected: Int, found: Int)
    /// Numbers were asked for.
    case notNumbers(NPYElement)
    /// Whole numbers were asked for.
    case notIntegers(NPYElement)
    /// Text was asked for.
    case notText(NPYElement)
    /// An unsigned number beyond the signed range.
    case integerTooLarge(UInt64, index: Int)
    /// Text that is not valid Unicode.
    case invalidText(index: Int)
}

extension NPYFault: PlacedFault {
    /// The wording.
    public func problem(at place: Place) -> Problem {
        switch self {
        case .notNPY(let bytes):
            return bytes == 0
                ? Problem(at: place, "the file is empty, an NPY array was expected")
                : Problem(at: place, "is not an NPY array: it does not begin with \\x93NUMPY")
        case .unknownVersion(let major, let minor):
            return Problem(at: place, "has NPY format version \(major).\(minor), expected 1.0, 2.0 or 3.0")
        case .headerCutShort:
            return Problem(at: place, "ends inside its NPY header", suggestion: "was it copied whole?")
        case .headerTooLong(let length):
            return Problem(
                at: place, "claims an NPY header of \(length) bytes, at most \(NPYHeader.longest) are read")
        case .malformedHeader:
            return Problem(
                at: place, "has an NPY header that is not a plain dictionary of descr, fortran_order and shape")
        case .objects(let descr):
            return Problem(
                at: place, "holds Python objects ('\(descr)'), which are never unpickled",
                suggestion: "save numbers as array.astype(numpy.float32), and text as array.astype(str)")
        case .records:
            return Problem(
                at: place, "holds records with named fields, one plain number or text an element was expected",
                suggestion: "save each field as its own array")
        case .unsupportedElement(let descr):
            return Problem(
                at: place, "holds elements of type '\(descr)'",
                suggestion: "floats of 2, 4 or 8 bytes, integers, bool and fixed-width text are read")
        case .negativeAxis(let axis):
            return Problem(at: place, "has an axis of length \(axis), at least 0 was expected")
        case .axisTooLong:
            return Problem(at: place, "has an axis longer than 64 bits can count")
        case .sizeOverflows(let shape):
            return Problem(at: place, "claims shape \(Self.text(shape)), which is more than 64 bits can count")
        case .wrongSize(let shape, let expected, let found):
            return Problem(
                at: place,
                "claims shape \(Self.text(shape)), \(expected) bytes, but \(found) bytes follow its header",
                suggestion: found < expected ? "was it copied whole?" : nil)
        case .notNumbers(let element):
            return Problem(at: place, "holds \(element.name) elements, numbers were expected")
        case .notIntegers(let element):
            return Problem(
                at: place, "holds \(element.name) elements, whole numbers were expected",
                suggestion: "save it with an integer type, for example array.astype(numpy.int64)")
        case .notText(let element):
            return Problem(at: place, "holds \(element.name) elements, text was expected")
        case .integerTooLarge(let value, let index):
            return Problem(at: place, "element \(index) is \(value), at most \(Int.max) can be read")
        case .invalidText(let index):
            return Problem(at: place, "element \(index) is not valid Unicode text")
        }
    }

    /// A shape as Python writes it.
    static func text(_ shape: [Int]) -> String {
        shape.count == 1 ? "(\(shape[0]),)" : "(" + shape.map(String.init).joined(separator: ", ") + ")"
    }
}
