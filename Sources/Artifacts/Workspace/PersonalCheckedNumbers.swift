// Numbers of payment cards and of the social security of the United States. Each has a form and a rule, but codes of other kinds
// have the form too, and one in ten of them keeps the rule of cards by chance. So a list of values is looked at as a whole: where
// those of the form do not keep the rule they are codes, and none of them is anybody's.

extension PersonalValue {
    /// Whether digits are the number of a payment card (ISO/IEC 7812): of an issuer that gives numbers of this length, with the
    /// check digit of Luhn.
    static func isCard(_ digits: [UInt8]) -> Bool {
        guard (13...19).contains(digits.count), digits.allSatisfy(isDigit) else { return false }
        var sum = 0
        for (place, digit) in digits.reversed().enumerated() {
            let value = place % 2 == 0 ? Int(digit - zero) : 2 * Int(digit - zero)
            sum += value > 9 ? value - 9 : value
        }
        return sum % 10 == 0 && isIssued(digits)
    }

    /// Visa, Mastercard, American Express, Diners Club, Discover, JCB, UnionPay and Maestro, by the digits they begin with.
    private static func isIssued(_ digits: [UInt8]) -> Bool {
        let four = digits[..<4].reduce(0) { $0 * 10 + Int($1 - zero) }
        let count = digits.count
        switch four {
        case 4000...4999: return [13, 16, 19].contains(count)
        case 5100...5599, 2221...2720: return count == 16
        case 3400...3499, 3700...3799: return count == 15
        case 3000...3059, 3600...3699, 3800...3999: return count == 14
        case 6011, 6440...6599, 3528...3589, 6200...6299: return count >= 16
        case 5018, 5020, 5038, 5893, 6304, 6759, 6761...6763: return true
        default: return false
        }
    }
}

/// How many values have the form of a number that can be checked, and how many of them keep its rule.
struct CheckedNumbers {
    /// Values of cards' groups, and those that are cards.
    private var cards = (forms: 0, fits: 0)
    /// Values as 123-45-6789, those that may be given out, and those of them with a last group of a thousand and more.
    private var social = (forms: 0, fits: 0, high: 0)
    private var areas: Set<Int> = []
    private var groups: Set<Int> = []

    /// What the values are, if enough of those with a form keep its rule. By chance one in ten is a card. Of social security
    /// numbers nine in ten of all codes of their form keep the rule, and 95 of 100 have to; their groups differ and nine of ten
    /// last groups are a thousand and more, as those that count scenes, shots and frames are not.
    var kind: PersonalValue? {
        if cards.fits > 0, cards.fits * 2 >= cards.forms { return .card }
        let differ = social.fits < 10 || (areas.count >= 3 && groups.count >= 5)
        return social.fits > 0 && social.fits * 20 >= social.forms * 19 && social.high * 2 >= social.fits && differ
            ? .socialSecurity : nil
    }

    /// Looks at one value more; says what of it has a form and keeps its rule.
    @discardableResult
    mutating func add(_ bytes: [UInt8]) -> PersonalValue? {
        guard bytes.count >= 11, bytes.count(where: PersonalValue.isDigit) >= 9 else { return nil }
        var found: PersonalValue?
        for run in Self.runs(bytes) {
            let groups = run.split { !PersonalValue.isDigit($0) }
            switch groups.map(\.count) {
            case [4, 4, 4, 4], [4, 6, 5], [4, 6, 4], [4, 4, 4, 4, 3]:
                cards.forms += 1
                guard PersonalValue.isCard(groups.flatMap(\.self)) else { continue }
                cards.fits += 1
                found = .card
            case [3, 2, 4] where run.contains(PersonalValue.dash):
                social.forms += 1
                let numbers = groups.map { $0.reduce(0) { $0 * 10 + Int($1 - PersonalValue.zero) } }
                // No area is 000, 666 or 900 and more, and no group is all zeros.
                guard !numbers.contains(0), numbers[0] != 666, numbers[0] < 900 else { continue }
                social.fits += 1
                if numbers[2] >= 1000 { social.high += 1 }
                areas.insert(numbers[0])
                self.groups.insert(numbers[1])
                found = .socialSecurity
            default: continue
            }
        }
        return found
    }

    /// Runs of digits with single blanks, single dashes or single points between: what stands for itself and is no part of a word or a number.
    private static func runs(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var runs: [ArraySlice<UInt8>] = []
        var at = 0
        while at < bytes.count {
            guard PersonalValue.isDigit(bytes[at]) else {
                at += 1
                continue
            }
            let start = at
            var sign: UInt8?
            while at < bytes.count {
                if PersonalValue.isDigit(bytes[at]) {
                    at += 1
                } else if at + 1 < bytes.count, PersonalValue.isDigit(bytes[at + 1]),
                    bytes[at] == sign ?? bytes[at], " -.".utf8.contains(bytes[at])
                {
                    sign = bytes[at]
                    at += 1
                } else {
                    break
                }
            }
            if sign != nil, !goesOn(start - 1, bytes), !goesOn(at, bytes) { runs.append(bytes[start..<at]) }
        }
        return runs
    }

    /// Whether what is at a place beside a run goes on with it: a letter, a dash, or the point of a number.
    private static func goesOn(_ place: Int, _ bytes: [UInt8]) -> Bool {
        guard bytes.indices.contains(place) else { return false }
        let sign = bytes[place]
        if sign == UInt8(ascii: ".") {
            return bytes.indices.contains(place + 1) && PersonalValue.isDigit(bytes[place + 1])
        }
        return PersonalValue.isWord(sign) || sign == PersonalValue.dash
    }
}
