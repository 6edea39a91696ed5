import Foundation
import HTTPTransport
import Hummingbird
import Logging
import ServiceLifecycle
import Synchronization

@testable import Sandbox

/// A sandbox that listens on a free port while a test body runs.
struct LiveSandbox: Sendable {
    let url: String
    let dataFolder: String
    let transport: AsyncHTTPTransport

    static let repository = "/github/repos/acme/storefront"
    static let account = "/api/v2/accounts/1"

    var gitPath: String { dataFolder + "/git/acme/storefront.git" }

    /// Starts a sandbox over the given project files, runs the body, and stops the sandbox gracefully.
    static func run<Value: Sendable>(
        project files: [String: String] = TinyProject.files,
        faults: [Fault] = [],
        venv: String? = nil,
        warehouse: SandboxWarehouse? = nil,
        webhooks: any HTTPTransport = WebhookRecorder(),
        webhookHost: GitHostKind = .gitHub,
        pushInterval: Duration = .milliseconds(100),
        _ body: @Sendable @escaping (LiveSandbox) async throws -> Value
    ) async throws -> Value {
        try await TemporaryFolder.with { folder in
            let project = folder + "/project"
            try TinyProject.write(files, to: project)
            var configuration = SandboxConfiguration(dataFolder: folder + "/data", projectFolder: project, port: 0)
            configuration.faults = faults
            configuration.venv = venv
            configuration.warehouse = warehouse
            configuration.webhookHost = webhookHost
            configuration.webhookURL = "http://receiver.example/hook"
            configuration.pushInterval = pushInterval
            return try await serve(configuration, webhooks: webhooks, body)
        }
    }

    private static func serve<Value: Sendable>(
        _ configuration: SandboxConfiguration,
        webhooks: any HTTPTransport,
        _ body: @Sendable @escaping (LiveSandbox) async throws -> Value
    ) async throws -> Value {
        var logger = Logger(label: "sandbox-tests")
        logger.logLevel = .error
        let (ready, continuation) = AsyncStream<String>.makeStream()
        let application = try await SandboxApplication.build(configuration, transport: webhooks, logger: logger) { continuation.yield($0) }
        let group = ServiceGroup(configuration: .init(services: [application], logger: logger))
        return try await AsyncHTTPTransport.running { transport in
            async let serving: Void = group.run()
            guard let url = await ready.first(where: { _ in true }) else { throw CancellationError() }
            let sandbox = LiveSandbox(url: url, dataFolder: configuration.dataFolder, transport: transport)
            let result: Result<Value, any Error>
            do {
                result = .success(try await body(sandbox))
            } catch {
                result = .failure(error)
            }
            await group.triggerGracefulShutdown()
            try await serving
            return try result.get()
        }
    }

    // MARK: - Calls

    /// Sends a request with the sandbox's token.
    func send(
        _ method: HTTPMethod = .get,
        _ path: String,
        json: String? = nil,
        form: String? = nil,
        headers: [String: String] = ["Authorization": "Bearer sandbox-token"]
    ) async throws -> HTTPReply {
        var list = HeaderList(headers.map { (name: $0.key, value: $0.value) })
        var body: Data?
        if let json {
            list["Content-Type"] = "application/json"
            body = Data(json.utf8)
        } else if let form {
            list["Content-Type"] = "application/x-www-form-urlencoded"
            body = Data(form.utf8)
        }
        return try await transport.send(HTTPCall(method, url + path, headers: list, body: body, replyLimit: 64 << 20))
    }

    /// Sends a request and reads the JSON of the answer.
    func json(_ method: HTTPMethod = .get, _ path: String, json: String? = nil, form: String? = nil) async throws -> JSON {
        try JSON(try await send(method, path, json: json, form: form).body)
    }

    /// Runs git in a folder.
    @discardableResult
    func git(_ arguments: String..., in folder: String) async throws -> String {
        let signature = GitSignature(name: "Tester", email: "tester@example.com", date: Date(timeIntervalSince1970: 1_770_000_000))
        let environment = GitRepository.environment.merging(signature.environment) { first, _ in first }
        let output = try await ProgramRunner.collect("git", ["-C", folder] + arguments, environment: environment)
        guard output.exitCode == 0 else {
            throw ProcessError(command: "git \(arguments)", exitCode: output.exitCode, message: output.standardError)
        }
        return output.text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Commits files on a branch in a clone and pushes it by path, to the repository or to that of a fork.
    /// - Returns: the pushed commit.
    func push(
        _ branch: String, _ files: [String: String], from base: String = "origin/main", message: String = "Change", to path: String? = nil
    ) async throws -> String {
        let clone = dataFolder + "/clone-" + UUID().uuidString
        try await git("clone", "--quiet", path ?? gitPath, clone, in: dataFolder)
        try await git("checkout", "--quiet", "-B", branch, base, in: clone)
        try TinyProject.write(files, to: clone)
        try await git("add", "--all", in: clone)
        try await git("commit", "--quiet", "-m", message, in: clone)
        try await git("push", "--quiet", "--force", "origin", branch, in: clone)
        return try await git("rev-parse", "HEAD", in: clone)
    }

    /// Opens a pull request.
    func openPull(_ branch: String, draft: Bool = false) async throws -> JSON {
        let body = #"{"title": "Change", "head": "\#(branch)", "base": "main", "body": "Why", "draft": \#(draft)}"#
        return try await json(.post, Self.repository + "/pulls", json: body)
    }

    /// Waits until a run has ended.
    func finished(_ run: Int, related: String = "run_steps,trigger") async throws -> JSON {
        try await eventually("run \(run) has ended") {
            let answer = try await json(.get, "\(Self.account)/runs/\(run)/?include_related=\(related)")["data"]
            return answer["is_complete"].bool == true ? answer : nil
        }
    }

    /// The runs of a job, newest first.
    func runs(job: Int) async throws -> [JSON] {
        try await json(.get, "\(Self.account)/runs/?job_definition_id=\(job)&order_by=-id&include_related=trigger")["data"].array
    }
}

/// Asks again until there is an answer; fails after ten minutes.
func eventually<Value>(_ what: String, _ attempt: () async throws -> Value?) async throws -> Value {
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: .seconds(600))
    while clock.now < end {
        if let value = try await attempt() { return value }
        // Other processes are waited for, which no injected clock can hurry.
        try await clock.sleep(for: .milliseconds(50))
    }
    throw TimedOut(what: what)
}

struct TimedOut: Error, CustomStringConvertible {
    let what: String
    var description: String { "gave up waiting until \(what)" }
}
