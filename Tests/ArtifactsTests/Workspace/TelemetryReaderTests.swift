import Columns
import Foundation
import Testing

@testable import Artifacts

/// Telemetry beside the predictions of a version.
@Suite struct TelemetryReaderTests {
    private static let file = "versions/v1/d/telemetry.csv"
    private static let table = """
        request_id,image_id,node,site,time,predicted,confidence,latency_ms,network_ms,input_sha
        r1,a,n1,north,2026-03-04T18:10:00Z,cat,0.9,12.5,8.25,aa
        r2,b,n2,north,2026-03-04T23:30:00-01:00,dog,0.8,11.5,8.5,bb
        r3,a,n2,south,2026-03-06T00:00:00Z,dog,0.7,9.5,7.5,ac

        """

    private func fixture(_ table: String = Self.table, _ more: [String: String] = [:]) throws -> WorkspaceFixture {
        try WorkspaceFixture([Self.file: table].merging(more) { $1 })
    }

    private func errors(_ table: String, _ more: [String: String] = [:]) throws -> [String] {
        try fixture(table, more).errors
    }

    @Test func rowsAreJoinedByImage() throws {
        let stages = "date: 2026-01-31\nmodel: M\nstages:\n  - {name: preprocess, taps: [input_sha]}\n"
        let fixture = try fixture(Self.table, ["versions/v1/version.yml": stages])
        let telemetry = try #require(try fixture.evaluation().telemetry)
        #expect(telemetry.images == [0, 1, 0] && telemetry.predicted == [0, 1, 1] && telemetry.statesPredictions)
        #expect(telemetry.nodes.codes.map { telemetry.nodes.categories[$0] } == ["n1", "n2", "n2"])
        #expect(telemetry.factors.map(\.name) == ["node", "site"])
        #expect(telemetry.latencies.map(\.name) == ["latency_ms", "network_ms"])
        #expect(telemetry.latencies[0].values == [12.5, 11.5, 9.5])
        // Half past eleven an hour west of Greenwich is the next day.
        #expect(telemetry.days == [20_516, 20_517, 20_518])
        #expect(telemetry.stages.map(\.name) == ["preprocess"])
        let source = try fixture.evaluation().sources.first { $0.role == .telemetry }
        #expect(source?.used == 3 && source?.total == 3 && source?.path == Self.file)
        #expect(try fixture.evaluation().inputs.contains { $0.path == Self.file })
    }

    @Test func whereRowsStateNoPredictionTheVersionsIsTaken() throws {
        let telemetry = try #require(
            try fixture("image_id,node\na,n1\nb,n2\nc,n1\n").evaluation().telemetry)
        #expect(telemetry.predicted == [0, 0, 1] && !telemetry.statesPredictions && telemetry.days == nil)
    }

    @Test func columnsOfArraysAreTelemetryToo() throws {
        let fixture = try WorkspaceFixture()
        try fixture.write("versions/v1/d/telemetry/latency_ms.npy", npy([1.5, 2.5], shape: [2]))
        #expect(
            fixture.errors == [
                "versions/v1/d/telemetry: error: there is no column \"image_id\"",
                "versions/v1/d/telemetry: error: there is no column \"node\"",
            ])
    }

    @Test func whatIsWrongIsSaidOnce() throws {
        #expect(
            try errors("image_id,host\na,n1\n") == [
                "\(Self.file):1: error: there is no column \"node\""
            ])
        #expect(
            try errors("image_id,node,predicted\na,n1,cat\nb,n1,cow\nc,n1,cow\n") == [
                "\(Self.file):3: error: predicted: \"cow\" is not a class of misread.yml; 2 such rows in all"
            ])
        #expect(
            try errors("image_id,node,latency_ms\na,n1,12\nb,n1,fast\n") == [
                "\(Self.file):3: error: latency_ms: \"fast\" is not a number"
            ])
        #expect(
            try errors("image_id,node,time\na,n1,2026-03-04 18:10\nb,n2,2026-03-04T18:10:00Z\n") == [
                "\(Self.file):2: error: time: \"2026-03-04 18:10\" is not a time with a zone; write 2026-03-04T18:10:00Z, or seconds "
                    + "since 1970"
            ])
        #expect(
            try errors("image_id,node,label\na,n1,dog\nb,n1,dog\n") == [
                "\(Self.file):2: error: label: \"dog\" is not the label of the image table, \"cat\" (image a); one of the two was corrected, "
                    + "or they are of two data sets: bring the table up to date, or leave the labels out of the predictions"
            ])
        #expect(
            try errors("image_id,node\nx1,n1\nx2,n1\nx3,n2\n") == [
                "\(Self.file): error: image_id: 3 of 3 rows belong to no image: telemetry names x1, x2, x3; the image table names a, "
                    + "b, c; write image_id as the image table does"
            ])
        #expect(
            try errors(
                Self.table,
                ["misread.yml": "title: T\nclasses: [cat, dog]\ntelemetry: {reference_node: n3, match: [lihgt]}\n"])
                == [
                    "misread.yml: error: telemetry.match: there is no attribute \"lihgt\"",
                    "misread.yml: error: telemetry.reference_node: no row of the telemetry is of \"n3\"; did you mean \"n1\"?",
                ])
    }

    /// 46,023 days since 1899-12-30 are 2026-01-01, which are 1,767,225,600 seconds since 1970.
    @Test(arguments: [
        (
            ["46023.5", "46023.75", "46024"],
            "2: error: time: \"46023.5\" is of days as a spreadsheet counts them by its size, and no time with a zone; write "
                + "2026-03-04T18:10:00Z, or seconds since 1970, which are (time - 25569) * 86400"
        ),
        (
            ["46023", "46023", "46024"],
            "2: error: time: \"46023\" is of days as a spreadsheet counts them by its size, and no time with a zone; write "
                + "2026-03-04T18:10:00Z, or seconds since 1970, which are (time - 25569) * 86400"
        ),
        (
            ["1767225600000", "1767225600001", "1767225600002"],
            "2: error: time: \"1767225600000\" is of milliseconds since 1970 by its size, and no time with a zone; write "
                + "2026-03-04T18:10:00Z, or divide by 1,000"
        ),
        (
            ["1767225600", "1767225600500", "1767225601"],
            "3: error: time: \"1767225600500\" is of milliseconds since 1970 by its size, and \"1767225600\" in row 2 of seconds "
                + "since 1970; write all times alike, such as 2026-03-04T18:10:00Z, or seconds since 1970"
        ),
        (
            ["46023.5", "1767225600", "1767225600"],
            "3: error: time: \"1767225600\" is of seconds since 1970 by its size, and \"46023.5\" in row 2 of days as a "
                + "spreadsheet counts them; write all times alike, such as 2026-03-04T18:10:00Z, or seconds since 1970"
        ),
    ])
    func numbersThatAreNoSecondsAreRefused(_ times: [String], _ error: String) throws {
        let rows = zip(["a", "b", "c"], times).map { "\($0),n1,\($1)\n" }.joined()
        #expect(try errors("image_id,node,time\n" + rows) == ["\(Self.file):" + error])
    }

    @Test func timesOfAnotherCenturyAreSaid() throws {
        let early = try fixture("image_id,node,time\na,n1,1767225600\nb,n1,0\nc,n2,1767225600\n")
        #expect(early.errors.isEmpty)
        #expect(
            early.remarks == [
                "\(Self.file):3: warning: time: 1 of 3 rows is of a time before 2000, the first of them \"0\"; they are taken as they "
                    + "stand; is the time of a row not known? leave the row out: its day would be one of its own"
            ])
        let late = try fixture(
            "image_id,node,time\na,n1,2126-03-04T18:10:00Z\nb,n1,2026-03-04T18:10:00Z\nc,n2,2126-03-05T18:10:00Z\n")
        #expect(late.errors.isEmpty)
        #expect(
            late.remarks == [
                "\(Self.file):2: warning: time: 2 of 3 rows are of a time more than five years after 2026-01-31, the date of the "
                    + "version, the first of them \"2126-03-04T18:10:00Z\"; they are taken as they stand; is the year right?"
            ])
        // Months after its date a version serves still.
        #expect(
            try fixture("image_id,node,time\na,n1,1790000000\nb,n1,1790000000.5\nc,n2,1790000001\n").remarks.isEmpty)
        let read = try fixture("image_id,node,time\na,n1,1767225600.5\nb,n1,1767312000.5\nc,n2,1767225600\n")
        #expect(try read.evaluation().telemetry?.days == [20_454, 20_455, 20_454])
    }

    @Test func rowsWithoutALabelWait() throws {
        let table = """
            image_id,node,time,predicted,confidence,label
            a,n1,2026-03-04T18:10:00Z,cat,0.9,cat
            b,n1,2026-03-05T18:10:00Z,dog,0.8,
            d,n1,2026-03-06T18:10:00Z,dog,0.7,
            c,n1,2026-03-06T18:10:00Z,dog,0.6,dog

            """
        let fixture = try fixture(table, ["datasets/d/images.csv": "image_id,label\na,cat\nb,dog\nc,dog\nd,\n"])
        let telemetry = try #require(try fixture.evaluation().telemetry)
        #expect(telemetry.images == [0, 2] && telemetry.predicted == [0, 1] && telemetry.confidence == [0.9, 0.6])
        // An image without a label has a number past those that are evaluated.
        #expect(telemetry.waiting.images == [1, 6] && telemetry.waiting.confidence == [0.8, 0.7])
        #expect(telemetry.waiting.days == [20_517, 20_518])
        #expect(
            fixture.remarks.contains(
                "\(Self.file): note: 2 of 4 rows wait for their labels: of these the error rate is expected by confidence alone"
            ))
        let source = try fixture.evaluation().sources.first { $0.role == .telemetry }
        #expect(source?.used == 4 && source?.total == 4)
        // A column of blanks says nothing of labels.
        let blank = try self.fixture("image_id,node,label\na,n1,\nb,n1,\n").evaluation().telemetry
        #expect(blank?.count == 2 && blank?.waiting.count == 0)
    }

    @Test func stagesWithoutTelemetryAreSaid() throws {
        let stages = "date: 2026-01-31\nmodel: M\nstages:\n  - {name: preprocess, taps: [input_sha]}\n"
        #expect(
            try WorkspaceFixture(["versions/v1/version.yml": stages]).remarks == [
                "versions/v1/version.yml: warning: stages: has no effect: there is no versions/v1/d/telemetry.csv with the columns of "
                    + "preprocess"
            ])
        // Another data set of the version has telemetry: the stages are of that one.
        let other = try WorkspaceFixture([
            "versions/v1/version.yml": stages, "versions/v1/e/telemetry.csv": Self.table,
            "datasets/e/dataset.yml": "title: E\n",
        ])
        #expect(!other.remarks.contains { $0.contains("stages: has no effect") })
        #expect(
            try errors("image_id,node\na,n1\nb,n1\n", ["versions/v1/version.yml": stages]) == [
                "\(Self.file):1: error: there is no column \"input_sha\""
            ])
    }

    @Test func whatLooksPersonalIsNotPublished() throws {
        let fixture = try fixture(
            "image_id,node,host,big\na,n1,10.0.0.1,0.5\nb,n2,10.0.0.2,1.5\n")
        #expect(try fixture.evaluation().telemetry?.factors.map(\.name) == ["node"])
        #expect(
            fixture.remarks == [
                "\(Self.file): warning: withheld, not to be published: host; list what may be published under privacy: publish: in "
                    + "misread.yml",
                "\(Self.file): note: not compared, for they are numbers or have more than 50 values: big; columns that were kept on "
                    + "the way are taps: list them under stages: in version.yml",
            ])
    }

    @Test func swapRunsAreThoseOfANodeAndAStage() throws {
        let run = "image_id,predicted\na,cat\nc,dog\n"
        let base = "versions/v1/d/swaps"
        let fixture = try fixture(Self.table, ["\(base)/n1/features/predictions.csv": run])
        let swap = try #require(try fixture.evaluation().telemetry?.swaps.first)
        #expect(swap.node == "n1" && swap.stages == ["features"] && swap.predicted == [0, -1, 1])
        #expect(
            try errors(Self.table, ["\(base)/n7/features/predictions.csv": run]) == [
                "\(base): error: \"n7\" is no node of the telemetry: there is n1, n2; did you mean \"n1\"?"
            ])
    }
}
