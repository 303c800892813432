/// What is wrong with a path that a file names: it is text from somebody.
public enum UnsafePath {
    /// Why a path may not be used inside a folder, in words; `nil` when it may.
    public static func reason(_ path: String) -> String? {
        if path.isEmpty { return "is empty" }
        if path.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            return "holds a control character"
        }
        if path.hasPrefix("/") || path.hasPrefix("~") { return "is not relative" }
        if path.utf8.contains(UInt8(ascii: "\\")) { return "holds a backslash" }
        let scheme = path.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+.-".contains($0)) }
        if path.dropFirst(scheme.count).first == ":" { return "is a URL or names a drive" }
        let lowered = path.lowercased()
        if ["%2e", "%2f", "%5c", "%00"].contains(where: lowered.contains) { return "hides dots or slashes" }
        if path.split(separator: "/").contains("..") { return "leaves its folder" }
        return nil
    }
}
