import Foundation
package import HTTPTransport
package import SourceControl

/// A GitHub App's credential: signs as the App, and gets and keeps the tokens of the places it is installed in.
///
/// Keep one for each App: callers that want a token at the same time wait for one request.
/// <https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/authenticating-as-a-github-app-installation>
package actor GitHubApp {
    /// A token is not used in its last five minutes, so that no work begins with one that ends under way.
    private static let margin = 300.0

    /// GitHub's number of the App, or its client ID.
    package let id: String
    nonisolated let base: BaseURL
    private let signature: AppSignature
    private let transport: any HTTPTransport
    private let now: @Sendable () -> Double
    private var tokens: [String: InstallationToken] = [:]
    private typealias Answer = Result<InstallationToken, SourceControlError>
    private var requests: [String: Request] = [:]
    private var lastWaiter = 0

    /// A token that is being got, and who waits for it.
    private struct Request {
        let work: Task<Void, Never>
        var waiters: [Int: CheckedContinuation<Answer, Never>] = [:]
    }

    /// - Parameters:
    ///   - id: GitHub's number of the App, or its client ID.
    ///   - privateKey: PEM.
    ///   - now: seconds since 1970-01-01 UTC.
    /// - Throws: `rejected` when the key or the address cannot be right.
    package init(
        id: String, privateKey: Secret, apiURL: String = "https://api.github.com", transport: any HTTPTransport,
        now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }
    ) throws(SourceControlError) {
        do throws(HTTPTransportError) {
            base = try BaseURL(apiURL, setting: "api_url of the GitHub App \(id)")
        } catch {
            throw SourceControlError(.rejected, error.message)
        }
        self.id = id
        signature = try AppSignature(issuer: id, pem: privateKey)
        self.transport = transport
        self.now = now
    }

    /// The token for a repository, from memory while it is good for some minutes more.
    ///
    /// Whoever is cancelled stops waiting at once; the request goes on for the others, and ends with the last of them.
    /// - Parameter refused: a token the host did not take; when it is the one in memory, another is got.
    func token(for repository: String, refused: Secret?) async throws(SourceControlError) -> InstallationToken {
        let key = repository.lowercased()
        if let token = tokens[key], token.secret != refused, now() < token.expiresAt - Self.margin { return token }
        lastWaiter += 1
        let waiter = lastWaiter
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Answer, Never>) in
                // A cancellation that came before is told by nobody any more.
                guard !Task.isCancelled else { return continuation.resume(returning: .failure(cancelled(repository))) }
                requests[key, default: Request(work: Task { await self.ask(repository) })].waiters[waiter] = continuation
            }
        } onCancel: {
            Task { await self.giveUp(waiter, repository) }
        }
        return try result.get()
    }

    /// How many wait for a token.
    var waiterCount: Int { requests.values.reduce(0) { $0 + $1.waiters.count } }

    /// Lets go of one who waits.
    private func giveUp(_ waiter: Int, _ repository: String) {
        let key = repository.lowercased()
        guard let continuation = requests[key]?.waiters.removeValue(forKey: waiter) else { return }
        continuation.resume(returning: .failure(cancelled(repository)))
        guard requests[key]?.waiters.isEmpty == true else { return }
        requests.removeValue(forKey: key)?.work.cancel()
    }

    private func cancelled(_ repository: String) -> SourceControlError {
        SourceControlError(.cancelled, "Getting a token of the GitHub App \(id) for \(repository) was cancelled.")
    }

    /// An exchange in the App's own name, for what concerns no single installation.
    nonisolated func exchange(about subject: String) -> GitHubExchange {
        let ask: @Sendable () async throws(SourceControlError) -> Secret = { () throws(SourceControlError) in try await self.ownToken() }
        return GitHubExchange(repository: subject, base: base, credential: AskedToken(ask: ask), transport: transport)
    }

    private func ownToken() throws(SourceControlError) -> Secret { try signature.token(now: now()) }

    private func ask(_ repository: String) async {
        let result: Answer
        do throws(SourceControlError) {
            result = .success(try await request(repository))
        } catch {
            result = .failure(error)
        }
        // Nobody waits for a request that was cancelled, and another may have taken its place.
        guard !Task.isCancelled else { return }
        let key = repository.lowercased()
        tokens[key] = try? result.get()
        for waiter in requests.removeValue(forKey: key)?.waiters.values ?? [:].values { waiter.resume(returning: result) }
    }

    private func request(_ repository: String) async throws(SourceControlError) -> InstallationToken {
        let exchange = exchange(about: repository)
        let find = Attempt(
            "find the installation of the GitHub App \(id)", permission: "Metadata: read",
            subject: "an installation of the App (install it for the repository on the App's page)")
        let url = base.url(["repos"] + repository.split(separator: "/").map(String.init) + ["installation"])
        let installation: InstallationPayload = try await exchange.value(HTTPCall(.get, url), find)
        guard installation.suspendedAt == nil else {
            throw SourceControlError(
                .forbidden,
                "The installation of the GitHub App \(id) for \(repository) is suspended. Its owner can lift that in the settings on GitHub."
            )
        }
        let attempt = Attempt(
            "get a token of the GitHub App \(id)", permission: "Metadata: read", subject: "the installation \(installation.id)")
        // A second token does no harm.
        let call = HTTPCall(
            .post, base.url(["app", "installations", String(installation.id), "access_tokens"]), isRepeatable: true)
        return try await exchange.value(call, attempt)
    }
}
