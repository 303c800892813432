import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Artifacts

/// Saliency maps of which nothing can be read, or that lie on their side.
@Suite struct MapCheckTests {
    private static let folder = "versions/v1/d/saliency"

    private func remarks(_ maps: [(String, Data)], picture: Data? = nil) throws -> [String] {
        let fixture = try WorkspaceFixture()
        for (name, bytes) in maps { try fixture.write("\(Self.folder)/\(name).npy", bytes) }
        if let picture { for name in ["a", "b", "c"] { try fixture.write("datasets/d/images/\(name).png", picture) } }
        return fixture.remarks
    }

    @Test func mapsThatSayNothingAreSaid() throws {
        let good = npy([0, 1, 2, 3], shape: [2, 2])
        #expect(try remarks([("a", good), ("b", good)]) == [])
        #expect(
            try remarks([
                ("a", good), ("b", npy([1, .nan, 2, 3], shape: [2, 2])), ("c", npy([5, 5, 5, 5], shape: [2, 2])),
            ]) == [
                "\(Self.folder): warning: 1 of 3 maps that were looked at has cells that are no finite number, the first b: they "
                    + "count as missing; did the gradient vanish or overflow?",
                "\(Self.folder): warning: 1 of 3 maps that were looked at is flat, without two cells that differ, the first c: "
                    + "nothing can be read off them",
            ])
    }

    @Test func aMapThatIsNoneIsSaid() throws {
        let remarks = try remarks([("a", Data("hello".utf8))])
        #expect(remarks.count == 1)
        #expect(
            remarks.first?.hasPrefix(
                "\(Self.folder): warning: 1 of 1 maps that were looked at cannot be read, the first: ") == true)
    }

    @Test func mapsThatAreTransposedAreSaid() throws {
        let picture = try #require(Data(base64Encoded: DetectionWorkspaceTests.picture))
        let values = (0..<50).map(Double.init)
        let (right, turned) = (npy(values, shape: [5, 10]), npy(values, shape: [10, 5]))
        #expect(try remarks([("a", right)], picture: picture) == [])
        #expect(
            try remarks([("a", right), ("b", turned), ("c", turned)], picture: picture) == [
                "\(Self.folder): warning: 2 of 3 maps that were looked at have width and height exchanged against their pictures, "
                    + "the first b: 10 rows of 5, its picture 10 rows of 20; are they transposed?"
            ])
    }

    /// A map that would fill a memory is refused with everything around it, as a picture is; 80 bytes of 60 million rows are
    /// only damaged, and 100 million pixels too many.
    @Test func aBombIsRefusedAndADamagedMapIsNot() throws {
        let fixture = try WorkspaceFixture()
        var bytes = try #require(Data(base64Encoded: DetectionWorkspaceTests.picture))
        try fixture.write("\(Self.folder)/a.png", Data(bytes.prefix(60)))
        #expect(fixture.errors == [])
        for index in [16, 20] {
            withUnsafeBytes(of: UInt32(10_000).bigEndian) { bytes.replaceSubrange(index..<(index + 4), with: $0) }
        }
        var crc = ~UInt32(0)
        for byte in bytes[12..<29] {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
        }
        withUnsafeBytes(of: (~crc).bigEndian) { bytes.replaceSubrange(29..<33, with: $0) }
        try fixture.write("\(Self.folder)/b.png", bytes)
        #expect(
            fixture.errors == [
                "\(Self.folder)/b.png: error: is 10000 x 10000, 100000000 pixels, at most 64000000 are decoded; scale it down"
            ])
    }
}
