import Columns
import Foundation
import TestSupport
import Testing

@testable import Formats

/// Columns of arrays as codes: what `strings()` and `integers()` say, a value once.
@Suite struct NPYCodesTests {
    private func text(_ values: [String], width: Int, bytes: Bool = false) throws -> NPYArray {
        let elements = values.flatMap { value -> [UInt8] in
            if bytes { return Array(value.utf8) + [UInt8](repeating: 0, count: width - value.utf8.count) }
            let scalars = value.unicodeScalars.map(\.value)
            return littleEndian(scalars + [UInt32](repeating: 0, count: width - scalars.count))
        }
        return try NPYArray(
            bytes: npyFile(bytes ? "|S\(width)" : "<U\(width)", shape: "(\(values.count),)", elements: elements),
            name: "t")
    }

    private func expectSame(_ array: NPYArray) throws {
        let (texts, codes) = try array.codedText()
        let all = try array.strings()
        #expect(codes.map { texts[$0] } == all)
        var order: [String] = []
        for value in all where !order.contains(value) { order.append(value) }
        #expect(texts == order)
    }

    @Test func textIsNumberedInTheOrderItAppears() throws {
        try expectSame(text(["night", "day", "", "night", "dusk", "day"], width: 5))
        try expectSame(text(["n1", "n2", "n1", "n10"], width: 3, bytes: true))
        // A composed and a decomposed letter are two.
        #expect(try text(["e\u{301}", "\u{E9}"], width: 2).codedText().texts.count == 2)
        let (texts, codes) = try text([], width: 3).codedText()
        #expect(texts.isEmpty && codes.count == 0)
    }

    /// Codes become wider at the 257th and at the 65,537th value, and rows before and after keep theirs.
    @Test func manyValuesTakeWiderCodes() throws {
        let few = (0..<600).map { "v\($0 % 300)" }
        let (texts, codes) = try text(few, width: 4, bytes: true).codedText()
        #expect(texts.count == 300 && codes.enumerated().allSatisfy { texts[$0.element] == few[$0.offset] })
        if case .medium = codes {} else { Issue.record("two bytes each") }
        let many = (0..<70_000).map { "v\($0 % 66_000)" }
        let (all, wide) = try text(many, width: 6, bytes: true).codedText()
        #expect(all.count == 66_000 && wide.enumerated().allSatisfy { all[$0.element] == many[$0.offset] })
        if case .wide = wide {} else { Issue.record("four bytes each") }
    }

    @Test func textThatIsNoneIsNamedByItsFirstRow() throws {
        let invalid = try NPYArray(
            bytes: npyFile("<U1", shape: "(3,)", elements: littleEndian([0x61, 0x61, 0xD800] as [UInt32])), name: "t")
        #expect(throws: NPYError(file: "t", fault: .invalidText(index: 2))) { try invalid.codedText() }
    }

    @Test func wholeNumbersAscend() throws {
        let days = try NPYArray(
            bytes: npyFile(
                "<i8", shape: "(5,)", elements: littleEndian([7, -3, 7, 130, 0].map { UInt64(bitPattern: $0) })),
            name: "i")
        let found = try #require(days.codedIntegers())
        #expect(found.values == [-3, 0, 7, 130] && Array(found.codes) == [2, 0, 2, 3, 1])
        let bytes = try NPYArray(bytes: npyFile("|i1", shape: "(3,)", elements: [255, 0, 1]), name: "i")
        #expect(bytes.codedIntegers()?.values == [-1, 0, 1])
        // Numbers that lie far apart are looked up one by one.
        let far = try NPYArray(
            bytes: npyFile(
                "<i8", shape: "(2,)", elements: littleEndian([Int.min, Int.max].map { UInt64(bitPattern: Int64($0)) })),
            name: "i")
        #expect(far.codedIntegers() == nil)
    }
}
