import DataDiff
import DiffEngine
import Relational
import Testing

/// Where two tables are compared: in one database, or each in a database of its own.
struct Place: Sendable, CustomTestStringConvertible {
    let engines: EnginePair
    let isOne: Bool

    var testDescription: String { isOne ? engines.a.name : engines.testDescription }

    static let all =
        EnginePair.alike.map { Place(engines: $0, isOne: true) } + EnginePair.mixed.map { Place(engines: $0, isOne: false) }

    /// Runs the statements in every database of the place, so that either side may be any table.
    func open(_ statements: (Engine) -> [String]) async throws -> PlacedTables {
        if isOne { return PlacedTables(databases: [try await engines.a.open(statements(engines.a))]) }
        let pair = try await engines.open(statements(engines.a), statements(engines.b))
        return PlacedTables(databases: [pair.0, pair.1])
    }

    /// Makes tables of the same columns, given as rows of SQL.
    func open(_ columns: String, _ tables: [String: [String]]) async throws -> PlacedTables {
        try await open { _ in
            tables.sorted { $0.key < $1.key }.flatMap { name, rows in
                ["CREATE TABLE \(name) (\(columns))"] + (rows.isEmpty ? [] : ["INSERT INTO \(name) VALUES \(rows.joined(separator: ", "))"])
            }
        }
    }
}

/// Tables of a test, in one database or the same in two.
struct PlacedTables: Sendable {
    let databases: [any TestDatabase]

    /// The results of every way in which the tables can be compared: one in one database, one for each strategy across two.
    func diffs(
        _ a: String = "a", _ b: String = "b", key: [String] = ["id"], rows: Int = 100, edit: (inout DiffRequest) -> Void = { _ in }
    ) async throws -> [DiffResult] {
        guard databases.count == 2 else { return [try await diff(databases[0], a, b, key: key, rows: rows, edit: edit)] }
        var results: [DiffResult] = []
        for strategy in [AcrossSettings.Strategy.stream, .checksums] {
            let settings = AcrossSettings(strategy: strategy)
            let result = try await diffAcross((databases[0], databases[1]), key: key, rows: rows, settings: settings) { request in
                request.a = .relation(RelationName(identifier: a))
                request.b = .relation(RelationName(identifier: b))
                edit(&request)
            }
            results.append(result)
        }
        return results
    }
}
