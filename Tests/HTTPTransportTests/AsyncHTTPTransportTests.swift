import Foundation
import HTTPTransport
import Testing

@Suite(.timeLimit(.minutes(15)))
struct AsyncHTTPTransportTests {
    private let brief = AsyncHTTPTransport.Settings(readTimeout: .milliseconds(300))

    @Test func sendsAndReceives() async throws {
        try await LoopbackServer.running({ _ in
            .bytes("HTTP/1.1 201 Created\r\nX-Answer: yes\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")
        }) {
            server in
            let call = HTTPCall(.post, server.url("/a?b=c"), headers: ["Authorization": "Token t"], body: Data("{}".utf8))
            let reply = try await AsyncHTTPTransport.running { try await $0.send(call) }
            #expect(reply.status == 201 && reply.headers["x-answer"] == "yes" && reply.body == Data("ok".utf8))
            let head = try #require(server.requests.first)
            #expect(
                head.hasPrefix("POST /a?b=c HTTP/1.1\r\n") && head.contains("Authorization: Token t")
                    && head.contains("User-Agent: plumbline"))
        }
    }

    @Test func nobodyListens() async throws {
        let port = try await LoopbackServer.running({ _ in .bytes("") }) { $0.port }
        let error = await failure(of: HTTPCall(.get, "http://127.0.0.1:\(port)/x?token=hunter2"))
        #expect(error?.code == .unreachable && error?.mayHaveArrived == false)
        let message = try #require(error).message
        #expect(
            message.contains("127.0.0.1 at port \(port)") && message.contains("connection refused") && !message.contains("hunter2"),
            "\(message)")
    }

    @Test func noSuchHost() async throws {
        let error = await failure(of: HTTPCall(.get, "http://plumbline.invalid/"))
        #expect(error?.code == .unreachable)
        #expect(error?.message.contains("plumbline.invalid at port 80") == true, "\(error?.message ?? "")")
    }

    @Test func noTLSAtThatPort() async throws {
        try await LoopbackServer.running({ _ in .bytes("HTTP/1.1 400 Bad Request\r\n\r\n") }) { server in
            let error = await failure(of: HTTPCall(.get, "https://127.0.0.1:\(server.port)/"))
            #expect(error?.code == .insecure && error?.message.contains("https or http?") == true, "\(String(describing: error))")
        }
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"])
    func theConnectionBreaks(_ sent: String) async throws {
        try await LoopbackServer.running({ _ in .bytes(sent) }) { server in
            let error = await failure(of: HTTPCall(.get, server.url("/")))
            #expect(error?.code == .connectionLost && error?.mayHaveArrived == true, "\(String(describing: error))")
        }
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"])
    func theServerFallsSilent(_ sent: String) async throws {
        try await LoopbackServer.running({ _ in .bytesThenSilence(sent) }) { server in
            let error = await failure(of: HTTPCall(.get, server.url("/")), settings: brief)
            #expect(error?.code == .timedOut, "\(String(describing: error))")
        }
    }

    @Test func theWholeExchangeHasALimit() async throws {
        try await LoopbackServer.running({ _ in .endless("HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 10_000)) }) { server in
            let call = HTTPCall(.get, server.url("/"), replyLimit: .max, timeout: .milliseconds(300))
            #expect(await failure(of: call)?.code == .timedOut)
        }
    }

    @Test(arguments: [(1000, true), (999, false)])
    func tooLong(_ limit: Int, _ fits: Bool) async throws {
        let body = String(repeating: "x", count: 1000)
        try await LoopbackServer.running({ _ in .bytes("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1000\r\n\r\n" + body) }) {
            server in
            let call = HTTPCall(.get, server.url("/"), replyLimit: limit)
            guard !fits else {
                let reply = try await AsyncHTTPTransport.running { try await $0.send(call) }
                #expect(reply.body.count == 1000)
                return
            }
            #expect(await failure(of: call)?.code == .replyTooLarge)
        }
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"])
    func cancelled(_ sent: String) async throws {
        try await LoopbackServer.running({ _ in .bytesThenSilence(sent) }) { server in
            let url = server.url("/")
            let task = Task { try await AsyncHTTPTransport.running { try await $0.send(HTTPCall(.get, url)) } }
            await server.waitForRequest()
            task.cancel()
            let error = await #expect(throws: HTTPTransportError.self) { try await task.value }
            #expect(error?.code == .cancelled, "\(String(describing: error))")
        }
    }

    @Test func headersStayAtTheirHost() async throws {
        try await LoopbackServer.running({ _ in .bytes("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\nfile") }) {
            storage in
            let target = storage.url("/signed?sig=1")
            try await LoopbackServer.running({ _ in
                .bytes("HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: \(target)\r\nContent-Length: 0\r\n\r\n")
            }) {
                server in
                let headers: HeaderList = ["Authorization": "Token t", "Accept": "application/json"]
                let reply = try await AsyncHTTPTransport.running { try await $0.send(HTTPCall(.get, server.url("/"), headers: headers)) }
                #expect(reply.body == Data("file".utf8))
                let head = try #require(storage.requests.first)
                #expect(!head.contains("Token t") && head.contains("application/json"))
                let posted = try await AsyncHTTPTransport.running { try await $0.send(HTTPCall(.post, server.url("/"), headers: headers)) }
                #expect(posted.status == 302 && storage.requests.count == 1)
            }
        }
    }

    @Test func redirectsAtTheSameHostKeepHeadersAndEnd() async throws {
        try await LoopbackServer.running({ _ in
            .bytes("HTTP/1.1 307 T\r\nConnection: close\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n")
        }) { server in
            let reply = try await AsyncHTTPTransport.running { try await $0.send(HTTPCall(.get, server.url("/"), headers: ["X-Key": "k"])) }
            #expect(reply.status == 307 && server.requests.count == 6)
            #expect(server.requests.last?.contains("X-Key: k") == true)
        }
    }

    @Test func aDownloadIsThereWholeOrNotAtAll() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plumbline-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let answer: @Sendable (String) -> LoopbackServer.Answer = { head in
            head.hasPrefix("GET /whole")
                ? .bytes("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\nfile")
                : head.hasPrefix("GET /half")
                    ? .bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
                    : .bytes("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 3\r\n\r\n{ }")
        }
        try await LoopbackServer.running(answer) { server in
            try await AsyncHTTPTransport.running { transport in
                let reply = try await transport.download(HTTPCall(.get, server.url("/whole")), to: folder + "/whole")
                #expect(reply.status == 200 && FileManager.default.contents(atPath: folder + "/whole") == Data("file".utf8))
                await #expect(throws: HTTPTransportError.self) {
                    try await transport.download(HTTPCall(.get, server.url("/half")), to: folder + "/half")
                }
                let missing = try await transport.download(HTTPCall(.get, server.url("/none")), to: folder + "/none")
                #expect(missing.status == 404 && missing.body.count == 3)
                let error = await #expect(throws: HTTPTransportError.self) {
                    try await transport.download(HTTPCall(.get, server.url("/whole")), to: folder + "/no/such/folder")
                }
                #expect(error?.code == .cannotWrite)
            }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["whole"])
    }

    @Test(arguments: ["", "no address", "http://", "file:///etc/passwd"])
    func noAddress(_ url: String) async {
        let error = await failure(of: HTTPCall(.get, url))
        #expect(error?.code == .invalidCall, "\(String(describing: error))")
    }

    private func failure(of call: HTTPCall, settings: AsyncHTTPTransport.Settings = .init()) async -> HTTPTransportError? {
        await #expect(throws: HTTPTransportError.self) {
            try await AsyncHTTPTransport.running(settings: settings) { try await $0.send(call) }
        }
    }
}
