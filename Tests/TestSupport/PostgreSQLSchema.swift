import ADBC
import Arrow
import Foundation
import Synchronization

/// A schema of a test's own in the shared server; unqualified names are looked up in it.
///
/// So many at once as the server has connections for; a test that wants one more waits. A schema's name is that of an earlier one which is
/// gone: whoever opens the database reads the types of all tables in it, so schemas that stayed would make each later test slower.
package final class PostgreSQLSchema: Sendable {
    package let name: String
    package let server: PostgreSQLServer
    /// Whether the statements made types, which a database that was opened before does not know.
    package let hasOwnTypes: Bool
    private let turn: Int

    package var uri: String { server.uri(parameters: "options=-c%20search_path%3D\(name)") }

    /// Makes the schema and runs the statements in it.
    package init(_ statements: [String] = []) async throws {
        turn = await Turns.shared.take()
        hasOwnTypes = statements.contains { $0.contains("CREATE TYPE") || $0.contains("CREATE DOMAIN") }
        do {
            server = try await PostgreSQLServer.shared
            name = try await Self.empty(turn)
        } catch {
            Turns.shared.giveBack(turn)
            throw error
        }
        try await run(statements)
    }

    /// Makes the turn's schema anew.
    private static func empty(_ turn: Int) async throws -> String {
        let connection = try await database.value.connect()
        do {
            let name = "t_\(turn)"
            // Rather an error than a test that waits forever for one whose statement still runs.
            _ = try await connection.execute("SET lock_timeout = '30s'")
            _ = try await connection.execute("SET client_min_messages = warning")
            _ = try await connection.execute("DROP SCHEMA IF EXISTS \(name) CASCADE")
            _ = try await connection.execute("CREATE SCHEMA \(name)")
            await connection.close()
            return name
        } catch {
            await connection.close()
            throw error
        }
    }

    /// The shared server's database, opened once for what tests do by themselves.
    private static let database = Task {
        try await ADBCDatabase.open(driver: try ADBCDriver.load("postgresql"), options: [("uri", try await PostgreSQLServer.shared.uri())])
    }

    deinit { Turns.shared.giveBack(turn) }

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
        let connection = try await Self.database.value.connect()
        _ = try await connection.execute("SET search_path = \(name)")
        return connection
    }
}

/// Lets only so many go on at once, each with a number that nobody else has meanwhile.
private final class Turns: Sendable {
    static let shared = Turns()

    private struct State {
        var free = Array(0..<16)
        var waiting: [CheckedContinuation<Int, Never>] = []
    }

    private let state = Mutex(State())

    func take() async -> Int {
        await withCheckedContinuation { continuation in
            let turn = state.withLock { state -> Int? in
                if state.free.isEmpty { state.waiting.append(continuation) }
                return state.free.popLast()
            }
            if let turn { continuation.resume(returning: turn) }
        }
    }

    func giveBack(_ turn: Int) {
        let next = state.withLock { state -> CheckedContinuation<Int, Never>? in
            guard !state.waiting.isEmpty else {
                state.free.append(turn)
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume(returning: turn)
    }
}
