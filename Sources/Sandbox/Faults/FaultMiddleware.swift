import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
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
        if let delay = fault.delaySeconds {
            do {
                try await Patience(channel: context.channel).wait(.seconds(delay))
            } catch {
                return await Self.cut(context.channel)
            }
        }
        if fault.drop == true { return await Self.cut(context.channel) }
        guard let status = fault.status else { return try await next(request, context) }
        return try Self.answer(status: status, fault: fault, path: path)
    }

    /// Closes the connection; the response is for the framework's sake and reaches nobody.
    private static func cut(_ channel: any Channel) async -> Response {
        try? await channel.close()
        return Response(status: .serviceUnavailable)
    }

    /// The body the fault asks for, or the error in the manner of the vendor whose path it is.
    private static func answer(status: Int, fault: Fault, path: String) throws -> Response {
        var fields = HTTPFields()
        for (name, value) in fault.headers ?? [:] {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        let code = HTTPResponse.Status(code: status)
        if let body = fault.body {
            if fields[.contentType] == nil { fields[.contentType] = "text/html; charset=utf-8" }
            return Response(status: code, headers: fields, body: .init(byteBuffer: ByteBuffer(string: body)))
        }
        let message = "\(code.reasonPhrase.isEmpty ? "Fault" : code.reasonPhrase) (a planned fault of the sandbox)"
        if path.hasPrefix("/github") {
            return try JSONAnswer.response(GitHubErrorAnswer(message: message, status: status), status: code, headers: fields)
        }
        if path.hasPrefix("/gitlab") {
            return try JSONAnswer.response(["message": "\(status) \(message)"], status: code, headers: fields)
        }
        return try JSONAnswer.response(FailureEnvelope(code: status, message: message), status: code, headers: fields)
    }
}
