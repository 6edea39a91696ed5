import Foundation
import Testing

/// `plumbline select` against real dbt, over many changes to the example project.
struct DbtStateTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The virtual environment with dbt: `PLUMBLINE_VENV`, or `.venv` of the repository.
    private static let python = URL(filePath: ProcessInfo.processInfo.environment["PLUMBLINE_VENV"] ?? root.appending(path: ".venv").path)
        .appending(path: "bin/python")

    /// The program that was built together with these tests: `PLUMBLINE_BIN`, or beside the test bundle.
    private static let plumbline =
        ProcessInfo.processInfo.environment["PLUMBLINE_BIN"].map { URL(filePath: $0) }
        ?? URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "plumbline")

    @Test(.timeLimit(.minutes(30)))
    func `plumbline selects what dbt selects`() throws {
        try #require(FileManager.default.isExecutableFile(atPath: Self.python.path), "no dbt: run make test, or set PLUMBLINE_VENV")
        try #require(FileManager.default.isExecutableFile(atPath: Self.plumbline.path), "no program at \(Self.plumbline.path)")
        let script = Self.root.appending(path: "Tests/dbt-state/mutations.py")
        let project = Self.root.appending(path: "examples/storefront")
        let lines = try run([script.path, project.path, "--plumbline", Self.plumbline.path])
        #expect(lines.filter { !$0.hasPrefix("same ") }.dropLast().joined(separator: "\n") == "")
        let summary = try #require(lines.last)
        let count = try #require(Int(summary.prefix { $0.isNumber }))
        #expect(count > 25)
        #expect(summary == "\(count) mutations, 0 mismatches")
    }

    /// The lines that the script prints; its exit status must be 0.
    private func run(_ arguments: [String]) throws -> [String] {
        let process = Process()
        let output = Pipe()
        process.executableURL = Self.python
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(text)")
        return text.split(separator: "\n").map(String.init)
    }
}
