import Foundation
package import HTTPTransport

/// dbt Cloud's Administrative API for one account.
///
/// Repeating after a passing failure is the transport's work (`RetryingTransport`).
/// <https://docs.getdbt.com/dbt-cloud/api-v2>
package struct DbtCloudClient: Sendable {
    /// The account's Access URL.
    package let accessURL: BaseURL
    package let accountID: Int
    private let apiKey: Secret
    private let transport: any HTTPTransport
    private let failure: ReplyFailure

    /// - Parameter setting: what the user calls the setting that holds the address, for messages.
    /// - Throws: `invalidConfiguration` when the address is none or the key is empty.
    package init(
        accessURL: String, accountID: Int, apiKey: Secret, setting: String = "access_url", transport: any HTTPTransport
    ) throws(DbtCloudError) {
        do throws(HTTPTransportError) {
            self.accessURL = try BaseURL(accessURL, setting: "\(setting) of dbt Cloud")
        } catch {
            throw DbtCloudError(.invalidConfiguration, error.message)
        }
        guard !apiKey.isEmpty else {
            throw DbtCloudError(.invalidConfiguration, "The API key of dbt Cloud is empty. Create a service token in its account settings.")
        }
        self.accountID = accountID
        self.apiKey = apiKey
        self.transport = transport
        failure = ReplyFailure(base: self.accessURL, redactor: Redactor([apiKey]), setting: setting)
    }

    /// The accounts the key may see.
    package func accounts() async throws(DbtCloudError) -> [DbtCloudAccount] {
        let attempt = Attempt("list the accounts", subject: "the list of accounts")
        return try await envelope(call(.get, accessURL.url(["api", "v2", "accounts"], trailingSlash: true)), attempt, as: LossyList.self)
            .elements
    }

    /// The projects of the account.
    package func projects() async throws(DbtCloudError) -> [DbtCloudProject] {
        try await all(["projects"], Attempt("list the projects of account \(accountID)", subject: "account \(accountID)"))
    }

    /// One project.
    package func project(_ id: Int) async throws(DbtCloudError) -> DbtCloudProject {
        let attempt = Attempt("read project \(id)", subject: "project \(id) of account \(accountID)")
        return try await envelope(call(.get, address(["projects", String(id)])), attempt)
    }

    /// The active jobs of the account, or of one project.
    package func jobs(ofProject project: Int? = nil) async throws(DbtCloudError) -> [DbtCloudJob] {
        let attempt = Attempt("list the jobs of account \(accountID)", subject: "account \(accountID)")
        let jobs: [DbtCloudJob] = try await all(["jobs"], query: project.map { [("project_id", String($0))] } ?? [], attempt)
        return jobs.filter(\.isActive)
    }

    /// One job.
    package func job(_ id: Int) async throws(DbtCloudError) -> DbtCloudJob {
        let attempt = Attempt("read job \(id)", subject: "job \(id) of account \(accountID)")
        return try await envelope(call(.get, address(["jobs", String(id)])), attempt)
    }

    /// Whether a job was deleted, or the key may not see it; false, too, when that cannot be told just now.
    ///
    /// - Throws: when the task is cancelled.
    package func isGone(job id: Int) async throws(CancellationError) -> Bool {
        do throws(DbtCloudError) {
            return try await !job(id).isActive
        } catch {
            if error.code == .cancelled || Task.isCancelled { throw CancellationError() }
            return error.code == .notFound
        }
    }
}

/// What is tried, for messages.
struct Attempt {
    /// As in "read run 5".
    let what: String
    /// What a 404 is about, as in "run 5".
    let subject: String

    init(_ what: String, subject: String) {
        self.what = what
        self.subject = subject
    }
}

// How every call is made.
extension DbtCloudClient {
    /// The address of something in the account; the API's paths end with a slash.
    func address(_ segments: [String], query: [(name: String, value: String)] = [], trailingSlash: Bool = true) -> String {
        accessURL.url(["api", "v2", "accounts", String(accountID)] + segments, query: query, trailingSlash: trailingSlash)
    }

    func call(_ method: HTTPMethod, _ url: String, isRepeatable: Bool? = nil) -> HTTPCall {
        let headers: HeaderList = ["Authorization": "Token \(apiKey.reveal())", "Accept": "application/json"]
        return HTTPCall(method, url, headers: headers, isRepeatable: isRepeatable)
    }

    /// Sends a call and unwraps `data` of the answer.
    func envelope<Value: Decodable>(
        _ call: HTTPCall, _ attempt: Attempt, as type: Value.Type = Value.self
    ) async throws(DbtCloudError) -> Value {
        let reply = try await send(call, attempt)
        guard let data = (try? JSONDecoder().decode(Envelope<Value>.self, from: reply.body))?.data else {
            throw failure.unreadable(reply, attempt: attempt.what)
        }
        return data
    }

    /// Every page of a list, at most `limit` elements of it.
    func all<Element: Decodable>(
        _ segments: [String], query: [(name: String, value: String)] = [], _ attempt: Attempt, limit: Int = 10_000
    ) async throws(DbtCloudError) -> [Element] {
        var elements: [Element] = []
        var offset = 0
        while elements.count < limit {
            let size = min(100, limit - elements.count)
            let paging = [(name: "limit", value: String(size)), (name: "offset", value: String(offset))]
            let reply = try await send(call(.get, address(segments, query: query + paging)), attempt)
            guard let page = try? JSONDecoder().decode(Envelope<LossyList<Element>>.self, from: reply.body), let data = page.data else {
                throw failure.unreadable(reply, attempt: attempt.what)
            }
            elements += data.elements
            let count = page.extra?.pagination?.count ?? data.elements.count
            offset += count
            guard count > 0, page.extra?.pagination?.total.map({ offset < $0 }) ?? (count >= size) else { break }
        }
        return elements
    }

    /// Sends a call and lets only a success through.
    func send(_ call: HTTPCall, _ attempt: Attempt) async throws(DbtCloudError) -> HTTPReply {
        try await checked(attempt) { () throws(HTTPTransportError) in try await transport.send(call) }
    }

    /// Downloads to a file and lets only a success through.
    func download(_ call: HTTPCall, to path: String, _ attempt: Attempt) async throws(DbtCloudError) -> HTTPReply {
        try await checked(attempt) { () throws(HTTPTransportError) in try await transport.download(call, to: path) }
    }

    /// The error for a success that is none.
    func unreadable(_ reply: HTTPReply, _ attempt: Attempt) -> DbtCloudError { failure.unreadable(reply, attempt: attempt.what) }

    private func checked(
        _ attempt: Attempt, _ exchange: () async throws(HTTPTransportError) -> HTTPReply
    ) async throws(DbtCloudError) -> HTTPReply {
        let reply: HTTPReply
        do throws(HTTPTransportError) {
            reply = try await exchange()
        } catch {
            throw failure.error(error, attempt: attempt.what)
        }
        guard reply.isSuccess else { throw failure.error(reply, attempt: attempt.what, subject: attempt.subject) }
        return reply
    }
}

/// What dbt Cloud wraps every answer but artifacts in.
private struct Envelope<Value: Decodable>: Decodable {
    var data: Value?
    var extra: Extra?

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        data = try fields.decodeIfPresent(Value.self, forKey: .data)
        extra = fields.lenient(.extra)
    }

    private enum CodingKeys: String, CodingKey { case data, extra }

    struct Extra: Decodable {
        var pagination: Pagination?
    }

    struct Pagination: Decodable {
        var count: Int?
        var total: Int?

        private enum CodingKeys: String, CodingKey {
            case count
            case total = "total_count"
        }
    }
}
