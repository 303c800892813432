// Images that are nearly the same to the network: within an evaluation they count more than once, and one that the model was trained
// on tests nothing. Data sets of one workspace are searched together where the same model embedded both.

import Artifacts
import Columns
import Record
import Statistics

/// The images of one data set with their embeddings.
public struct EmbeddedImages: Sendable {
    /// What the data set is called.
    public let dataset: String
    fileprivate let embeddings: Embeddings
    private let ids: ItemIDs
    private let labels: [Int32]
    private let classes: [ClassName]
    /// Images of a data set that are searched at most: of more those whose ids' hashes are smallest.
    fileprivate static let most = 1_000_000

    /// Those of an evaluation; `nil` without embeddings.
    public init?(_ evaluation: Evaluation) {
        guard let embeddings = evaluation.embeddings else { return nil }
        dataset = evaluation.datasheet.name
        self.embeddings = embeddings
        ids = evaluation.items.ids
        labels = evaluation.items.labels
        classes = evaluation.classes
    }

    /// Rows with a finite embedding in the order of the hashes of their ids, of equal ones by the ids. It is not the order of
    /// `OutcomeTable.rowsByHash`, which would do as well: the pairs behind the median distance are a sample taken in this order, and
    /// every distance in an archive is a share of that median. In another order the same images would have other values than those
    /// that are archived of them.
    fileprivate var rows: [(hash: UInt64, row: Int)] {
        (0..<embeddings.count).filter { row in
            (try? embeddings.vector(row))?.allSatisfy(\.isFinite) ?? false
        }.map { (PoissonBootstrap.id(of: ids[$0].text), $0) }.sorted { a, b in
            a.0 != b.0 ? a.0 < b.0 : ids[a.1] < ids[b.1]
        }
    }

    fileprivate func image(_ row: Int, dataset: String?) -> NearDuplicates.Image {
        NearDuplicates.Image(
            item: ids[row].text, label: classes[Int(labels[row])].text, dataset: dataset)
    }
}

extension NearDuplicates {
    /// What is nearly the same among the images of an evaluation, and between them and those of `others` that are embedded in as many
    /// numbers.
    public init(_ own: EmbeddedImages, besides others: [EmbeddedImages]) {
        let sets = [own] + others.filter { $0.embeddings.dimensions == own.embeddings.dimensions }
        let rows = sets.map { $0.rows.prefix(EmbeddedImages.most) }
        let all = rows.enumerated().flatMap { set, rows in rows.map { (hash: $0.hash, set: set, row: $0.row) } }
            .enumerated().sorted { a, b in
                a.element.hash != b.element.hash ? a.element.hash < b.element.hash : a.offset < b.offset
            }.map(\.element)
        let close = CloseVectors(count: all.count, width: own.embeddings.dimensions) { place in
            // Every vector was read a moment ago.
            (try? sets[all[place].set].embeddings.vector(all[place].row))
                ?? [Float](repeating: 0, count: own.embeddings.dimensions)
        }
        var groups: [Group] = []
        var (repeated, differing) = (0, 0)
        var shared = [Int](repeating: 0, count: sets.count)
        for found in close.groups {
            let members = found.members.map { all[$0] }
            let here = members.filter { $0.set == 0 }
            guard !here.isEmpty else { continue }
            if here.count > 1 { repeated += here.count }
            for set in Set(members.map(\.set)) where set > 0 { shared[set] += here.count }
            let images = (here + members.filter { $0.set > 0 }).map { member in
                sets[member.set].image(member.row, dataset: member.set == 0 ? nil : sets[member.set].dataset)
            }
            let group = Group(
                images: images, own: here.count, others: members.count - here.count,
                distance: found.distance / close.median)
            if group.hasSeveralLabels { differing += 1 }
            groups.append(group)
        }
        self.init(
            compared: rows[0].count, share: CloseVectors.share, repeated: repeated, differing: differing,
            groups: groups.map { group in
                var group = group
                let own = group.images.prefix(group.own).prefix(
                    group.others > 0 ? Self.mostImages / 2 : Self.mostImages)
                group.images = Array((own + group.images.dropFirst(group.own)).prefix(Self.mostImages))
                return group
            },
            others: sets.indices.dropFirst().map {
                Other(dataset: sets[$0].dataset, images: rows[$0].count, shared: shared[$0])
            })
    }
}
