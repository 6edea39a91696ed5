import Logging
import ServiceLifecycle

/// Looks for pushes by path while nobody asks the API, so that webhooks go out by themselves.
struct PushPolling: Service {
    /// Looks once at every host.
    let look: @Sendable () async throws -> Void
    let interval: Duration
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await look()
                    try await Task.sleep(for: interval)
                } catch is CancellationError {
                    return
                } catch {
                    logger.error("cannot read the repository", metadata: ["error": "\(error)"])
                    try? await Task.sleep(for: .seconds(1))
                }
            }
        }
    }
}
