// What a blind mutator of bytes seldom does: another value in the place of a field, a field twice, two fields exchanged. Half of all
// mutations of texts are of this kind; the others, and all of binary forms, are libFuzzer's own.

import Foundation

/// libFuzzer's mutator of bytes.
@_silgen_name("LLVMFuzzerMutate")
private func mutateBytes(_ bytes: UnsafeMutablePointer<UInt8>?, _ count: Int, _ most: Int) -> Int

/// Values that readers meet last.
private let awkward: [String] = [
    "", "0", "-0", "-1", "1", "1e400", "-1e400", "5e-324", "0.1", "1,5", "NaN", "inf", "9223372036854775807",
    "9223372036854775808", "-9223372036854775808", "18446744073709551616", "00", "1_000", "null", "true", "~", "[]",
    "{}", "\"\"",
    "\"", "'", "\u{FEFF}", "\u{0}", "\u{202E}", "e\u{301}", "é", "🙂", "\\u0000", "\\ud800", "2026-02-30", "9999-12-31",
    "0000-00-00",
    "../x", "a: b", "- -", "*a", "&a", "!!int", "{{#x}}", "{{/x}}", "](javascript:x)", "<script>", "|", "%", "p_cat",
]

/// A generator seeded by libFuzzer (splitmix64).
private struct Draw {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(max(bound, 1)))
    }
}

/// Readers of texts, whose fields are mutated.
private let texts: Set<String> = [
    "csv", "jsonl", "json", "xml", "yaml", "record", "audit", "gate", "template", "markdown",
]
private let isText = texts.contains(ProcessInfo.processInfo.environment["MISREAD_READER"] ?? "")

/// The bytes with one field changed.
private func mutated(_ bytes: [UInt8], _ draw: inout Draw) -> [UInt8] {
    let ends = Set(",;:\t\n\"'<>={}[]()#| ".utf8)
    var fields: [Range<Int>] = []
    var start = 0
    for (place, byte) in bytes.enumerated() where ends.contains(byte) {
        if place > start { fields.append(start..<place) }
        start = place + 1
    }
    if start < bytes.count { fields.append(start..<bytes.count) }
    guard !fields.isEmpty else { return Array(awkward[draw.next(awkward.count)].utf8) }
    let one = fields[draw.next(fields.count)]
    let other = fields[draw.next(fields.count)]
    let (before, after) = (Array(bytes[..<one.lowerBound]), Array(bytes[one.upperBound...]))
    switch draw.next(4) {
    case 0: return before + Array(bytes[other]) + after
    case 1: return before + after
    case 2:
        // The field with the sign behind it once more.
        let end = min(one.upperBound + 1, bytes.count)
        return before + Array(bytes[one.lowerBound..<end]) + Array(bytes[one.lowerBound...])
    default: return before + Array(awkward[draw.next(awkward.count)].utf8) + after
    }
}

/// What libFuzzer calls to make one input of another.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(_ bytes: UnsafeMutablePointer<UInt8>?, _ count: Int, _ most: Int, _ seed: UInt32) -> Int {
    var draw = Draw(state: UInt64(seed))
    guard isText, let bytes, draw.next(2) == 0 else { return mutateBytes(bytes, count, most) }
    let changed = mutated(Array(UnsafeBufferPointer(start: bytes, count: count)), &draw)
    let kept = min(changed.count, most)
    for place in 0..<kept { bytes[place] = changed[place] }
    return kept
}
