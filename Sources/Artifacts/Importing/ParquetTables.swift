// Parquet files of a classifier: nothing but their columns says whether they are of boxes.

import Diagnostics
import Files
import Formats
import Foundation

/// Parquet files that are tables of images.
enum ParquetTables {
    /// The reader of a file; `nil` for one that is no Parquet. Throws where there is none to read it with.
    static func reader(_ file: String, _ layout: LayoutSource, _ bytes: Data) throws -> TableReader? {
        guard bytes.starts(with: Data("PAR1".utf8)), let entry = try layout.source.entry(file) else { return nil }
        return try TableReader(parquet: URL(filePath: entry.real), name: layout.name(file))
    }

    /// A layout with such files among those of no form of boxes.
    static func told(in layout: LayoutSource) throws -> LayoutSource {
        var tables: Set<String> = []
        for part in layout.scan.parts where part.form == .parquet {
            for file in part.files {
                let bytes = try layout.source.bytes(file)
                do {
                    guard let header = try reader(file, layout, bytes)?.header, isOfImages(header) else { continue }
                    tables.insert(file)
                } catch {
                    // Beside what opens it may be of no use anyway.
                    guard layout.scan.parts.contains(where: { $0.form != .parquet }) else { throw error }
                }
            }
        }
        return tables.isEmpty ? layout : layout.withOthers(tables)
    }

    /// Whether columns name images and what they show, and say nowhere where a box is.
    private static func isOfImages(_ header: [String]) -> Bool {
        let keys = BoxKeys(header)
        guard !keys.haveBox, keys.predictionString == nil else { return false }
        let id = UsualColumns.name(of: "image_id", in: header, besides: [])
        let answer = UsualColumns.name(of: "predicted", in: header, besides: [])
        let label = UsualColumns.name(of: "label", in: header, ofLists: true, besides: [id, answer].compactMap(\.self))
        if id == nil { return answer != nil && label != nil }
        return answer != nil || label != nil || BestClasses(in: header) != nil
            || header.contains { name in ClassColumns.sure.contains { $0.called(name) != nil } }
    }
}
