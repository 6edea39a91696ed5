import ArgumentParser
import Foundation
import HTTPTransport
import Logging
import NIOCore
import Sandbox
import ServiceLifecycle
import UnixSignals

@main
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plumbline-sandbox",
        abstract: "A local dbt Cloud that runs dbt-core, and a local GitHub and GitLab over a real git repository.",
        subcommands: [ServeCommand.self]
    )
}

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve until SIGTERM or Ctrl-C.",
        discussion: """
            Prints one line, `ready http://…`, when it serves; messages go to standard error.

            dbt Cloud is below /api/v2 and /api/v3, GitHub's REST API below /github, GitLab's below /gitlab/api/v4, all with the
            token `sandbox-token`. Pull requests and merge requests do not know of each other; --git-host says whose webhooks go
            to --webhook-url.

            Push to DIR/git/acme/storefront.git by its path. The warehouse is DIR/warehouse.duckdb, or an existing database of a
            PostgreSQL server, version 14 or newer, whose user may create schemas. Leave a password out of the URI, where other
            users of the machine see it: PGPASSWORD and ~/.pgpass hold. Jobs run one at a time on both.

            A fault is JSON: {"path": "/api/v2", "method": "GET", "after": 3, "status": 429, "headers": {"Retry-After": "1"},
            "count": 2}. `path` is the beginning of the paths concerned. `count` of their requests are hit (1 if absent), once
            `after` have passed (0 if absent). `status` is answered with an error in the vendor's form, or with `body`, a raw
            text that is HTML unless `headers` name a Content-Type. `delay_seconds` waits first, and ends when the client
            leaves; `drop`: true closes the connection without an answer. POST /sandbox/faults adds a fault, GET lists what is
            left, DELETE clears.

            Examples:
              plumbline-sandbox serve --port 9100 --data-dir ./sandbox --project examples/storefront
              plumbline-sandbox serve --data-dir ./sandbox --project examples/storefront \\
                --warehouse postgresql://dbt@127.0.0.1:5432/storefront
            """
    )

    @Option(help: "Port to listen at; 0 takes a free one.")
    var port = 9100

    @Option(help: "Address to listen at.")
    var host = "127.0.0.1"

    @Option(name: .customLong("data-dir"), help: "Folder for the git repository, the runs, and a DuckDB warehouse.")
    var dataDir: String

    @Option(help: "Folder of the dbt project that becomes the repository's first commit.")
    var project: String

    @Option(help: "The warehouse, such as postgresql://user@host:5432/database; otherwise a DuckDB file below --data-dir.")
    var warehouse: String?

    @Option(name: .customLong("git-host"), help: "Whose webhooks --webhook-url receives: github or gitlab.")
    var gitHost = GitHostKind.gitHub

    @Option(name: .customLong("webhook-url"), help: "Receiver of the git host's webhooks.")
    var webhookURL: String?

    @Option(name: .customLong("webhook-secret"), help: "Secret that those webhooks are signed with.")
    var webhookSecret = "sandbox-secret"

    @Flag(name: .customLong("webhook-by-app"), help: "Those webhooks are sent by the App (number 4242, key in DIR/github-app.pem).")
    var webhookByApp = false

    @Option(help: "A fault as JSON; may be given several times.")
    var fault: [String] = []

    @Option(help: "Python virtual environment with dbt; otherwise PLUMBLINE_VENV, or .venv here or above.")
    var venv: String?

    func run() async throws {
        let folder = FileManager.default.currentDirectoryPath
        var configuration = SandboxConfiguration(
            dataFolder: VirtualEnvironment.absolute(dataDir, in: folder),
            projectFolder: VirtualEnvironment.absolute(project, in: folder),
            host: host,
            port: port,
            webhookHost: gitHost,
            webhookURL: webhookURL,
            webhookSecret: webhookSecret
        )
        configuration.warehouse = try warehouse.map { try SandboxWarehouse(uri: $0) }
        configuration.webhookByApp = webhookByApp
        configuration.faults = try fault.map(Self.readFault)
        configuration.venv = try VirtualEnvironment.find(given: venv, environment: ProcessInfo.processInfo.environment, from: folder)

        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        let logger = Logger(label: "plumbline-sandbox")
        try await AsyncHTTPTransport.running { transport in
            let application = try await SandboxApplication.build(configuration, transport: transport, logger: logger) { url in
                FileHandle.standardOutput.write(Data("ready \(url)\n".utf8))
            }
            var services = ServiceGroupConfiguration(
                services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
            // A request that hangs on purpose must not hold the end up.
            services.maximumGracefulShutdownDuration = .seconds(3)
            services.maximumCancellationDuration = .seconds(3)
            do {
                try await ServiceGroup(configuration: services).run()
            } catch let error as IOError {
                throw SandboxError("cannot serve at \(host), port \(port): \(error); choose another --port, or 0 for a free one")
            }
        }
    }

    private static func readFault(_ text: String) throws -> Fault {
        do {
            return try JSONDecoder().decode(Fault.self, from: Data(text.utf8))
        } catch {
            throw ValidationError("cannot read the fault `\(text)`; it is JSON such as {\"path\": \"/api\", \"status\": 500, \"count\": 1}")
        }
    }
}

extension GitHostKind: ExpressibleByArgument {}
