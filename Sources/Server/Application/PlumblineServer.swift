package import CIPipeline
import Foundation
import HTTPTransport
package import Hummingbird
package import Logging
import NIOCore
import ServiceLifecycle
package import Store
import UnixSignals

/// The server: pages, API, webhooks and the workers behind them.
package enum PlumblineServer {
    package static let version = "0.1.0"

    /// Puts a whole server together; nothing listens and nothing works before it runs.
    ///
    /// - Parameters:
    ///   - onListening: called with the address once the server listens.
    ///   - time: replaced in tests.
    ///   - outside: what settings are tried out on; nothing can be tried without.
    package static func build(
        settings: ServerSettings, store: Store, connections: PipelineConnections, limits: RunLimits = RunLimits(),
        time: PipelineTime = .system, outside: SettingsOutside? = nil, logger: Logger,
        onListening: @escaping @Sendable (String) -> Void = { _ in }
    ) -> some ApplicationProtocol {
        var limits = limits
        limits.retentionDays = settings.retentionDays > 0 ? settings.retentionDays : nil
        let uploadDays = settings.uploadRetentionDays ?? settings.retentionDays
        limits.uploadRetentionDays = uploadDays > 0 ? uploadDays : nil
        let pipeline = Pipeline(
            store: store, connections: connections, publicURL: settings.publicURL, limits: limits, time: time, logger: logger)
        let outside = outside ?? .unreachable
        let server = ServerContext(
            store: store, pipeline: pipeline, connections: connections, settings: settings, figures: RequestFigures(), time: time,
            logger: logger, version: version,
            outside: outside, passwords: PasswordDesk(cost: outside.passwordCost))
        return Application(
            router: router(server),
            configuration: ApplicationConfiguration(address: .hostname(settings.host, port: settings.port), serverName: nil),
            services: [PipelineService(pipeline: pipeline)],
            onServerRunning: { channel in onListening(address(channel, settings)) },
            logger: logger)
    }

    private static func router(_ server: ServerContext) -> Router<ServerRequestContext> {
        let router = Router(context: ServerRequestContext.self)
        router.addMiddleware { AnswerMiddleware(server: server) }
        HealthRoutes(server: server).add(to: router)
        WebhookRoutes(server: server).add(to: router)
        APIRoutes(server: server).add(to: router)
        PageRoutes(server: server).add(to: router)
        SettingsRoutes(server: server).add(to: router)
        APIRoutes(server: server).describe(on: router)
        return router
    }

    private static func address(_ channel: any Channel, _ settings: ServerSettings) -> String {
        let port = channel.localAddress?.port ?? settings.port
        return "http://\(settings.host.contains(":") ? "[\(settings.host)]" : settings.host):\(port)"
    }

    /// Serves until SIGTERM or SIGINT: what `plumbline serve` does.
    ///
    /// - Throws: `StoreError` for the data directory, or the error that keeps the server from listening.
    package static func run(_ configuration: PlumblineConfiguration, logger: Logger) async throws {
        let store = try Store(dataDirectory: configuration.server.dataDirectory)
        try await configuration.apply(to: store, now: Date().timeIntervalSince1970)
        try await OneTimeLinks.announce(
            store, publicURL: configuration.server.publicURL, now: Date().timeIntervalSince1970, logger: logger)
        try await AsyncHTTPTransport.running { transport in
            let retrying = RetryingTransport(transport, policy: .brisk)
            let connections = OutsideConnections(store: store, transport: retrying)
            let application = build(
                settings: configuration.server, store: store, connections: connections.pipelineConnections,
                outside: SettingsOutside(transport: retrying, warehouse: { try connections.warehouse($0) }), logger: logger
            ) { address in
                logger.notice("Plumbline listens at \(address)", metadata: ["public_url": "\(configuration.server.publicURL)"])
            }
            try await serve(application, logger: logger)
            await connections.close()
        }
    }

    private static func serve(_ application: some ApplicationProtocol, logger: Logger) async throws {
        var configuration = ServiceGroupConfiguration(
            services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        // Pages that are being read may end; then whatever is left is cut off.
        configuration.maximumGracefulShutdownDuration = .seconds(8)
        configuration.maximumCancellationDuration = .seconds(5)
        try await ServiceGroup(configuration: configuration).run()
    }
}

/// The pipeline as a service: stopping it cancels what is under way, and the next server takes it up again.
struct PipelineService: Service {
    let pipeline: Pipeline

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await self.pipeline.run() }
        } catch is CancellationError {
            // Stopping is what was asked for.
        } catch let error as StoreError where error.code == .cancelled {
            // The same, in the middle of a write.
        }
    }
}
