/// Column names that look like personal data. Such columns are withheld until a person allows them by name.
enum PersonalNames {
    /// Words that alone make a name suspect.
    private static let words: Set<String> = [
        "email", "mail", "phone", "telephone", "mobile", "plate", "gps", "lat", "lon", "lng", "latitude", "longitude",
        "name", "firstname", "lastname", "surname", "username", "ip", "address", "street", "ssn", "passport",
        "birthday",
        "birthdate", "dob", "nombre", "apellido", "apellidos", "nom", "prenom", "prénom", "vorname", "nachname", "nome",
        "cognome", "naam", "geburtsdatum", "fahrer", "fahrerin", "kennzeichen", "matricula", "matrícula", "targa",
        "adresse", "direccion", "dirección", "strasse", "straße", "telefon", "telefono", "teléfono", "téléphone",
        "correo", "courriel", "imei", "licence", "license", "faceid", "person", "patient", "driver",
    ]
    /// Pairs of neighbouring words.
    private static let pairs: Set<String> = ["face id", "device id", "user id", "person id", "date birth"]
    /// What a "name" may be the name of without being a person's.
    private static let things: Set<String> = [
        "file", "class", "category", "label", "camera", "scene", "site", "sensor",
    ]

    /// Whether a column of this name is withheld until it is listed under `privacy: publish:`: for what it is the name of, or
    /// because it is somebody's address or number itself.
    static func looksPersonal(_ name: String) -> Bool {
        if PersonalValue.find(inID: name) != nil { return true }
        let parts = parts(of: name)
        for (index, part) in parts.enumerated() {
            if index > 0, pairs.contains(parts[index - 1] + " " + part) { return true }
            guard words.contains(part) else { continue }
            if part == "name", index > 0, things.contains(parts[index - 1]) { continue }
            return true
        }
        return false
    }

    /// How a column is called where it is said that it is withheld: by its name, unless that is what must not be said.
    static func said(_ name: String) -> String {
        PersonalValue.find(inID: name).map { "one called like \($0.rawValue)" } ?? name
    }

    /// Lowercase words of a name: `gps_lat`, `gpsLat` and `GPS lat` are all gps, lat.
    private static func parts(of name: String) -> [String] {
        var parts: [String] = []
        var current = ""
        var lastWasLower = false
        for scalar in name.unicodeScalars {
            let isLetter = scalar.properties.isAlphabetic
            if !isLetter || (lastWasLower && scalar.properties.isUppercase) {
                if !current.isEmpty { parts.append(current) }
                current = ""
            }
            if isLetter { current += scalar.properties.lowercaseMapping }
            lastWasLower = isLetter && scalar.properties.isLowercase
        }
        if !current.isEmpty { parts.append(current) }
        return parts
    }
}
