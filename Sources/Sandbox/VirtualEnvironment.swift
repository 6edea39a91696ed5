import Foundation

/// Finds the Python virtual environment with dbt.
package enum VirtualEnvironment {
    /// The given folder, else `PLUMBLINE_VENV`, else `.venv` here or in a folder above.
    /// - Throws: `SandboxError` that names the places when none has `bin/dbt`.
    package static func find(given: String?, environment: [String: String], from folder: String) throws -> String {
        if let named = given ?? environment["PLUMBLINE_VENV"], !named.isEmpty {
            let path = absolute(named, in: folder)
            guard hasDbt(path) else {
                throw SandboxError(
                    "`\(path)` has no bin/dbt; give a virtual environment with dbt-core and dbt-duckdb or dbt-postgres with --venv")
            }
            return path
        }
        var current = URL(filePath: folder).standardized
        while true {
            let candidate = current.appending(path: ".venv").path()
            if hasDbt(candidate) { return candidate }
            guard current.path() != "/" else { break }
            current = current.deletingLastPathComponent().standardized
        }
        throw SandboxError(
            "no virtual environment with dbt found: neither --venv nor PLUMBLINE_VENV is given and no .venv with bin/dbt is in `\(folder)`"
                + " or above; make one with `python3 -m venv .venv && .venv/bin/pip install \"dbt-core<1.12\" dbt-duckdb dbt-postgres`")
    }

    /// The version of dbt-core in a virtual environment, read from the package's metadata folder.
    static func dbtVersion(in venv: String?) -> String {
        let libraries = (venv ?? "") + "/lib"
        let pythons = (try? FileManager.default.contentsOfDirectory(atPath: libraries)) ?? []
        for python in pythons {
            let packages = (try? FileManager.default.contentsOfDirectory(atPath: "\(libraries)/\(python)/site-packages")) ?? []
            for name in packages where name.hasPrefix("dbt_core-") && name.hasSuffix(".dist-info") {
                return String(name.dropFirst("dbt_core-".count).dropLast(".dist-info".count))
            }
        }
        return "unknown"
    }

    /// A path made absolute against a folder.
    package static func absolute(_ path: String, in folder: String) -> String {
        let text = URL(filePath: path, relativeTo: URL(filePath: folder, directoryHint: .isDirectory)).standardized.path()
        let decoded = text.removingPercentEncoding ?? text
        return decoded.count > 1 && decoded.hasSuffix("/") ? String(decoded.dropLast()) : decoded
    }

    private static func hasDbt(_ path: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: path + "/bin/dbt")
    }
}
