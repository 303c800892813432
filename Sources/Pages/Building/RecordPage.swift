import Chronicle
import Diagnostics
import Markup
import Record

/// The page of a record: its Markdown under its title, with the same references and exhibits that an incident's may have.
struct RecordPage {
    /// The page, to which what its front matter says is added.
    private(set) var frame: PageFrame

    init(
        _ map: SiteMap, _ view: some RecordView, folder: String, area: PageFrame.Area, _ collector: inout PageCollector
    ) throws(ProblemList) {
        let record = view.record
        let page = try MarkdownText(record.body, file: record.file, firstLine: record.bodyRow).page(
            Resolver(link: map.link(from: folder), exhibit: { map.writeupExhibit($0, on: folder) }))
        var remarks = ProblemList()
        for remark in page.remarks { remarks.add(remark) }
        collector.add(remarks)
        collector.note(page.links, of: folder)
        frame = PageFrame.common(map, folder, title: view.title, area: area, page: page)
        frame.crumbs = [PageFrame.Step(area.rawValue, area.path), PageFrame.Step(view.id)]
        frame.headline = "\(view.title)"
        frame.summary = view.title
    }
}
