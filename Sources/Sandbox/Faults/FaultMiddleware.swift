import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Synchronization

/// Keeps the faults for all requests.
final class FaultBox: Sendable {
    let plan: Mutex<FaultPlan>

    init(_ faults: [Fault]) {
        var plan = FaultPlan()
        for fault in faults { plan.add(fault) }
        self.plan = Mutex(plan)
    }
}

/// Lets planned faults happen before any other work on a request.
///
/// The sandbox's own paths never fail.
struct FaultMiddleware: RouterMiddleware {
    let faults: FaultBox

    func handle(
        _ request: Request,
        context: SandboxContext,
        next: @concurrent (Request, SandboxContext) async throws -> Response
    ) async throws -> Response {
        let path = request.normalPath
        guard !path.hasPrefix("/sandbox/") else { return try await next(request, context) }
        guard let fault = faults.plan.withLock({ $0.take(method: request.method.rawValue, path: path) }) else {
            return try await next(request, context)
        }
        context.logger.info("fault", metadata: ["path": "\(path)", "status": "\(fault.status ?? 0)"])
        if let delay = fault.delaySeconds { try await Task.sleep(for: .seconds(delay)) }
        if fault.drop == true {
            try? await context.channel.close()
            return Response(status: .serviceUnavailable)
        }
        guard let status = fault.status else { return try await next(request, context) }
        return try Self.answer(status: status, headers: fault.headers ?? [:], path: path)
    }

    /// The error body in the manner of the vendor whose path it is.
    private static func answer(status: Int, headers: [String: String], path: String) throws -> Response {
        var fields = HTTPFields()
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        let code = HTTPResponse.Status(code: status)
        let message = "\(code.reasonPhrase.isEmpty ? "Fault" : code.reasonPhrase) (a planned fault of the sandbox)"
        if path.hasPrefix("/github") {
            return try JSONAnswer.response(GitHubErrorAnswer(message: message, status: status), status: code, headers: fields)
        }
        return try JSONAnswer.response(FailureEnvelope(code: status, message: message), status: code, headers: fields)
    }
}
