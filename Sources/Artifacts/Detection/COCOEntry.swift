import Formats

/// One object of `annotations` or one result, as it stands in the text: what was there, and of the right kind.
struct COCOEntry {
    /// An id before it is looked up.
    enum RawIdentifier {
        case absent
        case number(Int)
        case text(JSONScanner.RawString)
    }

    var id = RawIdentifier.absent
    var image = RawIdentifier.absent
    var category = RawIdentifier.absent
    /// The file of the image, as Ultralytics writes it into each result.
    var fileName: JSONScanner.RawString?
    var box: Box?
    var area: Double?
    var score: Double?
    var isCrowd = false
    var hasSegmentation = false
    var hasKeypoints = false
    /// What is said of the object beside its place and class.
    var said: [(name: String, value: String)] = []
    /// Whether a fault was found in it, so that it is not also called incomplete.
    var isFaulty = false
}

/// Reads entries and says what is wrong in them.
struct COCOEntryReader {
    let file: String
    /// "annotations" or "" for a bare list.
    let list: String
    /// The faults found since the list was last emptied.
    var faults: [DetectionFault] = []

    init(file: String, list: String) {
        self.file = file
        self.list = list
    }

    private mutating func report(_ fault: DetectionFault) { faults.append(fault) }

    /// `annotations[3].bbox`.
    func path(_ index: Int, _ field: String = "") -> String {
        field.isEmpty ? "\(list)[\(index)]" : "\(list)[\(index)].\(field)"
    }

    /// The fields that count, in the order in which results usually have them.
    private enum Field: UInt8, CaseIterable {
        case image, category, box, score, id, area, isCrowd, segmentation, keypoints, attributes
        case occluded, truncated, difficult, fileName

        /// The field of a key; `nil` for one that does not count.
        @inline(__always)
        init?(_ key: JSONScanner.RawString, in scanner: JSONScanner) {
            if scanner.matches(key, "image_id") {
                self = .image
            } else if scanner.matches(key, "category_id") {
                self = .category
            } else if scanner.matches(key, "bbox") {
                self = .box
            } else if scanner.matches(key, "score") {
                self = .score
            } else if scanner.matches(key, "id") {
                self = .id
            } else if scanner.matches(key, "area") {
                self = .area
            } else if scanner.matches(key, "iscrowd") {
                self = .isCrowd
            } else if scanner.matches(key, "segmentation") {
                self = .segmentation
            } else if scanner.matches(key, "keypoints") {
                self = .keypoints
            } else if scanner.matches(key, "attributes") {
                self = .attributes
            } else if scanner.matches(key, "occluded") {
                self = .occluded
            } else if scanner.matches(key, "truncated") {
                self = .truncated
            } else if scanner.matches(key, "difficult") {
                self = .difficult
            } else if scanner.matches(key, "file_name") {
                self = .fileName
            } else {
                return nil
            }
        }
    }

    /// The entry that stands next.
    mutating func read(_ scanner: inout JSONScanner, _ index: Int) throws(JSONFault) -> COCOEntry {
        var entry = COCOEntry()
        guard try scanner.peek() == UInt8(ascii: "{") else {
            entry.isFaulty = true
            try refuse(&scanner, path(index), "an object")
            return entry
        }
        try scanner.openObject()
        var met: UInt16 = 0
        while let key = try scanner.nextKey() {
            guard let field = Field(key, in: scanner) else {
                try scanner.skipValue()
                continue
            }
            if met & 1 << field.rawValue != 0 {
                entry.isFaulty = true
                report(.doubledKey(file: file, path: path(index), name: (try? scanner.text(key)) ?? ""))
            }
            met |= 1 << field.rawValue
            switch field {
            case .image: entry.image = try identifier(&scanner, index, "image_id", &entry.isFaulty)
            case .category: entry.category = try identifier(&scanner, index, "category_id", &entry.isFaulty)
            case .box: entry.box = try box(&scanner, index, &entry.isFaulty)
            case .score: entry.score = try number(&scanner, index, "score", &entry.isFaulty)
            case .id: entry.id = try identifier(&scanner, index, "id", &entry.isFaulty)
            case .area:
                if try scanner.peek() == UInt8(ascii: "n") {
                    try scanner.skipValue()
                } else {
                    entry.area = try number(&scanner, index, "area", &entry.isFaulty)
                }
            case .isCrowd: entry.isCrowd = try flag(&scanner, index, "iscrowd", &entry.isFaulty)
            case .segmentation:
                entry.hasSegmentation = true
                try scanner.skipValue()
            case .keypoints:
                entry.hasKeypoints = true
                try scanner.skipValue()
            case .fileName:
                if try scanner.peek() == UInt8(ascii: "\"") {
                    entry.fileName = try scanner.string()
                } else {
                    try scanner.skipValue()
                }
            case .attributes: try Self.attributes(&scanner, &entry.said)
            case .occluded, .truncated, .difficult:
                if let value = try JSONTree(&scanner).plain {
                    entry.said.append((try scanner.text(key), ObjectWords.flag(value)))
                }
            }
        }
        return entry
    }

    /// The plain values of an object of attributes, as CVAT and datumaro write them; anything else is passed over.
    private static func attributes(
        _ scanner: inout JSONScanner, _ said: inout [(name: String, value: String)]
    ) throws(JSONFault) {
        for (name, value) in try JSONTree(&scanner).members ?? [] {
            if let text = value.plain, !name.isEmpty { said.append((name, ObjectWords.flag(text))) }
        }
    }

    private func isNumberStart(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "N") || byte == UInt8(ascii: "I")
    }

    private mutating func refuse(
        _ scanner: inout JSONScanner, _ path: String, _ wanted: String
    ) throws(JSONFault) {
        let found = JSONKind.name(try scanner.peek())
        report(.wrongKind(file: file, path: path, wanted: wanted, found: found))
        try scanner.skipValue()
    }

    private mutating func number(
        _ scanner: inout JSONScanner, _ index: Int, _ field: String, _ isFaulty: inout Bool
    ) throws(JSONFault) -> Double? {
        guard isNumberStart(try scanner.peek()) else {
            isFaulty = true
            try refuse(&scanner, path(index, field), "a number")
            return nil
        }
        let value = try scanner.number()
        guard value.isFinite else {
            isFaulty = true
            report(.notFinite(file: file, path: path(index, field), value: JSONKind.name(notFinite: value)))
            return nil
        }
        return value
    }

    private mutating func identifier(
        _ scanner: inout JSONScanner, _ index: Int, _ field: String, _ isFaulty: inout Bool
    ) throws(JSONFault) -> COCOEntry.RawIdentifier {
        let byte = try scanner.peek()
        if byte == UInt8(ascii: "\"") { return .text(try scanner.string()) }
        if isNumberStart(byte) {
            let (integer, value) = try scanner.exactNumber()
            if let integer { return .number(integer) }
            isFaulty = true
            let found = value.isFinite ? "the number \(value)" : JSONKind.name(notFinite: value)
            report(.wrongKind(file: file, path: path(index, field), wanted: "a whole number or text", found: found))
            return .absent
        }
        isFaulty = true
        try refuse(&scanner, path(index, field), "a whole number or text")
        return .absent
    }

    private mutating func flag(
        _ scanner: inout JSONScanner, _ index: Int, _ field: String, _ isFaulty: inout Bool
    ) throws(JSONFault) -> Bool {
        let byte = try scanner.peek()
        if let boolean = scanner.boolean() { return boolean }
        if byte == UInt8(ascii: "n") {
            try scanner.skipValue()
            return false
        }
        return try number(&scanner, index, field, &isFaulty) ?? 0 != 0
    }

    private mutating func box(
        _ scanner: inout JSONScanner, _ index: Int, _ isFaulty: inout Bool
    ) throws(JSONFault) -> Box? {
        guard try scanner.peek() == UInt8(ascii: "[") else {
            isFaulty = true
            try refuse(&scanner, path(index, "bbox"), "a list of four numbers")
            return nil
        }
        try scanner.openArray()
        var values = (0.0, 0.0, 0.0, 0.0)
        var count = 0
        var isGood = true
        while try scanner.nextElement() {
            guard isNumberStart(try scanner.peek()) else {
                try refuse(&scanner, path(index, "bbox[\(count)]"), "a number")
                isGood = false
                count += 1
                continue
            }
            let value = try scanner.number()
            if !value.isFinite {
                isGood = false
                let name = JSONKind.name(notFinite: value)
                report(.notFinite(file: file, path: path(index, "bbox[\(count)]"), value: name))
            }
            switch count {
            case 0: values.0 = value
            case 1: values.1 = value
            case 2: values.2 = value
            case 3: values.3 = value
            default: break
            }
            count += 1
        }
        if count != 4 { report(.boxLength(file: file, path: path(index, "bbox"), count: count)) }
        guard isGood, count == 4 else {
            isFaulty = true
            return nil
        }
        let box = Box(x: values.0, y: values.1, width: values.2, height: values.3)
        if !(box.area.isFinite && (box.x + box.width).isFinite && (box.y + box.height).isFinite) {
            report(.areaOverflow(file: file, path: path(index, "bbox")))
            isFaulty = true
            return nil
        }
        return box
    }
}

/// What a JSON value is called in a message.
enum JSONKind {
    /// By the value's first byte.
    static func name(_ first: UInt8) -> String {
        switch first {
        case UInt8(ascii: "\""): "text"
        case UInt8(ascii: "{"): "an object"
        case UInt8(ascii: "["): "a list"
        case UInt8(ascii: "n"): "null"
        case UInt8(ascii: "t"), UInt8(ascii: "f"): "true or false"
        default: "a number"
        }
    }

    /// NaN, Infinity or -Infinity.
    static func name(notFinite value: Double) -> String {
        value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity"
    }
}
