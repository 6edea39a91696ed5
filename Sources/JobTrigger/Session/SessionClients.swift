import DbtCloud
import HTTPTransport

/// dbt Cloud, asked with as much patience as the moment allows.
struct SessionClients {
    /// For what must work before anything else can: rides over a short outage and a rate limit.
    let patient: DbtCloudClient
    /// As patient, for what brings a run about: each request is seen through to its answer, the waits between them are not.
    let starting: DbtCloudClient
    /// For looks at a run, each sent once: whoever waits decides when to look again.
    let looking: DbtCloudClient
    /// For what is nice to have after the end, and for the last words of an interrupted program.
    let brisk: DbtCloudClient

    /// dbt Cloud may take its time to make a run; leaving earlier would leave a run behind that nobody knows of.
    private static let startTimeout = Duration.seconds(120)
    /// A shorter wait between two sendings is not worth a word.
    private static let noticeableWait = Duration.seconds(5)

    /// - Parameter tell: told of waits that a person would notice.
    init(
        _ settings: TriggerSettings, transport: any HTTPTransport, clock: any Clock<Duration>,
        tell: @escaping @Sendable (WaitNews) -> Void
    ) throws(DbtCloudError) {
        func client(_ policy: RetryPolicy, _ transport: any HTTPTransport) throws(DbtCloudError) -> DbtCloudClient {
            try DbtCloudClient(
                accessURL: settings.accessURL.text, accountID: settings.accountID, apiKey: settings.apiKey, setting: "DBT_URL (--url)",
                transport: RetryingTransport(
                    transport, policy: policy, clock: clock,
                    onWait: { outcome, wait in
                        guard wait >= Self.noticeableWait else { return }
                        tell(.note("\(Self.words(outcome)); trying again in \(Int(wait / .seconds(1))) s."))
                    }))
        }
        // Who waits for a short time only does not want to wait longer for the beginning.
        let limit = settings.waiting?.timeout ?? .seconds(180)
        let patience = RetryPolicy(attempts: 8, timeLimit: min(.seconds(180), limit))
        patient = try client(patience, transport)
        let startTimeout = max(.seconds(10), min(Self.startTimeout, limit))
        starting = try client(patience, SeenThroughTransport(transport: transport, timeout: startTimeout))
        looking = try client(.never, transport)
        brisk = try client(RetryPolicy(attempts: 3, timeLimit: .seconds(15), firstDelay: .milliseconds(300)), transport)
    }

    private static func words(_ outcome: AttemptOutcome) -> String {
        switch outcome {
        case .reply(let reply): "dbt Cloud answered with status \(reply.status)"
        case .failure: "dbt Cloud did not answer"
        }
    }
}

/// Sends calls that the end of the surrounding task does not cut off: an answer that nobody reads may be that of a new run.
private struct SeenThroughTransport: HTTPTransport {
    let transport: any HTTPTransport
    let timeout: Duration

    func send(_ call: HTTPCall) async throws(HTTPTransportError) -> HTTPReply {
        var patient = call
        patient.timeout = timeout
        return try await seenThrough { [transport, patient] () throws(HTTPTransportError) in try await transport.send(patient) }
    }
}

/// Does work that the end of the surrounding task does not cut off.
func seenThrough<Value: Sendable, Failure: Error>(
    _ work: @escaping @Sendable () async throws(Failure) -> Value
) async throws(Failure) -> Value {
    let task = Task { () -> Result<Value, Failure> in
        do throws(Failure) {
            return .success(try await work())
        } catch {
            return .failure(error)
        }
    }
    return try await task.value.get()
}
