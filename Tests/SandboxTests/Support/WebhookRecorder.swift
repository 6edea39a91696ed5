import Foundation
import HTTPTransport
import Synchronization

@testable import Sandbox

/// Takes webhooks in place of a server.
final class WebhookRecorder: HTTPTransport {
    private let state: Mutex<(calls: [HTTPCall], refusals: Int)>

    /// - Parameter refusals: how many attempts find nobody listening.
    init(refusals: Int = 0) {
        state = Mutex(([], refusals))
    }

    var calls: [HTTPCall] { state.withLock { $0.calls } }

    func send(_ call: HTTPCall) async throws(HTTPTransportError) -> HTTPReply {
        let refused = state.withLock { state in
            if state.refusals > 0 {
                state.refusals -= 1
                return true
            }
            state.calls.append(call)
            return false
        }
        if refused { throw HTTPTransportError(.unreachable, "nobody listens") }
        return HTTPReply(status: 202)
    }

    /// Event names with their actions, such as `pull_request.opened`, in order of arrival.
    var events: [String] {
        calls.map { call in
            let payload = (try? JSON(call.body ?? Data())) ?? JSON(.null)
            return (call.headers["X-GitHub-Event"] ?? "") + (payload["action"].string.map { "." + $0 } ?? "")
        }
    }

    /// Waits for an event and gives its payload and call.
    func event(_ name: String) async throws -> (payload: JSON, call: HTTPCall) {
        try await eventually("the webhook \(name) has arrived (so far: \(events))") {
            guard let index = events.firstIndex(of: name) else { return nil }
            let call = calls[index]
            return (try JSON(call.body ?? Data()), call)
        }
    }
}
