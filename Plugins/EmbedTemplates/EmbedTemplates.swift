// Puts Templates/ into the program, so that one file is enough to install it and a build never reads a path of the machine
// that made it. The folder and its files are inputs: editing one rebuilds, and nothing else has to be run.

import Foundation
import PackagePlugin

@main
struct EmbedTemplates: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: Target) async throws -> [Command] {
        let tool = try context.tool(named: "embedtemplates")
        let templates = context.package.directoryURL.appending(path: "Templates")
        let output = context.pluginWorkDirectoryURL.appending(path: "DefaultTemplates.swift")
        var inputs = [templates]
        if let walk = FileManager.default.enumerator(at: templates, includingPropertiesForKeys: nil) {
            for case let url as URL in walk { inputs.append(url) }
        }
        return [
            .buildCommand(
                displayName: "Embedding Templates", executable: tool.url, arguments: [templates.path, output.path],
                inputFiles: inputs.sorted { $0.path < $1.path }, outputFiles: [output])
        ]
    }
}
