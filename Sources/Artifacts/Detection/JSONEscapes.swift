/// Strings of JSON files of boxes, with their escapes resolved.
enum JSONEscapes {
    /// The text that `bytes` stand for; `offset` is where they stand in the file.
    static func unescaped(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) throws(JSONFault) -> String {
        var out: [UInt8] = []
        if let place = JSONEscape.resolve(UnsafeRawBufferPointer(bytes), to: &out) {
            throw .badString(at: offset + place)
        }
        guard let text = String(validating: out, as: UTF8.self) else { throw .badString(at: offset) }
        return text
    }
}
