// swift-tools-version: 6.2
// One package of narrow targets. `docs/architecture.md` holds the module map; `scripts/check-module-map` enforces it.
import PackageDescription

let house: [SwiftSetting] = [
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
    .enableUpcomingFeature("ExistentialAny"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
    .enableUpcomingFeature("InternalImportsByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
    .enableUpcomingFeature("MemberImportVisibility"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0461-async-function-isolation.md
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0470-isolated-conformances.md
    .enableUpcomingFeature("InferIsolatedConformances"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0480-swiftpm-warning-control.md
    .treatAllWarnings(as: .error),
]

/// For targets that touch C memory.
/// https://github.com/swiftlang/swift-evolution/blob/main/proposals/0458-strict-memory-safety.md
let unsafeHouse: [SwiftSetting] = house + [.strictMemorySafety()]

// Products of other packages, named once.
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let tomlKit = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

func floor(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil, settings: [SwiftSetting] = house)
    -> Target
{
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["TestSupport"], exclude: exclude, swiftSettings: house)
}

let package = Package(
    name: "plumbline",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "plumbline", targets: ["plumbline"]),
        .executable(name: "plumbline-sandbox", targets: ["plumbline-sandbox"]),
    ],
    dependencies: [
        .package(url: "https://github.com/LebJe/TOMLKit.git", from: "0.6.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-system.git", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess.git", from: "1.0.2"),
    ],
    targets: [
        // Floor 0
        .target(name: "CADBC"),
        .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
        floor("Relational"),
        floor("Graph"),
        floor("Schedule"),
        // Floor 1
        floor("Arrow", ["CADBC", "Relational"], settings: unsafeHouse),
        floor("SQL", ["Relational"]),
        floor("HTTPTransport", [asyncHTTPClient, crypto, nioCore, nioHTTP1, nioPosix]),
        floor("SourceControl"),
        floor("DbtArtifacts", ["Graph", "Relational"]),
        floor("Zip", ["CZlib"]),
        // Floor 2
        floor("ADBC", ["Arrow", "CADBC", "Relational", tomlKit], settings: unsafeHouse),
        floor("DataDiff", ["Relational", "SQL"]),
        floor("Lineage", ["DbtArtifacts", "Graph", "Relational"]),
        floor("DbtCloud", ["HTTPTransport", "SourceControl"]),
        floor("GitHub", ["HTTPTransport", "SourceControl", crypto, cryptoExtras]),
        floor("GitLab", ["HTTPTransport", "SourceControl"]),
        // Floor 3
        floor("Warehouse", ["ADBC", "Arrow", "Relational", "SQL"]),
        floor("Store", ["DataDiff", "HTTPTransport", "SourceControl", crypto, cryptoExtras, grdb]),
        floor("Reports", ["DataDiff", "DbtArtifacts"]),
        // Floor 4
        floor("DiffEngine", ["DataDiff", "Relational", "SQL", "Warehouse"]),
        floor(
            "Web", ["DataDiff", "Reports", "SourceControl", mustache], resources: [.embedInCode("Assets"), .embedInCode("Templates")]),
        floor("JobTrigger", ["DbtArtifacts", "DbtCloud", "HTTPTransport", "Reports"]),
        // Floors 5 to 8
        floor(
            "CIPipeline",
            [
                "DataDiff", "DbtArtifacts", "DbtCloud", "Graph", "HTTPTransport", "Lineage", "Relational", "Reports", "Schedule",
                "SourceControl", "Store", logging,
            ]),
        floor(
            "Server",
            [
                "CIPipeline", "DataDiff", "DbtCloud", "DiffEngine", "GitHub", "GitLab", "HTTPTransport", "Relational", "Reports", "SQL",
                "Schedule", "SourceControl", "Store", "Warehouse", "Web", httpTypes, hummingbird, logging, nioCore, serviceLifecycle,
                unixSignals, yams,
                "DbtArtifacts", "Zip",
            ]),
        floor(
            "Commands",
            [
                "CIPipeline", "DataDiff", "DbtArtifacts", "DbtCloud", "DiffEngine", "HTTPTransport", "JobTrigger", "Relational", "Reports",
                "SQL", "Server", "Store", "Warehouse", "Zip", argumentParser, logging,
            ]),
        .executableTarget(name: "plumbline", dependencies: ["Commands"], swiftSettings: house),
        // Beside the house
        floor(
            "Sandbox",
            ["HTTPTransport", crypto, cryptoExtras, httpTypes, hummingbird, logging, nioCore, serviceLifecycle, subprocess, systemPackage]),
        .executableTarget(
            name: "plumbline-sandbox",
            dependencies: ["HTTPTransport", "Sandbox", argumentParser, logging, nioCore, serviceLifecycle, unixSignals],
            swiftSettings: house
        ),
        // Tests
        .target(name: "TestSupport", dependencies: ["ADBC", "Arrow", "HTTPTransport"], path: "Tests/TestSupport", swiftSettings: house),
        .target(name: "FakeADBCDriver", dependencies: ["CADBC"], path: "Tests/FakeADBCDriver"),
        tests("ActionTests", ["plumbline"]),
        tests("ADBCTests", ["ADBC", "Arrow", "CADBC", "FakeADBCDriver", "Relational"]),
        tests("ArchitectureTests"),
        tests("ArrowTests", ["Arrow", "CADBC", "Relational"]),
        tests(
            "CIPipelineTests",
            ["CIPipeline", "DataDiff", "DbtArtifacts", "HTTPTransport", "Relational", "Reports", "SourceControl", "Store", grdb, logging]),
        tests("CommandsTests", ["plumbline"]),
        tests("DataDiffTests", ["DataDiff", "Relational", "SQL"], exclude: ["Golden"]),
        tests("DbtArtifactsTests", ["DbtArtifacts", "Graph", "Relational"]),
        tests("DbtCloudTests", ["DbtCloud", "HTTPTransport", "SourceControl"]),
        tests("DbtStateTests", ["plumbline"]),
        tests("DiffEngineTests", ["DataDiff", "DiffEngine", "Relational", "Warehouse"]),
        tests("DialectConformanceTests", ["DataDiff", "DiffEngine", "Relational", "SQL", "Warehouse"]),
        tests("EndToEndTests", ["plumbline", "plumbline-sandbox"]),
        tests("GitHubTests", ["GitHub", "HTTPTransport", "SourceControl", crypto, cryptoExtras]),
        tests("GitLabTests", ["GitLab", "HTTPTransport", "SourceControl"]),
        tests("GraphTests", ["Graph"]),
        tests("HTTPTransportTests", ["HTTPTransport", nioCore, nioPosix]),
        tests("JobTriggerTests", ["DbtCloud", "HTTPTransport", "JobTrigger", "Reports"]),
        tests("LineageTests", ["DbtArtifacts", "Graph", "Lineage", "Relational"]),
        tests("RelationalTests", ["Relational"]),
        tests("ReportsTests", ["DataDiff", "DbtArtifacts", "Relational", "Reports"]),
        tests("SQLTests", ["Relational", "SQL"]),
        tests(
            "SandboxTests",
            ["DbtCloud", "GitHub", "GitLab", "HTTPTransport", "Sandbox", "SourceControl", hummingbird, logging, nioCore, serviceLifecycle]),
        tests("ScheduleTests", ["Schedule"], exclude: ["Oracle"]),
        tests(
            "ServerTests",
            [
                "CIPipeline", "DataDiff", "HTTPTransport", "Relational", "Reports", "Server", "SourceControl", "Store", "Warehouse",
                httpTypes,
                hummingbird,
                hummingbirdTesting, logging, nioCore,
            ]),
        tests("SourceControlTests", ["SourceControl"]),
        tests("StoreTests", ["DataDiff", "HTTPTransport", "Relational", "SourceControl", "Store"]),
        tests("WarehouseTests", ["Relational", "SQL", "Warehouse"]),
        tests("ZipTests", ["Zip"]),
        tests("WebTests", ["DataDiff", "Relational", "Reports", "SourceControl", "Web"]),
    ]
)
