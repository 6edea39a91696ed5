import Foundation
import Testing

@testable import Sandbox

/// The Python environments and scripts the tests use.
enum PythonTools {
    /// Root of the repository, found from this file's place.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path()

    /// The environment with dbt-core and PyGithub.
    static func venv() throws -> String {
        try folder("PLUMBLINE_VENV", ".venv", program: "dbt")
    }

    /// The environment with dbtc, dbt-cloud-cli and dbt-jobs-as-code.
    static func clientsVenv() throws -> String {
        try folder("PLUMBLINE_CLIENTS_VENV", ".venv-clients", program: "dbt-jobs-as-code")
    }

    private static func folder(_ variable: String, _ name: String, program: String) throws -> String {
        let path = ProcessInfo.processInfo.environment[variable] ?? root + name
        try #require(
            FileManager.default.isExecutableFile(atPath: path + "/bin/" + program),
            "\(path) has no bin/\(program): `make test` sets it up, or name another folder with \(variable)")
        return path
    }

    /// Runs a client script of `Tests/sandbox-clients`; a failure shows what it printed.
    static func run(_ script: String, venv: String, _ arguments: String..., environment: [String: String] = [:]) async throws {
        let output = try await ProgramRunner.collect(
            venv + "/bin/python", [root + "Tests/sandbox-clients/" + script] + arguments, environment: environment)
        #expect(output.exitCode == 0, "\(script) failed:\n\(output.text)\n\(output.standardError)")
    }

    /// True when somebody has a TCP connection with a local port, or has left while its other end is still kept.
    static func isConnected(port: Int) throws -> Bool {
        let established = "01"
        let closedByTheOther = "08"
        // Its size is given as 0, which readers of whole files believe.
        let file = try FileHandle(forReadingFrom: URL(filePath: "/proc/self/net/tcp"))
        defer { try? file.close() }
        let table = String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
        return table.split(separator: "\n").contains { line in
            let fields = line.split(separator: " ").map(String.init)
            guard fields.count > 3, [established, closedByTheOther].contains(fields[3]) else { return false }
            return fields[1].split(separator: ":").last.flatMap { Int($0, radix: 16) } == port
        }
    }

    /// Processes whose working folder lies below a folder.
    static func processes(in folder: String) -> [String] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.filter { entry in
            guard Int(entry) != nil else { return false }
            let cwd = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(entry)/cwd")
            return cwd?.hasPrefix(folder) ?? false
        }
    }
}
