// Values that look like personal data, whatever their column is called: addresses of people and machines, places, plates and
// numbers of vehicles. A column with one of them is withheld until a person allows it by name. What is looked for is the form
// alone; where many harmless codes have that form (plates), several values must have it and differ in more than a number.

/// What a value looks like, if it looks like personal data.
enum PersonalValue: String, CaseIterable, Sendable {
    case email = "an e-mail address"
    case phone = "a phone number"
    case internetAddress = "an IP address"
    case coordinates = "coordinates"
    case plate = "a number plate"
    case vehicle = "a vehicle identification number"

    /// The first kind that values of a column look like; `nil` where none does.
    static func find(in values: some Sequence<String>) -> PersonalValue? {
        var plates: Set<String> = []
        for value in values {
            let bytes = Array(value.utf8)
            guard (4...400).contains(bytes.count) else { continue }
            if let kind = kind(bytes) { return kind }
            if let letters = plateLetters(bytes) { plates.insert(letters) }
        }
        // Cameras 1 to 40 are CAM-1 to CAM-40; plates differ in their letters too.
        return plates.count >= leastPlates ? .plate : nil
    }

    /// Values of the form of a plate that differ in their letters, from which on a column is one of plates.
    private static let leastPlates = 5

    private static func kind(_ bytes: [UInt8]) -> PersonalValue? {
        if isPhone(bytes) { return .phone }
        if isCoordinates(bytes) { return .coordinates }
        for word in bytes.split(whereSeparator: { " \t,;()<>[]\"'|".utf8.contains($0) }) {
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

    /// A plus and eight to fifteen digits (E.164), or as many digits in groups in brackets or with blanks; never a date.
    private static func isPhone(_ bytes: [UInt8]) -> Bool {
        let digits = bytes.count(where: isDigit)
        guard (8...15).contains(digits), bytes.allSatisfy({ isDigit($0) || "+-() ./".utf8.contains($0) }) else {
            return false
        }
        if bytes[0] == UInt8(ascii: "+") { return true }
        let groups = bytes.split { !isDigit($0) }
        return bytes[0] == UInt8(ascii: "(")
            || (bytes[0] == zero && bytes[1] != zero && groups.count >= 2 && groups[0].count >= 3)
    }

    /// Two numbers with at least three decimals, a latitude and a longitude: `52.5200, 13.4050`, `52.52000N 13.40500E`.
    private static func isCoordinates(_ bytes: [UInt8]) -> Bool {
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
