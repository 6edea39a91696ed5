package import ArgumentParser

/// `plumbline`: shows what a dbt pull request does to the data.
package struct PlumblineCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "plumbline",
        abstract: "Shows what a dbt pull request does to the data.",
        discussion: """
            Compare two tables:            plumbline diff duckdb:///data/shop.duckdb prod.orders dev.orders -k order_id
            Which models changed:          plumbline select --base prod/manifest.json --head target/manifest.json
            A whole review, no server:     plumbline compare --base prod --head target --connection duckdb:///data/shop.duckdb
            Run a dbt Cloud job and wait:  plumbline trigger --job-url https://ab123.us1.dbt.com/deploy/1/projects/2/jobs/3
            Upload artifacts of dbt Core:  plumbline dbt upload --ci-config shop --run-type pull_request --wait
            The server:                    plumbline serve --config plumbline.yaml
            """,
        version: PlumblineVersion.text,
        subcommands: [
            DiffCommand.self, SelectCommand.self, CompareCommand.self, TriggerCommand.self, DbtCommand.self, CICommand.self,
            ServeCommand.self,
            AdminCommand.self,
        ]
    )

    package init() {}

    /// Runs the command line and leaves with its exit code.
    ///
    /// ArgumentParser's own code for wrong usage (64) becomes 2, as the other kinds of trouble; results stay on standard output.
    package static func run(_ arguments: [String]) async -> Int32 {
        do {
            // Commands are not Sendable, so the task reads the arguments itself; wrong ones have been thrown for by then.
            let stopsItself = try parseAsRoot(arguments) is any StopsItself
            let cancelSwitch = CancelSwitch()
            let interruption = stopsItself ? nil : Interruption { cancelSwitch.turnOn() }
            defer { interruption?.stop() }
            let running = Task { try await execute(arguments) }
            cancelSwitch.attach { running.cancel() }
            try await running.value
            return 0
        } catch {
            return report(error)
        }
    }

    private static func execute(_ arguments: [String]) async throws {
        var command = try parseAsRoot(arguments)
        if var asynchronous = command as? any AsyncParsableCommand {
            try await asynchronous.run()
        } else {
            try command.run()
        }
    }

    private static func report(_ error: any Error) -> Int32 {
        if let outcome = error as? CommandOutcome { return outcome.exitCode }
        if let trouble = error as? CommandTrouble {
            Terminal.standardError("plumbline: \(trouble.message)\n" + (trouble.hint.map { "  \($0)\n" } ?? ""))
            return CommandOutcome.trouble.exitCode
        }
        if error is CancellationError {
            Terminal.standardError("plumbline: interrupted\n")
            return CommandOutcome.trouble.exitCode
        }
        let code = exitCode(for: error)
        let text = fullMessage(for: error)
        guard code != .success else {
            Terminal.standardOutput(text + "\n")
            return 0
        }
        Terminal.standardError(text + "\n")
        return CommandOutcome.trouble.exitCode
    }
}

/// The version of this build.
package enum PlumblineVersion {
    /// By semantic versioning.
    package static let text = "0.1.0"
}
