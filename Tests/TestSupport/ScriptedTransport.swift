import Foundation
package import HTTPTransport
import Synchronization

/// Answers calls from a script and remembers them.
package final class ScriptedTransport: HTTPTransport {
    /// One answer, or none.
    package enum Step: Sendable {
        case reply(Int, headers: HeaderList = [:], String = "")
        case failure(HTTPTransportError)

        package static func failure(_ code: HTTPTransportError.Code) -> Step { .failure(HTTPTransportError(code, "\(code.rawValue).")) }
    }

    private let state: Mutex<(calls: [HTTPCall], steps: [Step])>
    private let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
    private let answer: (@Sendable (HTTPCall) -> Step?)?

    /// Answers in this order, whatever is asked.
    package init(_ steps: [Step]) {
        state = Mutex(([], steps))
        answer = nil
    }

    /// Answers by looking at the call; nil is 404.
    package init(answering answer: @escaping @Sendable (HTTPCall) -> Step?) {
        state = Mutex(([], []))
        self.answer = answer
    }

    /// Returns when a call has come.
    package func waitForCall() async {
        for await _ in arrivals { return }
    }

    /// Every call so far.
    package var calls: [HTTPCall] { state.withLock { $0.calls } }
    /// Method and address of every call so far.
    package var lines: [String] { calls.map { "\($0.method.rawValue) \($0.url)" } }
    /// Body of the call at `index` as text.
    package func body(_ index: Int) -> String { calls[index].body.map { String(decoding: $0, as: UTF8.self) } ?? "" }

    package func send(_ call: HTTPCall) async throws(HTTPTransportError) -> HTTPReply {
        defer { arrival.yield() }
        let step = state.withLock { state -> Step? in
            state.calls.append(call)
            guard answer == nil else { return nil }
            return state.steps.isEmpty
                ? .failure(HTTPTransportError(.invalidCall, "The script has no answer left.")) : state.steps.removeFirst()
        }
        switch step ?? answer?(call) ?? .reply(404, "{}") {
        case .reply(let status, let headers, let body): return HTTPReply(status: status, headers: headers, body: Data(body.utf8))
        case .failure(let error): throw error
        }
    }
}
