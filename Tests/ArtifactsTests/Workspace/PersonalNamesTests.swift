import Diagnostics
import Testing

@testable import Artifacts

@Suite struct PersonalNamesTests {
    @Test(arguments: [
        "email", "E-Mail", "gps_lat", "gpsLat", "GPS lat", "person_name", "name", "user-id", "deviceId",
        "Licence plate",
        "date_birth", "client.ip", "PatientAge", "driver",
    ])
    func namesOfPersonsAndPlacesAreWithheld(_ name: String) {
        #expect(PersonalNames.looksPersonal(name))
    }

    /// A name that is somebody's address or number itself is withheld, and not said where that is said.
    @Test(arguments: [
        ("jane.doe@example.org", "one called like an e-mail address"),
        ("10.1.2.3", "one called like an IP or MAC address"),
        ("+49 170 1234567", "one called like a phone number"),
    ])
    func namesThatAreAddressesThemselvesAreWithheldUnsaid(_ name: String, _ said: String) {
        #expect(PersonalNames.looksPersonal(name))
        #expect(PersonalNames.said(name) == said)
        #expect(PersonalNames.said("gps_lat") == "gps_lat")
    }

    @Test func classesThatAreNamedSoAreRefusedUnsaid() {
        let place = Place(file: "misread.yml", field: "classes")
        #expect(PersonalIDs.problem(classes: ["cat", "B-MW 1234", "3"], at: place) == nil)
        #expect(
            PersonalIDs.problem(classes: ["cat", "kat.e@example.org", "10.1.2.3"], at: place)?.description
                == "misread.yml: error: classes: 2 names of classes look like personal data, the first, of class 2, like an "
                + "e-mail address: names of classes are published on every page that counts them; give these classes other "
                + "names in all files, or say `privacy: {publish_names: true}` in misread.yml if they may be published")
    }

    @Test(arguments: [
        "", "brightness", "file_name", "cameraName", "class-name", "sensor_name", "latency", "relation", "shipping",
        "nameplate", "id", "device", "template", "plateau", "3", "date",
    ])
    func namesThatOnlySoundAlikeAreNot(_ name: String) {
        #expect(!PersonalNames.looksPersonal(name))
    }
}
