import ArgumentParser
import Foundation
import HTTPTransport

/// `plumbline ci`: what a pipeline asks of the server's reviews.
struct CICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ci", abstract: "Ask a Plumbline server for a review.", subcommands: [CITriggerCommand.self])
}

/// `plumbline ci trigger`: has a pull request's newest commit reviewed now.
struct CITriggerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trigger",
        abstract: "Review the newest commit of a pull request, also without the label that the configuration requires.",
        discussion: """
            plumbline ci trigger --ci-config shop --pull-request 42
            plumbline ci trigger --ci-config shop --pull-request 42 --wait

            Reads PLUMBLINE_HOST and PLUMBLINE_API_KEY (or DATAFOLD_HOST and DATAFOLD_API_KEY). A commit that has a review is answered with
            it; a pull request from a fork still needs the label of a maintainer. The commit is found as 'plumbline dbt upload' finds it.

            Exit code: 0 asked for; with --wait 0 the data is the same, 1 it differs, 2 trouble or undecided.
            """
    )

    @OptionGroup var server: ServerOptions
    @Option(help: ArgumentHelp("Name or number of the CI configuration.", valueName: "name")) var ciConfig: String
    @Option(help: ArgumentHelp("Number of the pull or merge request.", valueName: "n")) var pullRequest: Int
    @Option(help: ArgumentHelp("Its newest commit; found by itself in pipelines.", valueName: "sha")) var commitSha: String?
    @Flag(help: "Wait for the end of the review.") var wait = false
    @Option(help: ArgumentHelp("Minutes to wait at most.", valueName: "minutes")) var timeout = 60

    func validate() throws {
        guard pullRequest > 0 else { throw ValidationError("--pull-request must be a number above 0.") }
        guard timeout > 0 else { throw ValidationError("--timeout must be above 0.") }
        if let commitSha, !CommitLookup.isCommit(commitSha) { throw ValidationError("--commit-sha must be a whole commit SHA.") }
    }

    private struct Wish: Encodable {
        let pr_number: Int
        let pr_sha: String
    }

    private struct Begun: Decodable { let ciRunId: Int }

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        guard let sha = commitSha?.lowercased() ?? CommitLookup(environment: environment).commit()?.sha else {
            throw CommandTrouble("it is not known which commit is to be reviewed", hint: "give --commit-sha")
        }
        let wish = try JSONEncoder().encode(Wish(pr_number: pullRequest, pr_sha: sha))
        try await AsyncHTTPTransport.running(settings: AsyncHTTPTransport.Settings()) { network in
            let calls = try server.server(environment, RetryingTransport(network, policy: .brisk))
            let config = try await calls.config(ciConfig)
            let begun = try await calls.call(
                .post, ["api", "v1", "ci", String(config), "trigger"], body: wish, type: "application/json", as: Begun.self)
            Terminal.standardError("plumbline: run \(begun.ciRunId) reviews commit \(sha.prefix(7)) of pull request \(pullRequest)\n")
            if wait { try await ReviewWait(calls: calls, config: config, sha: sha, minutes: timeout).end() }
        }
    }
}

extension ServerCalls {
    private struct Config: Decodable {
        let id: Int
        let name: String
    }

    /// The number of a CI configuration.
    ///
    /// - Throws: `CommandTrouble` naming those there are.
    func config(_ name: String) async throws -> Int {
        let configs = try await call(.get, ["api", "v1", "ci_configs"], as: [Config].self)
        if let config = configs.first(where: { $0.name == name }) ?? configs.first(where: { String($0.id) == name }) { return config.id }
        let known = configs.isEmpty ? "it has none" : "it has \(configs.map(\.name).joined(separator: ", "))"
        throw CommandTrouble("the server has no CI configuration '\(name)'", hint: "\(known); give one with --ci-config")
    }
}
