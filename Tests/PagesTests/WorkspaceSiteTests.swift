import Archive
import Chronicle
import Diagnostics
import Findings
import Foundation
import Markup
import Testing

@testable import Pages

/// A workspace whose archive is to be published by hand, with where to: `MISREAD_WORKSPACE=... MISREAD_SITE=...`.
private let workspace = ProcessInfo.processInfo.environment["MISREAD_WORKSPACE"]
private let output = ProcessInfo.processInfo.environment["MISREAD_SITE"]

@Suite(.enabled(if: workspace != nil && output != nil, "needs MISREAD_WORKSPACE and MISREAD_SITE"))
struct WorkspaceSiteTests {
    @Test func `the archive of a real workspace becomes a site that verifies`() throws {
        let root = URL(filePath: try #require(workspace))
        let chronicle = try Chronicle.read(
            archive: root.appending(path: "archive"), incidents: root.appending(path: "incidents"))
        let templates = try TemplateSet.load(overrides: nil)
        let clock = ContinuousClock()
        let started = clock.now
        do {
            let site = try Site.make(chronicle, templates)
            print("made in", clock.now - started, "files", site.files.count)
            for remark in site.remarks { print(remark) }
            let place = URL(filePath: try #require(output))
            print(try SiteWriter.publish(site, to: place), "in all", clock.now - started)
            #expect(try SiteWriter.verify(place).isEmpty)
        } catch let problems as ProblemList {
            print(problems)
            Issue.record("\(problems)")
        }
    }

    @Test func `the default templates fit the catalogue`() throws {
        do {
            try TemplateSet.load(overrides: nil).check(cards: Catalog.analyses.map(\.card))
        } catch {
            print(error)
            Issue.record("\(error)")
        }
    }
}
