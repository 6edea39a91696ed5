import CIPipeline
package import HTTPTransport
package import Store
package import Warehouse

/// The world that settings are tried out on; tests put fakes here.
///
/// Hosts are reached as the pipeline reaches them.
package struct SettingsOutside: Sendable {
    /// Reaches dbt Cloud.
    package var transport: any HTTPTransport
    /// Reaches GitHub while an App is registered.
    package var gitHub: any HTTPTransport
    /// - Throws: `RunTrouble` when a data source cannot be used.
    package var warehouse: @Sendable (DataSourceRecord) throws -> Warehouse
    /// What one guess of a password costs.
    package var passwordCost: PasswordHash.Cost

    package init(
        transport: any HTTPTransport, gitHub: (any HTTPTransport)? = nil,
        warehouse: @escaping @Sendable (DataSourceRecord) throws -> Warehouse,
        passwordCost: PasswordHash.Cost = .usual
    ) {
        self.transport = transport
        self.gitHub = gitHub ?? transport
        self.warehouse = warehouse
        self.passwordCost = passwordCost
    }
}

extension SettingsOutside {
    /// Nothing is there.
    static let unreachable = SettingsOutside(
        transport: NoTransport(), warehouse: { throw RunTrouble("The data source \($0.name) cannot be reached from here.") })

    private struct NoTransport: HTTPTransport {
        func send(_ call: HTTPCall) async throws(HTTPTransportError) -> HTTPReply {
            throw HTTPTransportError(.unreachable, "Nothing can be reached from here.")
        }
        func download(_ call: HTTPCall, to path: String) async throws(HTTPTransportError) -> HTTPReply { try await send(call) }
    }
}
