// Number plates. Part numbers, cameras and sizes are letters and digits too, so how many values a column of plates needs depends on
// how much of a plate's form they have. A plate that is published is a person found; a code that is withheld is a line in
// misread.yml: where a form is hardly anything else's, one is enough. Cameras 1 to 40 are CAM-1 to CAM-40 and differ in a number
// alone; what counts are values that differ in their letters.

/// Values of a column that have the form of a plate.
struct PlateCount {
    /// Letters of the values by how many of them, or of surer ones, a column of plates has.
    private var letters: [Int: Set<String>] = [:]

    /// Whether there are enough of them.
    var arePlates: Bool {
        letters.keys.contains { need in
            letters.filter { $0.key <= need }.values.reduce(into: Set<String>()) { $0.formUnion($1) }.count >= need
        }
    }

    /// Looks at one value more.
    mutating func add(_ bytes: [UInt8]) {
        guard (5...14).contains(bytes.count), let form = PlateForm(bytes), let need = form.need else { return }
        letters[need, default: []].insert(form.letters)
    }
}

/// How letters and digits of a value stand beside each other.
private struct PlateForm {
    /// Its letters, as capitals.
    let letters: String
    /// The value with A for a letter and 9 for a digit.
    private let form: String
    private let areCapitals: Bool

    /// `nil` for what has other signs than letters, digits, dashes and blanks.
    init?(_ bytes: [UInt8]) {
        var (form, letters, areCapitals) = ("", "", true)
        for byte in bytes {
            if PersonalValue.isLetter(byte) {
                form += "A"
                letters.unicodeScalars.append(Unicode.Scalar(byte & ~0x20))
                areCapitals = areCapitals && PersonalValue.isCapital(byte)
            } else if PersonalValue.isDigit(byte) {
                form += "9"
            } else if byte == PersonalValue.dash || byte == UInt8(ascii: " ") {
                form += byte == PersonalValue.dash ? "-" : " "
            } else {
                return nil
            }
        }
        guard !letters.isEmpty, letters.utf8.count < bytes.count else { return nil }
        (self.form, self.letters, self.areCapitals) = (form, letters, areCapitals)
    }

    /// How many values of this form that differ in their letters are plates; `nil` for what is none.
    var need: Int? {
        let joined = form.filter { $0 != "-" && $0 != " " }
        let isWhole = groups.count <= 4
        if isAsWritten || (isWhole && Self.long.contains(joined)) { return areCapitals ? 1 : 3 }
        if isWhole, Self.short.contains(joined) { return areCapitals ? 2 : 3 }
        return isOrdinary ? (areCapitals ? 5 : 8) : nil
    }

    /// Whether it is as on the plate, with both its signs: `B-MW 1234` and `B-MW 123E`.
    private var isAsWritten: Bool {
        let halves = form.split(separator: " ", omittingEmptySubsequences: false)
        guard halves.count == 2, letters.utf8.count + halves[1].utf8.count >= 5 else {
            return false
        }
        let district = halves[0].split(separator: "-", omittingEmptySubsequences: false)
        let digits = halves[1].hasSuffix("A") ? halves[1].dropLast() : halves[1]
        return district.count == 2 && (1...3).contains(district[0].utf8.count)
            && (1...2).contains(district[1].utf8.count) && halves[0].allSatisfy { $0 != "9" }
            && (2...4).contains(digits.utf8.count) && digits.allSatisfy { $0 == "9" }
    }

    /// Forms that few codes have: the United Kingdom's, France's and Italy's, India's and Russia's.
    private static let long: Set<String> = ["AA99AAA", "AA999AA", "AA99AA9999", "A999AA99", "A999AA999"]
    /// Those that shelves and rooms have too: California's and the Mercosur's.
    private static let short: Set<String> = ["9AAA999", "AAA9A99"]
    /// Forms of two runs (and Sweden's) without a sign between, as `ABC1234` and `1234BCD`: `IMG1234` has them too.
    private static let plain: Set<String> = ["AAA999", "AAA9999", "999AAA", "9999AAA", "AAA99A"]

    /// Letters of dates, `NOV 2026` and `Mon 30`.
    private static let days: Set<String> = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "SEPT", "OCT", "NOV", "DEC", "MON", "TUE", "WED",
        "THU",
        "FRI", "SAT", "SUN",
    ]

    private var groups: [Substring] { form.split { $0 == "-" || $0 == " " } }

    /// Two or three groups of letters and digits, of both at least two, at most eight together; or one of the plain forms.
    private var isOrdinary: Bool {
        if Self.plain.contains(form) { return true }
        guard !Self.days.contains(letters) else { return false }
        let (letters, digits) = (letters.utf8.count, form.utf8.count { $0 == UInt8(ascii: "9") })
        return (2...3).contains(groups.count) && (2...5).contains(letters) && (2...4).contains(digits)
            && (5...8).contains(letters + digits)
    }
}
