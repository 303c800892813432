import ArgumentParser
import Pages
import Record

/// `misread schema`: what the JSON files of a site hold.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of a form that a site publishes.",
        discussion: """
            page: index.json beside every page. summary: summary.json of a version, and `misread summary --format json`. site: \
            MANIFEST.json. labelling: the JSON of a labelling queue. Schemas are of draft 2020-12.
            """)

    @Argument(help: "page, summary, site or labelling.")
    var form: PublishedSchema

    func run() throws {
        try Outcome.give(form.json.text() + "\n")
    }
}

extension PublishedSchema: ExpressibleByArgument {}
