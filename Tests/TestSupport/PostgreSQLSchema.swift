import ADBC
import Arrow
import Foundation
import Synchronization

/// A schema of a test's own in the shared server; unqualified names are looked up in it.
///
/// So many at once as the server has connections for; a test that wants one more waits.
package final class PostgreSQLSchema: Sendable {
    package let name: String
    package let server: PostgreSQLServer

    package var uri: String { server.uri(parameters: "options=-c%20search_path%3D\(name)") }

    /// Makes the schema and runs the statements in it.
    package init(_ statements: [String] = []) async throws {
        await Turns.shared.take()
        do {
            server = try await PostgreSQLServer.shared
        } catch {
            Turns.shared.giveBack()
            throw error
        }
        name = "t_" + UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "")
        try await run(["CREATE SCHEMA \(name)"] + statements)
    }

    deinit { Turns.shared.giveBack() }

    /// Runs statements in a connection of their own.
    package func run(_ statements: [String]) async throws {
        let connection = try await connect()
        for statement in statements {
            do {
                _ = try await connection.execute(statement)
            } catch {
                await connection.close()
                throw error
            }
        }
        await connection.close()
    }

    /// The first value of the first row, as text.
    package func text(_ query: String) async throws -> String? {
        let connection = try await connect()
        let batch = try await connection.query(query).collect().first
        let text = try batch.flatMap { try $0.texts(column: 0).first ?? nil }
        await connection.close()
        return text
    }

    private func connect() async throws -> ADBCConnection {
        try await ADBCConnection.open(driver: try ADBCDriver.load("postgresql"), databaseOptions: [("uri", uri)])
    }
}

/// Lets only so many go on at once.
private final class Turns: Sendable {
    static let shared = Turns()

    private struct State {
        var free = 16
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func take() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.free > 0 else {
                    state.waiting.append(continuation)
                    return false
                }
                state.free -= 1
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    func giveBack() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
