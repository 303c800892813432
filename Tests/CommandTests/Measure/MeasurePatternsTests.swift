import ArgumentParser
import Diagnostics
import Foundation
import Testing

@testable import misread

@Suite struct MeasurePatternsTests {
    private struct Component: Decodable {
        var members: [String]
        var size: Int
        var errors: Int
        var rate: Double
        var ci_low: Double
        var ci_high: Double
        var p: Double
        var p_adjusted: Double
        var stability: Double?
        var published: Bool
    }

    private struct Answer: Decodable {
        var rows: Int
        var half_a: Int
        var half_b: Int
        var components: [Component]
    }

    /// Files of `rows` rows: every eighth lies apart and fails. `order` is that of the rows, `change` writes over numbers.
    private func files(
        _ rows: Int = 240, order: (Int) -> Int = { $0 }, header: String = "image_id,label,predicted",
        change: (inout [Float]) -> Void = { _ in }, arrayRows: Int? = nil
    ) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "misread-patterns-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var numbers: [Float] = []
        var text = header + "\n"
        for place in 0..<rows {
            let row = order(place)
            let isApart = row % 8 == 0
            for axis in 0..<4 {
                numbers.append(Float((row &* (31 + axis * 8)) % 97) / 97 + (isApart && axis == 1 ? 3 : 0))
            }
            text +=
                "i\(row),\(row % 3 == 0 ? "a" : "b"),\((isApart && row % 5 != 0) || row % 23 == 1 ? "c" : row % 3 == 0 ? "a" : "b")\n"
        }
        change(&numbers)
        var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(arrayRows ?? rows), 4), }"
        header += String(repeating: " ", count: 117 - header.count) + "\n"
        var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(header.utf8)
        for number in numbers.prefix((arrayRows ?? rows) * 4) {
            withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes += Array($0) }
        }
        let paths = [folder.appending(path: "e.npy"), folder.appending(path: "t.csv")]
        try Data(bytes).write(to: paths[0])
        try Data(text.utf8).write(to: paths[1])
        return paths.map(\.path)
    }

    private func text(_ files: [String], _ options: [String] = []) throws -> String {
        try MeasurePatterns.parse(["--embeddings", files[0], "--table", files[1]] + options).report().text()
    }

    @Test func whatFailsTogetherIsPublished() throws {
        let found = try JSONDecoder().decode(Answer.self, from: Data(try text(files()).utf8))
        #expect(found.rows == 240 && found.half_a + found.half_b == 240)
        let first = try #require(found.components.first { $0.published })
        #expect(first.members.prefix(20).allSatisfy { (Int($0.dropFirst()) ?? 1) % 8 == 0 })
        #expect(first.ci_low <= first.rate && first.rate <= first.ci_high && first.size == first.members.count)
    }

    @Test func neitherThreadsNorTheOrderOfRowsShows() throws {
        let plain = try text(files(), ["--threads", "1"])
        #expect(try text(files(), ["--threads", "3"]) == plain)
        #expect(try text(files(order: { 239 - $0 })) == plain)
    }

    @Test func wrongInputIsNamed() throws {
        func message(_ files: [String], _ options: [String] = []) -> String {
            do {
                _ = try text(files, options)
                return "no error"
            } catch let error as any Explained {
                return error.problem.description
            } catch {
                return "\(error)"
            }
        }
        #expect(
            message(try files(arrayRows: 239))
                == "e.npy: error: has 239 rows, and t.csv has 240; row i of both is the same image")
        #expect(message(try files(40)) == "t.csv: error: has 40 rows; at least 50 are needed")
        #expect(message(try files(change: { $0[9] = .nan })) == "e.npy:3: error: column 1: is NaN")
        #expect(
            message(try files(change: { $0 = $0.map { _ in 2 } }))
                == "e.npy: error: no number varies within a class; are these the embeddings, one row an image?")
        #expect(
            message(try files(header: "image_id,label,answer"))
                == "t.csv: error: has neither label and predicted nor a column of errors; name the column of 0 and 1 with --error"
        )
        #expect(
            message(try files(header: "image,label,predicted"))
                .hasPrefix("t.csv: error: there is no column image_id"))
        #expect(
            message(try files(), ["--error", "label"]) == "t.csv:2: error: label: \"a\" is no error; 0 or 1 expected")
    }
}
