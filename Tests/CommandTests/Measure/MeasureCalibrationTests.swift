import Diagnostics
import Foundation
import Record
import TestSupport
import Testing

@testable import misread

@Suite struct MeasureCalibrationTests {
    private func measure(_ arguments: [String]) throws -> JSONValue {
        try MeasureCalibration.parse(arguments).measure().json
    }

    /// The values by name; missing ones are not in it.
    private func values(_ json: JSONValue) -> [String: JSONValue] {
        guard case .object(let members) = json, case .object(let values)? = members.first?.value else { return [:] }
        return Dictionary(values.map { ($0.key, $0.value) }) { first, _ in first }
    }

    private func flat(_ value: JSONValue) -> [Double?] {
        switch value {
        case .number(let number): [number]
        case .integer(let number): [Double(number)]
        case .array(let list): list.flatMap { flat($0) }
        default: [nil]
        }
    }

    private func flat(_ value: Any) -> [Double] {
        if let list = value as? [Any] { return list.flatMap { flat($0) } }
        return [(value as? NSNumber)?.doubleValue ?? .nan]
    }

    @Test(
        arguments: [
            ("binary", ["--table", "binary.csv", "--confidence", "prob", "--correct", "label"]),
            ("multi10", ["--probabilities", "multi10_probs.npy", "--labels", "multi10_labels.npy"]),
            (
                "detect",
                [
                    "--table", "detect.csv", "--confidence", "score", "--correct", "tp50", "--objects",
                    "1307,810,710,365,267",
                ]
            ),
        ])
    func everyNameOfTheReferenceIsMeasuredAndEqual(_ set: String, _ arguments: [String]) throws {
        let folder = Repository.reference("calibration")
        let located = arguments.map { argument in
            argument.contains(".") ? folder.appendingPathComponent(argument).path : argument
        }
        let found = values(try measure(located))
        let text = try Data(contentsOf: folder.appendingPathComponent(set + ".json"))
        let reference = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
        var compared = 0
        for (name, entry) in try #require(reference["values"] as? [String: [String: Any]]) {
            guard let level = entry["level"] as? String, level != "peer", let expected = entry["value"] else {
                continue
            }
            let absolute = try #require(entry["atol"] as? Double)
            let relative = try #require(entry["rtol"] as? Double)
            let value = try #require(found[name], "\(name) is not measured")
            let pairs = zip(flat(value), flat(expected))
            #expect(flat(value).count == flat(expected).count, "\(name)")
            for (own, theirs) in pairs {
                let agrees = own.map { abs($0 - theirs) <= absolute + relative * abs(theirs) } ?? (theirs == -1)
                #expect(agrees, "\(name): \(own ?? .nan), expected \(theirs)")
            }
            compared += 1
        }
        #expect(compared > 70)
    }

    private func table(_ text: String) throws -> String {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("misread-\(UUID().uuidString).csv")
        try Data(text.utf8).write(to: url)
        return url.path
    }

    private func complaint(_ text: String, confidence: String = "p", correct: String = "y") throws -> String {
        let path = try table(text)
        defer { try? FileManager.default.removeItem(atPath: path) }
        do {
            _ = try measure(["--table", path, "--confidence", confidence, "--correct", correct])
            return ""
        } catch let list as ProblemList {
            return list.description.replacing(path, with: "t.csv")
        } catch let error as any Explained {
            return error.problem.description.replacing(path, with: "t.csv")
        }
    }

    @Test func wrongCellsAreNamedWithTheirLines() throws {
        #expect(
            try complaint("p,y\n0.5,1\n1.7,0\n-2,1\n0.2,maybe\n") == """
                t.csv:3: error: p: probability 1.7 is outside 0...1; was it a logit?
                t.csv:4: error: p: probability -2.0 is outside 0...1; was it a logit?
                t.csv:5: error: y: outcome "maybe" is neither 0 nor 1
                """)
        #expect(try complaint("p,y\n0.5,2\n") == "t.csv:2: error: y: outcome 2.0 is neither 0 nor 1")
        #expect(try complaint("p,y\n,1\n") == "t.csv:2: error: p: is blank, a number was expected")
    }

    @Test func aMistypedColumnIsAnsweredWithTheNearest() throws {
        #expect(
            try complaint("prob,y\n0.5,1\n", confidence: "prb")
                == "t.csv: error: has no column \"prb\"; did you mean \"prob\"?")
    }

    @Test func optionsThatDoNotGoTogetherAreRefused() {
        #expect(throws: CalibrationInputError.options) { try measure(["--table", "x.csv"]) }
        #expect(
            CalibrationInputError.options.problem.description
                == "error: give either --probabilities and --labels, or --table, --confidence and --correct")
    }

    @Test func countsOfObjectsMustFitTheClasses() throws {
        let path = try table("class_id,score,iou,tp\n0,0.5,0.7,1\n1,0.4,0.1,0\n")
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(throws: CalibrationInputError.objects(given: 1, classes: 2)) {
            try measure(["--table", path, "--confidence", "score", "--correct", "tp", "--objects", "3"])
        }
        let found = values(
            try measure(["--table", path, "--confidence", "score", "--correct", "tp", "--objects", "3,1"]))
        #expect(found["lrp.tau0.5.per_class"] != nil && found["lrp.tau0.5.no_score_threshold"] != .null)
    }

    @Test func undefinedValuesAreNullWithAReason() throws {
        let path = try table("p,y\n0.5,true\n0.75,TRUE\n")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let json = try measure(["--table", path, "--confidence", "p", "--correct", "y"])
        #expect(values(json)["auroc"] == .null)
        #expect(json.text(pretty: false).contains("\"auroc\":\"the rows are all of one outcome\""))
        #expect(values(json)["ece.ew15.left"] == .number(0.375))
    }

    @Test func rowOrderDoesNotChangeAValueWithoutTies() throws {
        let rows = (0..<200).map { "\(Double($0) / 211),\($0 % 3 == 0 ? 1 : 0)" }
        let forward = try table("p,y\n" + rows.joined(separator: "\n"))
        let backward = try table("p,y\n" + rows.reversed().joined(separator: "\n"))
        defer {
            try? FileManager.default.removeItem(atPath: forward)
            try? FileManager.default.removeItem(atPath: backward)
        }
        let one = try measure(["--table", forward, "--confidence", "p", "--correct", "y"])
        #expect(one == (try measure(["--table", backward, "--confidence", "p", "--correct", "y"])))
    }
}
