import DbtCloud
import HTTPTransport

/// dbt Cloud, asked with as much patience as the moment allows.
struct SessionClients {
    /// For what must work before anything else can: rides over a short outage and a rate limit.
    let patient: DbtCloudClient
    /// For looks at a run, each sent once: whoever waits decides when to look again.
    let looking: DbtCloudClient
    /// For what is nice to have after the end, and for the last words of an interrupted program.
    let brisk: DbtCloudClient

    init(_ settings: TriggerSettings, transport: any HTTPTransport, clock: any Clock<Duration>) throws(DbtCloudError) {
        func client(_ policy: RetryPolicy) throws(DbtCloudError) -> DbtCloudClient {
            try DbtCloudClient(
                accessURL: settings.accessURL.text, accountID: settings.accountID, apiKey: settings.apiKey, setting: "DBT_URL (--url)",
                transport: RetryingTransport(transport, policy: policy, clock: clock))
        }
        patient = try client(RetryPolicy(attempts: 8, timeLimit: .seconds(180)))
        looking = try client(.never)
        brisk = try client(RetryPolicy(attempts: 3, timeLimit: .seconds(15), firstDelay: .milliseconds(300)))
    }
}

/// Does work that the end of the surrounding task does not cut off: a call that starts or cancels a run must be seen through.
func seenThrough<Value: Sendable>(
    _ work: @escaping @Sendable () async throws(DbtCloudError) -> Value
) async throws(DbtCloudError) -> Value {
    let task = Task { () -> Result<Value, DbtCloudError> in
        do throws(DbtCloudError) {
            return .success(try await work())
        } catch {
            return .failure(error)
        }
    }
    return try await task.value.get()
}
