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

    @Test(arguments: [
        "", "brightness", "file_name", "cameraName", "class-name", "sensor_name", "latency", "relation", "shipping",
        "nameplate", "id", "device", "template", "plateau", "3", "date",
    ])
    func namesThatOnlySoundAlikeAreNot(_ name: String) {
        #expect(!PersonalNames.looksPersonal(name))
    }
}
