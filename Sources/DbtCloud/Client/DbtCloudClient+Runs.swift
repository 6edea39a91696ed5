import HTTPTransport

/// What to ask for beside a run's own fields.
package enum RunDetail: String, Sendable {
    case trigger
    case job
    case steps = "run_steps"
}

extension DbtCloudClient {
    /// The newest runs of a job, newest first, with their triggers.
    ///
    /// dbt Cloud cannot filter by commit or pull request, so callers look through this list.
    /// - Parameter limit: at most so many, 100 to a request.
    package func runs(ofJob job: Int, limit: Int = 100) async throws(DbtCloudError) -> [DbtCloudRun] {
        let attempt = Attempt("list the runs of job \(job)", subject: "job \(job) of account \(accountID)")
        let query = [("job_definition_id", String(job)), ("order_by", "-id"), ("include_related", RunDetail.trigger.rawValue)]
        let runs: [DbtCloudRun] = try await all(["runs"], query: query, attempt, limit: limit)
        // A run that starts between two pages moves the rest down by one, so a run may come twice.
        var seen: Set<Int> = []
        return runs.filter { seen.insert($0.id).inserted }.sorted { $0.id > $1.id }
    }

    /// One run.
    ///
    /// - Parameter timeout: longest time for the answer; the transport's own when nil.
    package func run(
        _ id: Int, including details: [RunDetail] = [.trigger], timeout: Duration? = nil
    ) async throws(DbtCloudError) -> DbtCloudRun {
        let related = details.map(\.rawValue).joined(separator: ",")
        var call = call(.get, address(["runs", String(id)], query: related.isEmpty ? [] : [("include_related", related)]))
        call.timeout = timeout
        return try await envelope(call, Attempt("read run \(id)", subject: "run \(id) of account \(accountID)"))
    }

    /// The steps of a run, in order, with the end of each log.
    package func steps(ofRun id: Int) async throws(DbtCloudError) -> [DbtCloudRunStep] {
        try await run(id, including: [.steps]).steps
    }

    /// Starts a job.
    ///
    /// When the answer got lost the run may have started all the same; the message says so, and the call is not repeated.
    package func trigger(job: Int, _ request: RunRequest) async throws(DbtCloudError) -> DbtCloudRun {
        let attempt = Attempt("start job \(job)", subject: "job \(job) of account \(accountID)")
        return try await startingRun(["jobs", String(job), "run"], body: request, attempt)
    }

    /// Starts a new run that begins where a failed one stopped.
    package func retry(run id: Int) async throws(DbtCloudError) -> DbtCloudRun {
        let attempt = Attempt("retry run \(id)", subject: "run \(id) of account \(accountID)")
        return try await startingRun(["runs", String(id), "retry"], body: nil, attempt)
    }

    /// Cancels a run; doing so twice is harmless.
    ///
    /// - Parameter timeout: longest time for the answer; the transport's own when nil.
    package func cancel(run id: Int, timeout: Duration? = nil) async throws(DbtCloudError) -> DbtCloudRun {
        let attempt = Attempt("cancel run \(id)", subject: "run \(id) of account \(accountID)")
        var call = call(.post, address(["runs", String(id), "cancel"]), isRepeatable: true)
        call.timeout = timeout
        return try await envelope(call, attempt)
    }

    /// The page of a run that people open.
    package func page(of run: DbtCloudRun) -> String {
        if let href = run.href, href.hasPrefix("https://") || href.hasPrefix("http://") { return href }
        let project = run.projectID.map { ["projects", String($0)] } ?? []
        return accessURL.url(["deploy", String(accountID)] + project + ["runs", String(run.id)], trailingSlash: true)
    }

    private func startingRun(_ segments: [String], body: RunRequest?, _ attempt: Attempt) async throws(DbtCloudError) -> DbtCloudRun {
        var call = call(.post, address(segments), isRepeatable: false)
        do throws(HTTPTransportError) {
            if let body { call = try call.carrying(json: body) }
        } catch {
            throw DbtCloudError(.rejected, error.message)
        }
        do throws(DbtCloudError) {
            return try await envelope(call, attempt)
        } catch {
            guard [.unreachable, .timedOut, .unexpectedReply].contains(error.code) else { throw error }
            throw DbtCloudError(
                error.code, error.message, advice: "The run may have started all the same: look at the job's runs first.",
                retryAfter: error.retryAfter)
        }
    }
}
