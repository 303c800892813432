import Diagnostics
import Files
import Foundation

/// The templates in force: the program's own, with those a workspace replaces.
public struct TemplateSet: Sendable {
    /// A default template: path under `Templates/` and text.
    public typealias Source = (path: String, text: String)

    /// Read templates by path without `.md`: `analyses/calibration`.
    public let templates: [String: Template]
    /// Read phrases by file and name: `verdict/ready`.
    public let phrases: [String: Template]
    /// The files that phrases are read from, by the name of the file: `Templates/phrases/verdict.md` for `verdict`.
    public let phraseFiles: [String: String]
    /// Whether a workspace replaces any of them.
    public let isReplaced: Bool
    /// The style sheet.
    public let style: String
    /// The script, which no workspace replaces.
    public let script: String
    /// Their paths without `.md`, sorted.
    public var names: [String] { templates.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }

    /// Reads the defaults and whatever of them the folder `overrides` of a workspace replaces, which need not exist. A file there that
    /// replaces nothing is an error: it would silently do nothing. Throws everything wrong in any of them.
    public static func load(defaults: [Source], overrides: URL?) throws(ProblemList) -> TemplateSet {
        var problems = ProblemList()
        var texts: [String: (text: String, file: String, isOwn: Bool)] = [:]
        for (path, text) in defaults where !Self.isProse(path) { texts[path] = (text, "Templates/" + path, false) }
        if let overrides {
            let known = texts.keys.sorted()
            let (source, found) = try own(overrides)
            for path in found {
                let file = overrides.lastPathComponent + "/" + path
                guard texts[path] != nil, !path.hasSuffix(".js") else {
                    let nearest = nearestName(to: path, in: known.filter { !$0.hasSuffix(".js") })
                    problems.add(MarkupError.unknownTemplate(nearest: nearest, Place(file: file)))
                    continue
                }
                let data: Data
                do throws(FileError) {
                    data = try source.bytes(file)
                } catch {
                    problems.add(error)
                    continue
                }
                guard let text = String(validating: data, as: UTF8.self) else {
                    problems.add(MarkupError.unreadable("it is not UTF-8 text", Place(file: file)))
                    continue
                }
                if path.hasSuffix(".css") {
                    for ask in StyleCheck.asks(text) {
                        problems.add(MarkupError.askingStyle(ask.word, Place(file: file, row: ask.row)))
                    }
                    for row in StyleCheck.ends(text) {
                        problems.add(MarkupError.endingStyle(Place(file: file, row: row)))
                    }
                }
                texts[path] = (text, file, true)
            }
        }
        var templates: [String: Template] = [:]
        var phrases: [String: Template] = [:]
        var phraseFiles: [String: String] = [:]
        for (path, source) in texts.sorted(by: { $0.key < $1.key }) where path.hasSuffix(".md") {
            do {
                if PhraseFile.isOne(path) {
                    let name = String(path.dropFirst("phrases/".utf8.count).dropLast(3))
                    phraseFiles[name] = source.file
                    for phrase in try PhraseFile.phrases(
                        in: source.text, file: source.file, known: !source.isOwn)
                    {
                        phrases[name + "/" + phrase.name] = phrase.template
                    }
                    continue
                }
                templates[String(path.dropLast(3))] = try Template(
                    text: source.text, file: source.file, known: !source.isOwn)
            } catch {
                problems.add(error)
            }
        }
        try problems.throwIfAny()
        return TemplateSet(
            templates: templates, phrases: phrases, phraseFiles: phraseFiles,
            isReplaced: texts.values.contains { $0.isOwn }, style: texts["site.css"]?.text ?? "",
            script: texts["site.js"]?.text ?? "")
    }

    /// Whether the folder `overrides` of a workspace, which need not exist, replaces any template.
    public static func isReplacing(_ overrides: URL) throws(ProblemList) -> Bool { try !own(overrides).files.isEmpty }

    /// The templates and styles of a workspace, by their paths in its folder.
    private static func own(_ overrides: URL) throws(ProblemList) -> (source: SourceFolder, files: [String]) {
        do throws(FileError) {
            let source = try SourceFolder(overrides.deletingLastPathComponent(), kind: "workspace")
            let files = try source.files(under: overrides.lastPathComponent)
            return (
                source,
                files.filter { path in [".md", ".css", ".js"].contains(where: path.hasSuffix) && !isProse(path) }
            )
        } catch {
            throw ProblemList(error)
        }
    }

    /// The template of that name, or a problem naming the file that is missing.
    public func template(_ name: String) throws(ProblemList) -> Template {
        guard let template = templates[name] else {
            throw ProblemList(MarkupError.missingTemplate(Place(file: "Templates/\(name).md")))
        }
        return template
    }

    /// Names under a folder, without it: `methods` gives `wilson`, ...
    public func names(under folder: String) -> [String] {
        names.filter { $0.hasPrefix(folder + "/") }.map { String($0.dropFirst(folder.utf8.count + 1)) }
    }

    /// The README explains the folder and is no template.
    private static func isProse(_ path: String) -> Bool { path == "README.md" || path.hasSuffix("/README.md") }
}
