import Foundation
import Testing

@testable import Artifacts

/// A row that is added to takedowns.csv is read back, or none is added.
@Suite struct TakedownRowTests {
    private static let row = TakedownRow(image: "a,\"b\"", dataset: "d", reason: "")

    private func appended(to text: String) throws -> String { try Self.row.appended(to: Data(text.utf8)) }

    @Test func aRowFitsTheFileThatIsThere() throws {
        #expect(try Self.row.appended(to: nil) == "image_id,dataset,reason\n\"a,\"\"b\"\"\",d,\n")
        #expect(try appended(to: "") == Self.row.appended(to: nil))
        #expect(try appended(to: "who,image_id\nme,x") == "who,image_id\nme,x\n,\"a,\"\"b\"\"\"\n")
    }

    @Test(arguments: [
        ("image_id;dataset;reason\nx;d;\n", "image_id;dataset;reason\nx;d;\n\"a,\"\"b\"\"\";d;\n"),
        ("\"image_id\",\"dataset\"\r\nx,d\r\n", "\"image_id\",\"dataset\"\r\nx,d\r\n\"a,\"\"b\"\"\",d\n"),
        ("# ours\nimage_id,dataset\nx,d\n", "# ours\nimage_id,dataset\nx,d\n\"a,\"\"b\"\"\",d\n"),
        ("image_id\tdataset\nx\td\n", "image_id\tdataset\nx\td\n\"a,\"\"b\"\"\"\td\n"),
    ])
    func otherDialectsStayWhatTheyAre(_ before: String, _ after: String) throws {
        #expect(try appended(to: before) == after)
    }

    @Test func whatCannotBeAddedToIsRefused() throws {
        let utf16 =
            Data([0xFF, 0xFE]) + Data("image_id,dataset\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        for before in [
            utf16, Data([0x1F, 0x8B, 8, 0]), Data("picture,set\nx,d\n".utf8), Data("image_id:dataset\n".utf8),
        ] {
            let error = #expect(throws: (any Error).self) { try Self.row.appended(to: before) }
            #expect("\(try #require(error))".contains("no row can be added"))
        }
    }
}
