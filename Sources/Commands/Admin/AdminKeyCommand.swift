import ArgumentParser
import Foundation
import HTTPTransport
import Server
import Store

/// `plumbline admin key`.
struct AdminKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "API keys.", subcommands: [Add.self, List.self, Revoke.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a key and print it, this once.")

        @Argument(help: "What it is called.") var name: String
        @Option(help: "admin or viewer.") var role = AccessRole.viewer
        @OptionGroup var options: AdminOptions

        func run() async throws {
            try await options.work { store, _ in
                let key = RandomToken.make()
                _ = try await store.addAPIKey(name: name, role: role, key: key, now: Date().timeIntervalSince1970)
                Terminal.standardOutput(key.reveal() + "\n")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the keys: name, role, where each is kept.")

        @OptionGroup var options: AdminOptions

        func run() async throws {
            try await options.work { store, _ in
                for key in try await store.apiKeys() {
                    Terminal.standardOutput("\(key.name)\t\(key.role)\t\(key.origin == .file ? "configuration file" : "data directory")\n")
                }
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Revoke a key; it stops working at once.")

        @Argument(help: "What it is called.") var name: String
        @OptionGroup var options: AdminOptions

        func run() async throws {
            try await options.work { store, _ in
                guard let key = try await store.apiKeys().first(where: { $0.name == name }) else {
                    throw CommandTrouble("there is no API key '\(name)'", hint: "plumbline admin key list says which there are")
                }
                try await store.revokeAPIKey(key.id)
            }
        }
    }
}
