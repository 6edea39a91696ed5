package import DataDiff
import Relational
import SQL
import Synchronization
package import Warehouse

/// What a schema that diffs write to needs beside the writing: to be tried out, and to be tidied.
package struct KeptTablesCare: Sendable {
    private let schema: String
    private let warehouse: any SnapshotSource

    package init(schema: String, in warehouse: any SnapshotSource) {
        self.schema = schema
        self.warehouse = warehouse
    }

    /// Makes a table in the schema and drops it again, so that nothing stays.
    ///
    /// - Throws: `WarehouseError`, `schema_not_found` when there is no such schema.
    package func probe() async throws(WarehouseError) {
        // Nobody else's table has this name.
        let table = RelationName(namespace: schema, identifier: "plumbline_probe_\(UInt64.random(in: 0...UInt64.max))")
        try await write { (writer: any TableWriter) async throws(WarehouseError) in
            guard try await !writer.rows(writer.dialect.relations(schema)).isEmpty else { throw Materialization.missing(schema) }
            let renderer = Renderer(writer.dialect)
            try await writer.run(renderer.text(creating: table, as: one))
            try await writer.run(renderer.text(dropping: table))
        }
    }

    /// Drops tables that diffs have written, known by their comment; a schema that is not there has none.
    ///
    /// - Parameters:
    ///   - prefixes: how the names of what the tables are named for begin, as `Materialization` was given them.
    ///   - kept: tables that stay, as results name them.
    /// - Returns: how many went.
    /// - Throws: `WarehouseError`; nothing was dropped then.
    package func drop(prefixes: [String], except kept: Set<String>) async throws(WarehouseError) -> Int {
        let dropped = Mutex(0)
        let starts = prefixes.map { KeptName.start($0) }
        try await write { (writer: any TableWriter) async throws(WarehouseError) in
            for row in try await writer.rows(writer.dialect.relations(schema)) {
                guard case .text(let name) = row[0], starts.contains(where: name.hasPrefix), case .text(let comment) = row[1],
                    comment.hasPrefix(Materialization.mark)
                else { continue }
                let table = RelationName(namespace: schema, identifier: name)
                guard !kept.contains(table.description) else { continue }
                try await writer.run(Renderer(writer.dialect).text(dropping: table))
                dropped.withLock { $0 += 1 }
            }
        }
        return dropped.withLock { $0 }
    }

    private var one: Select { Select([.all], from: .query("SELECT 1 AS one")) }

    private func write(_ work: @Sendable (any TableWriter) async throws(WarehouseError) -> Void) async throws(WarehouseError) {
        let snapshot = await warehouse.snapshot()
        do throws(WarehouseError) {
            // A transaction that writes adopts the snapshot of one that has read.
            _ = try await snapshot.rows(one)
            try await snapshot.write(work)
            await snapshot.end()
        } catch {
            await snapshot.end()
            throw error
        }
    }
}

/// Keeps the rows of a diff that compared all of them; of a sampled one not all rows that differ are known, and none are kept.
package struct WholeMaterialization: RowKeeping {
    private let tables: Materialization

    package init(_ tables: Materialization) { self.tables = tables }

    package func keep(_ result: inout DiffResult, of plan: DiffPlan, _ snapshot: any Snapshot) async throws(DiffFailure) {
        guard !result.sampling.sampled else { return }
        try await tables.keep(&result, of: plan, snapshot)
    }
}
