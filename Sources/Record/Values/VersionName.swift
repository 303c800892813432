/// What a version may be called: its name is that of a folder of the archive and of the site, on whatever machine these are copied to.
public enum VersionName {
    /// Why a name is none.
    public enum Fault: Hashable, Sendable {
        /// It is empty, too long, begins with a dot, or has other characters than letters, digits, `.`, `-` and `_`.
        case unfit
        /// The archive or the site has something of its own by this name.
        case taken
    }

    /// Bytes of the longest name.
    public static let longest = 100
    /// What to call it instead of an unfit name.
    public static let fit =
        "use letters, digits, dots, hyphens and underscores, \(longest) at most, not starting with a dot"
    /// What the archive and the site call things of their own, in small letters: disks may not tell letter case.
    private static let taken: Set<String> = ["approved.txt", "latest", "manifest.json", "sha256sums"]
    /// How signatures of the sums begin.
    private static let signed = "sha256sums."

    /// What is wrong with a name; `nil` where it may stand.
    public static func fault(_ name: String) -> Fault? {
        guard isFolderName(name), !name.hasPrefix("."), name.utf8.count <= longest else { return .unfit }
        let plain = name.lowercased()
        return taken.contains(plain) || plain.hasPrefix(signed) ? .taken : nil
    }

    /// Whether a name has nothing but letters, digits, `.`, `-` and `_`, and leads nowhere.
    public static func isFolderName(_ name: String) -> Bool {
        !name.isEmpty && name != "." && name != ".."
            && name.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_")].contains(byte)
            }
    }
}
