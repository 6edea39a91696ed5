import Foundation

/// A connection URI of libpq, <https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS>.
struct PostgreSQLURI {
    /// What the driver is given; holds secrets.
    let text: String
    /// Host, port and database for people; never user, password or parameters.
    let place: String
    /// Whether every server it may be is on this machine: a socket's folder, `localhost`, or an address that leads back.
    var isLocal: Bool {
        place.prefix { $0 != "/" || place.hasPrefix("/") }.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { host in
            let name = host.hasPrefix("[") ? host.prefix { $0 != "]" }.dropFirst() : host.prefix { $0 != ":" }
            return name.isEmpty || name.hasPrefix("/") || name == "localhost" || name == "::1" || name.hasPrefix("127.")
        }
    }

    /// - Parameter options: of a data source; what is given beside `uri` wins over what is in it.
    init(_ options: [String: String], environment: [String: String] = ProcessInfo.processInfo.environment) {
        let given = options["uri"] ?? "postgresql://"
        let names = [("host", "host"), ("port", "port"), ("database", "dbname"), ("user", "user"), ("password", "password")]
        let own = ["sslmode", "sslcert", "sslkey", "sslrootcert", "connect_timeout"].map { ($0, $0) }
        var parameters = (names + own).compactMap { name, parameter in options[name].map { (parameter, $0) } }
        let known = Self.parameters(of: given)
        parameters.append(("fallback_application_name", "plumbline"))
        // Without one, an address that nobody answers at is waited for as long as the system likes.
        let isPatient = known["connect_timeout"] == nil && options["connect_timeout"] == nil
        if isPatient && environment["PGCONNECT_TIMEOUT"] == nil { parameters.append(("connect_timeout", "15")) }
        // A connection that was dropped on the way without a word is noticed after about two minutes, not after the system's two hours.
        let keepalives = [("keepalives_idle", "60"), ("keepalives_interval", "10"), ("keepalives_count", "6")]
        if known["keepalives"] == nil { parameters += keepalives.filter { known[$0.0] == nil } }
        let added = parameters.map { "\($0)=\(Self.encoded($1))" }.joined(separator: "&")
        text = given + (given.contains("?") ? "&" : "?") + added
        place = Self.place(given, known.merging(parameters) { _, new in new }, environment)
    }

    private static func place(_ uri: String, _ parameters: [String: String], _ environment: [String: String]) -> String {
        let body = uri.drop { $0 != "/" }.dropFirst(2).prefix { $0 != "?" }
        let authority = body.prefix { $0 != "/" }
        let hosts = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        let path = body.dropFirst(authority.count + 1)
        func decoded(_ text: Substring) -> String? { text.isEmpty ? nil : text.removingPercentEncoding ?? String(text) }
        var host = decoded(hosts) ?? parameters["host"] ?? parameters["hostaddr"] ?? environment["PGHOST"] ?? "localhost"
        if hosts.isEmpty, let port = parameters["port"] { host += ":\(port)" }
        let database = decoded(path) ?? parameters["dbname"] ?? environment["PGDATABASE"]
        return host + (database.map { "/\($0)" } ?? "")
    }

    private static func parameters(of uri: String) -> [String: String] {
        let pairs = uri.drop { $0 != "?" }.dropFirst().split(separator: "&").map { $0.split(separator: "=", maxSplits: 1) }
        return Dictionary(
            pairs.filter { $0.count == 2 }.map { (String($0[0]), $0[1].removingPercentEncoding ?? "") },
            uniquingKeysWith: { _, last in last })
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.intersection(.ascii)) ?? ""
    }
}

extension CharacterSet {
    fileprivate static let ascii = CharacterSet(charactersIn: Unicode.Scalar(0)...Unicode.Scalar(127))
}
