// Coordinates in one value. Two decimals side by side are a size, a range or a point of a picture as well, so a place is told by
// how exact they are, or by what is written around them. Within a degree of zero in both is the sea, and every share and
// every point of a normalized picture: that is no place.

extension PersonalValue {
    /// Two numbers with at least three decimals, a latitude and a longitude: `52.5200, 13.4050`, `52.52000N 13.40500E`, also in
    /// brackets; two of degrees, minutes and seconds; a `geo:` address (RFC 5870); `lat=48.1 lon=11.5`; `POINT(11.57 48.13)`;
    /// an address of a map; and, where it is no id, `[48.1; 11.5]` and two numbers with four decimals in a text.
    static func isCoordinates(_ bytes: [UInt8], asID: Bool) -> Bool {
        if isPlusCode(bytes) || isSexagesimal(bytes) { return true }
        guard bytes.count(where: isDigit) >= 2, bytes.contains(where: { $0 >= 0x80 || ".:".utf8.contains($0) }) else {
            return false
        }
        let text = String(decoding: bytes, as: UTF8.self).uppercased()
        if text.hasPrefix("GEO:") {
            let numbers = text.dropFirst(4).split(separator: ";").first?.split(separator: ",") ?? []
            return (2...3).contains(numbers.count) && numbers.allSatisfy { Double($0) != nil }
        }
        let degrees = text.split(separator: "\u{B0}", omittingEmptySubsequences: false)
        if degrees.count == 3, degrees[0].last?.isNumber == true, degrees[1].last?.isNumber == true {
            return text.contains { "NS".contains($0) } && text.contains { "EWO".contains($0) }
                && text.allSatisfy { !$0.isLetter || "NSEWO".contains($0) }
        }
        if isBarePair(bytes) { return true }
        guard bytes.contains(UInt8(ascii: ".")) else { return false }
        let signs = PlaceSigns(text)
        return signs.areNamed || signs.isPoint || (text.contains("://") && signs.hasPair(decimals: 3))
            || (!asID && (signs.isBracketed || (signs.numbers(decimals: 4) == 2 && signs.hasPair(decimals: 4))))
    }

    /// An Open Location Code of a place: eight of its twenty signs, a plus and two or three more, as in `8FWH4HX8+9C`; or four of them,
    /// a plus, two or three more and the name of a town. A digit is among the signs, for a name may have a plus too.
    private static func isPlusCode(_ bytes: [UInt8]) -> Bool {
        guard bytes.contains(UInt8(ascii: "+")) else { return false }
        let capitals = bytes.map { isLetter($0) ? $0 & ~0x20 : $0 }
        let words = capitals.split { " ,;/()[]\"'?=&\t".utf8.contains($0) }
        return words.enumerated().contains { number, word in
            guard let plus = word.firstIndex(of: UInt8(ascii: "+")) else { return false }
            let (area, place) = (word[..<plus], word[(plus + 1)...])
            guard (2...7).contains(place.count), area.contains(where: isDigit) || place.contains(where: isDigit),
                (area + place).allSatisfy({ "23456789CFGHJMPQRVWX".utf8.contains($0) })
            else { return false }
            let town = words.dropFirst(number + 1).first
            return area.count == 8 || ((4...6).contains(area.count) && town?.contains(where: isLetter) == true)
        }
    }

    /// Degrees, minutes and seconds without their signs, a letter of the compass before or behind either: `N52 31 12 E13 24 18`.
    private static func isSexagesimal(_ bytes: [UInt8]) -> Bool {
        guard (12...60).contains(bytes.count), bytes.count(where: isDigit) >= 9 else { return false }
        var signs: [(letter: UInt8?, number: Int)] = []
        for word in bytes.split(whereSeparator: { " ,;:'\"/\t".utf8.contains($0) }) {
            var word = word
            if let first = word.first, isLetter(first) {
                signs.append((first & ~0x20, 0))
                word.removeFirst()
            }
            let digits = word.prefix(while: isDigit)
            if !digits.isEmpty {
                guard let number = Int(String(decoding: digits, as: UTF8.self)) else { return false }
                signs.append((nil, number))
                word = word[digits.endIndex...]
                // Seconds may have decimals.
                if word.first == UInt8(ascii: ".") { word = word.dropFirst().drop(while: isDigit) }
            }
            if let last = word.first, isLetter(last), word.count == 1 {
                signs.append((last & ~0x20, 0))
            } else if !word.isEmpty {
                return false
            }
        }
        guard signs.count == 8 else { return false }
        let starts = signs[0].letter != nil
        let (north, east) = starts ? (signs[0], signs[4]) : (signs[3], signs[7])
        let (latitude, longitude) = starts ? (signs[1...3], signs[5...7]) : (signs[0...2], signs[4...6])
        func isAngle(_ parts: ArraySlice<(letter: UInt8?, number: Int)>, most: Int) -> Bool {
            parts.allSatisfy { $0.letter == nil } && (parts.first?.number ?? 999) <= most
                && parts.dropFirst().allSatisfy { $0.number < 60 }
        }
        return north.letter.map { "NS".utf8.contains($0) } == true
            && east.letter.map { "EWO".utf8.contains($0) } == true
            && isAngle(latitude, most: 90) && isAngle(longitude, most: 180)
    }

    private static func isBarePair(_ bytes: [UInt8]) -> Bool {
        let parts = bytes.split { " ,;/\t()".utf8.contains($0) }
        guard parts.count == 2 else { return false }
        var isFar = false
        for (part, limit) in zip(parts, [90.0, 180.0]) {
            let text = part.last.map { "NSEWnsew".utf8.contains($0) } == true ? part.dropLast() : part
            guard let point = text.firstIndex(of: UInt8(ascii: ".")), text.endIndex - point > 3,
                let number = Double(String(decoding: text, as: UTF8.self)), abs(number) <= limit
            else { return false }
            if abs(number) > 1 { isFar = true }
        }
        return isFar
    }
}

/// The words and numbers of a value, in their order.
private struct PlaceSigns {
    private struct Number {
        let value: Double
        let decimals: Int
        /// Where it is, in bytes.
        let range: Range<Int>
        /// Whether a letter stands right before it, as in `v1.234`.
        let isNamed: Bool
    }
    private enum Sign {
        case word(String)
        case number(Number)
    }

    private let bytes: [UInt8]
    private var signs: [Sign] = []

    /// Those of a text in capitals.
    init(_ text: String) {
        bytes = Array(text.utf8)
        var at = 0
        while at < bytes.count {
            let start = at
            if PersonalValue.isLetter(bytes[at]) {
                while at < bytes.count, PersonalValue.isLetter(bytes[at]) { at += 1 }
                signs.append(.word(String(decoding: bytes[start..<at], as: UTF8.self)))
            } else if PersonalValue.isDigit(bytes[at]) {
                while at < bytes.count, PersonalValue.isDigit(bytes[at]) || isPoint(at) { at += 1 }
                append(start..<at)
            } else {
                at += 1
            }
        }
    }

    /// Whether a point with a digit behind it is at `place`: others end a sentence, or a name before its ending.
    private func isPoint(_ place: Int) -> Bool {
        bytes[place] == UInt8(ascii: ".") && place + 1 < bytes.count && PersonalValue.isDigit(bytes[place + 1])
    }

    /// A number, unless it has two points as a version and a date have.
    private mutating func append(_ range: Range<Int>) {
        let digits = bytes[range]
        guard let size = Double(String(decoding: digits, as: UTF8.self)) else { return }
        let isNegative = range.lowerBound > 0 && bytes[range.lowerBound - 1] == PersonalValue.dash
        let point = digits.firstIndex(of: UInt8(ascii: "."))
        signs.append(
            .number(
                Number(
                    value: isNegative ? -size : size, decimals: point.map { digits.endIndex - $0 - 1 } ?? 0,
                    range: range,
                    isNamed: range.lowerBound > 0 && PersonalValue.isLetter(bytes[range.lowerBound - 1]))))
    }

    private var numbers: [Number] {
        signs.compactMap { if case .number(let number) = $0 { number } else { nil } }
    }

    /// How many numbers have so many decimals or more.
    func numbers(decimals: Int) -> Int { numbers.count { $0.decimals >= decimals } }

    /// Whether a latitude and a longitude are said to be.
    var areNamed: Bool {
        has(["LAT", "LATITUDE", "MLAT"], most: 90) && has(["LON", "LNG", "LONG", "LONGITUDE", "MLON"], most: 180)
    }

    private func has(_ names: Set<String>, most: Double) -> Bool {
        zip(signs, signs.dropFirst()).contains { pair in
            guard case (.word(let word), .number(let number)) = pair else { return false }
            return names.contains(word) && number.decimals >= 1 && abs(number.value) <= most
        }
    }

    /// Whether a point is written as geometries are (`POINT(11.57 48.13)`), the longitude first.
    var isPoint: Bool {
        guard bytes.contains(UInt8(ascii: "(")),
            signs.contains(where: {
                if case .word(let word) = $0 { ["POINT", "POINTZ", "MULTIPOINT"].contains(word) } else { false }
            })
        else { return false }
        let exact = numbers.filter { $0.decimals >= 2 }
        return zip(exact, exact.dropFirst()).contains { isPlace($1.value, $0.value) || isPlace($0.value, $1.value) }
    }

    /// Whether two numbers with so many decimals stand beside each other.
    func hasPair(decimals: Int) -> Bool {
        let numbers = numbers
        return zip(numbers, numbers.dropFirst()).contains { one, other in
            let between = bytes[one.range.upperBound..<other.range.lowerBound]
            return min(one.decimals, other.decimals) >= decimals && !one.isNamed && !other.isNamed && between.count <= 6
                && between.allSatisfy { " ,;/|+-\tNSEWO\u{B0}".utf8.contains($0) } && isPlace(one.value, other.value)
        }
    }

    /// Whether a value is two numbers in brackets: with three decimals, or with fewer and a semicolon, the larger first, which no
    /// range has. A range that is open at one end (`(10.5, 20.5]`) has two kinds of bracket.
    var isBracketed: Bool {
        guard let first = bytes.first, let last = bytes.last,
            [[91, 93], [40, 41], [123, 125]].contains([first, last]),
            numbers.count == 2, signs.count == 2, let one = numbers.first, let other = numbers.last,
            isPlace(one.value, other.value)
        else { return false }
        let fewest = min(one.decimals, other.decimals)
        return fewest >= 3 || (fewest >= 1 && bytes.contains(UInt8(ascii: ";")) && one.value > other.value)
    }

    private func isPlace(_ latitude: Double, _ longitude: Double) -> Bool {
        abs(latitude) <= 90 && abs(longitude) <= 180 && max(abs(latitude), abs(longitude)) > 1
    }
}
