// Names by their bytes.
//
// Swift holds two texts for equal when they are canonically equivalent: "é" as one character equals "é" as a letter and an
// accent. Files, folders, JSON and CSV do not, so two ids, classes or values that differ only in how they are normalised
// are two. Whatever is compared, looked up, joined or put in order by name is one of these types; text to be shown is a
// String.

import Foundation

/// Text that equals, hashes and orders by its UTF-8 bytes, and is plain text in JSON.
public protocol ByteText: Hashable, Comparable, Codable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// The text.
    var text: String { get }
    /// A name as it was given.
    init(_ text: String)
}

extension ByteText {
    /// The text.
    public var description: String { text }

    /// A name that is written in code.
    public init(stringLiteral text: String) { self.init(text) }

    /// Plain text.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    /// Plain text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    /// Whether both have the same bytes.
    public static func == (a: Self, b: Self) -> Bool { Bytes.areEqual(a.text, b.text) }

    /// Whether the bytes of `a` come first; what begins another comes before it.
    public static func < (a: Self, b: Self) -> Bool { Bytes.precede(a.text, b.text) }

    /// Feeds the bytes.
    public func hash(into hasher: inout Hasher) { Bytes.hash(text, into: &hasher) }
}

/// What an item is called: an image, an object in one, a unit that items belong to.
public struct ItemID: ByteText {
    /// The text.
    public let text: String
    /// An id as a file has it.
    public init(_ text: String) { self.text = text }
}

/// What a class is called.
public struct ClassName: ByteText {
    /// The text.
    public let text: String
    /// A name as a file has it.
    public init(_ text: String) { self.text = text }
}

/// What anything else is called: an attribute, one of its values, a version, a key.
public struct Name: ByteText {
    /// The text.
    public let text: String
    /// A name as it was given.
    public init(_ text: String) { self.text = text }
    /// A class as the value of an attribute.
    public init(_ name: ClassName) { text = name.text }
}

/// The three comparisons, over contiguous bytes.
private enum Bytes {
    static func areEqual(_ a: String, _ b: String) -> Bool {
        var (a, b) = (a, b)
        return a.withUTF8 { a in
            b.withUTF8 { b in
                guard a.count == b.count else { return false }
                guard let x = a.baseAddress, let y = b.baseAddress else { return true }
                return memcmp(x, y, a.count) == 0
            }
        }
    }

    static func precede(_ a: String, _ b: String) -> Bool {
        var (a, b) = (a, b)
        return a.withUTF8 { a in
            b.withUTF8 { b in
                guard let x = a.baseAddress, let y = b.baseAddress else { return a.count < b.count }
                let order = memcmp(x, y, min(a.count, b.count))
                return order != 0 ? order < 0 : a.count < b.count
            }
        }
    }

    static func hash(_ text: String, into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        // What follows is told apart from what belongs to it.
        hasher.combine(UInt8(0xFF))
    }
}
