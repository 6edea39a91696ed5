import ArgumentParser
import Foundation
import Server
import Store

/// `plumbline admin user`.
struct AdminUserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "People who may sign in.",
        subcommands: [Add.self, List.self, Remove.self, ResetLink.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let somebody in; prints a link by which they choose a password.")

        @Argument(help: "The e-mail address.") var email: String
        @Option(help: "Their name.") var name: String?
        @Option(help: "admin or viewer.") var role = AccessRole.viewer
        @OptionGroup var options: AdminOptions

        func validate() throws {
            let errors = PersonRules.errors(name: name ?? email, email: email)
            if let error = errors["email"] ?? errors["name"] { throw ValidationError(error) }
        }

        func run() async throws {
            try await options.work { store, publicURL in
                let now = Date().timeIntervalSince1970
                let user = try await store.addUser(email: email, name: name ?? email, role: role, now: now)
                Terminal.standardOutput(try await OneTimeLinks.reset(user, store, publicURL: publicURL, now: now) + "\n")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List everybody: address, role, name.")

        @OptionGroup var options: AdminOptions

        func run() async throws {
            try await options.work { store, _ in
                for user in try await store.users() {
                    let state = user.passwordHash == nil ? "\t(no password yet)" : ""
                    Terminal.standardOutput("\(user.email)\t\(user.role.rawValue)\t\(user.name)\(state)\n")
                }
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove somebody; their sessions end at once.")

        @Argument(help: "The e-mail address.") var email: String
        @OptionGroup var options: AdminOptions

        func run() async throws {
            try await options.work { store, _ in try await store.removeUser(try await AdminUserCommand.user(email, store).id) }
        }
    }

    struct ResetLink: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reset-link", abstract: "Print a link, good once and for a day, by which somebody chooses a new password.")

        @Argument(help: "The e-mail address.") var email: String
        @OptionGroup var options: AdminOptions

        func run() async throws {
            try await options.work { store, publicURL in
                let user = try await AdminUserCommand.user(email, store)
                let link = try await OneTimeLinks.reset(user, store, publicURL: publicURL, now: Date().timeIntervalSince1970)
                Terminal.standardOutput(link + "\n")
            }
        }
    }

    private static func user(_ email: String, _ store: Store) async throws -> UserRecord {
        guard let user = try await store.user(email: email) else {
            throw CommandTrouble("there is no user \(email)", hint: "plumbline admin user list says who there is")
        }
        return user
    }
}
