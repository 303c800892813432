import Columns
import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Tables of predictions and images as tools other than this one write them.
@Suite struct TeamTablesTests {
    private static let predictions = "versions/v1/d/predictions.csv"
    private static let images = "datasets/d/images.csv"
    private static let manifest = "versions/v1/version.yml"

    private func fixture(
        _ predictions: String, classes: String = "[cat, dog]", manifest: String = "", images: String? = nil
    ) throws -> WorkspaceFixture {
        var files = [
            "misread.yml": "title: T\nclasses: \(classes)\n", Self.predictions: predictions,
            Self.manifest: "date: 2026-01-31\nmodel: M\n" + manifest,
        ]
        if let images { files[Self.images] = images }
        return try WorkspaceFixture(files)
    }

    // MARK: What columns are

    @Test func columnsThatDifferFromClassesByLetterCaseAreTheirs() throws {
        let fixture = try fixture(
            "image_id,p_cat,p_dog\na,0.9,0.1\nb,0.2,0.8\n", classes: "[Cat, Dog]",
            images: "image_id,label\na,Cat\nb,Dog\n")
        #expect(fixture.errors == [])
        #expect(try fixture.evaluation().predictions.predicted == [0, 1])
        let twice = try self.fixture(
            "image_id,p_cat,p_dog\na,0.9,0.1\nb,0.2,0.8\n", classes: "[Cat, Dog, cat, dog]",
            images: "image_id,label\na,Cat\nb,Dog\n")
        #expect(
            twice.errors == [
                Self.predictions
                    + ":1: error: there are no columns \"p_Cat\", \"p_Dog\", but other classes have theirs; \"p_cat\" differs "
                    + "by letter case alone: list each class once in misread.yml, as its column is called"
            ])
    }

    /// Classes 0, 1 and 10 in columns that count from 0.
    @Test(arguments: ["p_", "prob_"])
    func numberedColumnsArePlacesAmongClassesThatAreOtherNumbers(_ word: String) throws {
        let fixture = try fixture(
            "image_id,\(word)0,\(word)1,\(word)2\na,0.7,0.2,0.1\nb,0.1,0.1,0.8\n", classes: "[\"0\", \"1\", \"10\"]",
            images: "image_id,label\na,0\nb,10\n")
        #expect(fixture.errors == [])
        let read = try fixture.evaluation()
        #expect(read.items.labels == [0, 2] && read.predictions.predicted == [0, 2])
    }

    @Test(arguments: ["true", "gt_label", "Actual Label", "target_label"])
    func truthHasManyNames(_ column: String) throws {
        let fixture = try fixture(
            "image,\(column),pred\na,cat,cat\nb,dog,cat\n", images: "image_id,height\na,1.5\nb,2.5\n")
        #expect(fixture.errors == [])
        #expect(try fixture.evaluation().items.labels == [0, 1])
    }

    /// What Hugging Face's pipeline returns, an image a line, and with its first answer alone.
    @Test func listsOfAPipelineAreReadByLineToo() throws {
        func lines(_ scores: [[(String, Double)]]) -> String {
            zip(["a", "b", "c"], scores).map { id, scores in
                let list = scores.map { "{\"label\": \"\($0.0)\", \"score\": \($0.1)}" }.joined(separator: ", ")
                return "{\"file\": \"\(id)\", \"predictions\": [\(list)]}\n"
            }.joined()
        }
        for ending in ["json", "jsonl"] {
            let fixture = try WorkspaceFixture(
                [
                    "versions/v1/d/predictions.\(ending)": lines([
                        [("cat", 0.75), ("dog", 0.25)], [("cat", 0.375), ("dog", 0.625)], [("dog", 1), ("cat", 0)],
                    ])
                ], without: [Self.predictions])
            #expect(fixture.errors == [])
            let read = try fixture.evaluation().predictions
            #expect(read.predicted == [0, 1, 1])
            #expect(read.probabilities?.values == [0.75, 0.25, 0.375, 0.625, 0, 1])
        }
        let first = try WorkspaceFixture(
            ["versions/v1/d/predictions.jsonl": lines([[("cat", 0.75)], [("dog", 0.625)], [("dog", 0.875)]])],
            without: [Self.predictions])
        #expect(first.errors == [])
        let read = try first.evaluation().predictions
        #expect(read.predicted == [0, 1, 1])
        #expect(read.confidence == [0.75, 0.625, 0.875])
        let byFile = try WorkspaceFixture(
            [
                "versions/v1/d/predictions.json": #"{"a": [{"label": "cat", "score": 0.75}], "b": [{"label": "dog", "#
                    + #""score": 0.625}], "c": [{"label": "dog", "score": 0.875}]}"#
            ], without: [Self.predictions])
        #expect(byFile.errors == [])
        #expect(try byFile.evaluation().predictions.confidence == [0.75, 0.625, 0.875])
    }

    @Test(arguments: ["pred", "prediction", "y_pred", "predicted"])
    func aPredictionBesideProbabilitiesIsUsedAndHeldAgainstThem(_ column: String) throws {
        let fixture = try fixture(
            "image_id,\(column),p_cat,p_dog\na,cat,0.9,0.1\nb,cat,0.2,0.8\n", images: "image_id,label\na,cat\nb,dog\n")
        #expect(try fixture.evaluation().predictions.predicted == [0, 0])
        #expect(
            fixture.remarks.contains(
                Self.predictions
                    + ":3: warning: predicted: is not the most probable class in 1 of 2 rows, here first; the column counts; "
                    + "was a threshold in use? else one of the two is of another model"))
    }

    @Test func labelsBesideAPredictionAreNoProbabilities() throws {
        let fixture = try fixture(
            "image_id,cat,dog,predicted,confidence\na,1,0,dog,0.8\nb,0,1,dog,0.9\n",
            images: "image_id,label\na,cat\nb,dog\n")
        let read = try fixture.evaluation().predictions
        #expect(read.predicted == [1, 1])
        #expect(read.confidence == [0.8, 0.9])
    }

    @Test func numberedColumnsOfAnotherCountSayTheCounts() throws {
        let fixture = try fixture(
            "image_id,prob_0,prob_1,prob_2\na,0.7,0.2,0.1\n", images: "image_id,label\na,cat\n")
        #expect(
            fixture.errors == [
                Self.predictions
                    + ":1: error: prob_0: is the first of columns numbered up to prob_2, and misread.yml lists 2 classes; list "
                    + "every class of the model, in the order of the columns, or call them p_<class>"
            ])
    }

    @Test func labelsThatDisagreeWithTheTableAreCounted() throws {
        let fixture = try fixture(
            "image_id,y_true,pred,confidence\na,dog,cat,0.9\nb,cat,dog,0.8\n", images: "image_id,label\na,cat\nb,dog\n")
        #expect(
            fixture.errors == [
                Self.predictions
                    + ":2: error: label: \"dog\" is not the label of the image table, \"cat\" (image a); 2 such in all; one of "
                    + "the two was corrected, or they are of two data sets: bring the table up to date, or leave the labels out "
                    + "of the predictions"
            ])
    }

    // MARK: What numbers are

    @Test func probabilitiesRoundedToTheirLastDigitAreAccepted() throws {
        // Four classes at three decimals: half a thousandth each.
        let rounded = try fixture(
            "image_id,p_a,p_b,p_c,p_d\na,0.333,0.333,0.333,0.001\nb,0.124,0.001,0.876,0.001\nc,0.25,0.25,0.25,0.252\n",
            classes: "[a, b, c, d]", images: "image_id,label\na,a\nb,b\nc,c\n")
        #expect(rounded.errors == [])
        #expect(
            rounded.remarks.contains(
                Self.predictions + ": note: probabilities: they are rounded, so that rows sum to 1.0...1.002; "
                    + "they are used as they are"))
        // What three decimals cannot explain is refused, once.
        let wrong = try fixture(
            "image_id,p_a,p_b,p_c,p_d\na,0.333,0.333,0.333,0.004\nb,0.124,0.001,0.878,0.001\nc,0.25,0.25,0.25,0.254\n",
            classes: "[a, b, c, d]", images: "image_id,label\na,a\nb,b\nc,c\n")
        #expect(
            wrong.errors == [
                Self.predictions
                    + ":2: error: probabilities: the probabilities sum to 1.003, expected 1 within 0.001 or "
                    + "what their last digit allows (image a); 3 of 3 rows miss it; is it right so? say probabilities: "
                    + "{normalise: true} in version.yml, and each row is divided by its sum"
            ])
    }

    @Test func printedDigitsAreReadOffTheNumbers() {
        #expect(PrintedDigits(of: [0.998, 0.25, 0]).unit == 0.001)
        #expect(PrintedDigits(of: [0.123456789012]).unit == 0)
        #expect(PrintedDigits(of: [0.5, 0.1]).unit == 0)
        let quantised = (0..<255).map { Double($0) / 255 }
        #expect(PrintedDigits(of: quantised).unit == 1 / 255.0)
        // Three significant digits: 0.999 may miss by half a thousandth, 0.000123 by half a millionth.
        let floating = PrintedDigits(of: [0.999, 0.000123, 1.23e-7])
        #expect(floating.significant == 3)
        #expect(abs(floating.sumTolerance([0.999, 0.000123]) - 0.0005005) < 1e-12)
    }

    @Test func rowsThatSumOtherwiseAreDividedOnlyWhenThatIsSaid() throws {
        let table = "image_id,p_cat,p_dog\na,0.8,0.195\nb,0.1,0.895\nc,0.295,0.7\n"
        #expect(try fixture(table).errors.count == 1)
        let told = try fixture(table, manifest: "probabilities: {normalise: true}\n")
        #expect(told.errors == [])
        #expect(
            told.remarks.contains(
                Self.predictions + ": note: probabilities: each row was divided by its sum, 0.995...0.995"))
        let first = try #require(try told.evaluation().predictions.probabilities)[0, 0]
        #expect(abs(first - 0.8 / 0.995) < 1e-12)
    }

    @Test func rowsThatGoOverOneByRoundingAreClipped() throws {
        let fixture = try fixture("image_id,p_cat,p_dog\na,1.00000536,1e-9\nb,0.1,0.9\nc,0.2,0.8\n")
        #expect(fixture.errors == [])
        #expect(
            fixture.remarks.contains(
                Self.predictions
                    + ": note: probabilities: 1 row goes over 0...1 by rounding (first 1.00000536 in row 2): "
                    + "taken for 0 or 1"))
        #expect(try fixture.evaluation().predictions.confidence == [1, 0.9, 0.8])
        let confidence = try self.fixture("image_id,predicted,confidence\na,cat,1.0000001\nb,cat,0.1\nc,dog,1\n")
        #expect(confidence.errors == [])
        #expect(try confidence.evaluation().predictions.confidence == [1, 0.1, 1])
    }

    @Test func logitsAreRefusedOnceAndReadWhenTheyAreDeclared() throws {
        let table = "image_id,p_cat,p_dog\na,3.1,-1\nb,-2,4\nc,0.3,5\n"
        #expect(
            try fixture(table).errors == [
                Self.predictions + ":2: error: probabilities: 3.1 is outside 0...1 (image a); 3 such rows in all; "
                    + "are they logits? say probabilities: {kind: logit} in version.yml, and softmax is applied"
            ])
        let told = try fixture(table, manifest: "probabilities: {kind: logit}\n")
        #expect(told.errors == [])
        let confidence = try told.evaluation().predictions.confidence[0]
        #expect(abs(confidence - 1 / (1 + exp(-4.1))) < 1e-12)
        // One logit a row is no probability.
        let single = try fixture(
            "image_id,predicted,confidence\na,cat,3.1\nb,dog,-2\nc,dog,5\n", manifest: "probabilities: {kind: logit}\n")
        #expect(single.errors == [])
        #expect(try !single.evaluation().predictions.hasConfidence)
    }

    @Test(arguments: [
        ("80,20\nb,10.5,89.5\nc,0,100", "percentages: they were divided by 100", 0.8),
        // Rounded to one decimal, and to whole steps.
        ("80.0,19.9\nb,10.5,89.6\nc,0,100", "percentages: they were divided by 100", 0.8),
        ("204,50\nb,10,246\nc,0,255", "probabilities quantised to 0...255: they were divided by 255", 0.8),
        ("204,51\nb,10,245\nc,0,255", "probabilities quantised to 0...255: they were divided by 255", 0.8),
        (
            "-0.2231435513,-1.6094379124\nb,-2.302585093,-0.1053605157\nc,-0.6931471806,-0.6931471806",
            "logarithms of probabilities (log-softmax): their exponentials were taken", 0.8
        ),
    ])
    func whatRowsProveIsTakenAndSaid(_ rows: String, _ words: String, _ first: Double) throws {
        let fixture = try fixture("image_id,p_cat,p_dog\na,\(rows)\n")
        #expect(fixture.errors == [])
        #expect(fixture.remarks.contains(Self.predictions + ": note: probabilities: the numbers are \(words)"))
        #expect(abs(try fixture.evaluation().predictions.confidence[0] - first) < 1e-9)
    }

    @Test func votesAreDividedByTheirSumWhereThatIsSaid() throws {
        let table = "image_id,p_cat,p_dog\na,8,2\nb,1,9\nc,3,7\n"
        #expect(
            try fixture(table).errors == [
                Self.predictions
                    + ":2: error: probabilities: 8.0 is outside 0...1 (image a); 3 such rows in all; are they "
                    + "votes, or logits? say probabilities: {normalise: true}, or {kind: logit}, in version.yml"
            ])
        let told = try fixture(table, manifest: "probabilities: {normalise: true}\n")
        #expect(told.errors == [])
        #expect(try told.evaluation().predictions.confidence == [0.8, 0.9, 0.7])
    }

    @Test func aConfidenceThatIsTheProbabilityOfOneClassIsReadSo() throws {
        let rows = (0..<12).map { "i\($0),\($0 % 2 == 0 ? "cat,0.\(10 + $0)" : "dog,0.\(70 + $0)")\n" }
        let images = "image_id,label\n" + (0..<12).map { "i\($0),\($0 % 2 == 0 ? "cat" : "dog")\n" }.joined()
        let fixture = try fixture("image_id,predicted,confidence\n" + rows.joined(), images: images)
        #expect(
            fixture.remarks == [
                Self.predictions
                    + ": note: confidence: is the probability of dog and not that of the prediction: it is "
                    + "below one half in the 6 rows that answer cat, and in no other"
            ])
        let predictions = try fixture.evaluation().predictions
        #expect(abs(predictions.confidence[0] - 0.9) < 1e-12 && abs(predictions.confidence[1] - 0.71) < 1e-12)
        #expect(predictions.probabilities?.classes == 2)
    }

    @Test func tiesAreSaid() throws {
        let fixture = try fixture("image_id,p_cat,p_dog\na,0.5,0.5\nb,0.1,0.9\nc,0.5,0.5\n")
        #expect(
            fixture.remarks.contains(
                Self.predictions + ": warning: 2 of 3 rows have no single most probable class: of those that share the "
                    + "highest probability the first in the order of misread.yml is taken; were they stored with few "
                    + "digits? give predicted, or more of them"))
        #expect(try fixture.evaluation().predictions.predicted == [0, 1, 0])
    }

    // MARK: Columns

    @Test func oneColumnOfTwoClassesHasTheOther() throws {
        let fixture = try fixture("image_id,p_dog\na,0.01\nb,0.9\nc,0.25\n")
        #expect(fixture.errors == [])
        #expect(
            fixture.remarks == [
                Self.predictions + ": note: p_dog: the only column of two classes: cat has what is left of 1"
            ])
        let predictions = try fixture.evaluation().predictions
        #expect(predictions.predicted == [0, 1, 0])
        #expect(predictions.confidence == [0.99, 0.9, 0.75])
    }

    @Test func oneNumberAnImageNeedsToBeSaidWhoseItIs() throws {
        let fixture = try WorkspaceFixture(without: [Self.predictions])
        try fixture.write("versions/v1/d/predictions.npy", npy([0.01, 0.9, 0.25], shape: [3, 1]))
        #expect(
            fixture.errors == [
                "versions/v1/d/predictions.npy: error: holds one number an image, and there are two classes; say in "
                    + "version.yml which it is the probability of: probabilities: {positive: dog}"
            ])
        try fixture.write(Self.manifest, Data("date: 2026-01-31\nmodel: M\nprobabilities: {positive: dog}\n".utf8))
        #expect(try fixture.evaluation().predictions.predicted == [0, 1, 0])
    }

    @Test func classNumbersAreTakenForPlacesInTheList() throws {
        let fixture = try fixture(
            "image_id,predicted,confidence\na,1,0.9\nb,0,0.8\nc,1,0.7\n", images: "image_id,label\na,0\nb,0\nc,1\n")
        #expect(fixture.errors == [])
        #expect(
            fixture.remarks == [
                Self.images + ": note: label: holds class numbers, taken for places in the classes of misread.yml "
                    + "counted from 0: 0 is cat, 1 is dog",
                Self.predictions + ": note: predicted: holds class numbers, taken for places in the classes of "
                    + "misread.yml counted from 0: 0 is cat, 1 is dog",
            ])
        #expect(try fixture.evaluation().items.labels == [0, 0, 1])
        #expect(try fixture.evaluation().predictions.predicted == [1, 0, 1])
        let fromOne = try self.fixture(
            "image_id,predicted,confidence\na,1,0.9\nb,2,0.8\nc,1,0.7\n",
            images: "image_id,label\na,cat\nb,dog\nc,cat\n")
        #expect(
            fromOne.errors == [
                Self.predictions + ": error: predicted: holds class numbers 1 to 2, and there are 2 classes, which are "
                    + "counted from 0; write the names of misread.yml, or numbers from 0"
            ])
    }

    @Test func numbersThatAreNamesOfClassesAreNames() throws {
        let fixture = try fixture(
            "image_id,predicted,confidence\na,1,0.9\nb,0,0.8\nc,1,0.7\n", classes: "[\"1\", \"0\"]",
            images: "image_id,label\na,1\nb,0\nc,1\n")
        #expect(fixture.remarks == [])
        #expect(try fixture.evaluation().items.labels == [0, 1, 0])
    }

    @Test func oneColumnAClassIsTheLabel() throws {
        let fixture = try fixture(
            "image_id,predicted,confidence\na,cat,0.9\nb,dog,0.8\nc,dog,0.7\n",
            images: "image_id,cat,dog,time\na,1,0,night\nb,0,1,day\nc,0,0,day\n")
        #expect(fixture.errors == [])
        let evaluation = try fixture.evaluation()
        #expect(evaluation.items.labels == [0, 1])
        #expect(evaluation.items.attributes.map(\.name.text) == ["time"])
        let several = try self.fixture(
            "image_id,predicted,confidence\na,cat,0.9\nb,dog,0.8\nc,dog,0.7\n",
            images: "image_id,cat,dog\na,1,1\nb,0,1\nc,1,1\n")
        #expect(
            several.errors == [
                Self.images + ":2: error: label: \"cat and dog\" names several classes; 2 such rows in all; "
                    + "where an image may have several labels, say task: multilabel in misread.yml"
            ])
    }

    @Test func labelsThatJoinSeveralClassesAreOneFault() throws {
        let fixture = try fixture(
            "image_id,predicted,confidence\na,cat,0.9\nb,dog,0.8\nc,dog,0.7\n",
            images: "image_id,label\na,cat|dog\nb,dog\nc,dog|cat\n")
        #expect(
            fixture.errors == [
                Self.images + ":2: error: label: \"cat|dog\" names several classes; 2 such rows in all; "
                    + "where an image may have several labels, say task: multilabel in misread.yml"
            ])
    }

    @Test func aNameThatIsNoClassIsToldOnce() throws {
        let fixture = try fixture("image_id,predicted,confidence\na,Cat,0.9\nb,dog,0.8\nc,Cat,0.7\n")
        #expect(
            fixture.errors == [
                Self.predictions + ":2: error: predicted: \"Cat\" is not a class of misread.yml; 2 such rows in all; "
                    + "did you mean \"cat\"?"
            ])
    }

    @Test func hardLabelsAreReadWithoutConfidence() throws {
        let fixture = try fixture("image_id,predicted\na,cat\nb,dog\nc,cat\n")
        #expect(fixture.errors == [])
        #expect(
            fixture.remarks == [
                Self.predictions
                    + ": note: no confidence is given: whatever needs one is not measured, calibration and "
                    + "confident errors first"
            ])
        let predictions = try fixture.evaluation().predictions
        #expect(!predictions.hasConfidence)
        #expect(predictions.predicted == [0, 1, 0])
    }

    @Test func aListThatBeginsWithTheWorstIsRefused() throws {
        let rows = (0..<8).map { "i\($0),cat,0.2,dog,0.7\n" }
        let fixture = try WorkspaceFixture([
            "datasets/d/images.csv": "image_id,label\n" + (0..<8).map { "i\($0),dog\n" }.joined(),
            "versions/v1/d/predictions.csv": "image_id,class_1,prob_1,class_2,prob_2\n" + rows.joined(),
        ])
        #expect(
            fixture.errors == [
                "versions/v1/d/predictions.csv: error: prob_1: prob_2 is larger than prob_1 in 8 of 8 rows: the list is from the "
                    + "least to the most probable class; write the most probable class first, as class_1 and prob_1"
            ])
    }

    /// A loss of each class is its probability by the opposite's exponential, where every row says so.
    @Test func lossesOfAllClassesAreRead() throws {
        let fixture = try WorkspaceFixture([
            "versions/v1/d/predictions.csv":
                "image_id,p_cat,p_dog\na,0.2876820724,1.3862943611\nb,2.3025850930,0.1053605157\nc,0.6931471806,0.6931471806\n"
        ])
        #expect(fixture.errors == [])
        #expect(
            fixture.remarks.contains(
                "versions/v1/d/predictions.csv: note: probabilities: the numbers are logarithms of probabilities without their "
                    + "sign: the exponentials of their opposites were taken"))
        let first = try fixture.evaluation().predictions.probabilities?[0, 0] ?? 0
        #expect(abs(first - 0.75) < 1e-8)
    }

    @Test func idsThatASpreadsheetRoundedAreSaidToBe() throws {
        let fixture = try WorkspaceFixture([
            "datasets/d/images.csv": "image_id,label\n1.23457E+11,cat\n1.23457E+11,dog\n"
        ])
        #expect(
            fixture.errors.contains(
                "datasets/d/images.csv:3: error: image_id: the image 1.23457E+11 stands already in row 2; long numbers look rounded by "
                    + "a spreadsheet: export the column of ids as text"))
    }

    @Test func aListOfTheBestClassesHasThePredictionInFront() throws {
        let fixture = try fixture(
            "image_id,class_1,prob_1,class_2,prob_2\na,cat,0.9,dog,0.1\nb,dog,0.8,cat,0.2\nc,dog,0.7,cat,0.3\n")
        #expect(fixture.errors == [])
        #expect(
            fixture.remarks == [
                Self.predictions
                    + ": note: a list of the 2 best classes: class_1 with prob_1 is read as the prediction, "
                    + "and the others tell where the label stands"
            ])
        let predictions = try fixture.evaluation().predictions
        #expect(predictions.confidence == [0.9, 0.8, 0.7])
        let choices = try #require(predictions.choices)
        #expect(choices.width == 2 && choices.rank(of: 0, 0) == 1 && choices.rank(of: 1, 0) == 2)
        #expect(choices.rank(of: 1, 2) == 1 && choices.rank(of: 7, 2) == nil)
    }

    @Test func usualNamesOfColumnsAreFoundAndSaid() throws {
        let fixture = try fixture(
            "filename,pred,score\na,cat,0.9\nb,dog,0.8\nc,dog,0.7\n",
            images: "id,ground_truth,time\na,cat,x\nb,dog,x\nc,dog,y\n")
        #expect(fixture.errors == [])
        #expect(
            fixture.remarks == [
                Self.images
                    + ": note: columns were found by their usual names: image_id: id, label: ground_truth; where "
                    + "that is wrong, say columns: {image_id: id, label: ground_truth} in the manifest",
                Self.predictions
                    + ": note: columns were found by their usual names: image_id: filename, predicted: pred, "
                    + "confidence: score; where that is wrong, say columns: {image_id: filename, predicted: pred, "
                    + "confidence: score} in the manifest",
            ])
        #expect(try fixture.evaluation().predictions.confidence == [0.9, 0.8, 0.7])
    }

    @Test(arguments: ["cat,dog", "prob_cat,prob_dog", "proba_0,proba_1", "0,1", "logit_cat,logit_dog"])
    func columnsOfEachClassAreFoundInOtherForms(_ names: String) throws {
        let fixture = try fixture("image_id,\(names)\na,0.75,0.25\nb,0.1,0.9\nc,0.2,0.8\n")
        #expect(fixture.errors == [])
        #expect(
            fixture.remarks == [
                Self.predictions + ": note: one column a class is read as its probability: "
                    + names.replacing(",", with: ", ")
                    + "; where that is wrong, say columns: {p_cat: ...} in the manifest"
            ])
        #expect(try fixture.evaluation().predictions.confidence == [0.75, 0.9, 0.8])
    }

    @Test func idsInAColumnWithoutANameAreFound() throws {
        let fixture = try fixture(",cat,dog\na,0.75,0.25\nb,0.1,0.9\nc,0.2,0.8\n")
        #expect(fixture.errors == [])
        #expect(try fixture.evaluation().predictions.confidence == [0.75, 0.9, 0.8])
    }

    @Test func theRowNumbersOfPandasAreNoColumn() throws {
        let fixture = try fixture(
            ",image_id,predicted,confidence\n0,a,cat,0.9\n1,b,dog,0.8\n2,c,dog,0.7\n",
            images: ",image_id,label\n0,a,cat\n1,b,dog\n2,c,dog\n")
        #expect(fixture.errors == [])
        #expect(fixture.remarks == [])
        #expect(try fixture.evaluation().items.attributes.isEmpty)
    }

    // MARK: Rows

    @Test func exactRepeatsAreDroppedAndSaid() throws {
        let fixture = try fixture(
            "image_id,predicted,confidence\na,cat,0.9\nb,dog,0.8\nc,dog,0.7\na,cat,0.9\nb,dog,0.8\n",
            images: "image_id,label\na,cat\nb,dog\nb,dog\nc,dog\n")
        #expect(fixture.errors == [])
        #expect(
            fixture.remarks == [
                Self.images + ":4: warning: image_id: 1 row repeats an earlier row exactly (first: b) and was dropped; "
                    + "does a sampler pad the last batch?",
                Self.predictions + ":5: warning: image_id: 2 rows repeat an earlier row exactly (first: a) and were "
                    + "dropped; does a sampler pad the last batch?",
            ])
        let evaluation = try fixture.evaluation()
        #expect(evaluation.count == 3)
        #expect(
            evaluation.accounting.refused == [.init(reason: "exact repeat of an earlier prediction", count: 2)])
        let other = try self.fixture("image_id,predicted,confidence\na,cat,0.9\nb,dog,0.8\nc,dog,0.7\na,cat,0.8\n")
        #expect(
            other.errors == [
                Self.predictions
                    + ":5: error: image_id: the image a stands already in row 2; keep the row that is meant"
            ])
    }

    @Test func anArrayOfObjectsIsATable() throws {
        let fixture = try WorkspaceFixture(
            [
                "versions/v1/d/predictions.json": """
                [{"image_id": "a", "predicted": "cat", "confidence": 0.9},
                 {"image_id": "b", "predicted": "dog",
                  "confidence": 0.8}, {"image_id": "c, \\"]", "predicted": "dog", "confidence": 0.7}]
                """,
                Self.images: "image_id,label\na,cat\nb,dog\n\"c, \"\"]\",dog\n",
            ], without: [Self.predictions])
        #expect(fixture.errors == [])
        #expect(try fixture.evaluation().predictions.confidence == [0.9, 0.8, 0.7])
    }

    @Test func whatNothingReadsIsSaid() throws {
        let fixture = try WorkspaceFixture(["versions/v1/d/salience/a.npy": "", "datasets/d/images.zip": ""])
        #expect(
            fixture.remarks == [
                "datasets/d: warning: not read: images.zip; unpack images.zip: what is packed is not read",
                "versions/v1/d: warning: not read: salience; did you mean \"saliency\" by \"salience\"?",
            ])
    }

    @Test func aDataSetThatIsNotThereIsNamed() throws {
        let fixture = try WorkspaceFixture(["misread.yml": "title: T\nclasses: [cat, dog]\ndataset: [d, e]\n"])
        #expect(
            fixture.errors == [
                "misread.yml: error: datasets: there is no data set \"e\"; did you mean \"d\"?"
            ])
    }

    @Test func aClassThatIsLostWholeIsAFaultHoweverSmall() throws {
        let rows = (0..<100).map { "i\($0),\($0 < 97 ? "cat" : "dog"),0.9\n" }
        let images = (0..<100).map { "\($0 < 97 ? "i\($0)" : "x\($0 * 7)"),cat\n" }
        let fixture = try fixture(
            "image_id,predicted,confidence\n" + rows.joined(), images: "image_id,label\n" + images.joined())
        #expect(
            fixture.errors == [
                Self.predictions
                    + ": error: image_id: 3 of 100 predictions belong to no image: predictions name i97, i98, "
                    + "i99; the image table names i0, i1, i2 ...; among them are all rows of class dog; give the "
                    + "predictions of these images, or list the images they are of"
            ])
    }

    @Test func anotherTaskIsOneFault() throws {
        let fixture = try WorkspaceFixture(["misread.yml": "title: T\ntask: regression\n"])
        #expect(
            fixture.errors == [
                "misread.yml:2: error: task: \"regression\" is not one of classification, multilabel, detection"
            ])
    }

    /// One column of two classes and the class that version.yml names.
    @Test func theClassOfTheOneColumnCanBeNamed() throws {
        func fixture(_ table: String, positive: String, classes: String = "[cat, dog]") throws -> WorkspaceFixture {
            try WorkspaceFixture([
                "misread.yml": "title: T\nclasses: \(classes)\n", Self.predictions: table,
                "versions/v1/version.yml": "date: 2026-01-31\nmodel: M\nprobabilities: {positive: \(positive)}\n",
            ])
        }
        let table = "image_id,confidence\na,0.9\nb,0.2\nc,0.4\n"
        let cats = try fixture(table, positive: "cat")
        #expect(cats.errors == [])
        #expect(try cats.evaluation().predictions.predicted == [0, 1, 1])
        #expect(try fixture(table, positive: "dog").evaluation().predictions.predicted == [1, 0, 0])
        #expect(
            try fixture(table, positive: "cow").errors == [
                "\(Self.predictions): error: probabilities.positive: \"cow\" is not a class of misread.yml"
            ])
        let wide = "image_id,p_cat,p_dog\na,0.9,0.1\nb,0.2,0.8\nc,0.4,0.6\n"
        let useless = "\(Self.predictions): error: probabilities.positive: names "
        #expect(
            try fixture(wide, positive: "dog").errors == [
                useless
                    + "dog, and every class has a column of its own; leave probabilities: positive out of version.yml"
            ])
        let one = "image_id,p_cat\na,0.9\nb,0.2\nc,0.4\n"
        #expect(try fixture(one, positive: "cat").errors == [])
        #expect(
            try fixture(one, positive: "dog").errors == [
                useless + "dog, and the only column is p_cat; leave probabilities: positive out of version.yml"
            ])
    }
}
