// Columns of categories from what formats hold.

/// In which order categories stand.
public enum CategoryOrder: Sendable {
    /// Whole numbers by value, then text by its bytes: that of everything that is counted over tables of any kind.
    case canonical
    /// By bytes alone: that of a workspace's attributes.
    case bytes
}

extension CodedColumn {
    /// Bytes that are their own codes: the category of code 7 is "7".
    public init(name: Name, bytes: RowStorage<UInt8>) {
        let codes = Codes.narrow(bytes)
        self.init(name: name, categories: (0...(codes.highest ?? 0)).map { Name(String($0)) }, codes: codes)
    }

    /// Whole numbers as categories, in ascending order.
    public init(name: Name, integers: [Int]) {
        let distinct = Array(Set(integers)).sorted()
        let codeOf = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, $0) })
        self.init(
            name: name, categories: distinct.map { Name(String($0)) },
            codes: Codes(integers.map { codeOf[$0] ?? 0 }, categories: distinct.count))
    }

    /// Codes that stand for `texts`, which may repeat; categories in order, an empty text being "missing".
    /// Precondition: each code has a text.
    public init(name: Name, texts: [String], codes: Codes, order: CategoryOrder) {
        let names = texts.map { $0.isEmpty ? Self.missing : Name($0) }
        let sorted = names.indices.sorted {
            switch order {
            case .canonical: Self.precedes(names[$0], names[$1])
            case .bytes: names[$0] < names[$1]
            }
        }
        var categories: [Name] = []
        var place = [UInt32](repeating: 0, count: names.count)
        for text in sorted {
            if categories.last != names[text] { categories.append(names[text]) }
            place[text] = UInt32(truncatingIfNeeded: categories.count - 1)
        }
        self.init(
            name: name, categories: categories, codes: codes.renumbered(place, categories: categories.count))
    }

    /// One text a row as categories, in canonical order; an empty text is "missing".
    public init(name: Name, texts: [String]) {
        var seen: [Name: UInt32] = [:]
        var distinct: [String] = []
        let codes = texts.map { text -> UInt32 in
            let key = Name(text)
            if let code = seen[key] { return code }
            let code = UInt32(truncatingIfNeeded: distinct.count)
            seen[key] = code
            distinct.append(text)
            return code
        }
        self.init(name: name, texts: distinct, codes: Codes(codes, categories: distinct.count), order: .canonical)
    }

    /// Canonical order of categories: whole numbers by value, then text by its bytes.
    public static func precedes(_ a: Name, _ b: Name) -> Bool {
        switch (wholeNumber(a), wholeNumber(b)) {
        case (let x?, let y?): x < y
        case (.some, nil): true
        case (nil, .some): false
        case (nil, nil): a < b
        }
    }

    /// The number that `name` is the usual way of writing: "7" and "-3", but not "07" or "+3".
    public static func wholeNumber(_ name: Name) -> Int? {
        guard let number = Int(name.text), Name(String(number)) == name else { return nil }
        return number
    }
}
