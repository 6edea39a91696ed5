import Foundation
import SQL
package import Warehouse
import Yams

/// A target of dbt's `profiles.yml` as a connection: `dbt://PROFILE/TARGET`, or `dbt://PROFILE` for the profile's default target.
package struct DbtTarget: Hashable, Sendable {
    package let configuration: WarehouseConfiguration
    /// Where dbt builds, so that a table's name alone is enough.
    package let schema: String?

    /// Reads `profiles.yml` as dbt does.
    ///
    /// - Parameter workingFolder: where `profiles.yml` may be, and where a relative path of a DuckDB file begins.
    /// - Throws: `WarehouseError` that names the file, the target and the setting, and never a value.
    package init(
        uri: String, environment: [String: String] = ProcessInfo.processInfo.environment,
        workingFolder: String = FileManager.default.currentDirectoryPath
    ) throws(WarehouseError) {
        let parts = uri.dropFirst("dbt://".count).split(separator: "/", omittingEmptySubsequences: false).map {
            $0.removingPercentEncoding ?? String($0)
        }
        guard uri.lowercased().hasPrefix("dbt://"), (1...2).contains(parts.count), !parts.contains("") else {
            throw WarehouseError(
                kind: .other, code: "invalid_uri", message: "a dbt connection must be dbt://PROFILE or dbt://PROFILE/TARGET")
        }
        let file = try DbtProfilesFile(environment: environment, workingFolder: workingFolder)
        let profile = try file.profile(parts[0])
        let place = "the profile '\(parts[0])' in \(file.path)"
        let output: ProfileOutput
        if parts.count == 2 {
            output = try ProfileOutput(parts[1], of: profile, place, environment)
        } else {
            let target = try ProfileOutput.filled(profile, "target", place, environment) ?? "default"
            output = try ProfileOutput(target, of: profile, place, environment)
        }
        let home = environment["HOME"] ?? NSHomeDirectory()
        configuration = try output.configuration { DbtProfilesFile.absolute($0, workingFolder, home) }
        schema = try output.text("schema") ?? (configuration.type == .duckdb ? "main" : nil)
    }
}

/// One of the `outputs` of a profile.
private struct ProfileOutput {
    /// The adapters whose databases can be reached.
    private static let adapters = ["duckdb", "postgres"]
    private let node: Node
    /// For people: which target of which file.
    private let place: String
    private let environment: [String: String]

    init(_ name: String, of profile: Node, _ profilePlace: String, _ environment: [String: String]) throws(WarehouseError) {
        let outputs = profile.value("outputs")
        guard let node = outputs?.value(name), node.mapping != nil else {
            let known = outputs?.keys ?? []
            throw .profile("there is no target '\(name)' in \(profilePlace)\(DbtProfilesFile.suggestion(name, known))")
        }
        self.node = node
        self.environment = environment
        place = "the target '\(name)' of \(profilePlace)"
    }

    func text(_ key: String) throws(WarehouseError) -> String? { try Self.filled(node, key, place, environment) }

    /// A setting with the environment filled in; nil when it is absent.
    static func filled(
        _ node: Node, _ key: String, _ place: String, _ environment: [String: String]
    ) throws(WarehouseError) -> String? {
        guard let value = node.value(key) else { return nil }
        guard let scalar = value.scalar else { throw .profile("'\(key)' in \(place) must be a single value") }
        do throws(ProfileText.Trouble) {
            return try ProfileText.filled(scalar.string, environment)
        } catch {
            switch error {
            case .notSet(let name): throw .profile("'\(key)' in \(place) needs the environment variable \(name), which is not set")
            case .noNumber(let name): throw .profile("'\(key)' in \(place): the environment variable \(name) is no number")
            case .unsupported(let what):
                throw .profile(
                    "'\(key)' in \(place) holds Jinja that is not understood here: \(what)",
                    hint: "understood: {{ env_var('NAME') }}, {{ env_var('NAME', 'default') }}, and the filters int, as_number, as_native")
            }
        }
    }

    func configuration(_ absolute: (String) -> String) throws(WarehouseError) -> WarehouseConfiguration {
        switch try text("type") {
        case "duckdb": return WarehouseConfiguration(type: .duckdb, options: ["path": absolute(try duckDBPath())])
        case "postgres": return WarehouseConfiguration(type: .postgresql, options: try postgreSQLOptions())
        case let type:
            let found = type.map { "is of the type '\($0)', which cannot be reached" } ?? "has no type"
            throw .profile("\(place) \(found)", hint: "supported: \(Self.adapters.joined(separator: ", "))")
        }
    }

    private func duckDBPath() throws(WarehouseError) -> String {
        let path = try text("path") ?? ":memory:"
        guard path != ":memory:" else { throw .profile("\(place) is a database in memory, which only the process that built it sees") }
        guard path.wholeMatch(of: #/[A-Za-z][A-Za-z0-9]*:.*/#) == nil else {
            throw .profile("\(place) is no file of this machine", hint: "supported: path with the name of a DuckDB file")
        }
        return path
    }

    private func postgreSQLOptions() throws(WarehouseError) -> [String: String] {
        let settings = [
            ("host", "host"), ("port", "port"), ("user", "user"), ("pass", "password"), ("password", "password"), ("dbname", "database"),
            ("database", "database"), ("sslmode", "sslmode"), ("sslcert", "sslcert"), ("sslkey", "sslkey"), ("sslrootcert", "sslrootcert"),
            ("connect_timeout", "connect_timeout"),
        ]
        var options: [String: String] = [:]
        for (key, option) in settings { if let value = try text(key) { options[option] = value } }
        // dbt sets the role without quotes, so that the server folds it.
        if let role = try text("role") { options["role"] = role.hasPrefix("\"") ? String(role.dropFirst().dropLast()) : role.lowercased() }
        guard options["database"] != nil else { throw .profile("\(place) lacks 'dbname'") }
        return options
    }
}
