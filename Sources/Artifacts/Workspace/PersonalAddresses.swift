// Addresses of people and of machines, in a word of a value.

extension PersonalValue {
    /// Endings that stand behind a point in names of pictures, where a host has a country: `icon@2x.png` is nobody's address.
    private static let pictures: Set<String> = ["png", "jpg", "jpeg", "webp", "tif", "tiff", "bmp", "gif"]

    /// `somebody@example.org`, `somebody@localhost`.
    static func isEmail(_ word: ArraySlice<UInt8>) -> Bool {
        var word = word
        while let last = word.last, ".:!?_~-".utf8.contains(last) { word.removeLast() }
        let parts = word.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, let host = parts.last, !parts[0].isEmpty else { return false }
        if String(decoding: host, as: UTF8.self).lowercased() == "localhost" { return true }
        var labels = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if areOctets(labels) { return true }
        if let ending = labels.last, pictures.contains(String(decoding: ending, as: UTF8.self).lowercased()) {
            labels.removeLast()
        }
        // `ann@example.org_1`: what a name of a file has behind it.
        if let ending = labels.last, let end = ending.firstIndex(where: { $0 == dash || $0 == UInt8(ascii: "_") }),
            ending[end...].dropFirst().contains(where: isDigit), ending[..<end].allSatisfy(isLetter)
        {
            labels[labels.count - 1] = ending[..<end]
        }
        return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty && $0.allSatisfy { isWord($0) || $0 == dash } }
            && labels.last.map { $0.count >= 2 && ($0.allSatisfy(isLetter) || isPunycode($0)) } == true
    }

    /// How a name in letters of another script is written (RFC 5891): `xn--p1ai`.
    private static func isPunycode(_ label: ArraySlice<UInt8>) -> Bool {
        label.count > 4 && String(decoding: label.prefix(4), as: UTF8.self).lowercased() == "xn--"
    }

    /// A word without the number of a port behind it.
    static func withoutPort(_ word: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let colon = word.lastIndex(of: UInt8(ascii: ":")), colon + 1 < word.endIndex,
            word[(colon + 1)...].allSatisfy(isDigit)
        else { return word }
        return word[..<colon]
    }

    /// Whether a part of a word between underscores or dashes is one: `10.0.0.17_front`, `cam-2001:db8::17`, `10.0.0.17.`
    private static func holdsAddress(_ word: ArraySlice<UInt8>) -> Bool {
        word.split { $0 == dash || $0 == UInt8(ascii: "_") }.contains { part in
            var part = part
            while part.last == UInt8(ascii: ".") { part.removeLast() }
            return areOctets(part.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false))
                || isShortened(part)
        }
    }

    /// An address of version 6 with two colons for its zeros: at least two groups of hexadecimal digits, of which one has a digit and
    /// one three places or more, as `12::30` has not.
    private static func isShortened(_ word: ArraySlice<UInt8>) -> Bool {
        let groups = word.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        let filled = groups.filter { !$0.isEmpty }
        return (3...8).contains(groups.count) && filled.count >= 2 && filled.count < groups.count
            && filled.allSatisfy { $0.count <= 4 && $0.allSatisfy(isHexadecimal) } && word.contains(where: isDigit)
            && filled.contains { $0.count >= 3 }
    }

    /// Four numbers of a byte, or groups of hexadecimal digits with colons: an address of version 4 or 6, or of a device.
    static func isInternetAddress(_ word: ArraySlice<UInt8>) -> Bool {
        if areOctets(word.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)) { return true }
        let groups = word.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        // A time of day has two colons.
        return (6...8).contains(groups.count) && groups.allSatisfy { $0.count <= 4 && $0.allSatisfy(isHexadecimal) }
            && groups.count { !$0.isEmpty } >= 3
    }

    /// The same in less usual writing: with what it is before it or a port behind it (`ip:10.0.0.17`, `10.0.0.17:80`), as the name
    /// a cloud gives a machine (`ip-10-0-0-17`), a device's with dashes (`00-1A-2B-3C-4D-5E`) or points (`001a.2b3c.4d5e`). What
    /// has no letter is a date or a number of a part as well, so a device's has one.
    static func isOtherwiseWrittenAddress(_ word: ArraySlice<UInt8>) -> Bool {
        if holdsAddress(word) { return true }
        let sides = word.split(separator: UInt8(ascii: ":"))
        if sides.count == 2, sides.contains(where: { areOctets($0.split(separator: UInt8(ascii: "."))) }) {
            return true
        }
        if sides.count > 2, isNamed(sides[0], ["mac", "ip"]), isInternetAddress(word[sides[1].startIndex...]) {
            return true
        }
        guard let last = sides.last else { return false }
        let points = last.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if let host = points.first {
            let parts = host.split(separator: dash, omittingEmptySubsequences: false)
            if parts.count == 5, isNamed(parts[0], ["ip", "ec2", "dhcp"]), areOctets(Array(parts[1...])) {
                return true
            }
        }
        let pairs = last.split(separator: dash, omittingEmptySubsequences: false)
        let isOfDevice =
            ([6, 8].contains(pairs.count) && pairs.allSatisfy { $0.count == 2 && $0.allSatisfy(isHexadecimal) })
            || (points.count == 3 && points.allSatisfy { $0.count == 4 && $0.allSatisfy(isHexadecimal) })
        return isOfDevice && last.contains(where: isLetter) && last.contains(where: isDigit)
    }

    private static func isNamed(_ word: ArraySlice<UInt8>, _ names: [String]) -> Bool {
        names.contains(String(decoding: word, as: UTF8.self).lowercased())
    }

    /// Whether these are four numbers of a byte.
    private static func areOctets(_ octets: [ArraySlice<UInt8>]) -> Bool {
        octets.count == 4
            && octets.allSatisfy { octet in
                (1...3).contains(octet.count) && octet.allSatisfy(isDigit)
                    && octet.reduce(0, { 10 * $0 + Int($1 - zero) }) < 256
            }
    }
}
