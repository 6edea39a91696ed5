package import DataDiff
import Relational
import SQL
package import Warehouse

/// Writes the rows that a diff has found into tables of a schema, in one transaction.
///
/// A table of an earlier run, known by its comment, is replaced; one that somebody else made ends the writing.
package struct Materialization: RowKeeping {
    static let mark = "plumbline diff: "
    private let schema: String
    private let name: String?

    /// - Parameter name: what the tables are named for; nil for side a's table.
    package init(schema: String, name: String? = nil) {
        self.schema = schema
        self.name = name
    }

    package func keep(_ result: inout DiffResult, of plan: DiffPlan, _ snapshot: any Snapshot) async throws(DiffFailure) {
        try result.checkCompleteness()
        let drafts = try drafts(result, plan, snapshot.dialect)
        let names = KeptName(name ?? plan.request.a.keptName, limit: snapshot.dialect.nameLimit)
        let owned = RowKind.allCases.map { names.name($0) }
        do throws(WarehouseError) {
            try await snapshot.write { (writer: any TableWriter) async throws(WarehouseError) in
                try await removeEarlier(owned, writer)
                for draft in drafts { try await write(draft, writer) }
            }
        } catch {
            throw failure(error, on: snapshot.label)
        }
        result.materialized = drafts.map { .init(kind: $0.kind, table: $0.table.description, rows: $0.rows) }
    }

    /// A table that is to be made.
    private struct Draft: Sendable {
        let kind: RowKind
        let table: RelationName
        let rows: Int
        let select: Select
        let comment: String
    }

    private func drafts(_ result: DiffResult, _ plan: DiffPlan, _ dialect: Dialect) throws(DiffFailure) -> [Draft] {
        let names = KeptName(name ?? plan.request.a.keptName, limit: dialect.nameLimit)
        var drafts: [Draft] = []
        for kind in result.kindsFound {
            drafts.append(
                Draft(
                    kind: kind, table: RelationName(namespace: schema, identifier: names.name(kind)), rows: result.rowCount(kind),
                    select: try plan.allRows(kind, duplicates: result.hasDuplicates, as: .own),
                    comment: Self.mark + kind.words(plan.request.a.label, plan.request.b.label)))
        }
        return drafts
    }

    /// Tables of an earlier run also go when there is nothing to be held by them any more.
    private func removeEarlier(_ owned: [String], _ writer: any TableWriter) async throws(WarehouseError) {
        let dialect = writer.dialect
        func folded(_ name: String) -> String { dialect.ignoresIdentifierCase ? name.lowercased() : name }
        let rows = try await writer.rows(dialect.relations(schema))
        guard !rows.isEmpty else { throw Self.missing(schema) }
        for row in rows {
            guard case .text(let name) = row[0], owned.contains(where: { folded($0) == folded(name) }) else { continue }
            let table = RelationName(namespace: schema, identifier: name)
            guard case .text(let comment) = row[1], comment.hasPrefix(Self.mark) else { throw Self.foreign(table) }
            try await writer.run(Renderer(dialect).text(dropping: table))
        }
    }

    private func write(_ draft: Draft, _ writer: any TableWriter) async throws(WarehouseError) {
        let renderer = Renderer(writer.dialect)
        try await writer.run(renderer.text(creating: draft.table, as: draft.select))
        try await writer.run(renderer.text(commenting: draft.table, with: draft.comment))
        // What the table holds must be what the result tells.
        guard case .integer(Int64(draft.rows)) = try await writer.rows(renderer.text(counting: draft.table)).first?.first else {
            throw Self.changed(draft)
        }
    }

    private func failure(_ error: WarehouseError, on database: String) -> DiffFailure {
        let tried = "writing the diff's rows into the schema \(schema) of \(database) failed"
        guard error.kind == .permission else {
            return DiffFailure(code: error.code, message: "\(tried): \(error.message)", hint: error.hint, detail: error.detail)
        }
        return DiffFailure(
            code: "permission_denied", message: "\(tried): permission denied", hint: "grant the connection's user CREATE on the schema",
            detail: error.detail)
    }

    static func missing(_ schema: String) -> WarehouseError {
        WarehouseError(
            kind: .relationNotFound, code: "schema_not_found", message: "there is no such schema", hint: "create it first, or name another")
    }

    private static func foreign(_ table: RelationName) -> WarehouseError {
        WarehouseError(
            kind: .other, code: "table_exists", message: "\(table) is there already, and not from an earlier diff",
            hint: "drop or rename it, or name another schema")
    }

    private static func changed(_ draft: Draft) -> WarehouseError {
        WarehouseError(
            kind: .conflict, code: "tables_changed", message: "\(draft.table) got another number of rows than the diff has counted",
            hint: "a filter or query whose rows vary from statement to statement cannot be kept")
    }
}
