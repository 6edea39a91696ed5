import DbtCloud
package import HTTPTransport
package import Store

/// dbt Cloud behind `MergeJobs`: the jobs of one account.
package struct DbtCloudMergeJobs: MergeJobs {
    private let client: DbtCloudClient
    private let clock: any Clock<Duration>
    /// Refusals in a row that count as a passing fault of a run that was seen before.
    private static let refusalPatience = Duration.seconds(60)

    /// - Throws: `MergeTrouble` when the settings cannot be right.
    package init(
        settings: DbtCloudSettings, apiKey: Secret, transport: any HTTPTransport, clock: any Clock<Duration> = ContinuousClock()
    ) throws(MergeTrouble) {
        do throws(DbtCloudError) {
            client = try DbtCloudClient(
                accessURL: settings.accessURL, accountID: settings.accountID, apiKey: apiKey, transport: transport)
        } catch {
            throw MergeTrouble(error)
        }
        self.clock = clock
    }

    package func run(startedBy request: MergeRequest) async throws(MergeTrouble) -> BuildReference? {
        do throws(DbtCloudError) {
            let runs = try await client.runs(ofJob: request.job)
            return runs.filter { Self.isStarted($0, by: request) }.max { $0.id < $1.id }.map(reference)
        } catch {
            throw MergeTrouble(error)
        }
    }

    /// The commit that was asked for is known at once, the one that was checked out only later.
    private static func isStarted(_ run: DbtCloudRun, by request: MergeRequest) -> Bool {
        let commits = [run.gitSHA, run.trigger?.gitSHA].compactMap { $0?.lowercased() }
        guard commits.contains(request.sha.lowercased()), let cause = run.trigger?.cause else { return false }
        return MergeCause.tells(cause, of: request)
    }

    package func start(_ request: MergeRequest) async throws(MergeTrouble) -> BuildReference {
        var body = RunRequest(cause: MergeCause.text(request))
        body.gitBranch = request.branch
        body.gitSHA = request.sha
        do throws(DbtCloudError) {
            return reference(try await client.trigger(job: request.job, body))
        } catch {
            var trouble = MergeTrouble(error)
            // Anything else is an answer of dbt Cloud that says no.
            trouble.mayHaveStarted = [.unreachable, .timedOut, .unexpectedReply, .cancelled].contains(error.code)
            throw trouble
        }
    }

    package func end(ofRun id: Int, job: Int, waited: Duration, limit: Duration) async throws(CancellationError) -> MergeEnd {
        var monitor = RunMonitor(runID: id, target: nil, limit: limit, refusalPatience: Self.refusalPatience)
        let elapsed = clock.stopwatch(already: waited)
        while true {
            switch monitor.observe(try await look(at: id), elapsed: elapsed()) {
            case .look(_, let delay), .list(let delay):
                do {
                    try await clock.sleep(for: delay)
                } catch {
                    throw CancellationError()
                }
            case .finished(let outcome): return end(outcome, id, job: job, limit: limit)
            }
        }
    }

    private func look(at id: Int) async throws(CancellationError) -> RunObservation {
        do throws(DbtCloudError) {
            return .run(try await client.run(id))
        } catch {
            if error.code == .cancelled || Task.isCancelled { throw CancellationError() }
            return .trouble(error)
        }
    }

    private func end(_ outcome: RunOutcome, _ id: Int, job: Int, limit: Duration) -> MergeEnd {
        let run = "dbt Cloud's run \(id) of job \(job)"
        switch outcome {
        case .succeeded: return MergeEnd(.success, "\(run) has succeeded.")
        case .failed(let failed):
            let words = failed.statusMessage.map { ": " + $0.prefix(300) } ?? "."
            return MergeEnd(.failed, "\(run) failed\(words)")
        case .cancelled, .superseded: return MergeEnd(.cancelled, "\(run) was cancelled.")
        case .timedOut(let last):
            return MergeEnd(.timedOut, "\(run) was still \(last.status) after \(Int(limit / .seconds(3_600))) hours.")
        case .neverAppeared: return MergeEnd(.error, "\(run) is not there any more.")
        case .unavailable(let error): return MergeEnd(.error, "\(run) cannot be followed. \(error.message)")
        }
    }

    private func reference(_ run: DbtCloudRun) -> BuildReference {
        BuildReference(id: run.id, url: client.page(of: run), status: "\(run.status)")
    }
}

extension MergeTrouble {
    init(_ error: DbtCloudError) {
        self.init(error.message, isTransient: error.isTransient, retryAfter: error.retryAfter.map { $0 / .seconds(1) })
    }
}
