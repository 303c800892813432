import Foundation
import Testing

@testable import Artifacts

/// Lists in the cells of a table: a row's best classes, as timm writes them.
@Suite struct ListedCellsTests {
    private func table(_ text: String) -> String? {
        ListedCells.table(Data(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
        "filename,index,prob\na.png,\"[2, 0]\",\"[0.9, 0.1]\"\nb.png,\"[1, 2]\",\"[0.6, 0.3]\"\n",
        "filename,index,prob\na.png,[2 0],[0.9 0.1]\nb.png,[1 2],[0.6 0.3]\n",
        "filename,indices,probs\na.png,\"['2', '0']\",\"[0.9, 0.1]\"\nb.png,\"['1', '2']\",\"[0.6, 0.3]\"\n",
    ])
    func placesBecomeColumns(_ text: String) {
        #expect(
            table(text) == "filename,index_0,index_1,prob_0,prob_1\na.png,2,0,0.9,0.1\nb.png,1,2,0.6,0.3\n")
    }

    /// Of classes by name and by place the names; a column of one word each is none of the lists.
    @Test(arguments: [
        (
            "filename,index,label,prob\na.png,\"[2, 0]\",\"['dog', 'cat']\",\"[0.9, 0.1]\"\n",
            "filename,label_0,label_1,prob_0,prob_1\na.png,dog,cat,0.9,0.1\n"
        ),
        (
            "name,label,prob\na.png,\"['dog', 'cat']\",\"[0.9, 0.1]\"\n",
            "name,label_0,label_1,prob_0,prob_1\na.png,dog,cat,0.9,0.1\n"
        ),
        (
            "file,label,pred,prob\na.png,cat,\"['dog', 'cat']\",\"[0.9, 0.1]\"\n",
            "file,label,pred_0,pred_1,prob_0,prob_1\na.png,cat,dog,cat,0.9,0.1\n"
        ),
    ])
    func theListsAreChosenByWhatTheyHold(_ given: String, _ made: String) {
        #expect(table(given) == made)
    }

    @Test func objectsOfListsAreTheSame() {
        let text =
            "{\"file\":\"a\",\"pred\":[\"dog\",\"cat\"],\"probs\":[0.7,0.3]}\n"
            + "{\"file\":\"b\",\"pred\":[\"cat\",\"dog\"],\"probs\":[0.6,0.4]}\n"
        #expect(
            ListedCells.table(json: Data(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
                == "file,pred_0,pred_1,prob_0,prob_1\na,dog,cat,0.7,0.3\nb,cat,dog,0.6,0.4\n")
        #expect(ListedCells.table(json: Data("[{\"labels\":[\"cat\"],\"scores\":[0.7]}]".utf8)) == nil)
    }

    @Test func namesMayHoldBlanksAndCommas() {
        #expect(
            table("file,label,prob\na,\"['great white shark, jaws', 'tench']\",\"[0.9, 0.1]\"\n")
                == "file,label_0,label_1,prob_0,prob_1\na,\"great white shark, jaws\",tench,0.9,0.1\n")
    }

    /// Labels of an image that has several, a table without lists, a list that does not end.
    @Test(arguments: [
        "file,labels,scores\na,\"['cat']\",\"[0.9]\"\nb,\"['cat', 'dog']\",\"[0.6, 0.3]\"\n",
        "file,labels,scores\na,\"['cat', 'dog']\",\"[0.2, 0.9]\"\n",
        "file,labels,scores\na,\"['cat', 'dog']\",\"[0.9, 0.8]\"\n", "file,label,prob\na,cat,0.9\n",
        "file,label,prob\na,\"['cat', 'dog'\",\"[0.9, 0.1]\"\n", "file,label\na,\"['cat', 'dog']\"\n",
    ])
    func othersStayAsTheyAre(_ text: String) {
        #expect(table(text) == nil)
    }
}
