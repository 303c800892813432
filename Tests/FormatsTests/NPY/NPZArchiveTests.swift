import Diagnostics
import Formats
import Foundation
import TestSupport
import Testing

/// numpy.savez_compressed(maps: float32 (4, 2, 3) of 0...5, ids: ["a", "bb", "é", "d"]).
private let compressed = """
    UEsDBC0AAAAIAAAAIQAFAICL//////////8IABQAbWFwcy5ucHkBABAA4AAAAAAAAABaAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqKu\
    o6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GiY6CkY6CsaaOgq1CuQBLgYwaLAHEg5ABMQNQLzAgVriAFBLAwQtAAAACAAAACEArNpENv//\
    ////////BwAUAGlkcy5ucHkBABAAoAAAAAAAAABQAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG4TaqSuo6Cell9UUpSYF59flJIKEndLzClO\
    BYoXZyQWpAL5GiY6mjoKtQoUAK5EBghIguKXUH4KlAYAUEsBAi0DLQAAAAgAAAAhAAUAgItaAAAA4AAAAAgAAAAAAAAAAAAAAIABAAAAAG1hcHMu\
    bnB5UEsBAi0DLQAAAAgAAAAhAKzaRDZQAAAAoAAAAAcAAAAAAAAAAAAAAIABlAAAAGlkcy5ucHlQSwUGAAAAAAIAAgBrAAAAHQEAAAAA
    """
/// numpy.savez(x: int64 0, 1, 2).
private let stored = """
    UEsDBC0AAAAAAAAAIQD3QBLq//////////8FABQAeC5ucHkBABAAmAAAAAAAAACYAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJzxpOCcsICdm\
    b3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgzLCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg\
    ICAgICAgICAgICAgICAKAAAAAAAAAAABAAAAAAAAAAIAAAAAAAAAUEsBAi0DLQAAAAAAAAAhAPdAEuqYAAAAmAAAAAUAAAAAAAAAAAAAAIABAAAA\
    AHgubnB5UEsFBgAAAAABAAEAMwAAAM8AAAAAAA==
    """

private func bytes(_ base64: String) throws -> Data {
    try #require(Data(base64Encoded: base64))
}

@Suite struct NPZArchiveTests {
    @Test func storedAndDeflatedArraysAreRead() throws {
        let archive = try NPZArchive(bytes: bytes(compressed), name: "maps.npz")
        #expect(archive.names == ["maps", "ids"])
        let maps = try archive.array("maps")
        #expect(maps.shape == [4, 2, 3])
        #expect(try maps.floats(18..<24) == [0, 1, 2, 3, 4, 5])
        #expect(try archive.array("ids").strings() == ["a", "bb", "\u{E9}", "d"])
        let plain = try NPZArchive(bytes: bytes(stored), name: "x.npz")
        #expect(try plain.array("x").integers() == [0, 1, 2])
    }

    @Test func anArrayThatIsNotThereIsNamedWithItsNeighbour() throws {
        let archive = try NPZArchive(bytes: bytes(compressed), name: "maps.npz")
        let error = #expect(throws: NPZError.self) { try archive.array("mps") }
        #expect(error?.problem.description == "maps.npz: error: holds no array 'mps'; did you mean 'maps'?")
    }

    @Test func aMemberLargerThanTheLimitIsRefusedBeforeItIsUnpacked() throws {
        let archive = try NPZArchive(bytes: bytes(compressed), name: "maps.npz", memberLimit: 200)
        #expect(throws: NPZError(file: "maps.npz", fault: .memberTooLarge("maps.npy", bytes: 224, limit: 200))) {
            try archive.array("maps")
        }
        // A directory that claims 4 GB less one for the first member.
        var lying = Array(try bytes(compressed))
        let entry = 0x11D
        lying.replaceSubrange((entry + 24)..<(entry + 28), with: [0xFE, 0xFF, 0xFF, 0xFF])
        let bomb = try NPZArchive(bytes: Data(lying), name: "maps.npz", memberLimit: .max)
        let fault = NPZFault.bomb("maps.npy", packed: 90, bytes: 0xFFFF_FFFE)
        #expect(throws: NPZError(file: "maps.npz", fault: fault)) { try bomb.array("maps") }
    }

    @Test func namesThatLeaveTheirFolderAreRefused() throws {
        let whole = Array(try bytes(stored))
        for name in ["/.npy", "\\.npy", "\n.npy", ":.npy"] {
            var renamed = whole
            let letter = Array(name.utf8)[0]
            renamed[30] = letter
            renamed[0xCF + 46] = letter
            #expect(throws: NPZError(file: "z", fault: .unsafeName(name))) {
                try NPZArchive(bytes: Data(renamed), name: "z")
            }
        }
    }

    @Test func aFlippedBitInTheDataIsNoticed() throws {
        for (base64, name) in [(compressed, "maps"), (stored, "x")] {
            var damaged = Array(try bytes(base64))
            damaged[100] ^= 0x10
            let archive = try NPZArchive(bytes: Data(damaged), name: "z")
            #expect(throws: NPZError(file: "z", fault: .damagedMember(name + ".npy"))) { try archive.array(name) }
        }
    }

    @Test func noDamagedFileStopsTheProgram() throws {
        for base64 in [compressed, stored] {
            let whole = Array(try bytes(base64))
            var opened = 0
            func attempt(_ bytes: [UInt8]) {
                guard let archive = try? NPZArchive(bytes: Data(bytes), name: "fuzz") else { return }
                opened += 1
                for name in archive.names { _ = try? archive.array(name).strings() }
            }
            for length in 0..<whole.count { attempt(Array(whole.prefix(length))) }
            #expect(opened == 0)
            for index in whole.indices {
                for bit in 0..<8 {
                    var damaged = whole
                    damaged[index] ^= 1 << bit
                    attempt(damaged)
                }
                var damaged = whole
                damaged[index] = 0xFF
                attempt(damaged)
            }
            #expect(opened > 0)
        }
    }
}

@Suite struct HostileArrayTests {
    private func array(_ name: String) throws -> NPYArray {
        try NPYArray(bytes: Data(contentsOf: Repository.reference("hostile/npy/\(name)")), name: name)
    }

    private func fault(_ name: String) -> NPZFault? {
        #expect(throws: NPZError.self) {
            try NPZArchive(bytes: Data(contentsOf: Repository.reference("hostile/npz/\(name)")), name: name)
        }?.fault
    }

    @Test func aShapeOfFourTerabytesIsRefusedBeforeAllocating() {
        let error = #expect(throws: NPYError.self) { try array("shape-lies.npy") }
        guard case .wrongSize(_, let expected, let found) = error?.fault else {
            Issue.record("expected a size that does not fit")
            return
        }
        #expect(found == 16)
        #expect(expected > 1 << 40)
    }

    @Test func aNegativeAxisIsRefused() {
        #expect(throws: NPYError(file: "negative-shape.npy", fault: .negativeAxis(-1))) {
            try array("negative-shape.npy")
        }
    }

    @Test func bigEndianFortranOrderIsReadExactly() throws {
        let read = try array("big-endian-fortran.npy")
        #expect(read.shape == [2, 3])
        #expect(try read.doubles() == [1, 3, 5, 2, 4, 6])
    }

    @Test func archivesMadeToAttackAreRefused() {
        #expect(fault("zip-slip.npz") == .unsafeName("../../../../tmp/pwned.npy"))
        #expect(fault("duplicate-members.npz") == .duplicateMember("a.npy"))
        #expect(fault("not-a-zip.npz") == .notZIP(bytes: 5))
    }
}
