// Tallies in files: found, read and added up. However they are grouped, the sum is the same, so that they are added two by
// two: what is large is then added to what is large, and a thousand files cost little more than reading them.

import Columns
import Diagnostics
import Files
import Foundation
import Tallies

/// Files of tallies.
enum TallyFiles {
    /// The files at `paths`: each itself, or those of a folder by their names.
    static func list(_ paths: [String]) throws -> [String] {
        try paths.flatMap { path -> [String] in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
                return [path]
            }
            let folder = try SourceFolder(URL(fileURLWithPath: path), kind: "folder")
            let names = try folder.names().filter { !$0.hasPrefix(".") }
            guard !names.isEmpty else {
                throw Problem(
                    at: Place(file: path), "holds no tally",
                    suggestion: "count partitions into it: misread tally --output \(path)/1.tally PARTITION")
            }
            return names.map { path + "/" + $0 }
        }
    }

    /// The tally in a file. What is wrong with it names the file.
    static func read(_ path: String) throws -> PartitionTally {
        let name = path.split(separator: "/").last.map { String($0) } ?? path
        let data = try NamedFile.bytes(path, called: name)
        do {
            return try PartitionTally(decoding: data)
        } catch let error as any Explained {
            throw Problem(at: Place(file: name), error.problem.summary, suggestion: error.problem.suggestion)
        }
    }

    /// The sum of files, on `threads`. Throws the first problem that is met, in the order of the files.
    static func sum(_ paths: [String], threads: Int) throws -> PartitionTally {
        let parts = Shards.map(paths.count, threads: threads) { range in
            Result<TallySum, any Error> {
                var sum = TallySum()
                for index in range { try sum.add(try read(paths[index]), from: paths[index]) }
                return sum
            }
        }
        var all = TallySum()
        for part in parts { if let tally = try part.get().total() { try all.add(tally, from: "") } }
        guard let sum = try all.total() else { throw Problem("no tally is given") }
        return sum
    }
}

/// A sum in the making: sums of 1, 2, 4 ... files wait for others of their size.
struct TallySum: Sendable {
    private var waiting: [(size: Int, tally: PartitionTally)] = []

    /// Adds a tally; `file` is what is said where it cannot be added.
    mutating func add(_ tally: PartitionTally, from file: String) throws {
        var next = (size: 1, tally: tally)
        while let last = waiting.last, last.size <= next.size {
            waiting.removeLast()
            do {
                var sum = last.tally
                try sum.merge(next.tally)
                next = (last.size + next.size, sum)
            } catch let error as any Explained {
                let name = file.split(separator: "/").last.map { String($0) } ?? ""
                throw Problem(
                    at: name.isEmpty ? nil : Place(file: name), error.problem.summary,
                    suggestion: error.problem.suggestion)
            }
        }
        waiting.append(next)
    }

    /// The sum; `nil` for no tally.
    func total() throws -> PartitionTally? {
        guard var sum = waiting.last?.tally else { return nil }
        for part in waiting.dropLast().reversed() { try sum.merge(part.tally) }
        return sum
    }
}
