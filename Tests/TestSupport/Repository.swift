package import Foundation

/// Places in the checkout that the tests were built from.
package enum Repository {
    /// The folder that holds `Package.swift`.
    package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The virtual environment with dbt and the DuckDB driver: `PLUMBLINE_VENV`, or the one that `scripts/bootstrap test` made.
    package static var virtualEnvironment: String {
        ProcessInfo.processInfo.environment["PLUMBLINE_VENV"] ?? root.appending(path: ".venv").path
    }
}
