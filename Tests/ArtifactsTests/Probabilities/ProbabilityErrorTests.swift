import Artifacts
import Testing

@Suite struct ProbabilityErrorTests {
    private func predicted(_ fault: ProbabilityFault, row: Int? = nil, field: String? = nil) -> String {
        ProbabilityError(file: "p.npy", row: row, field: field, fault: fault).problem.description
    }

    @Test func eachFaultIsWorded() {
        #expect(
            predicted(.notProbability(1.5), row: 3, field: "score")
                == "p.npy:3: error: score: probability 1.5 is outside 0...1; was it a logit?")
        #expect(predicted(.notProbability(.nan), row: 3) == "p.npy:3: error: probability nan is outside 0...1")
        #expect(predicted(.notOutcome("2.0"), row: 1) == "p.npy:1: error: outcome 2.0 is neither 0 nor 1")
        #expect(
            predicted(.notClass(7, classes: 3), row: 2) == "p.npy:2: error: label 7 is not a class, expected 0 to 2")
        #expect(predicted(.shape([2, 3, 4])) == "p.npy: error: has shape 2 x 3 x 4, expected rows, or rows x classes")
        #expect(predicted(.shape([])) == "p.npy: error: has shape of a single number, expected rows, or rows x classes")
        #expect(
            predicted(.lengths(rows: 3, other: "l.npy", otherRows: 4)) == "p.npy: error: has 3 rows, but l.npy has 4")
        #expect(predicted(.noRows) == "p.npy: error: has no rows")
        #expect(
            predicted(.notDistribution(sum: 1.25), row: 4)
                == "p.npy:4: warning: probabilities add up to 1.25, expected 1; are they logits or scores of independent labels?"
        )
    }

    @Test func aColumnThatIsAbsentAndAPredictionThatIsAreWorded() {
        #expect(
            ColumnTableError(file: "a.csv", fault: .noColumn("lable", nearest: "label")).problem.description
                == "a.csv: error: has no column \"lable\"; did you mean \"label\"?")
        #expect(
            ColumnTableError(file: "a.csv", fault: .noPrediction).problem.description
                == "a.csv: error: has neither a column \"predicted\" nor one p_<class> for each class")
    }
}
