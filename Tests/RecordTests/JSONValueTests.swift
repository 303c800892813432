import Foundation
import Record
import Testing

@Suite struct JSONValueTests {
    @Test func keysKeepTheirOrderAndNumbersReadBack() throws {
        let value = JSONValue.object([
            ("z", .number(0.1)), ("a", .numbers([1, 2.5e-17, 1e300])), ("n", .number(.nan)), ("i", .integer(7)),
        ])
        #expect(value.text(pretty: false) == #"{"z":0.1,"a":[1,2.5e-17,1e+300],"n":null,"i":7}"#)
        let back = try #require(try JSONSerialization.jsonObject(with: Data(value.text().utf8)) as? [String: Any])
        #expect((back["z"] as? Double) == 0.1)
    }

    @Test func stringsCannotEndAScriptOrALine() {
        #expect(JSONValue.string("</script>\u{2028}\u{1B}\"").text() == #""\u003C/script>\u2028\u001B\"""#)
    }

    @Test func prettyTextIsStable() {
        let value = JSONValue.object([("rows", .array([.object([("n", .integer(1))])])), ("v", .numbers([1, 2]))])
        #expect(value.text() == "{\n \"rows\": [\n  {\n   \"n\": 1\n  }\n ],\n \"v\": [1, 2]\n}")
    }
}
