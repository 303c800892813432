// A list of class names beside a classifier's export (`classes.txt`): what numbers stand for.

import Columns
import Diagnostics
import Formats

/// The order of classes that a file of an export lists.
struct ClassListFile {
    /// The classes, from 0.
    let names: [String]
    /// What is said of it.
    let remark: Problem

    /// `nil` where no list lies in the folders of an export that names just the classes of the labels, each once.
    init?(_ found: [LayoutSource], of labels: [String]) {
        let known = Set(labels.map { Name($0) })
        guard known.count > 1 else { return nil }
        self.init(found, "classes are in its order") { $0.count == known.count && Set($0.map { Name($0) }) == known }
    }

    /// `nil` where the classes are not numbers from 0, or no list lies there that has as many names, each once and none a number.
    init?(_ found: [LayoutSource], naming numbers: [String]) {
        guard numbers.count > 1, numbers == numbers.indices.map(String.init) else { return nil }
        self.init(found, "classes are numbers, and are called by its lines") { names in
            names.count == numbers.count && Set(names.map { Name($0) }).count == names.count
                && ClassPlaces.areNamed(names)
        }
    }

    private init?(_ found: [LayoutSource], _ words: String, where isOne: ([String]) -> Bool) {
        for layout in found where layout.isFolder {
            for file in ((try? layout.source.files(under: layout.path)) ?? []).sorted()
            where DetectionFolder.isNameList(file.split(separator: "/").last.map(String.init) ?? file) {
                let path = layout.path.isEmpty ? file : layout.path + "/" + file
                guard let bytes = try? layout.source.bytes(path),
                    let lines = try? Packed.lines(bytes, layout.name(path))
                else { continue }
                let names = lines.map { String($0.line.trimmingBlanks) }
                guard isOne(names) else { continue }
                self.names = names
                remark = Problem(
                    .note, at: Place(file: layout.name(path)),
                    "\(words): 0 is \(names[0]), 1 is \(names[1])" + (names.count > 2 ? " ..." : ""))
                return
            }
        }
        return nil
    }
}
