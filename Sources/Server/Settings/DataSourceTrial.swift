import CIPipeline
import DiffEngine
import Relational
import SQL
import Store
import Synchronization
import Warehouse

/// One thing that was tried on a data source, in the words of Datafold's API.
struct TrialStep: Hashable, Sendable, Encodable {
    struct Result: Hashable, Sendable, Encodable {
        /// `ok`, `error`, `skip` or `unknown`.
        let code: String
        let message: String
        let outcome: String?
    }

    /// `connection`, `temp_schema`, `schema_download` or `lineage_download`.
    let step: String
    let status: String
    let result: Result

    init(_ step: String, _ code: String, _ message: String) {
        self.step = step
        status = "done"
        result = Result(code: code, message: message, outcome: nil)
    }

    var isError: Bool { result.code == "error" }
}

/// Tries a data source out: the connection, the right to read what there is, and the temporary schema.
enum DataSourceTrial {
    static func steps(_ source: DataSourceRecord, _ open: (DataSourceRecord) throws -> Warehouse) async -> [TrialStep] {
        let warehouse: Warehouse
        do {
            warehouse = try open(source)
        } catch {
            return [TrialStep("connection", "error", words(error))] + skipped
        }
        do throws(WarehouseError) {
            try await warehouse.check()
        } catch {
            return [TrialStep("connection", "error", words(error))] + skipped
        }
        return [
            TrialStep("connection", "ok", "connected"), await tempSchema(source, warehouse), await rights(warehouse),
            TrialStep("lineage_download", "skip", "lineage comes from dbt"),
        ]
    }

    private static var skipped: [TrialStep] {
        ["temp_schema", "schema_download", "lineage_download"].map { TrialStep($0, "skip", "there is no connection") }
    }

    private static func words(_ error: any Error) -> String {
        guard let error = error as? WarehouseError else { return (error as? RunTrouble)?.message ?? "\(error)" }
        return error.description
    }

    private static func tempSchema(_ source: DataSourceRecord, _ warehouse: Warehouse) async -> TrialStep {
        guard let name = source.tempSchema, !name.isEmpty else { return TrialStep("temp_schema", "skip", "none is set") }
        do throws(WarehouseError) {
            try await KeptTablesCare(schema: name, in: warehouse).probe()
            return TrialStep("temp_schema", "ok", "tables can be written to the schema \(name)")
        } catch  where error.code == "schema_not_found" {
            return TrialStep("temp_schema", "error", "there is no schema \(name); make it, or name another")
        } catch  where error.kind == .permission {
            return TrialStep(
                "temp_schema", "error", "tables cannot be written to the schema \(name); grant CREATE on it to the connection's user")
        } catch {
            return TrialStep("temp_schema", "error", words(error))
        }
    }

    private static func rights(_ warehouse: Warehouse) async -> TrialStep {
        do throws(WarehouseError) {
            let count = try await warehouse.rows(schemas).rows.count
            return count > 0
                ? TrialStep("schema_download", "ok", "\(count) schemas can be seen")
                : TrialStep("schema_download", "error", "no schema can be seen; grant USAGE and SELECT on those of production")
        } catch {
            return TrialStep("schema_download", "error", words(error))
        }
    }

    private static var schemas: Select {
        Select(
            [.expression(.column("schema_name"), as: "schema_name")],
            from: .relation(RelationName(database: nil, namespace: "information_schema", identifier: "schemata")))
    }
}

/// Trials that the API started, kept in memory; the last hundred of them.
final class DataSourceTrials: Sendable {
    private struct State {
        var next = 1
        var results: [Int: [TrialStep]?] = [:]
    }

    private let state = Mutex(State())

    /// A number for a trial that begins now.
    func begin() -> Int {
        state.withLock { state in
            let id = state.next
            state.next += 1
            state.results[id] = .some(nil)
            state.results[id - 100] = nil
            return id
        }
    }

    func finish(_ id: Int, _ steps: [TrialStep]) { state.withLock { $0.results[id] = steps } }

    /// The steps of a trial, nil while it goes on; absent for one that is not known.
    func result(_ id: Int) -> [TrialStep]?? { state.withLock { $0.results[id] } }
}
