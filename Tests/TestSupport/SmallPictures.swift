import Foundation

/// Small files written by Pillow, base64.
package enum SmallPictures {
    /// 3 x 2: red, green, blue; (10, 20, 30), (40, 50, 60), (70, 80, 90).
    package static let rgb = """
        iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAGElEQVR4nGP4z8DA8J+BgeE/I5eIHAQAADEzA++e06gjAAAAAElFTkSuQmCC
        """
    /// The same with a palette.
    package static let palette = """
        iVBORw0KGgoAAAANSUhEUgAAAAMAAAACBAMAAABvWnspAAAAElBMVEUA/wBGUFooMjwKFB7/AAAAAP+LQjFZAAAADklEQVR4nGN0EGD5dAEA\
        BEwCGFbUOpoAAAAASUVORK5CYII=
        """
    /// The same with alpha 255, 0, 128 in the first row.
    package static let rgba = """
        iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAYAAACddGYaAAAAH0lEQVR4nAXBoQEAMAyAMGqnq7m1n7OEIALo5q2pqHxn0AZtphjMHQAAAABJ\
        RU5ErkJggg==
        """
    /// Grey, 8 bits: 0, 51, 102; 153, 204, 255.
    package static let gray8 = """
        iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAAAAAC4HznGAAAAEElEQVR4nGNkMDZmmHnmPwAGowLM1hIFRgAAAABJRU5ErkJggg==
        """
    /// Grey, 16 bits: 0, 1, 256; 32768, 65534, 65535.
    package static let gray16 = """
        iVBORw0KGgoAAAANSUhEUgAAAAMAAAACEAAAAADoj+WFAAAAFklEQVR4nGNgYGBgZGRgaGD4/+//fwANFAR+D0B2EwAAAABJRU5ErkJggg==
        """
    /// JPEG, 32 x 24, quality 60; libjpeg decodes pixel (16, 12) to (126, 122, 111).
    package static let jpeg = """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5a\
        YVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAAR\
        CAAYACADASIAAhEBAxEB/8QAFwABAQEBAAAAAAAAAAAAAAAABAAFBv/EABcQAAMBAAAAAAAAAAAAAAAAAAADBGH/xAAYAQACAwAAAAAAAAAA\
        AAAAAAADBgIFB//EABgRAAMBAQAAAAAAAAAAAAAAAAACBAED/9oADAMBAAIRAxEAPwDhEx4OTHhopjwcmPCCuDlsM5MeDkx4aKY8HJjwMrjF\
        LYETHg5MeERXrumdy9WHJjwcmPCIMu6MMvVj/9k=
        """

    package static func data(_ base64: String) throws -> Data {
        struct NotBase64: Error {}
        guard let data = Data(base64Encoded: base64) else { throw NotBase64() }
        return data
    }
}
