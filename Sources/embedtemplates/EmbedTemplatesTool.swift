// Writes the files under Templates/ as a Swift source: `embedtemplates FOLDER OUTPUT`. Run by the build, never by hand.

import Foundation

@main
enum EmbedTemplatesTool {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3 else { throw CocoaError(.fileNoSuchFile) }
        let folder = URL(filePath: arguments[1])
        let kept: Set<String> = ["md", "css", "js"]
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { path in
            kept.contains(String(path.split(separator: ".").last ?? ""))
                && !path.split(separator: "/").contains { $0.hasPrefix(".") }
        }
        var source = "// Made by the build from Templates/.\n\nenum DefaultTemplates {\n"
        source += "    /// Path under Templates/ and text.\n    static let files: [(path: String, text: String)] = [\n"
        for path in paths.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
            source += "        (\(literal(path)), \(literal(text))),\n"
        }
        source += "    ]\n}\n"
        try source.write(to: URL(filePath: arguments[2]), atomically: true, encoding: .utf8)
    }

    private static func literal(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": out += "\\\\"
            case "\"": out += "\\\""
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\0"..<" ": out += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
