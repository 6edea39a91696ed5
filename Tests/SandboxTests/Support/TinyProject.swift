import Foundation

@testable import Sandbox

/// A dbt project of three models that builds in a moment.
///
/// The models of `trouble` are not there unless a command says `withTrouble`.
enum TinyProject {
    static let files = [
        "dbt_project.yml": """
        name: tiny
        version: "1.0"
        profile: tiny
        flags:
          send_anonymous_usage_stats: false
        models:
          tiny:
            trouble:
              +enabled: "{{ var('trouble', false) }}"
        """,
        "models/base.sql": "select 1 as id, 'one' as name union all select 2, 'two'\n",
        "models/counted.sql": "select count(*) as total from {{ ref('base') }}\n",
        "models/apart.sql": "{{ config(materialized='table') }} select 7 as seven\n",
        // Does not end by itself in the time of any test, and leaves the machine's other cores alone.
        "models/trouble/endless.sql": """
        {{ config(materialized='table', pre_hook='set threads to 1') }}
        select count(*) as n from {{ ref('base') }}, range(10000000) a, range(10000000) b where a.range * b.range % 7 = 3
        """,
        "models/trouble/broken.sql": "select nonsense from {{ ref('base') }}\n",
        "models/trouble/after_broken.sql": "select * from {{ ref('broken') }}\n",
        "models/trouble/doubled.sql": "select 1 as id union all select 1\n",
        "models/trouble/after_doubled.sql": "select * from {{ ref('doubled') }}\n",
        "models/trouble/trouble.yml": """
        models:
          - name: doubled
            columns:
              - name: id
                data_tests: [unique]
        """,
        // Never fresh.
        "models/outside.yml": """
        sources:
          - name: outside
            schema: prod
            tables:
              - name: apart
                config:
                  loaded_at_field: "timestamp '2000-01-01 00:00:00'"
                  freshness: {error_after: {count: 1, period: day}}
        """,
        ".gitignore": "ignored/\n",
    ]

    /// What a dbt command says to have the models of `trouble`.
    static let withTrouble = "--vars 'trouble: true'"

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
