import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// The real transport: HTTP/1.1 and HTTP/2 through AsyncHTTPClient.
///
/// Redirects are followed for GET and HEAD only, at most five. To another host the headers stay behind, so a token
/// never travels on: dbt Cloud may send a download to a storage host that way. A redirected POST comes back as it is.
package final class AsyncHTTPTransport: HTTPTransport {
    /// Limits of every exchange.
    package struct Settings: Sendable {
        /// Time to a connection, name lookup and TLS included.
        package var connectTimeout: Duration
        /// Longest silence of the server.
        package var readTimeout: Duration
        /// Time for a whole exchange when the call names none.
        package var exchangeTimeout: Duration
        /// Time for a whole download when the call names none.
        package var downloadTimeout: Duration
        /// Sent as `User-Agent`; GitHub refuses calls without one.
        package var userAgent: String

        package init(
            connectTimeout: Duration = .seconds(10), readTimeout: Duration = .seconds(30), exchangeTimeout: Duration = .seconds(60),
            downloadTimeout: Duration = .seconds(900), userAgent: String = "plumbline"
        ) {
            self.connectTimeout = connectTimeout
            self.readTimeout = readTimeout
            self.exchangeTimeout = exchangeTimeout
            self.downloadTimeout = downloadTimeout
            self.userAgent = userAgent
        }
    }

    private let settings: Settings
    private let client: HTTPClient

    /// Call `shutdown()` before letting go of it.
    package init(settings: Settings = Settings()) {
        self.settings = settings
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: TimeAmount(settings.connectTimeout), read: TimeAmount(settings.readTimeout))
        // Otherwise a refused connection is tried again silently until the time is up; repeating is RetryingTransport's work.
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Runs `body` with a transport that is shut down afterwards, however `body` ends.
    package static func running<Result, Failure: Error>(
        settings: Settings = Settings(), _ body: (AsyncHTTPTransport) async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        let transport = AsyncHTTPTransport(settings: settings)
        do throws(Failure) {
            let result = try await body(transport)
            await transport.shutdown()
            return result
        } catch {
            await transport.shutdown()
            throw error
        }
    }

    /// Closes all connections; calls under way fail.
    package func shutdown() async {
        // The only failure is a second shutdown, which leaves nothing to do.
        try? await client.shutdown()
    }

    package func send(_ call: HTTPCall) async throws(HTTPTransportError) -> HTTPReply {
        try await exchange(call, within: call.timeout ?? settings.exchangeTimeout) { head, body in
            var reply = head
            reply.body = try await Self.collect(body, upTo: call.replyLimit, call: call)
            return reply
        }
    }

    package func download(_ call: HTTPCall, to path: String) async throws(HTTPTransportError) -> HTTPReply {
        try await exchange(call, within: call.timeout ?? settings.downloadTimeout) { head, body in
            guard head.isSuccess else {
                var reply = head
                reply.body = try await Self.beginning(of: body, limit: 64 << 10)
                return reply
            }
            var file = try PartialFile(path: path)
            for try await part in body {
                try Task.checkCancellation()
                try file.append(Data(part.readableBytesView))
            }
            try file.complete()
            return head
        }
    }

    /// Sends, follows redirects, lets `read` take the body, and explains whatever goes wrong.
    private func exchange(
        _ call: HTTPCall, within timeout: Duration,
        _ read: @escaping @Sendable (HTTPReply, HTTPClientResponse.Body) async throws -> HTTPReply
    ) async throws(HTTPTransportError) -> HTTPReply {
        do {
            return try await withTimeLimit(timeout) {
                var hop = call
                var followed = 0
                while true {
                    // The limit around covers the body too, which this deadline would not.
                    let response = try await self.client.execute(self.request(hop), deadline: .distantFuture)
                    let head = HTTPReply(
                        status: Int(response.status.code), headers: HeaderList(response.headers.map { ($0.name, $0.value) }))
                    guard followed < 5, let next = Redirect.next(after: hop, reply: head) else {
                        return try await read(head, response.body)
                    }
                    hop = next
                    followed += 1
                }
            }
        } catch let error as HTTPTransportError {
            throw error
        } catch {
            throw Task.isCancelled ? .cancelled(call) : TransportFailure.explain(error, call: call, timeout: timeout, settings: settings)
        }
    }

    private func request(_ call: HTTPCall) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: call.url)
        request.method = .init(rawValue: call.method.rawValue)
        request.headers.add(name: "User-Agent", value: settings.userAgent)
        for field in call.headers.fields { request.headers.replaceOrAdd(name: field.name, value: field.value) }
        if let body = call.body { request.body = .bytes(body) }
        return request
    }

    private static func collect(_ body: HTTPClientResponse.Body, upTo limit: Int, call: HTTPCall) async throws -> Data {
        var collected = Data()
        for try await part in body {
            // A body that comes faster than it is read never waits, and would not notice that the time is up.
            try Task.checkCancellation()
            guard collected.count + part.readableBytes <= limit else {
                throw HTTPTransportError(.replyTooLarge, "The answer to \(call.label) is longer than \(limit) bytes.")
            }
            collected.append(contentsOf: part.readableBytesView)
        }
        return collected
    }

    private static func beginning(of body: HTTPClientResponse.Body, limit: Int) async throws -> Data {
        var collected = Data()
        for try await part in body {
            try Task.checkCancellation()
            collected.append(contentsOf: part.readableBytesView)
            if collected.count >= limit { break }
        }
        return collected.prefix(limit)
    }
}
