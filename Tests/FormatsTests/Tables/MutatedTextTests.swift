import Diagnostics
import Foundation
import Testing

@testable import Formats

/// Bytes changed at random places, by a fixed generator, must give a table or an error and never end the program.
@Suite struct MutatedTextTests {
    private static let seeds = [
        "image_id,label,x\na,\"c\"\"at\",1\nb,\"d\nog\",2.5e-3\nc,,-7\n",
        "{\"a\":\"x\\u00e9\\ud83d\\ude97\",\"b\":1.5e3}\n{\"b\":null,\"a\":\"\\\\\"}\n\n{\"a\":true}\n",
    ]

    @Test(arguments: [0, 1])
    func noChangeOfBytesEndsTheProgram(_ kind: Int) {
        var state: UInt64 = 42
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        let special = Array("\",\n\r\0\\{}[]:;eu+-.19\u{FF}é".utf8)
        var outcomes = (tables: 0, errors: 0)
        for _ in 0..<4000 {
            var bytes = Array(Self.seeds[kind].utf8)
            for _ in 0..<(1 + next(4)) {
                let place = next(bytes.count)
                switch next(3) {
                case 0: bytes[place] = special[next(special.count)]
                case 1: bytes.remove(at: place)
                default: bytes.insert(special[next(special.count)], at: place)
                }
            }
            do {
                let source = try TextFile(bytes: Data(bytes), name: "t")
                let reader = try TableReader(source, as: kind == 0 ? .csv(Dialect()) : .jsonLines)
                let kinds: [ColumnKind] = [.text, .category, .attribute, .number]
                var column = -1
                let table = try reader.read { _ in
                    column += 1
                    return kinds[column % kinds.count]
                }
                outcomes.tables += 1
                for row in 0..<table.rows { #expect(table.line(of: row) > 0) }
            } catch {
                outcomes.errors += 1
            }
        }
        #expect(outcomes.tables > 100 && outcomes.errors > 100)
    }
}
