import Record
import Testing

@testable import Artifacts

/// `constraints:` of misread.yml and `measures:` of version.yml.
@Suite struct ConstraintFormTests {
    private static let settings = "title: T\nclasses: [cat, dog]\n"
    private static let version = "versions/v1/version.yml"
    private static let measured = "date: 2026-02-20\nmodel: M\nmeasures: {model_size_mb: 21.5, per_second: 90}\n"

    private static func errors(_ constraints: String, _ manifest: String = measured) throws -> [String] {
        try WorkspaceFixture(["misread.yml": settings + constraints, version: manifest]).errors
    }

    @Test func constraintsAndMeasuresAreRead() throws {
        let fixture = try WorkspaceFixture([
            "misread.yml": Self.settings
                + "constraints:\n  - model_size_mb<=20\n  - per_second >= 50\n  - latency_p99_ms <= 15\n",
            Self.version: Self.measured,
        ])
        #expect(fixture.errors.isEmpty)
        #expect(
            try WorkspaceSettings.read(in: fixture.root)?.constraints == [
                Constraint("model_size_mb", .atMost, 20), Constraint("per_second", .atLeast, 50),
                Constraint("latency_p99_ms", .atMost, 15),
            ])
        #expect(
            try fixture.evaluation().manifest.measures == [
                StatedMeasure("model_size_mb", 21.5), StatedMeasure("per_second", 90),
            ])
    }

    @Test func aFaultOfAConstraintIsNamedWithItsPlace() throws {
        #expect(
            try Self.errors("constraints:\n  - model_size_mb < 20\n") == [
                "misread.yml:4: error: constraints: \"model_size_mb < 20\" is not a measure, <= or >= and a number; "
                    + "for instance latency_p99_ms <= 15"
            ])
        #expect(
            try Self.errors("constraints: [model_size_mb <= 20, model_size_mb >= 2]\n") == [
                "misread.yml:3: error: constraints: model_size_mb is constrained twice; keep the bound that is meant"
            ])
        #expect(
            try Self.errors("constraints: [model_siz_mb <= 20]\n") == [
                "misread.yml: error: constraints: no version.yml states \"model_siz_mb\" under measures:; "
                    + "did you mean \"model_size_mb\"?"
            ])
    }

    @Test func aFaultOfAMeasureIsNamedWithItsPlace() throws {
        #expect(
            try Self.errors("", "date: 2026-02-20\nmodel: M\nmeasures:\n  model_size_mb: small\n") == [
                "\(Self.version):4: error: measures.model_size_mb: \"small\" is not a number"
            ])
        #expect(
            try Self.errors("", "date: 2026-02-20\nmodel: M\nmeasures:\n  Size MB: 3\n") == [
                "\(Self.version):4: error: measures: \"Size MB\" is no name of a measure; write small letters, digits and _, with "
                    + "the unit at the end: model_size_mb"
            ])
    }
}
