// Values that look like personal data, whatever their column is called: addresses of people and machines, places, plates and
// numbers of vehicles. A column with one of them is withheld until a person allows it by name. What is looked for is the form
// alone, also where it is spelled out (`ann(at)example.org`) or in wide letters; where many harmless codes have that form (plates), several values must have it and differ in more than a number.

import Foundation

/// What a value looks like, if it looks like personal data.
enum PersonalValue: String, CaseIterable, Sendable {
    case email = "an e-mail address"
    case phone = "a phone number"
    case internetAddress = "an IP address"
    case coordinates = "coordinates"
    case plate = "a number plate"
    case vehicle = "a vehicle identification number"
    case account = "a bank account number"

    /// The first kind that values of a column look like; `nil` where none does.
    static func find(in values: some Sequence<String>) -> PersonalValue? {
        var plates: Set<String> = []
        for value in values {
            let bytes = plain(value)
            guard (4...400).contains(bytes.count) else { continue }
            if let kind = kind(bytes) { return kind }
            if let letters = plateLetters(bytes) { plates.insert(letters) }
        }
        // Cameras 1 to 40 are CAM-1 to CAM-40; plates differ in their letters too.
        return plates.count >= leastPlates ? .plate : nil
    }

    /// The kind that an image's id looks like. Plates are left out, and numbers without a plus: many ids have their form.
    static func find(inID id: String) -> PersonalValue? {
        // Most ids have no sign that any of these has, and are shorter than the others.
        guard id.utf8.count >= 15 || id.utf8.contains(where: { $0 >= 0x80 || "@.:+(".utf8.contains($0) }) else {
            return nil
        }
        let bytes = plain(id)
        guard (4...400).contains(bytes.count), let kind = kind(bytes) else { return nil }
        return kind == .phone && bytes[0] != UInt8(ascii: "+") ? nil : kind
    }

    /// A value's bytes: wide letters as usual ones, and `(at)` and `(dot)` as what they stand for.
    private static func plain(_ value: String) -> [UInt8] {
        var text = value
        if text.utf8.contains(where: { $0 >= 0x80 }) { text = text.precomposedStringWithCompatibilityMapping }
        if text.utf8.contains(where: { $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: "[") }) {
            for (words, sign) in [("at", "@"), ("dot", "."), ("punkt", ".")] {
                for (open, close) in [("(", ")"), ("[", "]")] {
                    for spelled in ["\(open)\(words)\(close)", " \(open)\(words)\(close) "].reversed() {
                        text = text.replacingOccurrences(of: spelled, with: sign, options: .caseInsensitive)
                    }
                }
            }
        }
        return Array(text.utf8)
    }

    /// Values of the form of a plate that differ in their letters, from which on a column is one of plates.
    private static let leastPlates = 5

    private static func kind(_ bytes: [UInt8]) -> PersonalValue? {
        if isPhone(bytes) { return .phone }
        if isCoordinates(bytes) { return .coordinates }
        if isAccount(bytes) { return .account }
        for word in bytes.split(whereSeparator: { " \t,;()<>[]\"'|/".utf8.contains($0) }) {
            if isEmail(word) { return .email }
            if isInternetAddress(word) { return .internetAddress }
            if isVehicle(word) { return .vehicle }
        }
        return nil
    }

    /// `somebody@example.org`.
    private static func isEmail(_ word: ArraySlice<UInt8>) -> Bool {
        let parts = word.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, let host = parts.last, !parts[0].isEmpty else { return false }
        let labels = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty && $0.allSatisfy { isWord($0) || $0 == dash } }
            && labels.last.map { $0.count >= 2 && $0.allSatisfy(isLetter) } == true
    }

    /// Four numbers of a byte, or groups of hexadecimal digits with colons: an address of version 4 or 6, or of a device.
    private static func isInternetAddress(_ word: ArraySlice<UInt8>) -> Bool {
        let octets = word.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if octets.count == 4 {
            return octets.allSatisfy { octet in
                (1...3).contains(octet.count) && octet.allSatisfy(isDigit)
                    && octet.reduce(0, { 10 * $0 + Int($1 - zero) }) < 256
            }
        }
        let groups = word.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        // A time of day has two colons.
        return (6...8).contains(groups.count) && groups.allSatisfy { $0.count <= 4 && $0.allSatisfy(isHexadecimal) }
            && groups.count { !$0.isEmpty } >= 3
    }

    /// 17 capital letters and digits, of both at least two, without I, O and Q (ISO 3779).
    private static func isVehicle(_ word: ArraySlice<UInt8>) -> Bool {
        word.count == 17 && word.allSatisfy { isDigit($0) || (isCapital($0) && !"IOQ".utf8.contains($0)) }
            && word.count(where: isDigit) >= 2 && word.count(where: isCapital) >= 2
    }

    /// Two letters, two digits and 11 to 30 more letters and digits, in groups or not, that are 1 modulo 97 when the first four
    /// stand last and letters are 10 to 35 (ISO 13616).
    private static func isAccount(_ bytes: [UInt8]) -> Bool {
        let signs = bytes.filter { $0 != UInt8(ascii: " ") }
        guard (15...34).contains(signs.count), signs.allSatisfy({ isDigit($0) || isCapital($0) }),
            signs[..<2].allSatisfy(isCapital), signs[2..<4].allSatisfy(isDigit)
        else { return false }
        let rest = (signs[4...] + signs[..<4]).reduce(0) { rest, sign in
            isDigit(sign) ? (rest * 10 + Int(sign - zero)) % 97 : (rest * 100 + Int(sign) - 55) % 97
        }
        return rest == 1
    }

    /// A plus and eight to fifteen digits (E.164), or as many digits in groups in brackets or with blanks, a single zero or the
    /// two that stand for the plus before them; never a date.
    private static func isPhone(_ bytes: [UInt8]) -> Bool {
        let digits = bytes.count(where: isDigit)
        guard (8...15).contains(digits), bytes.allSatisfy({ isDigit($0) || "+-() ./".utf8.contains($0) }) else {
            return false
        }
        if bytes[0] == UInt8(ascii: "+") { return true }
        let groups = bytes.split { !isDigit($0) }
        let isAbroad =
            digits >= 10 && bytes[0] == zero && bytes[1] == zero && isDigit(bytes[2]) && bytes[2] != zero
            && groups.count >= 2
        return bytes[0] == UInt8(ascii: "(") || isAbroad
            || (bytes[0] == zero && bytes[1] != zero && groups.count >= 2 && groups[0].count >= 3)
    }

    /// Two numbers with at least three decimals, a latitude and a longitude: `52.5200, 13.4050`, `52.52000N 13.40500E`; two
    /// of degrees, minutes and seconds; or a `geo:` address (RFC 5870).
    private static func isCoordinates(_ bytes: [UInt8]) -> Bool {
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
        let parts = bytes.split { " ,;/\t()".utf8.contains($0) }
        guard parts.count == 2 else { return false }
        for (part, limit) in zip(parts, [90.0, 180.0]) {
            let text = part.last.map { "NSEWnsew".utf8.contains($0) } == true ? part.dropLast() : part
            guard let point = text.firstIndex(of: UInt8(ascii: ".")), text.endIndex - point > 3,
                let number = Double(String(decoding: text, as: UTF8.self)), abs(number) <= limit
            else { return false }
        }
        return true
    }

    /// The letters of what has the form of a plate: two or three groups of capitals and digits, of both at least two, at most
    /// eight together.
    private static func plateLetters(_ bytes: [UInt8]) -> String? {
        guard bytes.allSatisfy({ isDigit($0) || isCapital($0) || $0 == dash || $0 == UInt8(ascii: " ") }) else {
            return nil
        }
        let (letters, digits) = (bytes.filter(isCapital), bytes.count(where: isDigit))
        let groups = bytes.split { $0 == dash || $0 == UInt8(ascii: " ") }.count
        guard (2...3).contains(groups), (2...5).contains(letters.count), (2...4).contains(digits),
            (5...8).contains(letters.count + digits)
        else { return nil }
        return String(decoding: letters, as: UTF8.self)
    }

    private static let dash = UInt8(ascii: "-")
    private static let zero = UInt8(ascii: "0")
    private static func isDigit(_ byte: UInt8) -> Bool { (zero...UInt8(ascii: "9")).contains(byte) }
    private static func isCapital(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { isCapital(byte & ~0x20) }
    private static func isWord(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) || byte >= 0x80 }
    private static func isHexadecimal(_ byte: UInt8) -> Bool { isDigit(byte) || (65...70).contains(byte & ~0x20) }
}
