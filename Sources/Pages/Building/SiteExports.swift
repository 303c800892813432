// What is taken away of a site: a version as one file or as a folder of its own, and its audit in short for people and programs.

import Archive
import Chronicle
import Diagnostics
import Foundation
import Markup
import Record

/// The forms that the audit of a version is summed up in.
public enum SummaryForm: String, CaseIterable, Sendable {
    /// Markdown for a comment, JSON for programs, JUnit XML for CI servers, SARIF for code hosts.
    case markdown, json, junit, sarif

    /// The file of a version that has it.
    var file: String {
        switch self {
        case .markdown: "summary.md"
        case .json: "summary.json"
        case .junit: "gates.junit.xml"
        case .sarif: "gates.sarif"
        }
    }
}

extension VersionPages {
    /// The audit in short, as it is judged: by the gates of its day unless another judgement is given.
    func summary(_ form: SummaryForm, judged audit: Audit? = nil, base: String = "") throws(ProblemList) -> String {
        let judged = JudgedVersion(self, judged: audit, base: base)
        return switch form {
        case .markdown: try AuditSummary(judged: judged).markdown()
        case .json: AuditSummary(judged: judged).json.text() + "\n"
        case .junit: GateReports(judged: judged).junit
        case .sarif: GateReports(judged: judged).sarif.text() + "\n"
        }
    }
}

/// One version of what is archived, to be taken away.
public struct VersionExport {
    private let version: VersionPages
    private let chronicles: Chronicles
    private let templates: TemplateSet
    private let facts: FactIndex
    private let audience: Audience
    private let chronicle: Chronicle

    /// The version called `name`, or the newest for `latest`; of several data sets that of `dataset`. Throws what there is
    /// instead.
    public init(
        _ name: String, dataset: String?, of everything: Chronicles, _ templates: TemplateSet, facts: FactIndex,
        for audience: Audience
    ) throws(ExportError) {
        let chronicles = everything.shown(to: audience)
        self.chronicles = chronicles
        self.templates = templates
        self.facts = facts
        self.audience = audience
        let names = chronicles.parts.compactMap(\.dataset)
        if chronicles.isSeveral {
            guard let dataset else { throw .whichDataset(names) }
            guard names.contains(dataset) else { throw .noDataset(dataset, names) }
        }
        if !chronicles.isSeveral, let dataset, let only = chronicles.parts.first?.chronicle.latest?.audit.dataset.name,
            only != dataset
        {
            throw .noDataset(dataset, [only])
        }
        let part = chronicles.parts.first { !chronicles.isSeveral || $0.dataset == dataset }
        guard let chronicle = part?.chronicle,
            let archived = name == Self.newest ? chronicle.latest : chronicle.audit(name)
        else { throw .noVersion(name, part?.chronicle.audits.map(\.audit.version.name) ?? []) }
        self.chronicle = chronicle
        let map = SiteMap(chronicle, templates, facts, dataset: chronicles.isSeveral ? part?.dataset : nil)
        version = VersionPages(map, archived)
    }

    /// What stands for the newest version.
    public static let newest = "latest"

    /// The audit in short, judged by the gates in force. `base` is the address of the version's folder, where links are to lead to
    /// a published site.
    public func summary(_ form: SummaryForm, base: String) throws(ProblemList) -> String {
        try version.summary(form, judged: chronicle.judged(version.archived), base: base)
    }

    private var folder: String { version.map.base + version.folder }
    private var title: String { "\(version.name) · \(version.audit.title)" }

    /// One HTML document.
    public func single() throws -> SinglePage {
        let site = try Site.make(chronicles, templates, facts: facts, for: audience)
        let style = Stylesheet.text(templates.style) + SheetFoot(version).css
        return try SinglePage(
            site, folder: folder, style: style, phrases: version.map.phrases, title: title)
    }

    /// A site of its own.
    public func bundle() throws(ProblemList) -> Site {
        let site = try Site.make(chronicles, templates, facts: facts, for: audience)
        return VersionBundle.site(
            of: site, folder: folder, base: version.map.base, version: version.name, title: title,
            phrases: version.map.phrases)
    }
}

/// What can be wrong with what is to be taken away.
public enum ExportError: Error, Sendable, Hashable {
    /// There are several data sets, and none is named.
    case whichDataset([String])
    /// There is no data set of that name.
    case noDataset(String, [String])
    /// There is no audit of that version.
    case noVersion(String, [String])
}

extension ExportError: Explained {
    /// The wording.
    public var problem: Problem {
        switch self {
        case .whichDataset(let names):
            Problem(
                at: Place(file: "archive"), "audits of several data sets are archived",
                suggestion: "say which with --dataset: \(names.joined(separator: ", "))")
        case .noDataset(let name, let names):
            Problem(
                at: Place(file: "archive"), "there is no audit on a data set \"\(name)\"",
                suggestion: Self.nearest(name, names))
        case .noVersion(let name, let names):
            Problem(
                at: Place(file: "archive"), "there is no audit of \"\(name)\"", suggestion: Self.nearest(name, names))
        }
    }

    private static func nearest(_ name: String, _ names: [String]) -> String {
        if names.isEmpty { return "run `misread audit` in the workspace first" }
        let near = nearestName(to: name, in: names).map { "did you mean \"\($0)\"? " } ?? ""
        return near + "archived are \(names.firstFew)"
    }
}
