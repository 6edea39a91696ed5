import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization
import TestSupport
import Testing

/// Calls the API and remembers the answers, to be judged by the API's own description.
final class APIRecorder: Sendable {
    struct Answer: Encodable {
        let method: String
        let path: String
        let status: Int
        let content_type: String?
        let body: String
    }

    private let client: any TestClientProtocol
    private let answers = Mutex<[Answer]>([])

    init(_ client: any TestClientProtocol) { self.client = client }

    /// Sends JSON, or a body of another type.
    @discardableResult
    func call(
        _ method: HTTPRequest.Method, _ path: String, _ json: String? = nil, key: String? = "admin-key", media: String = "application/json",
        bytes: [UInt8]? = nil
    ) async throws -> (status: Int, json: [String: Any], text: String) {
        var headers: HTTPFields = [:]
        if let key { headers[.authorization] = "Key \(key)" }
        let body = bytes.map { ByteBuffer(bytes: $0) } ?? json.map { ByteBuffer(string: $0) }
        if body != nil { headers[.contentType] = media }
        let uri = "/api/v1/" + path
        let response = try await client.execute(uri: uri, method: method, headers: headers, body: body)
        let text = String(buffer: response.body)
        answers.withLock {
            $0.append(
                Answer(
                    method: method.rawValue, path: uri, status: response.status.code, content_type: response.headers[.contentType],
                    body: text))
        }
        return (response.status.code, (try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]) ?? [:], text)
    }

    /// What the description says of the answers so far that is not so; empty when everything holds.
    func judgement() async throws -> String {
        let document = try await call(.get, "openapi.json").text
        let folder = try TemporaryFolder([
            "openapi.json": document,
            "answers.json": String(decoding: try JSONEncoder().encode(answers.withLock { $0 }), as: UTF8.self),
        ])
        let outcome = try await BuiltProduct(file: Repository.virtualEnvironment + "/bin/python").run([
            Repository.root.appending(path: "Tests/openapi/check_answers.py").path, folder.path + "/openapi.json",
            folder.path + "/answers.json",
        ])
        return outcome.exitCode == 0 ? "" : outcome.output + outcome.errors
    }
}
