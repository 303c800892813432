import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// What is wrong with the files of an archived version is no error: no build reads them again.
@Suite struct ArchivedRunsTests {
    private func problems(_ fixture: WorkspaceFixture, archived: Set<String>) -> ProblemList {
        WorkspaceInspection(of: fixture.root) { version, dataset, isSeveral in
            archived.contains(version) && dataset == "d" && !isSeveral
        }.problems
    }

    @Test func brokenFilesOfAnArchivedVersionAreAWarning() throws {
        let broken = "image_id,predicted,confidence\na,cats,0.9\nb,cat,0.6\nc,dog,0.8\n"
        let fixture = try WorkspaceFixture(["versions/v1/d/predictions.csv": broken])
        let errors = problems(fixture, archived: []).errors
        #expect(!errors.isEmpty)
        let told = problems(fixture, archived: ["v1"])
        #expect(told.isClean)
        for error in errors {
            #expect(
                told.remarks.contains {
                    $0.severity == .warning && $0.place == error.place && $0.summary == error.summary
                        && $0.suggestion?.hasSuffix("v1 is archived, and its audit stands") == true
                })
        }
        // Of a version that is not archived it stays an error, and of the data set too.
        try fixture.write("versions/v2/version.yml", "date: 2026-02-28\nmodel: M\n")
        try fixture.write("versions/v2/d/predictions.csv", broken)
        #expect(
            problems(fixture, archived: ["v1"]).errors.allSatisfy { $0.place?.file.hasPrefix("versions/v2") == true })
        #expect(!problems(fixture, archived: ["v1"]).isClean)
    }
}

extension WorkspaceFixture {
    fileprivate func write(_ path: String, _ text: String) throws { try write(path, Data(text.utf8)) }
}
