import Diagnostics
import Formats
import Foundation
import Record
import Testing

@testable import Artifacts

/// Which columns of an export are scores of classes, and what classes are called that it names by number.
@Suite struct ScoreColumnsTests {
    private func imported(
        _ files: [String: String], pictures: [String] = [], workspace: URL? = nil
    ) throws -> ImportedWorkspace {
        let fixture = try LayoutFixture(files, pictures: pictures)
        defer { fixture.remove() }
        return try ImportedWorkspace(
            from: [fixture.root.appending(path: "in").path], format: nil, dataset: "d", version: "v1",
            workspace: workspace)
    }

    private func problem(_ body: () throws -> ImportedWorkspace) -> String? {
        do {
            _ = try body()
            return nil
        } catch let error as any Explained {
            return error.problem.description
        } catch {
            return "\(error)"
        }
    }

    private static let folders = ["in/cat/1.png", "in/dog/2.png", "in/owl/3.png"]
    private static let rows = "cat/1.png,0.7,0.2,0.1\ndog/2.png,0.1,0.8,0.1\nowl/3.png,0.2,0.2,0.6\n"

    @Test(arguments: [
        "prob_0,prob_1,prob_2", "p_0,p_1,p_2", "p0,p1,p2", "0,1,2", "class_0,class_1,class_2",
        "score_0,score_1,score_2",
        "logit_0,logit_1,logit_2",
    ])
    func numberedColumnsArePlacesAmongTheFolders(_ columns: String) throws {
        let read = try imported(["in/r.csv": "filename,\(columns)\n" + Self.rows], pictures: Self.folders)
        #expect(read.classes == ["cat", "dog", "owl"])
        #expect(read.hasResults)
        #expect(
            read.remarks.map(\.description) == [
                "in/r.csv: note: names classes by number: they are places among the folders in the order of the alphabet, "
                    + "from 0: 0 is cat, 1 is dog, 2 is owl; where the model has another order, put classes: of misread.yml "
                    + "into it"
            ])
    }

    private func text(_ read: ImportedWorkspace, _ ending: String) -> String? {
        for file in read.files where file.path.hasSuffix(ending) {
            if case .text(let text) = file.content { return text }
        }
        return nil
    }

    @Test func classesThatDifferByLetterCaseAreThoseOfTheLabels() throws {
        let read = try imported(["in/r.csv": "image_id,label,p_cat,p_DOG\na,Cat,0.9,0.1\nb,Dog,0.2,0.8\n"])
        #expect(read.classes == ["Cat", "Dog"])
        #expect(
            read.remarks.map(\.description) == [
                "in/r.csv: warning: 2 of its classes differ from those of the labels by letter case alone, and are taken for "
                    + "them: DOG is Dog; write them alike where that is wrong"
            ])
        #expect(text(read, "predictions.csv") == "image_id,label,p_Cat,p_Dog\na,Cat,0.9,0.1\nb,Dog,0.2,0.8\n")
        let answers = try imported([
            "in/labels.csv": "image_id,label\na,Cat\nb,Dog\n", "in/r.csv": "image_id,pred\na,cat\nb,dog\n",
        ])
        #expect(answers.classes == ["Cat", "Dog"])
        #expect(text(answers, "predictions.csv") == "image_id,pred\na,Cat\nb,Dog\n")
        let dashed = try imported([
            "in/labels.csv": "image_id,label\na,traffic light\nb,dog\n",
            "in/r.csv": "image_id,pred\na,Traffic-Light\nb,dog\n",
        ])
        #expect(dashed.classes == ["dog", "traffic light"])
        #expect(dashed.remarks.map(\.summary).contains { $0.contains("by letter case and dashes") })
        // One of two is another class.
        let other = try imported([
            "in/labels.csv": "image_id,label\na,Cat\nb,Dog\n", "in/r.csv": "image_id,pred\na,cat\nb,fox\n",
        ])
        #expect(other.classes == ["Cat", "Dog", "cat", "fox"])
    }

    /// Predictions counted from 1 beside columns counted from 0 are no class of their own.
    @Test func predictionsThatAreNoColumnAreRefused() throws {
        let rows = ["0,1,0.8,0.1,0.1", "1,2,0.1,0.8,0.1", "2,3,0.1,0.1,0.8", "0,1,0.6,0.3,0.1"]
        let table = "y_true,y_pred,proba_0,proba_1,proba_2\n" + rows.map { $0 + "\n" }.joined()
        #expect(
            problem { try imported(["in/r.csv": table]) }
                == "in/r.csv: error: y_pred: holds 3, and there are 3 columns of classes by number, from proba_0 to proba_2; "
                + "labels and predictions name 4 classes: 0, 1, 2 ...; is it counted from 1? count both from 0, or call the "
                + "columns p_<class> as the labels call the classes")
        // Both are counted from 1, and the columns are those classes in their order.
        let both = try imported([
            "in/r.csv": "image_id,label,predicted,proba_0,proba_1\na,1,1,0.9,0.1\nb,2,2,0.2,0.8\nc,1,2,0.4,0.6\n"
        ])
        #expect(both.classes == ["1", "2"])
        // A list of the best classes has numbers of places, and any number of classes.
        let best = try imported([
            "in/labels.csv": "image_id,label\na,0\nb,1\nc,2\n",
            "in/r.csv": "image_id,class_1,prob_1,class_2,prob_2\na,0,0.7,1,0.2\nb,1,0.6,2,0.3\nc,0,0.5,2,0.4\n",
        ])
        #expect(best.classes == ["0", "1", "2"])
    }

    /// Axes of length one carry nothing, wherever they stand.
    @Test(arguments: [[3, 1, 2], [3, 2, 1], [1, 3, 2], [1, 3, 1, 2, 1]])
    func axesOfLengthOneArePassedOver(_ shape: [Int]) throws {
        let array = try NPYArray(bytes: npy([0.9, 0.1, 0.2, 0.8, 0.7, 0.3], shape: shape), name: "p.npy")
        #expect(array.shape(ofColumns: nil) == [3, 2])
        #expect(array.shape(ofColumns: 2) == [3, 2])
    }

    @Test func labelsThatAreNumbersArePlacesAmongTheColumns() throws {
        let read = try imported(["in/r.csv": "image_id,label,p_fox,p_cat,p_dog\na,0,0.8,0.1,0.1\nb,2,0.1,0.1,0.8\n"])
        #expect(read.classes == ["fox", "cat", "dog"])
        #expect(
            read.remarks.map(\.description) == [
                "in/r.csv: warning: the labels are numbers, and taken for places among the columns of scores, from 0: 0 is fox, "
                    + "1 is cat, 2 is dog; write the names of classes as labels where that is wrong"
            ])
    }

    @Test func numberedColumnsArePlacesAmongLabelsThatAreOtherNumbers() throws {
        let table = "image_id,prob_0,prob_1,prob_2\na,0.8,0.1,0.1\nb,0.1,0.1,0.8\nc,0.1,0.8,0.1\n"
        let read = try imported(["in/g.csv": "image_id,label\na,0\nb,10\nc,2\n", "in/r.csv": table])
        #expect(read.classes == ["0", "2", "10"])
        #expect(
            read.remarks.map(\.description) == [
                "in/r.csv: warning: the columns are numbered, and taken for places among the labels in the order of their "
                    + "numbers, from 0: 0 is 0, 1 is 2, 2 is 10; where the model has another order, put classes: of misread.yml "
                    + "into it"
            ])
        // Labels of some of the columns' own numbers are these.
        let own = try imported(["in/g.csv": "image_id,label\na,0\nb,2\nc,2\n", "in/r.csv": table])
        #expect(own.classes == ["0", "1", "2"] && own.remarks == [])
    }

    @Test func theFirstAnswerOfAPipelineIsAPrediction() throws {
        let answers = [("a", "cat"), ("b", "dog"), ("c", "owl")].map {
            "\"\($0)\": [{\"label\": \"\($1)\", \"score\": 0.9}]"
        }
        let read = try imported([
            "in/labels.csv": "image_id,label\na,cat\nb,dog\nc,owl\n",
            "in/r.json": "{\(answers.joined(separator: ", "))}",
        ])
        #expect(read.classes == ["cat", "dog", "owl"] && read.hasResults)
        #expect(read.remarks == [])
    }

    @Test func numbersAsPredictionsAreNoClassesOfTheirOwn() throws {
        let files = ["in/r.csv": "filename,pred,confidence\ncat/1.png,0,0.7\ndog/2.png,1,0.8\nowl/3.png,0,0.6\n"]
        #expect(try imported(files, pictures: Self.folders).classes == ["cat", "dog", "owl"])
        let labels = "image_id,label\na,cat\nb,dog\nc,owl\n"
        let read = try imported([
            "in/labels.csv": labels, "in/r.csv": "image_id,prob_0,prob_1,prob_2\na,0.7,0.2,0.1\nb,0.1,0.8,0.1\n",
        ])
        #expect(read.classes == ["cat", "dog", "owl"])
        #expect(read.remarks.map(\.severity) == [.warning])
    }

    @Test func numbersThatAreNoPlacesAreRefused() {
        #expect(
            problem {
                try imported(
                    ["in/r.csv": "filename,prob_0,prob_1\ncat/1.png,0.7,0.3\ndog/2.png,0.2,0.8\n"],
                    pictures: Self.folders)
            }
                == "in/r.csv: error: prob_0: is the first of 2 columns of classes by number, and the labels are of 3 classes: "
                + "cat, dog, owl; call the columns p_<class>, as the labels call the classes")
        #expect(
            problem {
                try imported(["in/r.csv": "filename,pred\ncat/1.png,0\ndog/2.png,3\n"], pictures: Self.folders)
            }
                == "in/r.csv: error: holds class number 3, and the labels are of 3 classes: cat, dog, owl; write the names of "
                + "the classes")
    }

    @Test(arguments: [
        ("red,blue", "p_red,p_blue"), ("red,blue", "score_red,score_blue"),
        ("label_red,label_blue", "pred_red,pred_blue"),
        ("y_red,y_blue", "prob_red,prob_blue"), ("true_red,true_blue", "pred_red,pred_blue"),
        ("red_true,blue_true", "red_score,blue_score"), ("gt_red,gt_blue", "conf_red,conf_blue"),
    ])
    func oneTableOfLabelsAndScoresKeepsBoth(_ labels: String, _ scores: String) throws {
        let read = try imported([
            "in/all.csv": "image_id,\(labels),\(scores)\na,1,1,0.9,0.8\nb,0,1,0.2,0.7\nc,0,0,0.1,0.3\n"
        ])
        #expect(read.task == .multilabel)
        #expect(read.classes == ["red", "blue"])
        #expect(read.hasResults)
    }

    @Test func labelsOfArraysStandBesideTheResultsOfAnotherVersion() throws {
        let fixture = try LayoutFixture([:])
        defer { fixture.remove() }
        try fixture.write("in/y_true.npy", npy([0, 1, 1], shape: [3]))
        try fixture.write("in/y_pred.npy", npy([0, 1, 0], shape: [3]))
        let read = try ImportedWorkspace(
            from: [fixture.root.appending(path: "in").path], format: nil, dataset: "d", version: "v2",
            workspace: fixture.root)
        guard case .text(let text)? = read.files.first?.content else { Issue.record("no predictions"); return }
        #expect(text == "image_id,label,predicted\n0,0,0\n1,1,1\n2,1,0\n")
    }
}
