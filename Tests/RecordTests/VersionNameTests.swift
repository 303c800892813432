import Testing

@testable import Record

@Suite struct VersionNameTests {
    @Test(arguments: ["v1", "2026.11-rc_2", "V", "latest-2", "approved"]) func aVersionMayBeCalledSo(_ name: String) {
        #expect(VersionName.fault(name) == nil)
    }

    private static let unfit =
        ["", ".", "..", ".v1", "a b", "<b>&", "v\u{200B}1", "é", "a/b", String(repeating: "v", count: 101)]

    @Test(arguments: unfit)
    func aFolderOfEveryMachineIsNotCalledSo(_ name: String) { #expect(VersionName.fault(name) == .unfit) }

    /// The archive's list of approvals, sums and signatures, and the site's address of the newest.
    @Test(arguments: ["latest", "Latest", "APPROVED.txt", "SHA256SUMS", "sha256sums.sig", "MANIFEST.json"])
    func whatTheArchiveAndTheSiteCallTheirOwnIsTaken(_ name: String) { #expect(VersionName.fault(name) == .taken) }
}
