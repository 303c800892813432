import Foundation
import Synchronization
import Testing

@testable import Files

@Suite struct NewFileTests {
    @Test func `a new file never takes the place of what is there`() throws {
        try Scratch.folder { scratch in
            let path = scratch["a.md"].path
            #expect(try OutputFile.create(Array("one".utf8), at: path))
            #expect(try !OutputFile.create(Array("two".utf8), at: path))
            try scratch.link("b.md", to: "nowhere")
            #expect(try !OutputFile.create(Array("two".utf8), at: scratch["b.md"].path))
            #expect(try scratch.text("a.md") == "one")
            #expect(try scratch.names == ["a.md", "b.md"])
            #expect(throws: FileError.self) { try OutputFile.create([], at: scratch["none/a.md"].path) }
        }
    }

    @Test func `of several that create one file at once one does`() throws {
        try Scratch.folder { scratch in
            let path = scratch["a.md"].path
            let made = Mutex<[Int]>([])
            DispatchQueue.concurrentPerform(iterations: 16) { number in
                let isMade = (try? OutputFile.create(Array("\(number)".utf8), at: path)) ?? false
                if isMade { made.withLock { $0.append(number) } }
            }
            let winners = made.withLock(\.self)
            #expect(winners.count == 1)
            let (text, names) = (try scratch.text("a.md"), try scratch.names)
            #expect(text == winners.first.map { "\($0)" })
            #expect(names == ["a.md"])
        }
    }
}
