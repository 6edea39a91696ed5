import Foundation
import SQL
import Warehouse
import Yams

/// dbt's `profiles.yml`: where it is, and what it holds.
struct DbtProfilesFile {
    let path: String
    private let root: Node

    /// Finds the file as dbt does: in `DBT_PROFILES_DIR`, else in the working folder, else in `~/.dbt`.
    ///
    /// - Throws: `WarehouseError` (`invalid_profile`) saying where it was looked for, or that it is not YAML.
    init(environment: [String: String], workingFolder: String) throws(WarehouseError) {
        let home = environment["HOME"] ?? NSHomeDirectory()
        let given = environment["DBT_PROFILES_DIR"].flatMap { $0.isEmpty ? nil : Self.absolute($0, workingFolder, home) }
        let folders = given.map { [$0] } ?? [workingFolder, home + "/.dbt"]
        guard let path = folders.map({ $0 + "/profiles.yml" }).first(where: FileManager.default.fileExists) else {
            let places = folders.joined(separator: " or ")
            throw .profile(
                "there is no profiles.yml in \(places)", hint: "let DBT_PROFILES_DIR name the folder that holds it")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .profile("\(path) cannot be read", hint: "check that this user may read it")
        }
        self.path = path
        do {
            root = try compose(yaml: String(decoding: data, as: UTF8.self)) ?? Node([(Node, Node)]())
        } catch {
            throw .profile("\(path): \(ConfigurationError.Problem(yaml: error))")
        }
    }

    /// A path as a shell would have it.
    static func absolute(_ path: String, _ workingFolder: String, _ home: String) -> String {
        if path == "~" || path.hasPrefix("~/") { return home + path.dropFirst() }
        return path.hasPrefix("/") ? path : workingFolder + "/" + path
    }

    /// - Throws: `WarehouseError` (`invalid_profile`) naming the profiles there are.
    func profile(_ name: String) throws(WarehouseError) -> Node {
        guard let profile = root.value(name), profile.mapping != nil else {
            let known = root.keys.filter { $0 != "config" }
            throw .profile("there is no profile '\(name)' in \(path)\(Self.suggestion(name, known))")
        }
        return profile
    }

    /// What somebody may have meant.
    static func suggestion(_ name: String, _ known: [String]) -> String {
        if let nearest = NearestName.of(name, in: known) { return "; did you mean '\(nearest)'?" }
        return known.isEmpty ? "" : "; known: \(known.joined(separator: ", "))"
    }
}

extension WarehouseError {
    static func profile(_ message: String, hint: String? = nil) -> WarehouseError {
        WarehouseError(kind: .other, code: "invalid_profile", message: message, hint: hint)
    }
}

extension Node {
    /// The value under a key of a mapping, also one that a merge key (`<<`) brings; nil when it is absent or null.
    func value(_ key: String) -> Node? {
        guard let mapping else { return nil }
        if let found = mapping[key] { return found.isNull ? nil : found }
        guard let merged = mapping["<<"] else { return nil }
        return (merged.sequence.map(Array.init) ?? [merged]).lazy.compactMap { $0.value(key) }.first
    }

    /// Keys of a mapping, those of merge keys left out.
    var keys: [String] { mapping?.compactMap { $0.key.scalar?.string }.filter { $0 != "<<" } ?? [] }

    private var isNull: Bool {
        guard let scalar, scalar.style == .any || scalar.style == .plain else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }
}
