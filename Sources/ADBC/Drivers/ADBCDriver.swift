package import CADBC
import Synchronization

/// A loaded driver: a table of functions, ready to open databases.
///
/// Unchecked Sendable: the table is written by the driver's entry point only, before the object is handed out.
@safe package final class ADBCDriver: @unchecked Sendable {
    /// The name it was asked for by, for example `duckdb`.
    package let name: String
    /// The file it came from, or what stands for it.
    package let location: String
    /// Options without which the driver delivers wrong values; what the caller gives comes on top.
    let defaultDatabaseOptions: [(String, String)]
    /// In memory that does not move; databases, connections and statements point to it.
    let table: UnsafeMutablePointer<AdbcDriver>

    /// Makes a driver from its entry point, without a file.
    ///
    /// Asks for ADBC 1.1, then for 1.0; with 1.0 there is no cancellation.
    ///
    /// - Throws: `ADBCError`; the code is `driverUnusable` when the table lacks a function that is needed.
    @unsafe package convenience init(
        name: String, location: String = "this program", defaultDatabaseOptions: [(String, String)] = [],
        initFunction: AdbcDriverEntryPoint
    ) throws(ADBCError) {
        self.init(name: name, location: location, defaultDatabaseOptions: defaultDatabaseOptions)
        try unsafe fill(initFunction)
        try checkTable()
    }

    private init(name: String, location: String, defaultDatabaseOptions: [(String, String)]) {
        self.name = name
        self.defaultDatabaseOptions = defaultDatabaseOptions
        self.location = location
        unsafe table = .allocate(capacity: 1)
        unsafe table.initialize(to: AdbcDriver())
    }

    /// Only a driver that was never registered gets here: a loaded one stays for the life of the process.
    deinit {
        var error = unsafe AdbcError()
        _ = unsafe table.pointee.release?(table, &error)
        unsafe error.release?(&error)
        unsafe table.deallocate()
    }

    /// Whether a running statement can be stopped.
    ///
    /// Without it, a cancelled task returns at once, while its statement runs on and keeps its connection busy.
    package var supportsCancellation: Bool { unsafe table.pointee.StatementCancel != nil }

    private func fill(_ initFunction: AdbcDriverEntryPoint) throws(ADBCError) {
        do {
            try unsafe check("load the driver", Redaction()) { error in unsafe initFunction(Int32(AdbcVersion110), table, error) }
        } catch  where error.code == .notImplemented {
            unsafe table.pointee = unsafe AdbcDriver()
            try unsafe check("load the driver", Redaction()) { error in unsafe initFunction(Int32(AdbcVersion100), table, error) }
        } catch {
            // What a failed entry point left behind is not ours to call.
            unsafe table.pointee = unsafe AdbcDriver()
            throw error
        }
    }

    private func checkTable() throws(ADBCError) {
        let table = unsafe table.pointee
        let needed: [(String, Bool)] = unsafe [
            ("DatabaseNew", table.DatabaseNew != nil), ("DatabaseInit", table.DatabaseInit != nil),
            ("DatabaseRelease", table.DatabaseRelease != nil), ("ConnectionNew", table.ConnectionNew != nil),
            ("ConnectionInit", table.ConnectionInit != nil), ("ConnectionRelease", table.ConnectionRelease != nil),
            ("StatementNew", table.StatementNew != nil), ("StatementRelease", table.StatementRelease != nil),
            ("StatementSetSqlQuery", table.StatementSetSqlQuery != nil), ("StatementExecuteQuery", table.StatementExecuteQuery != nil),
        ]
        guard let missing = needed.first(where: { !$0.1 }) else { return }
        throw failure(.driverUnusable, "load the driver", "\(location) has no function \(missing.0)")
    }
}

extension ADBCDriver {
    /// Calls the driver and turns its answer into a Swift error; frees the C error on every path.
    @unsafe func check(
        _ attempt: String, _ redaction: Redaction, _ call: (UnsafeMutablePointer<AdbcError>) -> AdbcStatusCode?
    ) throws(ADBCError) {
        var error = unsafe AdbcError()
        unsafe error.vendor_code = Int32(AdbcVendorCodeUnset)
        let status = unsafe call(&error)
        defer { unsafe error.release?(&error) }
        guard let status else { throw failure(.notImplemented, attempt, "the driver lacks this function") }
        guard status != AdbcStatusCode(AdbcStatusOK) else { return }
        throw unsafe Self.error(error, status: status, attempt: attempt, driver: name, redaction)
    }

    /// An error of this program's own about this driver.
    func failure(_ code: ADBCError.Code, _ attempt: String, _ message: String, hint: String? = nil) -> ADBCError {
        ADBCError(code: code, attempt: attempt, driver: name, message: message, hint: hint)
    }

    /// Copies what a C error says; the C error stays its owner's.
    @unsafe static func error(
        _ error: AdbcError, status: AdbcStatusCode, attempt: String, driver: String, _ redaction: Redaction
    ) -> ADBCError {
        let message = unsafe error.message.map { unsafe String(cString: $0) } ?? ""
        let state = unsafe withUnsafeBytes(of: error.sqlstate) { bytes in unsafe [UInt8](bytes) }
        let isSet = state.allSatisfy { (0x21...0x7E).contains($0) }
        let vendorCode = unsafe error.vendor_code
        return ADBCError(
            code: ADBCError.Code(status: status),
            attempt: attempt,
            driver: driver,
            message: message.isEmpty ? "the driver gave no reason (status \(status))" : redaction(message),
            sqlState: isSet ? String(decoding: state, as: UTF8.self) : nil,
            vendorCode: vendorCode == Int32(AdbcVendorCodeUnset) || vendorCode == 0 ? nil : vendorCode
        )
    }
}
