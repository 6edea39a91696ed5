import ArgumentParser
import Foundation
import Server
import Store

/// `plumbline admin`: users and API keys, on the machine where the data directory is.
struct AdminCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admin",
        abstract: "Users and API keys.",
        discussion: """
            plumbline admin user add ann@example.com --name "Ann" --role admin
            plumbline admin user reset-link ann@example.com
            plumbline admin key add ci --role viewer

            Works on the data directory of the configuration file, also while the server runs.
            """,
        subcommands: [AdminUserCommand.self, AdminKeyCommand.self]
    )
}

/// Which server it is about.
struct AdminOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The configuration file.", valueName: "file")) var config = ConnectionOptions.defaultFile
    @Option(
        name: .customLong("data-dir"), help: ArgumentHelp("The data directory, in place of the configuration file's.", valueName: "folder"))
    var dataDirectory: String?
    @Option(name: .customLong("public-url"), help: ArgumentHelp("Where people reach the server, for links.", valueName: "url"))
    var publicURL: String?

    /// The store, and where the server is reached.
    func open() throws -> (store: Store, publicURL: String) {
        do {
            if let dataDirectory, let publicURL { return (try Store(attachingTo: dataDirectory), publicURL) }
            let server = try PlumblineConfiguration.serverSettings(path: config)
            return (try Store(attachingTo: dataDirectory ?? server.dataDirectory), publicURL ?? server.publicURL)
        } catch let error as ConfigurationError {
            throw CommandTrouble("\(error)", hint: "or give --data-dir and --public-url")
        } catch let error as StoreError {
            throw CommandTrouble("\(error)")
        }
    }

    /// Runs something on the store, with its errors as trouble.
    func work(_ body: (Store, _ publicURL: String) async throws -> Void) async throws {
        let (store, publicURL) = try open()
        do {
            try await body(store, publicURL)
        } catch let error as StoreError {
            throw CommandTrouble("\(error)")
        }
    }
}

extension AccessRole: ExpressibleByArgument {}
