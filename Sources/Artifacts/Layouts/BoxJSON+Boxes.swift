// The boxes themselves: in rows of their own, and in lists side by side.

import Diagnostics
import Formats

extension BoxJSON {
    mutating func keys(_ members: [(key: String, value: JSONTree)]) -> BoxKeys {
        let signature = members.map(\.key).joined(separator: "\u{1}")
        if let known = keysOf[signature] { return known }
        let fresh = BoxKeys(members.map(\.key))
        keysOf[signature] = fresh
        return fresh
    }

    func isBox(_ members: [(key: String, value: JSONTree)], _ keys: BoxKeys) -> Bool {
        if let numbers = keys.numbers { return numbers.at.allSatisfy { members[$0].value.plain != nil } }
        guard let at = keys.box else { return false }
        switch members[at].value {
        case .list(let elements): return elements.allSatisfy { $0.number != nil }
        case .object(let inner): return BoxKeys(inner.map(\.key)).numbers != nil
        case .text: return true
        default: return false
        }
    }

    /// Lists side by side: the form of the boxes and the boxes.
    func parallel(_ tree: JSONTree) -> (BoxNumbers, [JSONTree])? {
        guard let members = tree.members else { return nil }
        for (key, value) in members {
            let plain = BoxKeys.plain(key)
            guard Self.parallel.contains(plain), let boxes = value.elements, let form = BoxNumbers(listCalled: plain),
                boxes.allSatisfy({ $0.elements != nil }),
                !boxes.isEmpty || members.contains(where: { ["labels", "scores", "classes"].contains($0.key) })
            else { continue }
            return (form, boxes)
        }
        return nil
    }

    mutating func side(by form: BoxNumbers, _ boxes: [JSONTree], _ tree: JSONTree, _ context: Context) {
        func list(_ names: [String]) -> [JSONTree]? {
            for (key, value) in tree.members ?? [] where names.contains(BoxKeys.plain(key)) {
                if let elements = value.elements { return elements }
            }
            return nil
        }
        let scores = list(["scores", "confidences", "confidence", "score", "conf"])
        let classes =
            list(["classnames", "labelnames"])
            ?? list([
                "labels", "classes", "classids", "classid", "predclasses", "category", "categories", "categoryids",
                "label",
            ])
        let image = image(context)
        for others in [scores?.count, classes?.count] where others != nil && others != boxes.count {
            rows.problems.add(
                LayoutFault.unequalLists(
                    file: rows.files[Int(file)], row: Int(row), boxes: boxes.count, others: others ?? 0))
            return
        }
        guard image != nil || boxes.isEmpty else {
            rows.problems.add(LayoutFault.noImage(file: rows.files[Int(file)], row: Int(row)))
            return
        }
        // mmdetection's inferencer writes bboxes, scores and labels, and its labels are places in the list of classes.
        let isPlaces = tree["bboxes"] != nil && tree["labels"] != nil
        if isPlaces {
            if classes?.contains(where: { $0.whole != nil }) ?? false { rows.classesAreOrdinals = true }
            rows.note("classes are numbered in the order of the ground truth's")
        }
        for (at, box) in boxes.enumerated() {
            add(
                box.elements ?? [], form, category: classes.flatMap { category($0[at]) }, score: scores?[at].number,
                context)
        }
    }

    mutating func category(_ value: JSONTree) -> Int32? {
        switch value {
        case .text(let text): rows.category(.text(text))
        case .number(_, let whole?): rows.category(.number(whole))
        case .object: value["name"].flatMap { $0.text.map { rows.category(.text($0)) } }
        default: nil
        }
    }

    mutating func add(
        _ numbers: [JSONTree], _ form: BoxNumbers, category: Int32?, score: Double? = nil, _ context: Context
    ) {
        let values = numbers.compactMap(\.number)
        guard values.count == numbers.count, values.count >= 4, values.allSatisfy(\.isFinite) else {
            rows.problems.add(
                LayoutFault.notABox(file: rows.files[Int(file)], row: Int(row), value: "\(numbers.count) values"))
            return
        }
        add(
            form.box(values[0], values[1], values[2], values[3]), category,
            score: score ?? (values.count > 4 ? values[4] : nil), context)
    }

    mutating func add(
        _ box: Box, _ category: Int32?, score: Double?, isIgnored: Bool = false, _ context: Context,
        _ said: [(name: String, value: String)] = []
    ) {
        guard let image = image(context) else {
            rows.problems.add(LayoutFault.noImage(file: rows.files[Int(file)], row: Int(row)))
            return
        }
        if let score, !score.isFinite {
            rows.problems.add(
                LayoutFault.notANumber(file: rows.files[Int(file)], row: Int(row), field: "score", value: "\(score)"))
            return
        }
        rows.add(
            BoxRows.Row(
                box: box, areShares: context.isShares, image: image, category: category, score: score,
                isIgnored: isIgnored, place: BoxRows.RowPlace(file: file, row: row)), said)
    }

    mutating func add(_ members: [(key: String, value: JSONTree)], _ keys: BoxKeys, _ context: Context) {
        var context = context
        guard let box = box(members, keys, &context) else { return }
        var score: Double?
        if let at = keys.score, case let value = members[at].value, let text = value.plain {
            guard let number = value.number ?? Double(decimal: text), number.isFinite else {
                rows.problems.add(
                    LayoutFault.notANumber(
                        file: rows.files[Int(file)], row: Int(row), field: members[at].key, value: text))
                return
            }
            score = number
        }
        let number = keys.classID.flatMap { members[$0].value.whole }
        // A name beside the number of a class is the class's, and in a row of its own never the image's.
        let named = keys.className ?? (number == nil ? nil : keys.names.firstIndex(of: "name"))
        var category = named.flatMap { self.category(members[$0].value) }
        if let number, case .text(let name)? = named.map({ members[$0].value }) { rows.classNames[number] = name }
        if category == nil, let at = keys.classID { category = self.category(members[at].value) }
        var said: [(name: String, value: String)] = []
        for at in keys.attributes {
            if let text = members[at].value.plain { said.append((members[at].key, ObjectWords.flag(text))) }
        }
        for at in keys.unused {
            let (key, value) = members[at]
            if ["attributes", "flags"].contains(key), let inner = value.members {
                for (name, value) in inner {
                    // datumaro's detections have their score there.
                    if score == nil, ["score", "confidence"].contains(name), let own = value.number {
                        score = own
                        continue
                    }
                    if let text = value.plain { said.append((name, ObjectWords.flag(text))) }
                }
            } else if key != "id", key != "type", key != "group" {
                rows.leave(key)
            }
        }
        let isIgnored = keys.ignoring.contains { members[$0].value.plain.flatMap(ObjectWords.isSet) ?? false }
        add(box, category, score: score, isIgnored: isIgnored, context, said)
    }

    mutating func box(
        _ members: [(key: String, value: JSONTree)], _ keys: BoxKeys, _ context: inout Context
    ) -> Box? {
        func fault(_ value: String) {
            rows.problems.add(LayoutFault.notABox(file: rows.files[Int(file)], row: Int(row), value: value))
        }
        func number(_ tree: JSONTree) -> Double? { tree.number ?? tree.text.flatMap { Double(decimal: $0) } }
        if let numbers = keys.numbers {
            let values = numbers.at.compactMap { number(members[$0].value) }
            guard values.count == 4, values.allSatisfy(\.isFinite) else {
                fault("\(numbers.at.map { members[$0].value.plain ?? "nothing" }.joined(separator: ", "))")
                return nil
            }
            let form: BoxNumbers = context.isCentred && keys.names[numbers.at[0]] == "x" ? .centre : numbers.form
            return form.box(values[0], values[1], values[2], values[3])
        }
        guard let at = keys.box else { return nil }
        let name = keys.names[at]
        if case .object(let inner) = members[at].value {
            let keys = BoxKeys(inner.map(\.key))
            guard let numbers = keys.numbers else { return nil }
            let values = numbers.at.compactMap { number(inner[$0].value) }
            guard values.count == 4, values.allSatisfy(\.isFinite) else {
                fault("an object of other things than four numbers")
                return nil
            }
            context.isShares = name == "relativecoordinates"
            // Create ML's coordinates are of the centre.
            let form: BoxNumbers = name == "coordinates" ? .centre : numbers.form
            return form.box(values[0], values[1], values[2], values[3])
        }
        let given = members[at].value.elements.map { $0.compactMap(\.number) }
        let values =
            given
            ?? (members[at].value.text ?? "").split { !($0.isNumber || "+-.eE".contains($0)) }.compactMap {
                Double(decimal: $0)
            }
        guard values.count == 4, values.allSatisfy(\.isFinite), let form = BoxNumbers(listCalled: name) else {
            fault("\(values.count) numbers")
            return nil
        }
        return form.box(values[0], values[1], values[2], values[3])
    }
}
