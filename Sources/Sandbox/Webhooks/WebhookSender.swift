import Foundation
import HTTPTransport
import Logging
import ServiceLifecycle

/// Delivers webhooks: in order per receiver, receivers independent of each other.
///
/// GitHub sends each message once. The sandbox tries again while nobody listens, because in a demo the receiver may start a moment
/// later; any answer, also an error, counts as delivered.
struct WebhookSender: Service {
    let log: DeliveryLog
    let transport: any HTTPTransport
    let logger: Logger
    /// Waits between the attempts.
    var pauses: [Duration] = [.milliseconds(250), .milliseconds(500), .seconds(1), .seconds(2), .seconds(4)]

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                var lanes: [Int: AsyncStream<Int>.Continuation] = [:]
                for await id in log.outgoing {
                    guard let delivery = log.delivery(id) else { continue }
                    if lanes[delivery.hook.id] == nil {
                        let (lane, continuation) = AsyncStream<Int>.makeStream()
                        lanes[delivery.hook.id] = continuation
                        group.addTask {
                            for await id in lane { await deliver(id) }
                        }
                    }
                    lanes[delivery.hook.id]?.yield(id)
                }
                group.cancelAll()
            }
        }
    }

    private func deliver(_ id: Int) async {
        guard let delivery = log.delivery(id) else { return }
        let call = HTTPCall(
            .post, delivery.hook.url, headers: HeaderList(delivery.headers), body: delivery.body, timeout: .seconds(10))
        for pause in pauses.map(Optional.some) + [nil] {
            do {
                let reply = try await transport.send(call)
                finish(id, statusCode: reply.status, error: nil)
                return
            } catch {
                finish(id, statusCode: nil, error: error.message)
                // Only when nobody listened is it sure that the message did not arrive.
                guard error.code == .unreachable, let pause else { return }
                do { try await Task.sleep(for: pause) } catch { return }
            }
        }
    }

    private func finish(_ id: Int, statusCode: Int?, error: String?) {
        log.change(id) {
            $0.attempts += 1
            $0.statusCode = statusCode
            $0.error = error
            $0.deliveredAt = statusCode == nil ? nil : Date()
        }
        guard let delivery = log.delivery(id) else { return }
        logger.info(
            "webhook",
            metadata: [
                "event": "\(delivery.event)", "action": "\(delivery.action ?? "")", "url": "\(delivery.hook.url)",
                "attempt": "\(delivery.attempts)", "outcome": "\(statusCode.map { String($0) } ?? error ?? "")",
            ])
    }
}
