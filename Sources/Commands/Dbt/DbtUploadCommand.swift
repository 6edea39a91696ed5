import ArgumentParser
import Foundation
import HTTPTransport
import Reports
import Zip

/// `plumbline dbt upload`: gives the server the artifacts of a dbt run.
struct DbtUploadCommand: AsyncParsableCommand {
    enum RunType: String, ExpressibleByArgument, CaseIterable {
        case production
        case pullRequest = "pull_request"
    }

    static let configuration = CommandConfiguration(
        commandName: "upload",
        abstract: "Upload manifest.json, run_results.json and catalog.json of a dbt run.",
        discussion: """
            plumbline dbt upload --ci-config shop --run-type production
            plumbline dbt upload --ci-config shop --run-type pull_request --wait

            Reads PLUMBLINE_HOST and PLUMBLINE_API_KEY (or DATAFOLD_HOST and DATAFOLD_API_KEY). The commit is that of the pull request in
            GITHUB_EVENT_PATH, CI_MERGE_REQUEST_SOURCE_BRANCH_SHA, CI_COMMIT_SHA, GITHUB_SHA, or git's HEAD, the first that is there.

            Exit code: 0 uploaded; with --wait 0 the data is the same, 1 it differs, 2 trouble or undecided.
            """
    )

    @OptionGroup var server: ServerOptions
    @Option(help: ArgumentHelp("Name or number of the CI configuration.", valueName: "name")) var ciConfig: String
    @Option(help: "production or pull_request.") var runType: RunType
    @Option(help: ArgumentHelp("Folder that dbt wrote its artifacts to.", valueName: "folder")) var targetFolder = "target"
    @Option(help: ArgumentHelp("The commit that was built; found by itself in pipelines.", valueName: "sha")) var commitSha: String?
    @Flag(help: "The dbt project has another name from now on; with production only.") var newProject = false
    @Flag(help: "Wait for the end of the review; with pull_request only.") var wait = false
    @Option(help: ArgumentHelp("Minutes to wait at most.", valueName: "minutes")) var timeout = 60

    func validate() throws {
        if wait, runType == .production { throw ValidationError("--wait waits for a review, and production has none.") }
        if newProject, runType != .production { throw ValidationError("--new-project goes with --run-type production.") }
        guard timeout > 0 else { throw ValidationError("--timeout must be above 0.") }
        if let commitSha, !CommitLookup.isCommit(commitSha) { throw ValidationError("--commit-sha must be a whole commit SHA.") }
    }

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let archive = try pack()
        guard let commit = commitSha.map({ ($0.lowercased(), "--commit-sha") }) ?? CommitLookup(environment: environment).commit() else {
            throw CommandTrouble("it is not known which commit was built", hint: "give --commit-sha")
        }
        let settings = AsyncHTTPTransport.Settings(readTimeout: .seconds(300), exchangeTimeout: .seconds(600))
        try await AsyncHTTPTransport.running(settings: settings) { network in
            let calls = try server.server(environment, RetryingTransport(network, policy: .brisk))
            let config = try await calls.config(ciConfig)
            let answer = try await calls.call(
                .post, ["api", "v1", "dbt", "submit_artifacts", String(config)], body: form(archive, commit.0), type: Self.contentType,
                as: Uploaded.self)
            Terminal.standardError("plumbline: \(answer.detail) The commit is that of \(commit.1).\n")
            if wait { try await ReviewWait(calls: calls, config: config, sha: commit.0, minutes: timeout).end() }
        }
    }

    private func pack() throws -> [UInt8] {
        var writer = ZipWriter()
        for name in ["manifest.json", "run_results.json", "catalog.json"] {
            guard let data = FileManager.default.contents(atPath: "\(targetFolder)/\(name)") else {
                guard name != "manifest.json" else {
                    throw CommandTrouble(
                        "there is no \(targetFolder)/manifest.json", hint: "run dbt first, or give its target folder with --target-folder")
                }
                continue
            }
            do throws(ZipError) {
                try writer.add(name, Array(data))
            } catch {
                throw CommandTrouble("\(targetFolder)/\(name) cannot be packed: \(error)")
            }
        }
        return writer.archive()
    }

    private static let boundary = "plumbline-\(UUID().uuidString)"
    private static let contentType = "multipart/form-data; boundary=\(boundary)"

    private func form(_ archive: [UInt8], _ sha: String) -> Data {
        var body = Data()
        var fields = [("commit_sha", sha), ("run_type", runType.rawValue)]
        if newProject { fields.append(("new_project", "true")) }
        for (name, value) in fields {
            body.append(Data("--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8))
        }
        body.append(
            Data(
                "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"artifacts\"; filename=\"artifacts.zip\"\r\nContent-Type: application/zip\r\n\r\n"
                    .utf8))
        body.append(contentsOf: archive)
        body.append(Data("\r\n--\(Self.boundary)--\r\n".utf8))
        return body
    }

    private struct Uploaded: Decodable { let detail: String }
}
