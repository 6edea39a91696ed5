import Foundation

/// A package of four targets in a temporary folder, in order until a test disturbs it.
final class SmallTree {
    private let root: URL
    private var targets: [(name: String, type: String, dependencies: [String])] = [
        ("Cellar", "regular", []), ("Attic", "regular", ["Cellar", "GRDB"]), ("Tower", "regular", []), ("Shed", "regular", ["Cellar"]),
        ("AtticTests", "test", ["Attic", "Shed"]),
    ]

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("small-tree-\(UUID().uuidString)")
        try write(
            """
            | floor | target | modules of other packages | never uses | what it is |
            |---|---|---|---|---|
            | | everyone | `Foundation` | | |
            | 0 | `Cellar` | | | wine |
            | 1 | `Attic` | `GRDB` | | beams |
            | 2 | `Tower` | | `Cellar` | bells |
            | side | `Shed` | | | tools |
            """,
            to: "docs/architecture.md")
        try write("// No target here\n.target(name: \"Cellar\"), .target(name: \"Attic\")\n", to: "Package.swift")
        try write("import Foundation\n", to: "Sources/Cellar/Wine.swift")
        try write("import Cellar\npackage import GRDB\n", to: "Sources/Attic/Beam.swift")
        try write("", to: "Sources/Tower/Bell.swift")
        try write("import Cellar\n", to: "Sources/Shed/Spade.swift")
        try write("@testable import Attic\nimport Testing\n", to: "Tests/AtticTests/BeamTests.swift")
    }

    func write(_ text: String, to path: String) throws {
        let file = root.appendingPathComponent(path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func delete(_ path: String) throws {
        try FileManager.default.removeItem(at: root.appendingPathComponent(path))
    }

    func declare(_ name: String, dependencies: [String]) {
        targets = targets.map { $0.name == name ? (name, $0.type, dependencies) : $0 }
    }

    func rename(_ name: String, to other: String) {
        targets = targets.map { $0.name == name ? (other, $0.type, $0.dependencies) : $0 }
    }

    func remove() {
        try? FileManager.default.removeItem(at: root)
    }

    /// Runs the script on this tree; what it prints, line by line, and its exit code.
    func check() throws -> (lines: [String], exitCode: Int32) {
        let described: [[String: Any]] = targets.map { target in
            ["name": target.name, "type": target.type, "dependencies": target.dependencies.map { ["byName": [$0]] }]
        }
        let dump = root.appendingPathComponent("package.json")
        try JSONSerialization.data(withJSONObject: ["targets": described]).write(to: dump)
        let process = Process()
        process.executableURL = Self.script
        process.arguments = ["--root", root.path, "--package", dump.path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let text = String(bytes: data, encoding: .utf8) ?? ""
        return (text.split(separator: "\n").map(String.init), process.terminationStatus)
    }

    /// The checkout's own script, seen from this file.
    private static let script = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("scripts/check-module-map")
}
