import ArgumentParser
import Foundation
import HTTPTransport

/// Where the server is, and the key for it.
struct ServerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Address of the Plumbline server; PLUMBLINE_HOST, else DATAFOLD_HOST.", valueName: "url")) var host: String?

    /// - Throws: `CommandTrouble` naming the variable that is missing.
    func server(_ environment: [String: String], _ transport: any HTTPTransport) throws -> ServerCalls {
        func read(_ names: String...) -> String? { names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty } }
        guard let address = host ?? read("PLUMBLINE_HOST", "DATAFOLD_HOST") else {
            throw CommandTrouble("the address of the Plumbline server is not given", hint: "set PLUMBLINE_HOST, or use --host")
        }
        // Never on the command line, where other users of the machine could read it.
        guard let key = read("PLUMBLINE_API_KEY", "DATAFOLD_API_KEY", "DATAFOLD_APIKEY") else {
            throw CommandTrouble("the API key is not given", hint: "set PLUMBLINE_API_KEY to a key of the server's api_keys")
        }
        do throws(HTTPTransportError) {
            return ServerCalls(base: try BaseURL(address, setting: "PLUMBLINE_HOST"), key: Secret(key), transport: transport)
        } catch {
            throw CommandTrouble(error.message)
        }
    }
}

/// Calls of a Plumbline server's API.
struct ServerCalls: Sendable {
    let base: BaseURL
    let key: Secret
    let transport: any HTTPTransport

    /// - Throws: `CommandTrouble` with the server's own words.
    func call<Answer: Decodable>(
        _ method: HTTPMethod, _ path: [String], query: [(String, String)] = [], body: Data? = nil, type: String? = nil, as: Answer.Type
    ) async throws -> Answer {
        var call = HTTPCall(method, base.url(path, query: query), body: body, isRepeatable: method == .get)
        call.headers["authorization"] = "Key \(key.reveal())"
        if let type { call.headers["content-type"] = type }
        let reply: HTTPReply
        do throws(HTTPTransportError) {
            reply = try await transport.send(call)
        } catch {
            throw CommandTrouble(error.message)
        }
        guard reply.isSuccess else { throw Self.trouble(reply, call) }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let answer = try? decoder.decode(Answer.self, from: reply.body) else {
            throw CommandTrouble(
                "\(call.label) was answered with something else than expected", hint: "is this the address of a Plumbline server?")
        }
        return answer
    }

    private struct Document: Decodable {
        let detail: String
        let hint: String?
    }

    private static func trouble(_ reply: HTTPReply, _ call: HTTPCall) -> CommandTrouble {
        guard let problem = try? JSONDecoder().decode(Document.self, from: reply.body) else {
            return CommandTrouble(
                "\(call.label) was answered with \(reply.status)", hint: "is this the address of a Plumbline server, without a path?")
        }
        return CommandTrouble("the server says: \(problem.detail)", hint: problem.hint)
    }
}
