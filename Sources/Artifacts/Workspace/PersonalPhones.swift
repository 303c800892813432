// Phone numbers. A row of digits is a date, a size or a part's number as well, so one is told by what only phone numbers have: a
// plus, the word before it, an area code in brackets or after a zero, or the groups of a country's own plan.

extension PersonalValue {
    /// Words that stand before a number and say what it is.
    private static let words: Set<String> = [
        "tel", "telephone", "telefon", "phone", "mobile", "mobil", "handy", "fax", "sms", "call", "callto", "whatsapp",
    ]

    /// Whether a value is a phone number, with or without its extension; or, where it is no id, has an international one in it.
    static func isPhone(_ bytes: [UInt8], asID: Bool) -> Bool {
        guard bytes.count(where: isDigit) >= 8 else { return false }
        let named = bytes.prefix(while: isLetter)
        let isSaid = words.contains(String(decoding: named, as: UTF8.self).lowercased())
        let number = isSaid ? bytes[named.endIndex...].drop { ":. ".utf8.contains($0) } : bytes[...]
        if asID { return number.first == UInt8(ascii: "+") && isNumber(Array(number), isSaid: true) }
        return isNumber(Array(number), isSaid: isSaid) || isNumber(withoutExtension(number), isSaid: isSaid)
            || isWithin(bytes)
    }

    /// Whether a number of another country, or one of North America's plan with dashes or points, stands in a text.
    static func isWithin(_ bytes: [UInt8]) -> Bool { hasInternational(bytes) || hasPlanned(bytes) }

    /// Three, three and four digits with one sign between them, `call 202-555-0143`, or the first three in brackets.
    private static func hasPlanned(_ bytes: [UInt8]) -> Bool {
        let words = bytes.split { " \t\n\r,;<>[]{}\"'|=".utf8.contains($0) }
        for (at, word) in words.enumerated() {
            var word = Array(word)
            while let last = word.last, ".:!?)".utf8.contains(last) { word.removeLast() }
            let groups = word.split { !isDigit($0) }
            let signs = Set(word.filter { !isDigit($0) })
            if groups.map(\.count) == [3, 3, 4], signs == [dash] || signs == [UInt8(ascii: ".")], isOfPlan(word, groups)
            {
                return true
            }
            // "(202)555-0143", or in two words.
            var code = word
            if at + 1 < words.count, word.count == 4 { code += [UInt8(ascii: ")")] + words[at + 1] }
            while let last = code.last, ".:!?".utf8.contains(last) { code.removeLast() }
            let own = code.split { !isDigit($0) }
            if code.first == UInt8(ascii: "("), own.map(\.count) == [3, 3, 4],
                code.filter({ !isDigit($0) }) == Array("()-".utf8),
                own.prefix(2).allSatisfy({ $0[$0.startIndex] >= zero + 2 })
            {
                return true
            }
        }
        return false
    }

    /// A plus and eight to fifteen digits (E.164), or as many digits in groups in brackets or with blanks, a single zero or the
    /// two that stand for the plus before them; never a date.
    private static func isNumber(_ bytes: [UInt8], isSaid: Bool) -> Bool {
        let digits = bytes.count(where: isDigit)
        guard (8...15).contains(digits), bytes.allSatisfy({ isDigit($0) || "+-() ./".utf8.contains($0) }) else {
            return false
        }
        if isSaid || bytes[0] == UInt8(ascii: "+") { return true }
        let groups = bytes.split { !isDigit($0) }
        let isAbroad =
            digits >= 10 && bytes[0] == zero && bytes[1] == zero && isDigit(bytes[2]) && bytes[2] != zero
            && groups.count >= 2
        return bytes[0] == UInt8(ascii: "(") || isAbroad
            || (bytes[0] == zero && bytes[1] != zero && groups.count >= 2 && groups[0].count >= 3)
            || isOfPlan(bytes, groups)
    }

    /// North America's groups of three, three and four digits (`202-555-0143`, `1.202.555.0143`), the first two of which begin
    /// with two to nine; or France's five pairs after a zero (`01 23 45 67 89`), with points or blanks, for dashes are in codes.
    private static func isOfPlan(_ bytes: [UInt8], _ groups: [ArraySlice<UInt8>]) -> Bool {
        guard isDigit(bytes[0]), bytes.last.map(isDigit) == true,
            bytes.count == groups.reduce(groups.count - 1, { $0 + $1.count })
        else { return false }
        let own = groups[0].elementsEqual([zero + 1]) ? groups[1...] : groups[...]
        if own.map(\.count) == [3, 3, 4] {
            return own.prefix(2).allSatisfy { $0.first.map { $0 >= zero + 2 } == true }
                && !bytes.contains(UInt8(ascii: "/"))
        }
        let signs = Set(bytes.filter { !isDigit($0) })
        return groups.map(\.count) == [2, 2, 2, 2, 2] && bytes[0] == zero && bytes[1] != zero
            && (signs == [UInt8(ascii: ".")] || signs == [UInt8(ascii: " ")])
    }

    /// A number without `ext 4`, `x4` or `#4` behind it.
    private static func withoutExtension(_ number: ArraySlice<UInt8>) -> [UInt8] {
        var rest = number
        while let last = rest.last, isDigit(last) { rest.removeLast() }
        guard (1...6).contains(number.count - rest.count) else { return Array(number) }
        while let last = rest.last, " .:".utf8.contains(last) { rest.removeLast() }
        let text = String(decoding: rest, as: UTF8.self).lowercased()
        guard let word = ["extension", "ext", "x", "#"].first(where: text.hasSuffix) else { return Array(number) }
        rest.removeLast(word.utf8.count)
        while let last = rest.last, " ,;".utf8.contains(last) { rest.removeLast() }
        return Array(rest)
    }

    /// Whether a plus that begins a word is followed by eight to fifteen digits, the first of which is no zero: a country's code.
    /// What has a single point and no other sign is a number.
    static func hasInternational(_ bytes: [UInt8]) -> Bool {
        for (at, byte) in bytes.enumerated() where byte == UInt8(ascii: "+") {
            if at > 0, !" \t\n\r,;:<[\"'|/=(".utf8.contains(bytes[at - 1]) { continue }
            var run = bytes[(at + 1)...].prefix { isDigit($0) || "-() .".utf8.contains($0) }
            while let last = run.last, last == UInt8(ascii: ".") { run.removeLast() }
            let digits = run.filter(isDigit)
            let signs = run.filter { !isDigit($0) && $0 != UInt8(ascii: " ") }
            if (8...15).contains(digits.count), digits[0] != zero, signs != [UInt8(ascii: ".")] { return true }
        }
        return false
    }
}
