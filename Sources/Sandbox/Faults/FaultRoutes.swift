import Foundation
import Hummingbird
import NIOCore
import Synchronization

/// `/sandbox/faults`: list, add, clear.
///
/// No token is needed; the sandbox listens on the own machine.
struct FaultRoutes {
    let faults: FaultBox

    func add(to router: some RouterMethods<SandboxContext>) {
        router.get("/sandbox/faults") { _, _ in
            try JSONAnswer.response(faults.plan.withLock { $0.faults })
        }
        router.post("/sandbox/faults") { request, context in
            let body = try await request.body.collect(upTo: context.maxUploadSize)
            do {
                let fault = try JSONDecoder().decode(Fault.self, from: Data(body.readableBytesView))
                faults.plan.withLock { $0.add(fault) }
                return try JSONAnswer.response(fault, status: .created)
            } catch let error as DecodingError {
                let message = "cannot read the fault: \(error.plainText); see `plumbline-sandbox serve --help` for its fields"
                return try JSONAnswer.response(["error": message], status: .badRequest)
            }
        }
        router.delete("/sandbox/faults") { _, _ in
            faults.plan.withLock { $0.clear() }
            return Response(status: .noContent)
        }
    }
}

extension DecodingError {
    /// The reason in one line.
    var plainText: String {
        switch self {
        case .keyNotFound(let key, _): "`\(key.stringValue)` is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            (context.codingPath.last.map { "`\($0.stringValue)`: " } ?? "") + context.debugDescription
        @unknown default: "\(self)"
        }
    }
}
