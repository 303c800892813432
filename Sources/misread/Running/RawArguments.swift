// The words of the command line as bytes. A text of Swift would hold a sign of replacement for what is no UTF-8, and what is named
// by it would be another file.

import Foundation

/// What stands on the command line.
enum RawArguments {
    /// The bytes of each word behind the program's own name.
    static var given: [[UInt8]] {
        (1..<max(1, Int(CommandLine.argc))).map { place in
            guard let word = CommandLine.unsafeArgv[place] else { return [] }
            return UnsafeBufferPointer(start: word, count: strlen(word)).map { UInt8(bitPattern: $0) }
        }
    }

    /// What is wrong with the first word that is no text; `nil` where all are.
    static func fault(in words: [[UInt8]]) -> String? {
        guard let place = words.firstIndex(where: { String(validating: $0, as: UTF8.self) == nil }) else { return nil }
        let shown = words[place].map { byte in
            (0x20..<0x7F).contains(byte)
                ? String(Unicode.Scalar(byte))
                : "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
        return "argument \(place + 1), \"\(shown)\", is not UTF-8: give the file or folder a name that is"
    }
}
