// Paths are names in names: each of them is looked at by itself, without the ending of a picture.

import Formats

/// Parts of paths that look like personal data.
enum PersonalPaths {
    /// What a name on the way to a file looks like, if any looks like personal data.
    static func kind(_ folders: Substring) -> PersonalValue? {
        folders.split(separator: "/").lazy.compactMap { PersonalValue.find(inID: String($0)) }.first
    }

    /// What the last two names look like together, as `48.13743/11.57549.png` does.
    static func kind(ofPair path: Substring) -> PersonalValue? {
        let names = path.split(separator: "/").suffix(2)
        guard names.count == 2, let folder = names.first, let name = names.last, folder.utf8.contains(0x2E) else {
            return nil
        }
        return PersonalValue.find(inID: folder + "/" + withoutEnding(name))
    }

    /// The name of a picture without its ending.
    static func withoutEnding(_ name: Substring) -> String {
        guard PictureNames.isPicture(String(name)), let point = name.lastIndex(of: ".") else { return String(name) }
        return String(name[..<point])
    }
}
