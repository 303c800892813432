import Chronicle
import Diagnostics
import Foundation
import Record
import TestSupport
import Testing

@Suite struct IncidentTests {
    static let draft = """
        ---
        schema: incident/1
        id: INC-2026-014
        title: Night pedestrians missed
        status: draft
        severity: sev2
        model: {name: detector, version: "1.10"}
        ---
        # What happened
        """

    private static func read(_ text: String) -> (Incident?, [String]) {
        var problems = ProblemList()
        let incident = Incident.read(text, file: "incidents/a.md", into: &problems)
        return (incident, problems.errors.map(\.description))
    }

    @Test func aDraftNeedsLittle() {
        let (incident, problems) = Self.read(Self.draft)
        #expect(problems == [])
        #expect(incident?.version == "1.10")
        #expect(incident?.body == "# What happened")
        #expect(incident?.bodyRow == 9)
        #expect(incident?.isOpen == true)
    }

    @Test func whatMustBeThereGrowsWithTheStatus() {
        let (_, problems) = Self.read(Self.draft.replacing("status: draft", with: "status: final"))
        #expect(
            problems == [
                "incidents/a.md: error: times.started: this key is required and missing: a writeup in review has it",
                "incidents/a.md: error: times.detected: this key is required and missing: a writeup in review has it",
                "incidents/a.md: error: times.mitigated: this key is required and missing: a final writeup has it, or open_reason",
                "incidents/a.md: error: times.resolved: this key is required and missing: a final writeup has it, or open_reason",
                "incidents/a.md: error: impact.summary: this key is required and missing: a writeup in review has it",
                "incidents/a.md: error: detection: this key is required and missing: a final writeup has it",
                "incidents/a.md: error: contributing_factors: this key is required and missing: a writeup in review names at least one",
                "incidents/a.md: error: people.owner: this key is required and missing: a writeup in review says who answers for it",
                "incidents/a.md: error: review.approved_by: this key is required and missing: a final writeup has it",
                "incidents/a.md: error: actions: this key is required and missing: a final writeup names an action, or no_action_reason",
                "incidents/a.md: error: cases: this key is required and missing: a final writeup names a regression case, or no_case_reason",
                "incidents/a.md: error: a final writeup has the headings Summary, Resolution, Lessons; missing: Summary, Resolution, Lessons",
            ])
    }

    @Test func theWriteupOfTheExampleIsOneThatCanBeReviewed() throws {
        let (incident, problems) = Self.read(
            try Repository.text("Examples/digits/incidents/INC-2026-001-lost-recall.md"))
        #expect(problems == [])
        #expect(incident?.id == "INC-2026-001")
        #expect(incident?.status == .inReview)
        #expect(incident?.factors.count == 3)
    }

    @Test func impossibleDatesMissingZonesAndWrongOrderAreThreeErrors() {
        let times = """
            status: draft
            times:
              introduced: 2026-02-30T09:00:00Z
              started: 2026-03-04T18:10:00
              detected: 2026-03-06T07:45:00Z
              resolved: 2026-03-05T07:45:00Z
            """
        let (_, problems) = Self.read(Self.draft.replacing("status: draft", with: times))
        #expect(
            problems == [
                "incidents/a.md:7: error: times.introduced: \"2026-02-30T09:00:00Z\" is not a date and time with a zone, such as 2026-03-04T18:10:00Z, or a day without an hour",
                "incidents/a.md:8: error: times.started: \"2026-03-04T18:10:00\" is not a date and time with a zone, such as 2026-03-04T18:10:00Z, or a day without an hour",
                "incidents/a.md:10: error: times.resolved: \"2026-03-05T07:45:00Z\" is not at or after detected",
            ])
    }

    @Test func anUnknownKeyAndAWrongIDAreNamed() {
        let text = Self.draft.replacing("INC-2026-014", with: "INC-14").replacing(
            "severity: sev2", with: "severty: sev2")
        let (_, problems) = Self.read(text)
        #expect(
            Set(problems) == [
                "incidents/a.md: error: severity: this key is required and missing",
                "incidents/a.md:3: error: id: \"INC-14\" is not an incident id such as INC-2026-014",
                "incidents/a.md:6: error: severty: there is no such key; did you mean \"severity\"?",
            ])
    }

    @Test func durationsFollowFromTheTimes() {
        let times = """
            status: draft
            times: {started: "2026-03-04T18:10:00Z", detected: "2026-03-04T20:10:00+01:00", resolved: "2026-03-05T18:10:00Z"}
            """
        let (incident, problems) = Self.read(Self.draft.replacing("status: draft", with: times))
        #expect(problems == [])
        #expect(incident?.intervals.map(\.minutes) == [60, 1440])
    }

    @Test func aDayWithoutAnHourGivesWholeDays() {
        let times = """
            status: draft
            times: {started: 2026-03-04, detected: "2026-03-04T09:00:00Z", resolved: "2026-03-06T01:00:00Z"}
            """
        let (incident, problems) = Self.read(Self.draft.replacing("status: draft", with: times))
        #expect(problems == [])
        #expect(incident?.intervals.map(\.minutes) == [0, 2880])
        #expect(incident?.intervals.allSatisfy(\.isByDay) == true)
    }

    @Test func whoLearntOfASeriousIncidentHasSoManyDays() {
        let text = Self.draft.replacing(
            "status: draft",
            with: """
                status: draft
                regulatory: {serious_incident: true, basis: death, aware_at: 2026-03-04, authority_notified_at: 2026-03-15}
                """)
        let clock = Self.read(text).0?.regulation
        #expect(clock?.deadline.description == "2026-03-14")
        #expect(clock?.standing(on: Day(number: 0)) == .late(1))
        let open = Self.read(text.replacing(", authority_notified_at: 2026-03-15", with: "")).0?.regulation
        #expect(open?.standing(on: Day(number: (open?.deadline.number ?? 0) + 2)) == .over(2))
        #expect(open?.standing(on: Day(number: (open?.deadline.number ?? 0) - 3)) == .left(3))
    }

    @Test func textWithoutFrontMatterSaysWhatToDo() {
        #expect(
            Self.read("# Hello").1 == [
                "incidents/a.md:1: error: a writeup starts with front matter between two lines of ---; put `---` on the first line"
            ])
    }
}
