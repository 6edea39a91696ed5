import Foundation
package import HTTPTransport
package import Hummingbird
package import Logging
import ServiceLifecycle

/// Wires the sandbox together.
package enum SandboxApplication {
    /// Builds the application: the local dbt Cloud, the local GitHub and GitLab, and the services that work behind them.
    ///
    /// - Parameters:
    ///   - transport: carries webhooks; the caller shuts it down after the application has ended.
    ///   - onReady: told the address once the server listens, such as `http://127.0.0.1:9100`.
    /// - Throws: `SandboxError` when the project or the data folder cannot be used.
    package static func build(
        _ configuration: SandboxConfiguration,
        transport: any HTTPTransport,
        logger: Logger,
        onReady: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> some ApplicationProtocol {
        let repository = try await prepare(configuration)
        let folders = RunFolders(data: configuration.dataFolder)
        try folders.clear()
        let address = SandboxAddress(host: configuration.host, port: configuration.port)
        let warehouse = configuration.warehouse ?? .duckDB(path: configuration.dataFolder + "/warehouse.duckdb")
        let deliveries = DeliveryLog()
        let cloud = DbtCloud(
            folders: folders, dbtVersion: VirtualEnvironment.dbtVersion(in: configuration.venv), connectionName: warehouse.connectionName,
            address: address, deliveries: deliveries)
        let host = GitHubHost(repository: repository, address: address, deliveries: deliveries, logger: logger) { cloud.handle($0) }
        try host.addDemoApp(
            keyPath: configuration.dataFolder + "/github-app.pem", webhookURL: configuration.webhookByApp ? configuration.webhookURL : nil,
            webhookSecret: configuration.webhookSecret)
        let gitLab = LocalGitLab(repository: repository, address: address, deliveries: deliveries, logger: logger) { cloud.handle($0) }
        if let url = configuration.webhookURL, !configuration.webhookByApp {
            let kind = configuration.webhookHost
            let hook = Hook(
                id: 1, url: url, secret: configuration.webhookSecret, events: ["*"], createdAt: host.now(), host: kind)
            if kind == .gitLab { gitLab.change { $0.host.hooks.append(hook) } } else { host.change { $0.hooks.append(hook) } }
        }
        try await host.startWatching()
        try await gitLab.startWatching()

        let router = Router(context: SandboxContext.self)
        let faults = FaultBox(configuration.faults)
        router.add(middleware: FaultMiddleware(faults: faults))
        router.add(middleware: DbtCloudMiddleware())
        router.add(middleware: GitHubMiddleware(host: host))
        router.add(middleware: GitLabMiddleware(gitLab: gitLab))
        FaultRoutes(faults: faults).add(to: router)
        DeliveryRoutes(log: deliveries).add(to: router)
        RightsRoutes(host: host).add(to: router)
        DbtCloudRoutes(cloud: cloud).add(to: router)
        GitHubRoutes(host: host).add(to: router)
        GitLabRoutes(gitLab: gitLab).add(to: router)

        let services: [any Service] = [
            JobRunner(cloud: cloud, repository: repository, warehouse: warehouse, venv: configuration.venv, logger: logger),
            WebhookSender(log: deliveries, transport: transport, logger: logger),
            PushPolling(
                look: {
                    try await host.lookForPushes()
                    try await gitLab.lookForPushes()
                }, interval: configuration.pushInterval, logger: logger),
        ]
        return Application(
            router: router,
            configuration: .init(address: .hostname(configuration.host, port: configuration.port)),
            services: services,
            onServerRunning: { channel in
                if let port = channel.localAddress?.port { address.set(host: configuration.host, port: port) }
                onReady(address.url)
            },
            logger: logger
        )
    }

    private static func prepare(_ configuration: SandboxConfiguration) async throws -> GitRepository {
        do {
            try FileManager.default.createDirectory(atPath: configuration.dataFolder, withIntermediateDirectories: true)
        } catch {
            throw SandboxError("cannot make the data folder `\(configuration.dataFolder)`: \(error.localizedDescription)")
        }
        let path = "\(configuration.dataFolder)/git/\(GitHubNames.fullName).git"
        return try await GitRepository.open(path: path, project: configuration.projectFolder)
    }
}
