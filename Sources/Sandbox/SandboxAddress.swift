import Synchronization

/// Where the sandbox can be reached.
///
/// With port 0 it is known only once the server listens.
final class SandboxAddress: Sendable {
    private let base: Mutex<String>

    init(host: String, port: Int) {
        base = Mutex(Self.text(host: host, port: port))
    }

    /// Such as `http://127.0.0.1:9100`, without a slash at the end.
    var url: String { base.withLock { $0 } }

    func set(host: String, port: Int) {
        base.withLock { $0 = Self.text(host: host, port: port) }
    }

    private static func text(host: String, port: Int) -> String {
        "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}
