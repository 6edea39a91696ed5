import Foundation

@testable import Sandbox

/// A dbt project of two models that builds in a moment.
enum TinyProject {
    static let files = [
        "dbt_project.yml": """
        name: tiny
        version: "1.0"
        profile: tiny
        flags:
          send_anonymous_usage_stats: false
        """,
        "models/base.sql": "select 1 as id, 'one' as name union all select 2, 'two'\n",
        "models/counted.sql": "select count(*) as total from {{ ref('base') }}\n",
        "models/apart.sql": "{{ config(materialized='table') }} select 7 as seven\n",
        ".gitignore": "ignored/\n",
    ]

    static func write(_ files: [String: String], to folder: String) throws {
        for (path, text) in files {
            let url = URL(filePath: folder + "/" + path)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
    }
}

/// A folder that is gone after the test.
enum TemporaryFolder {
    static func with<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let path = FileManager.default.temporaryDirectory.path() + "plumbline-sandbox-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(path)
    }
}
