import Foundation
import Synchronization

/// A PostgreSQL server of this test process's own, in a temporary folder; goes when the process ends, however it ends.
///
/// It listens on a free port of 127.0.0.1 and on a socket in its folder, and forgets everything in a crash of the machine (no fsync).
package struct PostgreSQLServer: Sendable {
    package let port: Int
    package let folder: String
    /// The server's own process.
    package let processIdentifier: Int32

    /// Started by the first test that asks for it.
    package static var shared: PostgreSQLServer {
        get async throws { try await starting.value }
    }

    private static let starting = Task { try await start() }

    /// A connection URI without a schema of its own.
    ///
    /// - Parameter parameters: of libpq, percent-encoded.
    package func uri(user: String = "postgres", database: String = "postgres", parameters: String = "") -> String {
        "postgresql://\(user)@127.0.0.1:\(port)/\(database)" + (parameters.isEmpty ? "" : "?\(parameters)")
    }

    /// A server beside the shared one, which a test may end.
    package static func another() async throws -> PostgreSQLServer { try await start() }

    /// Ends the server as a crash does, and removes what it holds; for one that is not shared.
    package func stop() { Keeper.letGo(processIdentifier) }

    private static func start() async throws -> PostgreSQLServer {
        let input = Pipe()
        // What other tests start must not keep the server alive.
        _ = fcntl(input.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", script]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        guard let answer = try readLine(output.fileHandleForReading) else {
            throw Failure(description: "the PostgreSQL server could not be started; scripts/bootstrap test installs it")
        }
        let words = answer.split(separator: " ")
        guard words.count == 4, words[0] == "ready", let port = Int(words[1]), let server = Int32(words[2]) else {
            throw Failure(description: "the PostgreSQL server did not start: \(answer)")
        }
        Keeper.hold(server, process, input)
        return PostgreSQLServer(port: port, folder: String(words[3]), processIdentifier: server)
    }

    /// The last line before the end, or the line that begins with `ready`.
    private static func readLine(_ handle: FileHandle) throws -> String? {
        var text = ""
        while let data = try handle.read(upToCount: 1), !data.isEmpty {
            text += String(decoding: data, as: UTF8.self)
            if text.hasSuffix("\n"), let line = text.split(separator: "\n").last, line.hasPrefix("ready ") { return String(line) }
        }
        return text.split(separator: "\n").last.map(String.init)
    }

    struct Failure: Error, CustomStringConvertible { let description: String }

    /// Makes a cluster, starts it, says where it is, and ends it when standard input ends: with the process that holds the other end.
    ///
    /// The server refuses to run as root. A port that is free may be taken a moment later, so several are tried.
    private static let script = #"""
        programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
        programs=${programs:-$(dirname "$(command -v initdb)")}
        folder=$(mktemp -d /tmp/plumbline-postgresql.XXXXXX) || exit 1
        server() {
            if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
        }
        [ "$(id -u)" -ne 0 ] || chown postgres "$folder"
        cd /
        server "$programs/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$folder/initdb.log" 2>&1 </dev/null ||
            { tail -n 3 "$folder/initdb.log"; rm -rf "$folder"; exit 1; }
        for attempt in 1 2 3 4 5 6 7 8 9 10; do
            port=$(( 20000 + ( $$ * 7 + attempt * 1013 + $(date +%N | sed 's/^0*//;s/^$/0/') / 1000 ) % 40000 ))
            if server "$programs/pg_ctl" start -w -s -D "$folder/data" -l "$folder/log" -o "-p $port -h 127.0.0.1 -k $folder \
                -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c shared_buffers=32MB" \
                >/dev/null 2>&1 </dev/null; then
                process=$(head -n 1 "$folder/data/postmaster.pid")
                break
            fi
        done
        [ -n "$process" ] || { tail -n 3 "$folder/log"; rm -rf "$folder"; exit 1; }
        trap '' HUP INT TERM
        echo "ready $port $process $folder"
        exec >/dev/null 2>&1
        cat
        server "$programs/pg_ctl" stop -w -s -m immediate -D "$folder/data"
        rm -rf "$folder"
        """#
}

/// The servers' keepers, each of which ends when nobody holds the other end of its input any more.
private enum Keeper {
    private static let held = Mutex<[Int32: (process: Process, input: Pipe)]>([:])

    /// Keeps a server until the process ends; on an orderly end, the server is gone before.
    static func hold(_ server: Int32, _ process: Process, _ input: Pipe) {
        let isFirst = held.withLock { held in
            held[server] = (process, input)
            return held.count == 1
        }
        if isFirst { atexit { for server in Keeper.held.withLock({ Array($0.keys) }) { Keeper.letGo(server) } } }
    }

    static func letGo(_ server: Int32) {
        guard let (process, input) = held.withLock({ $0.removeValue(forKey: server) }) else { return }
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
