import Foundation
import Synchronization

/// Every delivery since the start, and the way to the sender.
final class DeliveryLog: Sendable {
    /// Numbers of the deliveries to be sent, in order.
    let outgoing: AsyncStream<Int>
    private let continuation: AsyncStream<Int>.Continuation
    private let deliveries = Mutex<[Delivery]>([])

    init() {
        (outgoing, continuation) = AsyncStream.makeStream()
    }

    var all: [Delivery] { deliveries.withLock { $0 } }

    func delivery(_ id: Int) -> Delivery? { deliveries.withLock { list in list.first { $0.id == id } } }

    /// Writes down a delivery and has it sent.
    @discardableResult
    func send(guid: String, event: String, action: String?, hook: Hook, payload: Data, isRedelivery: Bool = false) -> Delivery {
        deliveries.withLock { list in
            let delivery = Delivery(
                id: (list.last?.id ?? 0) + 1, guid: guid, event: event, action: action, hook: hook, payload: payload,
                createdAt: Date(), isRedelivery: isRedelivery)
            list.append(delivery)
            continuation.yield(delivery.id)
            return delivery
        }
    }

    func change(_ id: Int, _ change: (inout Delivery) -> Void) {
        deliveries.withLock { list in
            guard let index = list.firstIndex(where: { $0.id == id }) else { return }
            change(&list[index])
        }
    }
}
