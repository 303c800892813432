// Values that look like personal data, whatever their column is called: addresses of people and machines, places, plates and
// numbers of vehicles, accounts, cards and social security. A column with one of them is withheld until a person allows it by name. What is looked for is the form
// alone, also where it is spelled out (`ann(at)example.org`) or in wide letters; where many harmless codes have that form
// (plates), several values must have it and differ in more than a number.

import Foundation

/// What a value looks like, if it looks like personal data.
enum PersonalValue: String, CaseIterable, Sendable {
    case email = "an e-mail address"
    case phone = "a phone number"
    case internetAddress = "an IP or MAC address"
    case coordinates = "coordinates"
    case plate = "a number plate"
    case vehicle = "a vehicle identification number"
    case account = "a bank account number"
    case card = "a payment card number"
    case socialSecurity = "a US social security number"
    case signature = "an address with a signature that opens it"

    /// The first kind that values of a column look like; `nil` where none does.
    static func find(in values: some Sequence<String>) -> PersonalValue? {
        var plates = PlateCount()
        var checked = CheckedNumbers()
        for value in values {
            let bytes = plain(value)
            guard bytes.count >= 4 else { continue }
            if isSigned(value) { return .signature }
            checked.add(bytes)
            if let kind = kind(bytes, asID: false) { return kind }
            if bytes.count <= longest { plates.add(bytes) }
        }
        return checked.kind ?? (plates.arePlates ? .plate : nil)
    }

    /// The kind that an image's id looks like. Plates are left out, and so is what many ids have the form of: numbers without a plus,
    /// pairs of digits with dashes. An attribute that is withheld in vain is listed and read; an id stops the whole audit.
    static func find(inID id: String) -> PersonalValue? {
        var checked = CheckedNumbers()
        return find(inID: id, &checked) ?? checked.kind
    }

    /// The same of one of many ids: what can be checked is counted, for of many it says more than of one.
    static func find(inID id: String, _ checked: inout CheckedNumbers) -> PersonalValue? {
        // Most ids have no sign that any of these has, and are shorter than the others.
        guard
            id.utf8.count >= 15 || (id.utf8.count >= 11 && id.utf8.contains(dash))
                || id.utf8.contains(where: { $0 >= 0x80 || "@.:+(".utf8.contains($0) })
        else { return nil }
        if isSigned(id) { return .signature }
        let bytes = plain(id)
        guard (4...longest).contains(bytes.count) else { return nil }
        if let kind = kind(bytes, asID: true) { return kind }
        checked.add(bytes)
        return nil
    }

    /// Which rule of a number that can be checked an id keeps.
    static func checked(_ id: String) -> PersonalValue? {
        var one = CheckedNumbers()
        return one.add(plain(id))
    }

    /// The kind that a piece of a text looks like: any but a plate, for which several values are needed.
    static func find(inText text: String) -> PersonalValue? {
        let bytes = plain(text)
        guard bytes.count >= 4 else { return nil }
        if isSigned(text) { return .signature }
        var checked = CheckedNumbers()
        checked.add(bytes)
        return kind(bytes, asID: false) ?? checked.kind
    }

    /// A value's bytes: wide letters as usual ones, every dash as the usual one, and what is spelled out (`(at)`, `(dot)`, `%40`, a
    /// sign with blanks around it) as what it stands for.
    private static func plain(_ value: String) -> [UInt8] {
        var text = value
        func has(_ sign: Character) -> Bool { sign.asciiValue.map(text.utf8.contains) == true }
        if text.utf8.contains(where: { $0 >= 0x80 }) {
            text = text.precomposedStringWithCompatibilityMapping
            text = String(String.UnicodeScalarView(text.unicodeScalars.map(plain)))
        }
        if has("&") {
            for code in ["&#64;", "&#x40;", "&commat;"] {
                text = text.replacingOccurrences(of: code, with: "@", options: .caseInsensitive)
            }
        }
        if has("(") || has("[") {
            for (words, sign) in [("at", "@"), ("dot", "."), ("punkt", ".")] {
                for (open, close) in [("(", ")"), ("[", "]")] {
                    for spelled in ["\(open)\(words)\(close)", " \(open)\(words)\(close) "].reversed() {
                        text = text.replacingOccurrences(of: spelled, with: sign, options: .caseInsensitive)
                    }
                }
            }
        }
        if has("%") {
            for (code, sign) in [("%40", "@"), ("%2C", ","), ("%2B", "+"), ("%20", " ")] {
                text = text.replacingOccurrences(of: code, with: sign, options: .caseInsensitive)
            }
        }
        if has("@") {
            for spaced in [" @ ", " @", "@ "] { text = text.replacingOccurrences(of: spaced, with: "@") }
        }
        return Array(text.utf8)
    }

    /// Dashes as the usual one, digits of every script as those that are usual here.
    private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if (0x2010...0x2015).contains(scalar.value) || scalar.value == 0x2212 { return "-" }
        guard scalar.value >= 0x80, scalar.properties.numericType == .decimal,
            let digit = scalar.properties.numericValue.flatMap(UInt8.init(exactly:))
        else { return scalar }
        return Unicode.Scalar(zero + digit)
    }

    /// Most bytes of a value that may be one thing as a whole; a longer one is a text of many words.
    private static let longest = 400

    private static func kind(_ bytes: [UInt8], asID: Bool) -> PersonalValue? {
        let isText = bytes.count > longest
        if !isText {
            if isPhone(bytes, asID: asID) { return .phone }
            if isCoordinates(bytes, asID: asID) { return .coordinates }
            if isAccount(bytes) { return .account }
        }
        for word in bytes.split(whereSeparator: { " \t\n\r,;()<>[]{}*`?&\"'|/=#".utf8.contains($0) }) {
            if isEmail(word) || isEmail(withoutPort(word)) { return .email }
            if isInternetAddress(word) || (!asID && isOtherwiseWrittenAddress(word)) { return .internetAddress }
            if isVehicle(word, asID: asID) { return .vehicle }
            if !asID, isKnownAccount(word) { return .account }
        }
        return isText && isWithin(bytes) ? .phone : nil
    }

    /// What clouds add to an address so that whoever has it may read the file: S3's and Google's signatures, Azure's `sig`.
    private static func isSigned(_ value: String) -> Bool {
        guard value.utf8.contains(UInt8(ascii: "=")), value.utf8.count >= 40 else { return false }
        return [
            "X-Amz-Signature=", "X-Amz-Credential=", "X-Goog-Signature=", "&Signature=", "?Signature=", "&sig=",
            "?sig=",
        ]
        .contains(where: value.contains)
    }

    /// 17 letters and digits, of both at least two, without I, O and Q (ISO 3779). Small letters and digits are in many names: of
    /// those the last four are digits, as the standard has them, and five are in all.
    private static func isVehicle(_ word: ArraySlice<UInt8>, asID: Bool) -> Bool {
        var number = word.split(separator: UInt8(ascii: ":")).last ?? word
        while let last = number.last, ".!".utf8.contains(last) { number.removeLast() }
        guard number.count == 17, number.allSatisfy({ isDigit($0) || (isLetter($0) && !"IOQioq".utf8.contains($0)) })
        else { return false }
        let digits = number.count(where: isDigit)
        guard digits >= 2, number.count - digits >= 2 else { return false }
        let capitals = number.count(where: isCapital)
        if capitals + digits == 17 { return true }
        return !asID && capitals == 0 && digits >= 5 && number.suffix(4).allSatisfy(isDigit)
    }

    /// Two letters, two digits and 11 to 30 more letters and digits, in groups or not, that are 1 modulo 97 when the first four
    /// stand last and letters are 10 to 35 (ISO 13616).
    private static func isAccount(_ bytes: [UInt8]) -> Bool {
        let isNamed = bytes.count > 4 && bytes[..<4].map { $0 & ~0x20 } == Array("IBAN".utf8)
        let number = isNamed ? bytes[4...].drop { ":. ".utf8.contains($0) } : bytes[...]
        let signs = number.filter { $0 != UInt8(ascii: " ") }.map { isNamed && isLetter($0) ? $0 & ~0x20 : $0 }
        guard (15...34).contains(signs.count), signs.allSatisfy({ isDigit($0) || isCapital($0) }),
            signs[..<2].allSatisfy(isCapital), signs[2..<4].allSatisfy(isDigit)
        else { return false }
        let rest = (signs[4...] + signs[..<4]).reduce(0) { rest, sign in
            isDigit(sign) ? (rest * 10 + Int(sign - zero)) % 97 : (rest * 100 + Int(sign) - 55) % 97
        }
        return rest == 1
    }

    /// How long the account numbers of a country are (ISO 13616's register).
    private static let accountLengths: [String: Int] = [
        "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18,
        "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IT": 27, "LT": 20, "LU": 20, "LV": 21, "MT": 31,
        "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24, "TR": 26,
    ]

    /// A word that is an account number of a country, of its length, in large letters or small ones, with a colon before it or not.
    private static func isKnownAccount(_ word: ArraySlice<UInt8>) -> Bool {
        var number = word.split(separator: UInt8(ascii: ":")).last ?? word
        while number.last == UInt8(ascii: ".") { number.removeLast() }
        let signs = number.map { isLetter($0) ? $0 & ~0x20 : $0 }
        guard signs.count >= 15, accountLengths[String(decoding: signs[..<2], as: UTF8.self)] == signs.count else {
            return false
        }
        return isAccount(signs)
    }

    static let dash = UInt8(ascii: "-")
    static let zero = UInt8(ascii: "0")
    static func isDigit(_ byte: UInt8) -> Bool { (zero...UInt8(ascii: "9")).contains(byte) }
    static func isCapital(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
    static func isLetter(_ byte: UInt8) -> Bool { isCapital(byte & ~0x20) }
    static func isWord(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) || byte >= 0x80 }
    static func isHexadecimal(_ byte: UInt8) -> Bool { isDigit(byte) || (65...70).contains(byte & ~0x20) }
}
