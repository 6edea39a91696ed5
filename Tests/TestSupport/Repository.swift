import Foundation

/// Places in the checkout that the tests were built from.
package enum Repository {
    /// The folder that holds `Package.swift`.
    package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The virtual environment with dbt and the DuckDB driver, made by `scripts/bootstrap test`.
    package static var environment: [String: String] {
        ["PLUMBLINE_VENV": ProcessInfo.processInfo.environment["PLUMBLINE_VENV"] ?? root.appending(path: ".venv").path]
    }
}
