import DataDiff
import Relational
import SQL
import Warehouse

/// Runs single statements of a diff and turns the warehouse's trouble into the diff's.
struct SideStatements: Sendable {
    private let request: DiffRequest
    /// Side a's and side b's.
    private let warehouses: [any StatementRunner]
    private let meter: any CostMeter
    /// Both sides may be tables of one name.
    private let namesSides: Bool

    init(_ request: DiffRequest, _ warehouse: any StatementRunner, _ meter: Meter) {
        self.init(request, [warehouse, warehouse], meter, namesSides: false)
    }

    /// - Parameter warehouses: side a's and side b's.
    init(_ request: DiffRequest, _ warehouses: [any StatementRunner], _ meter: any CostMeter, namesSides: Bool = true) {
        self.request = request
        self.warehouses = warehouses
        self.meter = meter
        self.namesSides = namesSides
    }

    func label(_ side: DiffPlan.Side) -> String {
        (side == .a ? request.a : request.b).label + (namesSides ? " (side \(side.rawValue))" : "")
    }
    var labels: String { "\(request.a.label) and \(request.b.label)" }

    private func warehouse(_ side: DiffPlan.Side) -> any StatementRunner { warehouses[side == .a ? 0 : 1] }

    /// The columns of one side, in its own order.
    func columns(of side: DiffPlan.Side) async throws(DiffFailure) -> [Column] {
        let warehouse = warehouse(side)
        let select = Select([.all], from: (side == .a ? request.a : request.b).source)
        do throws(WarehouseError) {
            let columns = try await warehouse.describe(select)
            meter.count(rows: columns.count, bytes: 0)
            return columns
        } catch {
            throw DiffFailure(error, doing: "reading the columns of \(label(side))", on: warehouse.label)
        }
    }

    /// What the engine keeps unique in the table or view that a side is; nothing for a query.
    func uniqueKeys(of side: DiffPlan.Side) async throws(DiffFailure) -> [[String]] {
        guard case .relation(let name) = side == .a ? request.a : request.b else { return [] }
        let warehouse = warehouse(side)
        do throws(WarehouseError) {
            let keys = try await warehouse.uniqueKeys(of: name)
            meter.count(rows: keys.count, bytes: 0)
            return keys
        } catch {
            throw DiffFailure(error, doing: "reading the constraints of \(label(side))", on: warehouse.label)
        }
    }

    /// All rows of a statement; only for statements that yield few.
    ///
    /// - Parameter side: whose warehouse is asked, where there are two.
    func rows(_ select: Select, _ doing: String, on side: DiffPlan.Side = .a) async throws(DiffFailure) -> [[Value]] {
        let warehouse = warehouse(side)
        do throws(WarehouseError) {
            let answer = try await warehouse.rows(select)
            meter.count(rows: answer.rows.count, bytes: answer.byteCount)
            return answer.rows
        } catch {
            throw DiffFailure(error, doing: doing, on: warehouse.label, hasFilters: !(request.filtersA + request.filtersB).isEmpty)
        }
    }

    /// The one row of a statement that counts.
    func row(_ select: Select, _ doing: String, on side: DiffPlan.Side = .a) async throws(DiffFailure) -> [Value] {
        let answer = try await rows(select, doing, on: side)
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
