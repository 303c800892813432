import Foundation
import Testing

@testable import Files

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file may have any time, and so may the clock.
@Suite struct FileTimeTests {
    /// 2^63 - 1 nanoseconds are over on 11 April 2262 at 23:47:16.854775807.
    @Test(arguments: [
        (1, 5, 1_000_000_005), (-1, 0, -1_000_000_000), (9_223_372_036, 854_775_807, Int64.max),
        (9_223_372_036, 854_775_808, .max), (9_223_372_037, 0, .max), (Int.max, 0, .max),
        (-9_223_372_037, 0, .min / 2), (Int.min, 999_999_999, .min / 2),
    ])
    func `a time that no number holds counts as the last there is`(_ seconds: Int, _ rest: Int, _ nanoseconds: Int64) {
        #expect(SystemCalls.nanoseconds(timespec(tv_sec: seconds, tv_nsec: rest)) == nanoseconds)
    }

    @Test func `a folder with a file of the year 2400 is looked at`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("misread-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("a")
        try Data("a".utf8).write(to: file)
        let time = timespec(tv_sec: 13_569_465_600, tv_nsec: 0)
        // Where the disk keeps no such time, it keeps the last it can.
        _ = [time, time].withUnsafeBufferPointer { utimensat(AT_FDCWD, file.path, $0.baseAddress, 0) }
        let stamp = try #require(try FolderStamp(of: RealPath(folder)))
        #expect(stamp.text.contains("/a "))
    }
}
