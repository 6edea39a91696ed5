import DbtCloud
import HTTPTransport

/// The run to wait for, and where it comes from.
struct BegunRun {
    var run: DbtCloudRun
    /// As in "started", for people.
    var origin: String
    /// Whether this program may cancel it: not when another pipeline started it.
    var isOurs: Bool
}

/// Brings about the run that the settings ask for.
struct RunStarter {
    let clients: SessionClients
    let clock: any Clock<Duration>
    /// Seconds since 1970-01-01 UTC.
    let wallClock: @Sendable () -> Double
    /// How long the whole call may take; past it a request whose answer got lost is not sent again.
    let limit: Duration
    let tell: @Sendable (WaitNews) -> Void

    /// How often a job is asked for when the answer got lost and no run came of it.
    private static let attempts = 3
    /// How far this machine's clock may be ahead of dbt Cloud's; a longer time would take in other pipelines' runs.
    private static let clockSlack = 2.0

    /// - Throws: what dbt Cloud refused, or that it could not be reached.
    func begin(_ start: TriggerSettings.Start) async throws(DbtCloudError) -> BegunRun {
        switch start {
        case .attach(let id):
            let run = try await clients.patient.run(id, including: [.trigger, .job, .steps])
            return BegunRun(run: run, origin: "attached to", isOurs: true)
        case .job(let start): return try await begin(start)
        }
    }

    private func begin(_ start: JobStart) async throws(DbtCloudError) -> BegunRun {
        guard start.reusesSameCommit || start.retriesFromFailure else { return try await trigger(start) }
        switch StartChoice(start, among: try await clients.patient.runs(ofJob: start.jobID)) {
        case .follow(let run): return BegunRun(run: run, origin: "of the same commit is there already:", isOurs: false)
        case .retry(let failed): return try await retry(failed, start)
        case .start(let note):
            if let note { tell(.note(note)) }
            return try await trigger(start)
        }
    }

    private func retry(_ failed: DbtCloudRun, _ start: JobStart) async throws(DbtCloudError) -> BegunRun {
        do throws(DbtCloudError) {
            let run = try await clients.starting.retry(run: failed.id)
            return BegunRun(run: run, origin: "retries run \(failed.id) from its failure:", isOurs: true)
        } catch {
            guard error.code == .rejected else { throw error }
            tell(.note("\(error.message) A new run is started instead."))
            return try await trigger(start)
        }
    }

    private func trigger(_ start: JobStart) async throws(DbtCloudError) -> BegunRun {
        let began = wallClock()
        let elapsed = clock.stopwatch()
        var attempt = 1
        while true {
            do throws(DbtCloudError) {
                return BegunRun(run: try await clients.starting.trigger(job: start.jobID, start.request), origin: "started", isOurs: true)
            } catch {
                guard error.code == .unreachable || error.code == .timedOut, !Task.isCancelled else { throw error }
                if let run = await lostRun(start, since: began - Self.clockSlack) {
                    tell(.note("The answer to the request got lost; run \(run.id) was started then with just these settings."))
                    return BegunRun(run: run, origin: "started", isOurs: true)
                }
                // A request that is still being worked on at the other end must not be sent again.
                guard error.code == .unreachable, attempt < Self.attempts, elapsed() < limit, !Task.isCancelled else { throw error }
                tell(.note("\(error.message) No run came of it; asking again."))
                attempt += 1
            }
        }
    }

    /// The run that a request brought about although its answer did not arrive.
    private func lostRun(_ start: JobStart, since earliest: Double) async -> DbtCloudRun? {
        for _ in 1...3 {
            // Not at once: the run may be written down a moment after the request came in.
            guard (try? await clock.sleep(for: .seconds(2))) != nil else { return nil }
            guard let runs = try? await clients.brisk.runs(ofJob: start.jobID, limit: 20) else { continue }
            if let run = runs.last(where: { ($0.createdAt ?? 0) >= earliest && Self.answers($0, start.request) }) { return run }
        }
        return nil
    }

    private static func answers(_ run: DbtCloudRun, _ request: RunRequest) -> Bool {
        guard let trigger = run.trigger else { return false }
        return trigger.cause == String(request.cause.prefix(255)) && trigger.gitSHA == request.gitSHA
            && trigger.gitBranch == request.gitBranch && trigger.isSameBuild(as: request)
    }
}

extension DbtCloudRunTrigger {
    /// Whether what decides what is built, and where, is the same, the commit aside.
    func isSameBuild(as request: RunRequest) -> Bool {
        schemaOverride == request.schema && targetNameOverride == request.targetName && dbtVersionOverride == request.dbtVersion
            && (stepsOverride ?? []) == (request.steps ?? []) && generateDocsOverride == request.generateDocs
            && pullRequest == request.pullRequest
    }
}
