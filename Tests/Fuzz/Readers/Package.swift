// swift-tools-version: 6.2
//
// The readers of bytes under libFuzzer: built apart from the program by Tests/Fuzz/targets.py, which puts this file and links to
// the sources into .build/fuzz.

import PackageDescription

let plain: [SwiftSetting] = [.swiftLanguageMode(.v6)]

let package = Package(
    name: "fuzz",
    products: [.library(name: "Readers", type: .static, targets: ["Readers"])],
    dependencies: [.package(path: "../checkouts/Yams"), .package(path: "../checkouts/swift-mustache")],
    targets: [
        .systemLibrary(name: "CCMark", pkgConfig: "libcmark"),
        .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate"),
        .systemLibrary(name: "CTurboJPEG", pkgConfig: "libturbojpeg"),
        .systemLibrary(name: "CWebP", pkgConfig: "libwebp"),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto"),
        .target(name: "CFolder"),
        .target(name: "CPNG", linkerSettings: [.linkedLibrary("png16")]),
        .target(name: "CBitCounting"),
        .target(name: "Diagnostics", swiftSettings: plain),
        .target(name: "Files", dependencies: ["Diagnostics", "CFolder"], swiftSettings: plain),
        .target(name: "Digests", dependencies: ["Files", "CCrypto"], swiftSettings: plain),
        .target(name: "Statistics", swiftSettings: plain),
        .target(name: "Pixels", swiftSettings: plain),
        .target(name: "Columns", dependencies: ["Diagnostics", "CBitCounting"], swiftSettings: plain),
        .target(
            name: "Forms", dependencies: ["Columns", "Diagnostics", .product(name: "Yams", package: "Yams")],
            swiftSettings: plain),
        .target(
            name: "Formats",
            dependencies: ["Columns", "Diagnostics", "Files", "Pixels", "CPNG", "CTurboJPEG", "CWebP", "CDeflate"],
            swiftSettings: plain),
        .target(
            name: "Record", dependencies: ["Columns", "Statistics", "Diagnostics", "Digests"], swiftSettings: plain),
        .target(
            name: "Drawing", dependencies: ["Record", "Diagnostics", "Pixels", "CDeflate"], swiftSettings: plain),
        .target(
            name: "Archive",
            dependencies: ["Record", "Columns", "Drawing", "Diagnostics", "Files", "Pixels", "Digests"],
            swiftSettings: plain),
        .target(
            name: "Chronicle", dependencies: ["Archive", "Record", "Diagnostics", "Digests", "Files", "Forms"],
            swiftSettings: plain),
        .target(
            name: "Markup",
            dependencies: [
                "CCMark", "Diagnostics", "Files", .product(name: "Mustache", package: "swift-mustache"),
            ],
            swiftSettings: plain),
        .target(
            name: "Readers",
            dependencies: ["Chronicle", "Columns", "Diagnostics", "Formats", "Forms", "Markup", "Record"],
            swiftSettings: plain),
    ])
