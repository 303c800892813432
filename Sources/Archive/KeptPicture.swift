import Foundation

/// The form of the pictures that an archive keeps, which a site publishes byte for byte: a PNG of the size that the audit states, with
/// colours and pixels and nothing else. Whatever else a file holds, text of a camera or a script, never comes to a site.
enum KeptPicture {
    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    private static let kinds: Set<String> = ["IHDR", "PLTE", "IDAT", "IEND"]

    /// Whether bytes are of that form: chunks of known kinds to the last byte (PNG, third edition, section 5).
    static func isOne(_ data: Data, width: Int, height: Int) -> Bool {
        let bytes = [UInt8](data)
        func number(at place: Int) -> Int { bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
        guard bytes.starts(with: signature) else { return false }
        var place = signature.count
        var found: [String] = []
        while bytes.count - place >= 12 {
            let length = number(at: place)
            let kind = String(decoding: bytes[place + 4..<place + 8], as: UTF8.self)
            guard kinds.contains(kind), length <= bytes.count - place - 12 else { return false }
            if kind == "IHDR" {
                guard length == 13, number(at: place + 8) == width, number(at: place + 12) == height else {
                    return false
                }
            }
            found.append(kind)
            place += 12 + length
        }
        return place == bytes.count && found.first == "IHDR" && found.last == "IEND" && found.contains("IDAT")
            && found.count { $0 == "IHDR" || $0 == "IEND" } == 2
    }
}
