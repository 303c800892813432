import Diagnostics
import Testing

private enum Misfit: PlacedFault {
    case tooLong(Int)

    func problem(at place: Place) -> Problem {
        switch self {
        case .tooLong(let length): Problem(at: place, "is \(length) long", suggestion: "cut it")
        }
    }
}

@Suite struct LocatedTests {
    @Test func aFaultIsSaidWithItsPlace() {
        let error = Located<Misfit>(file: "a.csv", row: 3, field: "name", fault: .tooLong(9))
        #expect(error.problem.description == "a.csv:3: error: name: is 9 long; cut it")
        #expect(error.file == "a.csv")
        #expect(ProblemList(error).description == error.problem.description)
    }

    @Test func faultsOfOneKindAtTwoPlacesAreTwo() {
        let one = Located<Misfit>(file: "a", fault: .tooLong(1))
        #expect(one == Located(Place(file: "a"), Misfit.tooLong(1)))
        #expect(one != Located(file: "b", fault: .tooLong(1)) && one != Located(file: "a", row: 1, fault: .tooLong(1)))
    }
}
