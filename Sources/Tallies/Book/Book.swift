import Artifacts
import Columns
import Statistics

/// Counts of one evaluation: every request counted once, in one pass over blocks of rows.
///
/// Analyses say first what they need; what two of them need is counted once, and nothing is counted that nobody asked for.
/// A book can be kept, read back and merged with that of other rows.
///
/// What depends on counts is counted after them: a second pass of the book where it is known before any analysis runs (the
/// joint of labels and confident answers), a book of one's own where an analysis chooses what it shows.
///
/// What stays outside needs the rows themselves:
/// - slices: bitmaps over rows, level by level, and what is tested on the rows of one that was found, its trend as well;
/// - the bootstrap of calibration errors, which bins every replicate's rows by their confidence anew, and the fits of
///   temperature and isotonic regression, each row judged by the fit on others;
/// - the curves of detectors, rank orders over all images, and saliency maps within boxes, read picture by picture.
public struct Book: Sendable {
    /// Rows counted at a time.
    static let blockRows = 1 << 16

    /// Version of the program that counted.
    public let edition: String
    /// Class names; codes of classes in every tally index into them.
    public let classes: [ClassName]
    private(set) var tallies: [RequestKey: any Tally]

    /// A book of tallies that are counted already.
    init(edition: String, classes: [ClassName], tallies: [RequestKey: any Tally]) {
        self.edition = edition
        self.classes = classes
        self.tallies = tallies
    }

    /// Counts `requests`, each distinct one once, over the rows of an evaluation; how many threads does not show.
    public init(
        counting requests: [any TallyRequest], of evaluation: Evaluation, _ units: ResamplingUnits,
        pairedWith earlier: EarlierAnswers? = nil, by columns: [CodedColumn] = [], edition: String, threads: Int = 1
    ) {
        self.init(
            counting: requests, of: evaluation, units, pairedWith: earlier, by: columns, rows: 0..<evaluation.count,
            edition: edition, threads: threads)
    }

    /// The same over some of the rows, in blocks of `blockRows`.
    init(
        counting requests: [any TallyRequest], of evaluation: Evaluation, _ units: ResamplingUnits,
        pairedWith earlier: EarlierAnswers? = nil, by columns: [CodedColumn] = [], rows: Range<Int>,
        blockRows: Int = Book.blockRows, edition: String, threads: Int = 1
    ) {
        var seen: Set<RequestKey> = []
        let distinct = requests.map(RequestKey.init).filter { seen.insert($0).inserted }
        let blocks = max(1, (rows.count + blockRows - 1) / blockRows)
        let width = max(1, distinct.count)
        // A piece of work is one request over one block, so that a table of one block keeps all threads busy too.
        let parts = Shards.map(blocks * distinct.count, threads: threads) { pieces -> [(Int, any Tally)] in
            var totals: [Int: any Tally] = [:]
            for piece in pieces {
                let start = rows.lowerBound + piece / width * blockRows
                let block = Block(
                    start..<min(start + blockRows, rows.upperBound), of: evaluation, units, pairedWith: earlier,
                    by: columns)
                distinct[piece % width].request.count(block, into: &totals[piece % width])
            }
            return totals.map { ($0.key, $0.value) }
        }
        var tallies: [RequestKey: any Tally] = [:]
        for (index, tally) in parts.joined() { tallies[distinct[index]].add(tally) }
        self.init(edition: edition, classes: evaluation.classes, tallies: tallies)
    }

    /// The count of a request. A request that nobody made is a fault of the program, and stops it.
    public subscript<Request: TallyRequest>(_ request: Request) -> Request.Counted {
        guard let tally = tallies[RequestKey(request)] as? Request.Counted else {
            preconditionFailure(Self.notRequested(request))
        }
        return tally
    }

    /// What is said when a count is asked for that was not requested.
    static func notRequested(_ request: some TallyRequest) -> String {
        "the book was not asked to count \(request): return it from requests(_:) of the analysis that reads it"
    }

    /// Takes in what was counted over the same rows after this, because its requests depend on these counts.
    public mutating func include(_ later: Book) { tallies.merge(later.tallies) { own, _ in own } }

    /// Whether a request was counted.
    public func counts(_ request: any TallyRequest) -> Bool { tallies[RequestKey(request)] != nil }

    /// What was counted.
    public var requests: [any TallyRequest] { tallies.keys.map(\.request) }

    /// Adds the counts of other rows. Throws, and changes nothing, when the other book was counted by another edition of
    /// the program, over other classes or for other requests.
    public mutating func merge(_ other: Book) throws(BookError) {
        guard edition == other.edition else { throw .otherEdition(edition, other.edition) }
        guard classes == other.classes else {
            throw .otherClasses(classes.map(\.text), other.classes.map(\.text))
        }
        let differing = Set(tallies.keys).symmetricDifference(other.tallies.keys)
        guard differing.isEmpty else { throw .otherRequests(differing.map { "\($0.request)" }.sorted()) }
        for (key, tally) in other.tallies { tallies[key].add(tally) }
    }
}

/// A request as a key: equal to another of its kind that is equal to it.
struct RequestKey: Hashable, Sendable {
    let request: any TallyRequest

    init(_ request: any TallyRequest) { self.request = request }

    static func == (a: RequestKey, b: RequestKey) -> Bool { a.request.equals(b.request) }

    func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(type(of: request)))
        request.hash(into: &hasher)
    }
}

extension TallyRequest {
    fileprivate func equals(_ other: any TallyRequest) -> Bool { (other as? Self) == self }

    /// Counts a block and adds it; called once a block and request.
    fileprivate func count(_ block: Block, into total: inout (any Tally)?) { total.add(Counted(self, over: block)) }
}

extension Optional where Wrapped == any Tally {
    /// Adds a count of the same request.
    fileprivate mutating func add(_ tally: any Tally) {
        func merge<Counted: Tally>(_ own: Counted) {
            guard let tally = tally as? Counted else { preconditionFailure("one request has tallies of one type") }
            var own = own
            self = nil
            own.merge(tally)
            self = own
        }
        if let own = self { merge(own) } else { self = tally }
    }
}
