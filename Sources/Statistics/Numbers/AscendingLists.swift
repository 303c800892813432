// Two ascending lists made one, in one walk along both: always the smaller of the two next elements, as merge sort does. Where
// neither is smaller they stand for the same thing, and one element is made of the two.
//
// Counts that are kept in order are added up in this way: the sum is in order again, costs as many steps as there are elements,
// and is the same whichever list comes first where `together` does not tell its sides apart.

/// Lists whose elements ascend strictly.
public enum AscendingLists {
    /// The elements of both lists, ascending; `precedes` says which of two comes first, and `together` what an element of the first
    /// and one of the second come to where neither does.
    @inlinable
    public static func merged<Element>(
        _ first: [Element], _ second: [Element], by precedes: (Element, Element) -> Bool,
        together: (Element, Element) -> Element
    ) -> [Element] {
        var all: [Element] = []
        all.reserveCapacity(max(first.count, second.count))
        var (i, j) = (0, 0)
        while i < first.count, j < second.count {
            if precedes(first[i], second[j]) {
                all.append(first[i])
                i += 1
            } else if precedes(second[j], first[i]) {
                all.append(second[j])
                j += 1
            } else {
                all.append(together(first[i], second[j]))
                i += 1
                j += 1
            }
        }
        all += first[i...]
        all += second[j...]
        return all
    }

    /// The same walk for lists that are kept in several arrays side by side, where pairs would have to be made and taken apart:
    /// `first` or `second` is called with the place of the next element of its list, of lists of `count` and `others` elements.
    /// `isFirst` says whether the next of the first list comes before the next of the second. Whoever is called adds up what stands
    /// for the same thing, for it follows directly.
    @inlinable
    public static func walk(
        _ count: Int, _ others: Int, isFirst: (Int, Int) -> Bool, first: (Int) -> Void, second: (Int) -> Void
    ) {
        var (i, j) = (0, 0)
        while i < count, j < others {
            if isFirst(i, j) {
                first(i)
                i += 1
            } else {
                second(j)
                j += 1
            }
        }
        while i < count {
            first(i)
            i += 1
        }
        while j < others {
            second(j)
            j += 1
        }
    }
}
