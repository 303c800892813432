// swift-tools-version: 6.2
//
// The targets are the pipeline, left to right: artifacts are counted, counts are examined,
// findings are archived, archives are read as a chronicle, the chronicle is published.
// Who may import whom is the table in CONTRIBUTING.md; Tests/ArchitectureTests keeps it.

import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
]

// Optimised in debug builds too: building takes 2 minutes more, the tests 1 in place of 10.
let optimised: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

// What needs more than the repository is tested by `make test-all` alone, so that nothing of `make test` is skipped.
let extra: [Target] =
    Context.environment["MISREAD_TESTS"] == "all"
    ? [
        .testTarget(
            name: "ExtraTests",
            dependencies: [
                "Findings", "Tallies", "Artifacts", "Formats", "Record", "Columns", "Markup", "Diagnostics",
                "TestSupport",
            ],
            swiftSettings: strict)
    ] : []

let package = Package(
    name: "misread",
    products: [
        .executable(name: "misread", targets: ["misread"])
    ],
    dependencies: [
        // Each is here for a reason that CONTRIBUTING.md gives; versions are exact.
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/swhitty/FlyingFox", exact: "0.27.1"),
    ],
    targets: [
        // C, behind one Swift file each.
        .systemLibrary(name: "CCMark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
        .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
        .systemLibrary(name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
        .systemLibrary(name: "CWebP", pkgConfig: "libwebp", providers: [.apt(["libwebp-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "CFolder"),
        .target(name: "CPNG", linkerSettings: [.linkedLibrary("png16")]),
        // Counting kernels, one version for each vector width.
        .target(name: "CBitCounting"),

        // Leaves.
        .target(name: "Diagnostics", swiftSettings: optimised),
        .target(name: "Files", dependencies: ["Diagnostics", "CFolder"], swiftSettings: optimised),
        .target(name: "Digests", dependencies: ["Files", "CCrypto"], swiftSettings: optimised),
        .target(name: "Statistics", swiftSettings: optimised),
        .target(name: "Pixels", swiftSettings: optimised),
        .target(
            name: "Forms",
            dependencies: ["Columns", "Diagnostics", .product(name: "Yams", package: "Yams")],
            swiftSettings: optimised),
        .target(name: "Columns", dependencies: ["Diagnostics", "CBitCounting"], swiftSettings: optimised),
        .target(
            name: "Formats",
            dependencies: ["Columns", "Diagnostics", "Files", "Pixels", "CPNG", "CTurboJPEG", "CWebP", "CDeflate"],
            swiftSettings: optimised),

        // What an audit is, as plain values: both sides of the archive import it.
        .target(
            name: "Record", dependencies: ["Columns", "Statistics", "Diagnostics", "Digests"], swiftSettings: optimised),

        // Left of the archive.
        .target(
            name: "Artifacts",
            dependencies: [
                "Formats", "Columns", "Diagnostics", "Files", "Pixels", "Digests", "Forms", "Record", "Statistics",
            ],
            swiftSettings: optimised),
        .target(
            name: "Tallies",
            dependencies: ["Artifacts", "Columns", "Statistics", "Diagnostics", "Record"],
            swiftSettings: optimised),
        .target(
            name: "Findings",
            dependencies: [
                "Tallies", "Artifacts", "Columns", "Statistics", "Record", "Diagnostics", "Pixels",
                "Digests",
            ],
            swiftSettings: optimised),

        // The archive, and right of it.
        .target(
            name: "Drawing",
            dependencies: ["Record", "Diagnostics", "Pixels", "CDeflate"],
            swiftSettings: optimised),
        .target(
            name: "Archive",
            dependencies: [
                "Record", "Columns", "Drawing", "Diagnostics", "Pixels", "Files", "Digests",
            ],
            swiftSettings: optimised),
        .target(
            name: "Chronicle",
            dependencies: [
                "Archive", "Record", "Statistics", "Diagnostics", "Digests", "Files", "Forms",
            ],
            swiftSettings: optimised),
        .target(
            name: "Markup",
            dependencies: [
                "CCMark", "Diagnostics", "Files",
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            swiftSettings: optimised),
        .target(
            name: "Pages",
            dependencies: [
                "Chronicle", "Archive", "Record", "Columns", "Drawing", "Markup", "Diagnostics", "Files", "Digests",
            ],
            swiftSettings: optimised,
            plugins: ["EmbedTemplates"]),

        // Templates/ is built into the program.
        .executableTarget(name: "embedtemplates", swiftSettings: strict),
        .plugin(name: "EmbedTemplates", capability: .buildTool(), dependencies: ["embedtemplates"]),

        .executableTarget(
            name: "misread",
            dependencies: [
                "Pages", "Chronicle", "Archive", "Drawing", "Markup", "Findings", "Tallies", "Artifacts",
                "Formats", "Columns", "Statistics", "Record", "Diagnostics", "Files", "Pixels", "Digests",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "FlyingSocks", package: "FlyingFox"),
            ],
            swiftSettings: strict),

        // Where the repository is, its reference values, small pictures, and how much a test tries.
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),

        .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"], swiftSettings: strict),
        .testTarget(name: "FormsTests", dependencies: ["Forms", "Diagnostics"], swiftSettings: strict),
        .testTarget(name: "FilesTests", dependencies: ["Files", "Diagnostics"], swiftSettings: strict),
        .testTarget(name: "DigestsTests", dependencies: ["Digests", "Files"], swiftSettings: strict),
        .testTarget(name: "StatisticsTests", dependencies: ["Statistics"], swiftSettings: strict),
        .testTarget(name: "PixelsTests", dependencies: ["Pixels"], swiftSettings: strict),
        .testTarget(name: "RecordTests", dependencies: ["Record", "Columns"], swiftSettings: strict),
        .testTarget(name: "ColumnsTests", dependencies: ["Columns", "Diagnostics"], swiftSettings: strict),
        .testTarget(
            name: "FormatsTests", dependencies: ["Formats", "Columns", "Diagnostics", "Pixels", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "ArtifactsTests",
            dependencies: ["Artifacts", "Formats", "Columns", "Diagnostics", "Pixels", "Record", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "TalliesTests",
            dependencies: ["Tallies", "Artifacts", "Columns", "Statistics", "Diagnostics", "Record", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "FindingsTests",
            dependencies: [
                "Formats",
                "Findings", "Tallies", "Artifacts", "Columns", "Statistics", "Record", "Diagnostics",
                "Pixels", "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "DrawingTests", dependencies: ["Drawing", "Record", "Pixels", "Diagnostics"],
            swiftSettings: strict),
        .testTarget(
            name: "ArchiveTests",
            dependencies: [
                "Archive", "Findings", "Tallies", "Artifacts", "Record", "Columns", "Drawing", "Pixels", "Diagnostics",
                "Files", "Digests",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ChronicleTests",
            dependencies: [
                "Chronicle", "Archive", "Record", "Columns", "Diagnostics", "Digests", "Forms", "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "MarkupTests", dependencies: ["Markup", "Diagnostics", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "PagesTests",
            dependencies: [
                "Pages", "Chronicle", "Archive", "Findings", "Record", "Columns", "Drawing", "Markup", "Diagnostics",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "misread", "Archive", "Findings", "Tallies", "Record", "Columns", "Artifacts", "Formats", "Drawing",
                "Pixels",
                "Diagnostics", "Files", "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport"], swiftSettings: strict),
    ] + extra
)

// Each target says what it is in a README of ten lines, which is no source.
for target in package.targets where target.path == nil && [.regular, .executable].contains(target.type) {
    target.exclude.append("README.md")
}
