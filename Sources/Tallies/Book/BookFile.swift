// A book as bytes: JSON with sorted keys, the counts in the order of their kinds and requests, so that equal books are
// equal bytes.

import Columns
import Foundation

extension Book {
    private static let form = "misread-book/1"
    private static let kinds = CodingUserInfoKey(rawValue: "kinds")

    /// The bytes of a file that holds this book.
    public func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let entries = try tallies.map { key, tally in
            let name = type(of: key.request).kind + String(decoding: try encoder.encode(key.request), as: UTF8.self)
            return (name: name, entry: Entry(request: key.request, tally: tally))
        }.sorted { Name($0.name) < Name($1.name) }
        return try encoder.encode(
            File(form: Self.form, edition: edition, classes: classes, counts: entries.map(\.entry)))
    }

    /// Reads a book whose requests are of `kinds`. Throws ``BookError`` when the bytes are none.
    public init(decoding data: Data, kinds: [any TallyRequest.Type]) throws(BookError) {
        let decoder = JSONDecoder()
        if let key = Self.kinds { decoder.userInfo[key] = Kinds(list: kinds) }
        let file: File
        do {
            file = try decoder.decode(File.self, from: data)
        } catch let error as BookError {
            throw error
        } catch {
            throw .unreadable("it is not in the form \(Self.form)")
        }
        guard file.form == Self.form else {
            throw .unreadable("its form is \(file.form), and only \(Self.form) is known")
        }
        self.init(
            edition: file.edition, classes: file.classes,
            tallies: Dictionary(
                file.counts.map { (RequestKey($0.request), $0.tally) }, uniquingKeysWith: { first, _ in first }))
    }

    private struct Kinds: Sendable {
        let list: [any TallyRequest.Type]
    }

    private struct File: Codable {
        let form: String
        let edition: String
        let classes: [ClassName]
        let counts: [Entry]
    }

    private struct Entry: Codable {
        let request: any TallyRequest
        let tally: any Tally

        enum Key: CodingKey { case kind, request, tally }

        init(request: any TallyRequest, tally: any Tally) {
            self.request = request
            self.tally = tally
        }

        func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: Key.self)
            try values.encode(type(of: request).kind, forKey: .kind)
            try values.encode(request, forKey: .request)
            try values.encode(tally, forKey: .tally)
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: Key.self)
            let kind = try values.decode(String.self, forKey: .kind)
            let known = Book.kinds.flatMap { decoder.userInfo[$0] as? Kinds }?.list ?? []
            guard let type = known.first(where: { $0.kind == kind }) else { throw BookError.unknownKind(kind) }
            func read<Request: TallyRequest>(_ type: Request.Type) throws -> (any TallyRequest, any Tally) {
                (
                    try values.decode(Request.self, forKey: .request),
                    try values.decode(Request.Counted.self, forKey: .tally)
                )
            }
            (request, tally) = try read(type)
        }
    }
}
