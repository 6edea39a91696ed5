import Foundation

/// A PostgreSQL database and who signs in to it.
package struct PostgreSQLAddress: Sendable, Equatable {
    /// Name, address, or the folder of a socket.
    let host: String
    let port: Int
    let user: String
    /// Empty leaves it to libpq: `PGPASSWORD`, or the password file.
    let password: String
    let database: String
    let sslMode: String?

    /// Reads a connection URI such as `postgresql://user:password@host:port/database?sslmode=require`.
    ///
    /// Everything may be percent-encoded, as in
    /// https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS; of its parameters, `sslmode` and `host` are known.
    /// Without a host it is `localhost`, without a port 5432.
    ///
    /// - Throws: `SandboxError`, which never repeats the URI, as it may hold a password.
    init(uri: String) throws(SandboxError) {
        guard let parts = URLComponents(string: uri, encodingInvalidCharacters: false), parts.fragment == nil else {
            throw Self.unreadable("it is no URI; percent-encode what is neither letter nor digit in user and password")
        }
        let parameters = Dictionary((parts.queryItems ?? []).map { ($0.name, $0.value ?? "") }) { _, last in last }
        if let unknown = parameters.keys.sorted().first(where: { $0 != "sslmode" && $0 != "host" }) {
            throw Self.unreadable("the parameter `\(unknown)` is not known; known are host and sslmode")
        }
        let named = try Self.decoded(parts.percentEncodedHost ?? "", "host")
        let written = named.hasPrefix("[") && named.hasSuffix("]") ? String(named.dropFirst().dropLast()) : named
        host = [parameters["host"] ?? written, "localhost"].first { !$0.isEmpty } ?? "localhost"
        port = parts.port ?? 5432
        user = try Self.decoded(parts.percentEncodedUser ?? "", "user")
        password = try Self.decoded(parts.percentEncodedPassword ?? "", "password")
        database = try Self.decoded(String(parts.percentEncodedPath.dropFirst()), "database")
        sslMode = parameters["sslmode"]
        guard !user.isEmpty, !database.isEmpty else { throw Self.unreadable("it has to name a user and a database") }
        guard (1...65535).contains(port), !host.contains(",") else { throw Self.unreadable("it has to name one host and one port") }
    }

    private static func decoded(_ text: String, _ part: String) throws(SandboxError) -> String {
        guard let decoded = text.removingPercentEncoding, !decoded.contains("\0") else {
            throw unreadable("the percent-encoding of its \(part) is wrong")
        }
        return decoded
    }

    private static func unreadable(_ reason: String) -> SandboxError {
        SandboxError("cannot use the warehouse's URI: \(reason); it is such as postgresql://user@host:5432/database")
    }
}
