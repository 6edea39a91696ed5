import DataDiff
import DiffEngine
import Relational
import TestSupport
import Testing
import Warehouse

/// Two engines whose tables are compared with each other.
struct EnginePair: Sendable, CustomTestStringConvertible {
    let a: Engine
    let b: Engine

    var testDescription: String { "\(a.name) and \(b.name)" }

    static let all = Engine.all.flatMap { a in Engine.all.map { EnginePair(a: a, b: $0) } }
    static let mixed = all.filter { $0.a.name != $0.b.name }
    static let alike = all.filter { $0.a.name == $0.b.name }

    /// A database on either side, with statements of its own.
    func open(_ a: [String], _ b: [String]) async throws -> (any TestDatabase, any TestDatabase) {
        try await OneAfterAnother.shared.run { (try await self.a.open(a), try await self.b.open(b)) }
    }
}

/// Lets nobody begin who would hold one database and wait for another, while others do the same.
private actor OneAfterAnother {
    static let shared = OneAfterAnother()
    private var last: Task<Void, Never>?

    func run<Outcome: Sendable>(_ body: @escaping @Sendable () async throws -> Outcome) async throws -> Outcome {
        let previous = last
        let running = Task {
            await previous?.value
            return try await body()
        }
        last = Task { _ = try? await running.value }
        return try await running.value
    }
}

/// Compares table `a` of one database with table `b` of another.
func diffAcross(
    _ databases: (any TestDatabase, any TestDatabase), key: [String] = ["id"], rows: Int = 100,
    settings: AcrossSettings = AcrossSettings(), keepers: [any RowKeeping] = [], edit: (inout DiffRequest) -> Void = { _ in }
) async throws -> DiffResult {
    defer { withExtendedLifetime(databases) {} }
    var request = DiffRequest(
        a: .relation(RelationName(identifier: "a")), b: .relation(RelationName(identifier: "b")),
        key: key.isEmpty ? .missing : KeyChoice(columns: key, source: "argument"), sampleRowLimit: rows)
    edit(&request)
    return try await withWarehouse(databases.0) { a in
        // Two warehouses, also where both sides are one database.
        try await withWarehouse(databases.1, of: "b") { try await AcrossEngine(a, $0, settings: settings, keepers: keepers).run(request) }
    }
}
