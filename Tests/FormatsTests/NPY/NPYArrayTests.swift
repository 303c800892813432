import Diagnostics
import Formats
import Foundation
import Testing

/// An NPY file of version 1.0 with the given header fields and element bytes.
func npyFile(_ descr: String, shape: String, fortran: Bool = false, elements: [UInt8], version: UInt8 = 1) -> Data {
    npyFile(
        header: "{'descr': '\(descr)', 'fortran_order': \(fortran ? "True" : "False"), 'shape': \(shape), }",
        elements: elements, version: version)
}

func npyFile(header text: String, elements: [UInt8], version: UInt8 = 1) -> Data {
    var header = Array(text.utf8)
    let prefix = version == 1 ? 10 : 12
    while (prefix + header.count + 1) % 64 != 0 { header.append(0x20) }
    header.append(0x0A)
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [version, 0]
    bytes += [UInt8(header.count & 255), UInt8(header.count >> 8)]
    if version > 1 { bytes += [0, 0] }
    return Data(bytes + header + elements)
}

func littleEndian<Word: FixedWidthInteger>(_ words: [Word]) -> [UInt8] {
    words.flatMap { word in withUnsafeBytes(of: word.littleEndian) { Array($0) } }
}

@Suite struct NPYArrayTests {
    @Test func everyNumericTypeIsReadInBothByteOrders() throws {
        let values: [Double] = [0, 1, 2, 100]
        let cases: [(String, [UInt8])] = [
            ("f2", littleEndian(values.map { Float16($0).bitPattern })),
            ("f4", littleEndian(values.map { Float($0).bitPattern })),
            ("f8", littleEndian(values.map { $0.bitPattern })),
            ("u1", values.map { UInt8($0) }), ("i1", values.map { UInt8($0) }),
            ("u2", littleEndian(values.map { UInt16($0) })), ("i2", littleEndian(values.map { Int16($0) })),
            ("u4", littleEndian(values.map { UInt32($0) })), ("i4", littleEndian(values.map { Int32($0) })),
            ("u8", littleEndian(values.map { UInt64($0) })), ("i8", littleEndian(values.map { Int64($0) })),
        ]
        for (type, elements) in cases {
            let little = try NPYArray(bytes: npyFile("<" + type, shape: "(4,)", elements: elements), name: "a.npy")
            #expect(try little.doubles() == values, "<\(type)")
            #expect(try little.floats() == values.map { Float($0) }, "<\(type)")
            let width = elements.count / 4
            let swapped = stride(from: 0, to: elements.count, by: width).flatMap {
                elements[$0..<($0 + width)].reversed()
            }
            let big = try NPYArray(bytes: npyFile(">" + type, shape: "(4,)", elements: swapped), name: "a.npy")
            #expect(try big.doubles() == values, ">\(type)")
            if type.first != "f" { #expect(try big.integers() == [0, 1, 2, 100]) }
        }
        let flags = try NPYArray(bytes: npyFile("|b1", shape: "(3,)", elements: [1, 0, 1]), name: "b.npy")
        #expect(try flags.doubles() == [1, 0, 1])
    }

    @Test func fortranOrderIsHandedOutInCOrder() throws {
        // [[0, 1, 2], [3, 4, 5]] and a 2 x 3 x 4 array of 0...23, first axis fastest.
        let flat = try NPYArray(
            bytes: npyFile("|u1", shape: "(2, 3)", fortran: true, elements: [0, 3, 1, 4, 2, 5]), name: "f.npy")
        #expect(flat.isFortranOrder)
        #expect(try flat.doubles() == [0, 1, 2, 3, 4, 5])
        var elements = [UInt8](repeating: 0, count: 24)
        for i in 0..<2 { for j in 0..<3 { for k in 0..<4 { elements[i + 2 * j + 6 * k] = UInt8(12 * i + 4 * j + k) } } }
        let cube = try NPYArray(
            bytes: npyFile("|u1", shape: "(2, 3, 4)", fortran: true, elements: elements), name: "f.npy")
        #expect(try cube.integers() == Array(0..<24))
        #expect(try cube.doubles(5..<9) == [5, 6, 7, 8])
        #expect(cube.withElements(of: UInt8.self) { $0.count } == nil)
    }

    @Test func versionsTwoAndThreeAndScalarsAndEmptyArraysAreRead() throws {
        for version: UInt8 in [2, 3] {
            let array = try NPYArray(
                bytes: npyFile("<f8", shape: "()", elements: littleEndian([(2.5).bitPattern]), version: version),
                name: "s")
            #expect(array.shape == [])
            #expect(try array.doubles() == [2.5])
        }
        let empty = try NPYArray(bytes: npyFile("<f4", shape: "(0, 10)", elements: []), name: "e")
        #expect(empty.count == 0)
        #expect(try empty.doubles() == [])
        #expect(empty.withElements(of: Float.self) { $0.count } == 0)
    }

    @Test func textOfFixedWidthIsReadWithoutItsPadding() throws {
        let scalars: [UInt32] = [0x61, 0x1F600, 0, 0xE9, 0, 0]
        let text = try NPYArray(bytes: npyFile("<U3", shape: "(2,)", elements: littleEndian(scalars)), name: "t")
        #expect(try text.strings() == ["a\u{1F600}", "\u{E9}"])
        let bytes = try NPYArray(bytes: npyFile("|S3", shape: "(2,)", elements: Array("ab\0xyz".utf8)), name: "t")
        #expect(try bytes.strings() == ["ab", "xyz"])
        #expect(throws: NPYError(file: "t", fault: .notNumbers(.bytes(length: 3)))) { try bytes.doubles() }
        let invalid = try NPYArray(
            bytes: npyFile("<U1", shape: "(1,)", elements: littleEndian([0xD800 as UInt32])), name: "t")
        #expect(throws: NPYError(file: "t", fault: .invalidText(index: 0))) { try invalid.strings() }
    }

    @Test func alignedLittleEndianElementsAreUsedInPlace() throws {
        let elements = littleEndian([1.5 as Float, 2, 3, 4].map(\.bitPattern))
        let array = try NPYArray(bytes: npyFile("<f4", shape: "(2, 2)", elements: elements), name: "a")
        let sum = array.withElements(of: Float.self) { $0.reduce(0, +) }
        #expect(sum == 10.5)
        #expect(array.withElements(of: Double.self) { $0.count } == nil)
        #expect(try array.floats(1..<99) == [2, 3, 4])
    }

    @Test(arguments: [
        ("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", NPYFault.objects("|O")),
        ("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", .records),
        ("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", .unsupportedElement("<c8")),
        ("{'descr': 'f4', 'fortran_order': False, 'shape': (2,), }", .unsupportedElement("f4")),
        ("{'descr': '<M8[ns]', 'fortran_order': False, 'shape': (1,), }", .unsupportedElement("<M8[ns]")),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }", .negativeAxis(-2)),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", .axisTooLong),
        (
            "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }",
            .sizeOverflows(shape: [4_294_967_296, 4_294_967_296])
        ),
        (
            "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }",
            .wrongSize(shape: [3], expected: 12, found: 8)
        ),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'extra': 1}", .malformedHeader),
        ("{'descr': '<f4', 'fortran_order': False}", .malformedHeader),
        ("{'descr': '<f4', 'fortran_order': __import__('os'), 'shape': (2,)}", .malformedHeader),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (2)}", .malformedHeader),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} + 1", .malformedHeader),
    ])
    func whatIsNotAPlainArrayIsRefused(header: String, fault: NPYFault) {
        #expect(throws: NPYError(file: "x.npy", fault: fault)) {
            try NPYArray(bytes: npyFile(header: header, elements: [UInt8](repeating: 0, count: 8)), name: "x.npy")
        }
    }

    @Test func messagesSayWhatWasFoundAndWhatToDo() {
        func text(_ fault: NPYFault) -> String { NPYError(file: "maps/a.npy", fault: fault).problem.description }
        #expect(
            text(.wrongSize(shape: [1_000_000, 4], expected: 16_000_000, found: 16)) == """
                maps/a.npy: error: claims shape (1000000, 4), 16000000 bytes, but 16 bytes follow its header; \
                was it copied whole?
                """)
        #expect(
            text(.objects("|O")) == """
                maps/a.npy: error: holds Python objects ('|O'), which are never unpickled; \
                save numbers as array.astype(numpy.float32), and text as array.astype(str)
                """)
        #expect(text(.negativeAxis(-1)) == "maps/a.npy: error: has an axis of length -1, at least 0 was expected")
        #expect(text(.notNPY(bytes: 0)) == "maps/a.npy: error: the file is empty, an NPY array was expected")
    }

    @Test func noDamagedFileStopsTheProgram() {
        let elements = littleEndian((0..<6).map { Double($0).bitPattern })
        let whole = Array(npyFile("<f8", shape: "(2, 3)", fortran: true, elements: elements))
        var readable = 0
        func attempt(_ bytes: [UInt8]) {
            guard let array = try? NPYArray(bytes: Data(bytes), name: "fuzz"), let values = try? array.doubles() else {
                return
            }
            #expect(values.count == array.count)
            readable += 1
        }
        for length in 0..<whole.count { attempt(Array(whole.prefix(length))) }
        #expect(readable == 0)
        for index in whole.indices {
            for bit in 0..<8 {
                var damaged = whole
                damaged[index] ^= 1 << bit
                attempt(damaged)
            }
        }
        #expect(readable > 0)
    }
}
