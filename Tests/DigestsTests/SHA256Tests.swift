import Digests
import Testing

@Suite struct SHA256Tests {
    /// The two short vectors of FIPS 180-4, appendix B.
    @Test func theStandardVectorsAreReproduced() {
        #expect(SHA256Digest(of: "abc").hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(SHA256Digest(of: "").hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test func aCollectionWithoutContiguousStorageHashesTheSame() {
        let lazy = (0..<1000).lazy.map { UInt8($0 % 251) }
        #expect(SHA256Digest(of: lazy) == SHA256Digest(of: Array(lazy)))
    }

    @Test func thePrefixIsTheFirstEightBytes() {
        #expect(SHA256Digest(of: "abc").prefix64 == 0xba78_16bf_8f01_cfea)
    }
}
