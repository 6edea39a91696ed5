import DataDiff
import Relational
import SQL
import Warehouse

/// Runs single statements of a diff and turns the warehouse's trouble into the diff's.
struct SideStatements: Sendable {
    private let request: DiffRequest
    private let warehouse: any StatementRunner
    private let meter: Meter

    init(_ request: DiffRequest, _ warehouse: any StatementRunner, _ meter: Meter) {
        self.request = request
        self.warehouse = warehouse
        self.meter = meter
    }

    func label(_ side: DiffPlan.Side) -> String { (side == .a ? request.a : request.b).label }
    var labels: String { "\(request.a.label) and \(request.b.label)" }

    /// The columns of one side, in its own order.
    func columns(of side: DiffPlan.Side) async throws(DiffFailure) -> [Column] {
        let select = Select([.all], from: (side == .a ? request.a : request.b).source)
        do throws(WarehouseError) {
            let columns = try await warehouse.describe(select)
            meter.count(rows: columns.count, bytes: 0)
            return columns
        } catch {
            throw DiffFailure(error, doing: "reading the columns of \(label(side))", on: warehouse.label)
        }
    }

    /// All rows of a statement; only for statements that yield few.
    func rows(_ select: Select, _ doing: String) async throws(DiffFailure) -> [[Value]] {
        do throws(WarehouseError) {
            let answer = try await warehouse.rows(select)
            meter.count(rows: answer.rows.count, bytes: answer.byteCount)
            return answer.rows
        } catch {
            throw DiffFailure(error, doing: doing, on: warehouse.label, hasFilters: !(request.filtersA + request.filtersB).isEmpty)
        }
    }

    /// The one row of a statement that counts.
    func row(_ select: Select, _ doing: String) async throws(DiffFailure) -> [Value] {
        let answer = try await rows(select, doing)
        guard answer.count == 1 else {
            throw DiffFailure(code: "unexpected_answer", message: "\(doing): the warehouse answered \(answer.count) rows instead of one")
        }
        return answer[0]
    }
}

extension DiffFailure {
    /// The warehouse's trouble in the words of a diff.
    init(_ error: WarehouseError, doing: String, on database: String, hasFilters: Bool = false) {
        let tried = "\(doing) in \(database) failed"
        switch error.kind {
        case .relationNotFound:
            self.init(
                code: "table_not_found", message: "\(tried): no such table or view",
                hint: error.hint ?? "check the schema and the table's name, and that the job which builds it has run", detail: error.detail)
        case .columnNotFound, .syntax:
            self.init(
                code: hasFilters ? "invalid_filter" : "invalid_sql", message: "\(tried): the SQL was not accepted",
                hint: hasFilters ? "check the filter" : error.hint, detail: error.detail)
        case .permission:
            self.init(
                code: "permission_denied", message: "\(tried): permission denied", hint: "grant the connection's user SELECT on it",
                detail: error.detail)
        default:
            let place = error.message.contains(database) ? "" : " in \(database)"
            self.init(code: error.code, message: "\(doing)\(place): \(error.message)", hint: error.hint, detail: error.detail)
        }
    }
}
