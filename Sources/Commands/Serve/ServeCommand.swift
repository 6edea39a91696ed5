import ArgumentParser
import Logging
import Server
import Store

/// `plumbline serve`: the server.
struct ServeCommand: AsyncParsableCommand, StopsItself {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the server: webhooks in, reviews on pull requests out, pages to look at.",
        discussion: """
            plumbline serve --config plumbline.yaml

            Serves until SIGTERM or SIGINT. What is under way then is taken up again by the next start.
            """
    )

    @Option(help: ArgumentHelp("The configuration file.", valueName: "file")) var config = ConnectionOptions.defaultFile
    @Option(name: .customLong("log-level"), help: "trace, debug, info, notice, warning, error or critical.")
    var logLevel = Logger.Level.info.rawValue

    func validate() throws {
        guard Logger.Level(rawValue: logLevel) == nil else { return }
        throw ValidationError("--log-level must be one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))")
    }

    func run() async throws {
        var logger = Logger(label: "plumbline") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = Logger.Level(rawValue: logLevel) ?? .info
        do {
            let configuration = try PlumblineConfiguration.load(path: config)
            try await PlumblineServer.run(configuration, logger: logger)
        } catch let error as ConfigurationError {
            throw CommandTrouble("\(error)")
        } catch let error as StoreError {
            throw CommandTrouble("\(error)")
        } catch let error where !(error is CancellationError) {
            throw CommandTrouble("the server stopped: \(error)", hint: "check that the address in 'server.listen' is free and may be used")
        }
    }
}
